"""Which letters a plan and a ledger call for."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knockon import compliance
from knockon.catalogue import Catalogue
from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError
from knockon.plans.plan_reading import plan_from, read_plan
from knockon.register import Holder, Notice, NoticeRecord, Sender, State
from knockon.reports.letters.asking import details_file
from knockon.reports.letters.choosing import Draft, Ground, drafts, subjects_of
from knockon.reports.letters.details import Details, read_details

DAY = dt.date(2024, 10, 7)
OTHER = """\
plan: Advice
practice: {ods_code: X10001, contract: GMS}
as_of: 2024-08-20
actions: [{key: advice, type: stop_advice_and_guidance, start: 2024-09-02}]
"""
MakeNotice = Callable[..., Notice]
MakeRecord = Callable[..., NoticeRecord]
MakeState = Callable[..., State]


@pytest.fixture
def handed_back(repository: Path, packs: Catalogue) -> Ground:
    plan = read_plan(repository / "examples" / "plans" / "services-handed-back.yaml", packs)
    return Ground(packs, DAY, plan, compliance.check(plan, packs))


@pytest.fixture
def other(packs: Catalogue) -> Ground:
    """A plan that stops no service."""
    plan = plan_from(load_strict_text(OTHER, "other.yaml"), packs)
    return Ground(packs, DAY, plan, compliance.check(plan, packs))


def names(found: tuple[Draft, ...]) -> list[str]:
    return sorted(draft.name for draft in found)


def test_each_service_a_plan_stops_has_its_letters(handed_back: Ground) -> None:
    assert names(drafts(handed_back)) == [
        *("messages-practice", "neighbours-minor_injuries", "neighbours-new_shared_care"),
        *("notice-minor_injuries", "notice-new_shared_care", "patients-minor_injuries"),
    ]


def test_with_a_ledger_its_notices_are_what_counts(
    other: Ground, notice: MakeNotice, record: MakeRecord, state: MakeState
) -> None:
    "Those of the plan's practice, if they are given and stand."
    shared = {"service": "dmard_monitoring", "patients": ("existing",)}
    elsewhere = {
        "holder": Holder("practice", "X10002"),
        "sender": Sender("practice", "Ford", "X10002"),
    }
    held = state(
        record(notice(**shared), "N1"),
        record(notice(given_on=None), "N2"),
        record(notice(), "N3", status="withdrawn"),
        record(notice(**elsewhere), "N4"),
        record(notice(patients=("new",)), "N5"),
    )
    ground = replace(other, state=held)
    assert names(drafts(ground)) == [
        *("messages-practice", "neighbours-N1", "neighbours-N5", "notice-N1", "notice-N5"),
        *("patients-N1", "shared-care-hand-back-N1"),
    ]
    everyone = replace(ground, plan=None, judgement=None)
    assert {"collective", "notice-N4"} <= set(names(drafts(everyone)))
    assert subjects_of(ground) == {
        "N1": "dmard_monitoring",
        "N2": "phlebotomy",
        "N5": "phlebotomy",
    }


def test_an_alliance_s_notices_go_out_in_its_one_letter(
    packs: Catalogue, notice: MakeNotice, record: MakeRecord, state: MakeState
) -> None:
    "Each practice's own are written from its plan, or where they are asked for."
    held = state(record(notice(sender=Sender("alliance", "The Alliance")), "N1"))
    ground = Ground(packs, DAY, state=held)
    assert names(drafts(ground)) == ["collective"]
    assert names(drafts(ground, ["notice"])) == ["notice-N1"]


def test_a_letter_asked_for_is_written_were_it_all_gaps(packs: Catalogue) -> None:
    (draft,) = drafts(Ground(packs, DAY), ["rejected-referral"])
    assert (draft.name, draft.values) == ("rejected-referral", {"date": "7 October 2024"})


def test_where_nothing_is_called_for_that_is_said(packs: Catalogue) -> None:
    with pytest.raises(KnockonError) as refusal:
        drafts(Ground(packs, DAY))
    assert refusal.value.code == "K626"
    with pytest.raises(KnockonError, match="Did you mean 'notice'") as refusal:
        drafts(Ground(packs, DAY), ["notise"])
    assert refusal.value.code == "K011"


def test_a_practice_that_is_named_signs_its_own_notices(handed_back: Ground) -> None:
    ground = replace(handed_back, details=Details({"practice_name": "Mill Road Surgery"}))
    (first, *_) = drafts(ground, ["notice"])
    assert first.values["sender_name"] == "Mill Road Surgery"


def test_a_reply_answers_what_was_asked_and_no_more(packs: Catalogue, repository: Path) -> None:
    plan = read_plan(repository / "examples" / "plans" / "cap-and-letters.yaml", packs)
    stated = Details(letters={"assurance-reply": {"asked": ["ACC-TRIAGE", "X-111"]}})
    ground = Ground(packs, DAY, plan, compliance.check(plan, packs), details=stated)
    (draft,) = drafts(ground, ["assurance-reply"])
    triage, booking = draft.values["answers"]
    assert isinstance(triage, dict)
    assert triage["provision"].startswith("ACC-TRIAGE: ")
    assert booking == {"provision": "X-111"}
    assert "answers by provision, how" in draft.filled().missing


def test_details_for_a_notice_there_is_none_of_are_refused(handed_back: Ground) -> None:
    details = Details(subjects={"minor_injury": {"contact": "us"}})
    with pytest.raises(KnockonError, match="Did you mean 'minor_injuries'") as refusal:
        drafts(replace(handed_back, details=details))
    assert refusal.value.code == "K011"


def test_a_subject_of_odd_letters_still_has_a_file_of_its_own(handed_back: Ground) -> None:
    letter = handed_back.catalogue.letters["notice"]
    odd = [Draft(letter, subject).name for subject in ("a/b", "a b", "a-b", "../a", "ab")]
    assert len(set(odd)) == len(odd)
    assert all("/" not in name and "." not in name for name in odd)


def test_the_details_asked_for_filled_in_leave_no_gap(handed_back: Ground, tmp_path: Path) -> None:
    path = tmp_path / "details.yaml"
    text = details_file(drafts(handed_back))
    path.write_text(text.replace(": unknown", ": stated"), encoding="utf-8")
    details = read_details(path, handed_back.catalogue.letters)
    assert "given_on" in details.subjects["new_shared_care"], "the other has its day in the plan"
    assert "given_on" not in details.subjects["minor_injuries"]
    whole = replace(handed_back, details=details)
    missing = {draft.name: draft.filled().missing for draft in drafts(whole)}
    assert {name: gaps for name, gaps in missing.items() if gaps} == {}


def test_details_nobody_filled_in_yet_contradict_nothing(
    other: Ground,
    notice: MakeNotice,
    record: MakeRecord,
    state: MakeState,
    tmp_path: Path,
) -> None:
    "A ledger without a notice of the plan's practice tells of no change: that is no answer yet."
    elsewhere = {
        "holder": Holder("practice", "X10002"),
        "sender": Sender("practice", "F", "X10002"),
    }
    ground = replace(other, state=state(record(notice(**elsewhere))))
    path = tmp_path / "details.yaml"
    path.write_text(details_file(drafts(ground)), encoding="utf-8")
    told = drafts(replace(ground, details=read_details(path, other.catalogue.letters)))
    assert names(told) == names(drafts(ground))
