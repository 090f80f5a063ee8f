"""What a notice, a plan and a remedial notice tell letters; what is not known is left out."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knockon import compliance
from knockon.catalogue import Catalogue
from knockon.catalogue.facts import UNKNOWN
from knockon.plans.plan_reading import read_plan
from knockon.register import (
    Agreement,
    Capacity,
    Condition,
    Holder,
    Notice,
    NoticeRecord,
    Owed,
    Period,
    Sender,
    State,
)
from knockon.reports.letters.of_notices import action_values, ledger_values, notice_values
from knockon.reports.letters.of_plans import plan_values, provision_rows, remedial_values

MakeNotice = Callable[..., Notice]
MakeRecord = Callable[..., NoticeRecord]
MakeState = Callable[..., State]


@pytest.fixture
def told(packs: Catalogue, notice: MakeNotice, record: MakeRecord) -> Callable[..., Any]:
    """What a notice tells letters."""
    return lambda **said: notice_values(record(notice(**said)), packs)


def test_a_notice_tells_its_terms_in_words(told: Callable[..., Any]) -> None:
    found = told()
    assert found["service"] == "Phlebotomy"
    assert found["agreement"] == "Phlebotomy LES, 12.4 (signed)"
    assert (found["notice_owed"], found["notice_basis"]) == ("3 months", "clause 12.4")
    assert (found["given_on"], found["last_day"]) == ("16 September 2024", "31 December 2024")
    assert found["first_day"] == "1 January 2025"
    assert found["lapse"] == "nothing: it is given without condition"
    assert found["patients_by_group"] == ({"group": "all patients, new and existing"},)


@pytest.mark.parametrize(
    ("agreement", "words"),
    [
        (Agreement("unfunded", None, None), "none: nothing commissions it"),
        (Agreement("unfunded"), "none: nothing commissions it"),
        (Agreement("implied", None, None), "none in writing"),
        (Agreement("implied", "LES", None), "LES, no clause (unsigned, worked to or paid)"),
        (Agreement("signed", "LES", UNKNOWN), "LES, [not stated: the clause] (signed)"),
        (Agreement("signed", UNKNOWN, UNKNOWN), None),
        (Agreement(), None),
    ],
)
def test_no_agreement_and_an_unknown_one_are_told_apart(
    told: Callable[..., Any], agreement: Agreement, words: str | None
) -> None:
    assert told(agreement=agreement).get("agreement") == words


@pytest.mark.parametrize(
    ("owed", "length", "basis"),
    [
        (Owed(None, "nothing commissions it"), "none", "nothing commissions it"),
        (Owed(Period(1, "months"), UNKNOWN), "1 month", None),
        (Owed(), None, None),
    ],
)
def test_no_notice_owed_and_an_unknown_length_are_told_apart(
    told: Callable[..., Any], owed: Owed, length: str | None, basis: str | None
) -> None:
    found = told(owed=owed)
    assert (found.get("notice_owed"), found.get("notice_basis")) == (length, basis)


def test_nobody_and_not_known_who_takes_the_patients_are_told_apart(
    told: Callable[..., Any],
) -> None:
    assert told(receiving=None)["receiving"] == "nobody: no service is known that takes them"
    assert "receiving" not in told(receiving=UNKNOWN)
    assert told(receiving="The hospital's clinic")["receiving"] == "The hospital's clinic"


def test_a_condition_and_when_it_is_decided_are_told(told: Callable[..., Any]) -> None:
    found = told(condition=Condition("the service is funded", dt.date(2024, 12, 1)))
    assert found["lapse"] == "the service is funded (decided on 1 December 2024)"
    assert found["unless"] == "the service is funded"
    open_ended = told(condition=Condition("the service is funded"))
    assert "[not stated: when that is decided]" in open_ended["lapse"]


def test_a_capacity_is_told_with_its_number(told: Callable[..., Any]) -> None:
    found = told(patients=("new", "beyond_capacity"), capacity=Capacity(60, "week"))
    groups = [row["group"] for row in found["patients_by_group"]]
    assert groups == ["new patients", "patients beyond 60 a week"]
    (unknown,) = told(patients=("beyond_capacity",), capacity=UNKNOWN)["patients_by_group"]
    assert unknown["group"] == "patients beyond what the practice can take on"


def test_a_service_that_ends_too_early_is_said_to(told: Callable[..., Any]) -> None:
    found = told(owed=Owed(Period(6, "months"), "clause 9"))
    days = (dt.date(2025, 3, 16) - dt.date(2024, 12, 31)).days
    assert found["early"].startswith(f"The last day comes {days} days before the notice owed")
    assert "16 March 2025" in found["early"]
    assert "early" not in told()


def test_an_alliance_is_never_the_practice(told: Callable[..., Any]) -> None:
    found = told(sender=Sender("alliance", "The Alliance"))
    assert found["sender_name"] == "The Alliance"
    assert "practice_name" not in found
    assert found["holder_code"] == "X10001"


def test_a_collective_letter_counts_the_practices_of_each_step(
    packs: Catalogue, notice: MakeNotice, record: MakeRecord, state: MakeState
) -> None:
    alliance = Sender("alliance", "The Alliance")

    def of(practice: str, **said: Any) -> Notice:
        return notice(sender=alliance, holder=Holder("practice", practice), letter="A/9", **said)

    held = state(
        record(of("X10002", tier="Now", patients=("new",)), "N1"),
        record(of("X10001", tier="Now", patients=("new",)), "N2"),
        record(of("X10001", tier="January", given_on=None), "N3"),
        record(of("X10003", tier="Now"), "N4", status="withdrawn"),
        record(of("X10001", tier="January", condition=Condition("funded")), "N5"),
    )
    found = ledger_values(held, packs)
    assert (found["sender_name"], found["reference"]) == ("The Alliance", "A/9")
    assert found["practices"] == (
        {"code": "X10001", "notices": "2 given, 1 considered"},
        {"code": "X10002", "notices": "1 given"},
    )
    assert [(row["tier"], row["standing"]) for row in found["tiers"]] == [
        ("Now", "notice given (2 practices)"),
        ("January", "being considered; no notice given (1 practice)"),
        ("January", "notice given; lapses if its condition is met (1 practice)"),
    ]
    assert found["lapse"] == "funded (decided on [not stated: when that is decided])"


@pytest.fixture
def handed_back(repository: Path, packs: Catalogue) -> Any:
    return read_plan(repository / "examples" / "plans" / "services-handed-back.yaml", packs)


def test_a_plan_s_last_day_is_the_eve_of_its_start(packs: Catalogue, handed_back: Any) -> None:
    injuries, shared_care = (
        action_values(action, handed_back, packs) for action in handed_back.actions
    )
    assert injuries["last_day"] == "7 January 2025"
    assert injuries["notice_owed"] == "6 months"
    assert "agreement" not in injuries, "commissioned, and nobody says under what"
    assert shared_care["agreement"] == "none: nothing commissions it"
    assert "given_on" not in shared_care
    assert shared_care["patients_by_group"] == ({"group": "new patients"},)


def test_a_plan_tells_what_changes_and_how_provisions_are_met(
    packs: Catalogue, repository: Path
) -> None:
    plan = read_plan(repository / "examples" / "plans" / "cap-and-letters.yaml", packs)
    found: Any = plan_values(plan, compliance.check(plan, packs), packs)
    answers = {row["provision"].split(":")[0]: row for row in found["answers"]}
    triage = answers["ACC-TRIAGE"]
    assert triage["how"] == "Every contact over the cap is triaged."
    assert "Triage protocol, signed by the partners (since 19 August 2024" in triage["evidence"]
    assert "missing: same-day figures" in triage["evidence"]
    assert "Shared drive" not in triage["evidence"], "where it is kept is the practice's own"
    assert answers["ERS-USE"]["how"] == "", "no answer can say that a broken rule is met"


def test_provisions_are_told_by_the_packs(packs: Catalogue) -> None:
    (row,) = provision_rows(["ACC-TRIAGE"], packs, "here")
    assert row["provision"].startswith("ACC-TRIAGE: PRN01459 paragraph 7")
    assert "same-day figures" in row["evidence"]


@pytest.fixture
def clock(packs: Catalogue) -> Callable[..., Any]:
    letter = packs.letters["remedial-clock"]
    return lambda **stated: remedial_values(letter, stated, packs)


def test_a_remedial_notice_of_28_days_is_long_enough(clock: Callable[..., Any]) -> None:
    found = clock(given_on=dt.date(2026, 2, 2), period_days=28)
    assert (found["least"], found["period"]) == ("28 days", "28 days")
    assert found["last_day"] == found["earliest"] == "2 March 2026"
    assert (found["long_enough"], found["shorter_because"]) == ("yes", "it is not shorter")


def test_a_shorter_one_asks_why(clock: Callable[..., Any]) -> None:
    found = clock(given_on=dt.date(2026, 2, 2), period_days=14)
    assert found["long_enough"] == "no: shorter by 14 days"
    assert "shorter_because" not in found


def test_what_is_not_stated_of_a_remedial_notice_is_not_counted(clock: Callable[..., Any]) -> None:
    assert set(clock()) == {"least"}
    assert set(clock(given_on=dt.date(2026, 2, 2))) == {"least", "earliest"}
    assert set(clock(period_days=10)) == {"least", "period", "long_enough"}


@given(day=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), period=st.integers(1, 400))
def test_the_clock_is_the_calendar_s(packs: Catalogue, day: dt.date, period: int) -> None:
    "By ordinals, another way than by adding days to days."
    found = remedial_values(
        packs.letters["remedial-clock"], {"given_on": day, "period_days": period}, packs
    )
    last = dt.date.fromordinal(day.toordinal() + period)
    assert found["last_day"] == f"{last.day} {last:%B} {last.year}"
    assert (found["long_enough"] == "yes") == (last.toordinal() - day.toordinal() >= 28)
