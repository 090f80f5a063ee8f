"""A letter as a file: what its notices share said once, and every refusal with its line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register import (
    Agreement,
    Capacity,
    Condition,
    Holder,
    Notice,
    Owed,
    Period,
    Sender,
    read_notices,
)

LETTER = """\
format: knockon/notices/1
letter: The letter of September
sender: {kind: alliance, name: The Alliance}
recipient: The Board
given_on: 2024-09-16
form: letter
practices: [X10001, X10002]
basis: unfunded
agreement: null
clause: null
owed: 3 months
owed_basis: as areas did
notices:
  - service: dmard_monitoring
    tier: Later
    patients: existing
    ends_on: 2024-12-31
    lapses_if: it is funded
    decide_on: 2024-12-01
  - service: phlebotomy
    patients: [existing, beyond_capacity]
    capacity: 40 a week
    ends_on: unknown
    pcns: [U00001]
    owed: null
    receiving: null
"""


def read(folder: Path, text: str, *practices: str) -> tuple[Notice, ...]:
    path = folder / "letter.yaml"
    path.write_text(text, encoding="utf-8")
    return read_notices(path, practices)


def refused(folder: Path, text: str, *practices: str) -> KnockonError:
    with pytest.raises(KnockonError) as caught:
        read(folder, text, *practices)
    return caught.value


def test_each_practice_has_a_notice_of_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, LETTER)
    assert [(one.holder.code, one.service) for one in found] == [
        ("X10001", "dmard_monitoring"),
        ("X10002", "dmard_monitoring"),
        ("U00001", "phlebotomy"),
    ]


def test_what_is_said_once_holds_for_all(tmp_path: Path) -> None:
    first, *_ = read(tmp_path, LETTER)
    assert first == Notice(
        sender=Sender("alliance", "The Alliance"),
        holder=Holder("practice", "X10001"),
        service="dmard_monitoring",
        patients=("existing",),
        given_on=date(2024, 9, 16),
        ends_on=date(2024, 12, 31),
        agreement=Agreement("unfunded", None, None),
        owed=Owed(Period(3, "months"), "as areas did"),
        recipient="The Board",
        form="letter",
        letter="The letter of September",
        tier="Later",
        receiving=UNKNOWN,
        condition=Condition("it is funded", date(2024, 12, 1)),
    )


def test_a_notice_may_say_otherwise(tmp_path: Path) -> None:
    *_, last = read(tmp_path, LETTER)
    assert last.holder == Holder("pcn", "U00001")
    assert last.owed == Owed(None, "as areas did")
    assert (last.ends_on, last.receiving) == (UNKNOWN, None)
    assert last.capacity == Capacity(40, "week")


def test_json_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "letter.json"
    notice = {"service": "phlebotomy", "patients": "all", "ends_on": "2024-12-31"}
    whole = {"given_on": "2024-09-16", "practices": ["X10001"], "notices": [notice]}
    path.write_text(json.dumps(whole), encoding="utf-8")
    (found,) = read_notices(path)
    assert (found.given_on, found.ends_on) == (date(2024, 9, 16), date(2024, 12, 31))


SHORT = """\
given_on: 2024-09-16
notices:
  - service: phlebotomy
    patients: all
    ends_on: 2024-12-31
"""


def test_left_out_is_not_known(tmp_path: Path) -> None:
    (found,) = read(tmp_path, SHORT, "X10001")
    assert found.agreement == Agreement("unknown", UNKNOWN, UNKNOWN)
    assert found.owed == Owed(UNKNOWN, UNKNOWN)
    assert (found.recipient, found.form, found.receiving) == (UNKNOWN, UNKNOWN, UNKNOWN)
    assert found.condition is None


def test_without_a_sender_each_practice_sends_its_own(tmp_path: Path) -> None:
    found = read(tmp_path, SHORT, "X10001", "X10002")
    assert [one.sender.code for one in found] == ["X10001", "X10002"]
    assert [one.sender.kind for one in found] == ["practice", "practice"]


def test_practices_given_beside_the_file_hold_only_what_it_names_nobody_for(tmp_path: Path) -> None:
    assert len(read(tmp_path, LETTER, "X90001", "X90002", "X90003")) == 3


def test_an_unknown_capacity_is_said_by_leaving_it_out(tmp_path: Path) -> None:
    text = SHORT.replace("patients: all", "patients: beyond_capacity")
    (found,) = read(tmp_path, text, "X10001")
    assert found.capacity is UNKNOWN


def test_what_is_considered_has_null_for_its_day(tmp_path: Path) -> None:
    (found,) = read(tmp_path, SHORT.replace("2024-09-16", "null"), "X10001")
    assert found.given_on is None


@pytest.mark.parametrize("said", ["", "given_on: unknown\n"])
def test_the_day_it_was_given_is_never_left_to_be_guessed(tmp_path: Path, said: str) -> None:
    problem = refused(tmp_path, said + SHORT.split("\n", 1)[1], "X10001")
    assert problem.code == "K716"
    assert "null while it is only considered" in problem.expected


@pytest.mark.parametrize("said", ["", "    ends_on: null\n"])
def test_the_last_day_is_said_be_it_unknown(tmp_path: Path, said: str) -> None:
    problem = refused(tmp_path, SHORT.replace("    ends_on: 2024-12-31\n", said), "X10001")
    assert problem.code == "K716"
    assert "or unknown" in problem.expected


def test_somebody_holds_the_agreement(tmp_path: Path) -> None:
    problem = refused(tmp_path, SHORT)
    assert problem.code == "K716"
    assert problem.place == f"{tmp_path / 'letter.yaml'}:3"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("recipient:", "recipent:", "K005", 4),
        ("  - service: dmard_monitoring\n    tier: Later", "  - tier: Later", "K102", 14),
        ("kind: alliance", "kind: lmc", "K101", 3),
        ("2024-09-16", "mid-September", "K101", 5),
        ("form: letter", "form: 7", "K101", 6),
        ("patients: existing", "patients: {a: 1}", "K101", 16),
        ("patients: existing", "patients: everyone", "K720", 14),
        ("owed: 3 months", "owed: a while", "K720", 14),
        ("40 a week", "enough", "K720", 20),
        ("X10001, X10002", "U1", "K720", 14),
        ("2024-12-31", "2024-09-01", "K720", 14),
        ("notices/1", "notices/9", "K717", 1),
    ],
)
def test_what_does_not_fit_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    assert old in LETTER
    problem = refused(tmp_path, LETTER.replace(old, new))
    assert (problem.code, problem.place) == (code, f"{tmp_path / 'letter.yaml'}:{line}")


def test_a_missing_key_is_asked_for_and_no_command_named_that_does_not_write_such_a_file(
    tmp_path: Path,
) -> None:
    first = "  - service: dmard_monitoring\n    tier: Later"
    problem = refused(tmp_path, LETTER.replace(first, "  - tier: Later", 1))
    assert str(problem).endswith("the key 'service' is missing; expected it to be given. Add it.")


def test_a_sender_that_is_a_practice_is_called_by_its_code_where_it_has_no_name(
    tmp_path: Path,
) -> None:
    text = "sender: {kind: practice, code: X10001}\n" + SHORT
    (found,) = read(tmp_path, text, "X10001")
    assert found.sender == Sender("practice", "X10001", "X10001")


def test_a_missing_file_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(KnockonError, match="cannot be read"):
        read_notices(tmp_path / "none.yaml")


def test_nothing_else_is_taken_for_text(tmp_path: Path) -> None:
    value: Any = SHORT + "    receiving: 12\n"
    assert "text, unknown, or null" in refused(tmp_path, value, "X10001").expected
