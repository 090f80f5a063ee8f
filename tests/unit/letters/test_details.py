"""What a sender states beside plan and ledger: read strictly, and never against them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knockon.catalogue import Catalogue
from knockon.errors import KnockonError
from knockon.reports.letters.details import Details, agreed, read_details, values_of

Read = Callable[[str], Details]


@pytest.fixture
def read(packs: Catalogue, tmp_path: Path) -> Read:
    def from_text(text: str) -> Details:
        path = tmp_path / "details.yaml"
        path.write_text(text, encoding="utf-8")
        return read_details(path, packs.letters)

    return from_text


def test_the_nearest_holds(read: Read, packs: Catalogue) -> None:
    details = read(
        "contact: everywhere\nletters: {notice: {contact: the letter}}\n"
        "for: {N1: {contact: the notice}}\n"
    )
    notice, patients = packs.letters["notice"], packs.letters["patients"]
    assert details.stated(patients)["contact"] == "everywhere"
    assert details.stated(notice)["contact"] == "the letter"
    assert details.stated(notice, "N1")["contact"] == "the notice"


def test_dates_and_numbers_are_spelt_and_unknown_is_left_out(read: Read, packs: Catalogue) -> None:
    notice = packs.letters["notice"]
    details = read(
        "last_day: 2026-12-31\ncontact: unknown\n"
        "patients_by_group: [{group: new patients, number: 1200}, {group: others, number: null}]\n"
    )
    assert values_of(notice, details.stated(notice)) == {
        "last_day": "31 December 2026",
        "patients_by_group": (
            {"group": "new patients", "number": "1,200"},
            {"group": "others", "number": ""},
        ),
    }


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("contakt: us\n", "K005", 1),
        ("letters: {notise: {contact: us}}\n", "K011", 1),
        ("letters:\n  notice:\n    team_name: us\n", "K005", 3),
        ("format: knockon/letter-details/9\n", "K624", 1),
        ("contact: [a, b]\n", "K624", 1),
        ("contact: us\nasks: at once\n", "K624", 2),
        ("asks:\n  - {ask: more, by: now}\n  - more\n", "K624", 3),
        ("asks:\n  - {ask: more, until: now}\n", "K005", 2),
        ("letters: none\n", "K624", 1),
        ("letters: {notice: none}\n", "K624", 1),
        ("- contact\n", "K624", 1),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(
    read: Read, text: str, code: str, place: int
) -> None:
    with pytest.raises(KnockonError) as refusal:
        read(text)
    assert refusal.value.code == code
    assert refusal.value.place is not None
    assert refusal.value.place.endswith(f"details.yaml:{place}")


def test_rules_may_stand_for_provisions(read: Read) -> None:
    assert read("provisions: [ACC-TRIAGE]\n").everywhere == {"provisions": ["ACC-TRIAGE"]}


def test_a_list_of_single_parts_may_be_texts(read: Read, packs: Catalogue) -> None:
    letter = packs.letters["remedial-clock"]
    stated = read("steps: [See patients again, {step: Report}]\n").stated(letter)
    assert values_of(letter, stated)["steps"] == (
        {"step": "See patients again"},
        {"step": "Report"},
    )


def test_what_is_told_differently_is_refused(packs: Catalogue) -> None:
    notice = packs.letters["notice"]
    assert agreed({"last_day": "a"}, {"last_day": "a"}, notice) == {"last_day": "a"}
    with pytest.raises(KnockonError, match="'a' by the plan or ledger, and 'b'") as refusal:
        agreed({"last_day": "a"}, {"last_day": "b"}, notice)
    assert refusal.value.code == "K625"


def test_a_text_known_in_part_may_be_stated_in_full(packs: Catalogue) -> None:
    known, stated = {"agreement": "LES, [not stated: the clause]"}, {"agreement": "LES, 12.4"}
    assert agreed(known, stated, packs.letters["notice"]) == stated


def test_rows_stated_about_the_same_things_take_the_place_of_those_known(packs: Catalogue) -> None:
    notice = packs.letters["notice"]
    known = {"patients_by_group": ({"group": "new patients"},)}
    stated = {"patients_by_group": ({"group": "new patients", "number": "12"},)}
    assert agreed(known, stated, notice) == stated
    with pytest.raises(KnockonError) as refusal:
        agreed(known, {"patients_by_group": ({"group": "others", "number": "12"},)}, notice)
    assert refusal.value.code == "K625"
