"""The list of patients closes on approval; every way of contact is open from October 2025."""

import datetime as dt

import pytest
from tests.spec.compliance.told import judge

OCTOBER = dt.date(2025, 10, 1)
LUNCH = {"days": ["Monday"], "from": "12:30", "to": "13:30"}


@pytest.mark.parametrize(
    ("applied", "verdict"),
    [(False, "not_in_accordance"), (True, "conditional"), ("unknown", "undetermined")],
)
def test_a_list_closes_only_when_it_is_approved(applied: object, verdict: str) -> None:
    told = judge("close_list", {"application_made": applied})
    assert told.verdict == verdict
    assert told.finding("X-LIST").wants_checking


@pytest.mark.parametrize(("contract", "other"), [("GMS", "PMS"), ("PMS", "GMS")])
def test_the_clause_on_lists_is_that_of_the_contract(contract: str, other: str) -> None:
    told = judge("close_list", {"application_made": False}, practice={"contract": contract})
    assert told.provisions("X-LIST")
    assert not [one for one in told.provisions("X-LIST") if one.startswith(other)]


def test_from_october_2025_callers_must_reach_the_practice_in_core_hours() -> None:
    params = LUNCH | {"patients_can_reach_practice": False}
    assert "X-ROUTES-2025" in judge("divert_incoming_calls", params, start=OCTOBER).broken
    reached = judge(
        "divert_incoming_calls", LUNCH | {"patients_can_reach_practice": True}, start=OCTOBER
    )
    assert reached.says("X-ROUTES-2025") == "conditional"


def test_before_it_was_made_it_was_not_known() -> None:
    told = judge("divert_incoming_calls", LUNCH, start=OCTOBER, as_of=dt.date(2025, 7, 20))
    assert "X-ROUTES-2025" not in {finding.rule for finding in told.action.findings}


def test_outside_core_hours_nothing_changes() -> None:
    night = {"from": "18:30", "to": "08:00", "patients_can_reach_practice": False}
    told = judge("divert_incoming_calls", night, start=OCTOBER)
    assert told.says("X-ROUTES-2025") == "compatible"
