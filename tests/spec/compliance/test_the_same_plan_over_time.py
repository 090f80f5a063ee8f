"""One plan, judged on four days: what may be done changes, and the answer says from when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias

import pytest
from tests.spec.compliance.told import packs

from knockon.catalogue.facts import Answer
from knockon.catalogue.rules import Verdict
from knockon.compliance import Judgement, check
from knockon.plans.plan import Plan, PlannedAction

START = dt.date(2024, 8, 12)
PRACTICE: dict[str, Answer] = {
    "nation": "England",
    "contract": "GMS",
    "pcn_member": True,
    "ers_in_place": True,
    "digital_telephony": True,
    "registered_patients": 8662,
}
STEPS: dict[str, tuple[str, dict[str, Answer]]] = {
    "cap": (
        "limit_daily_contacts",
        {
            "over_cap_triage": "all_contacts",
            "over_cap_outcome": "individual_response",
            "over_cap_response": "same_day",
            "patients_can_reach_practice_after_cap": True,
            "emergency_arrangement": "practice_clinician",
            "urgent_needs_same_day": True,
        },
    ),
    "letters": (
        "referral_route",
        {
            "destination": "first_consultant_led_outpatient",
            "patients": "registered",
            "route": "letter",
            "ers_available_for_service": True,
            "ers_difficulty": False,
        },
    ),
    "records": ("switch_off_gp_connect_update_record", {}),
    "telephony": (
        "defer_declaration",
        {"declaration": "better_digital_telephony", "telephony_data_provided": False},
    ),
    "online": (
        "limit_online_tool",
        {
            "online_tool": "closed_at_capacity",
            "declaration_signed": False,
            "payment_claimed": False,
            "other_routes_open": True,
        },
    ),
}

Stretches: TypeAlias = list[tuple[str, Verdict]]


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which the plan is judged, and how each step then stands, stretch by stretch."""

    as_of: dt.date
    verdicts: dict[str, Stretches]


ALWAYS: dict[str, Stretches] = {
    "cap": [("2024-08-12", "conditional")],
    "letters": [("2024-08-12", "not_in_accordance")],
}
FROM_OCTOBER_2024: Stretches = [
    ("2024-08-12", "compatible"),
    ("2024-10-01", "not_in_accordance"),
]
TO_OCTOBER_2025 = ("2025-10-01", "not_in_accordance")
KEPT_UP: Stretches = [("2024-08-12", "conditional")]
SILENT: Stretches = [("2024-08-12", "compatible")]

DAYS = (
    Day(
        dt.date(2024, 8, 20),
        ALWAYS | {"records": SILENT, "telephony": FROM_OCTOBER_2024, "online": KEPT_UP},
    ),
    Day(
        dt.date(2024, 10, 15),
        ALWAYS | {"records": SILENT, "telephony": FROM_OCTOBER_2024, "online": KEPT_UP},
    ),
    Day(
        dt.date(2025, 10, 15),
        ALWAYS
        | {
            "records": [*SILENT, ("2025-10-01", "not_in_accordance")],
            "telephony": FROM_OCTOBER_2024,
            "online": [*KEPT_UP, ("2025-10-01", "not_in_accordance")],
        },
    ),
    Day(
        dt.date(2026, 5, 15),
        ALWAYS
        | {
            "records": [*SILENT, ("2025-10-01", "not_in_accordance")],
            "telephony": FROM_OCTOBER_2024,
            "online": [*KEPT_UP, ("2025-10-01", "not_in_accordance")],
        },
    ),
)


def judged(as_of: dt.date, start: dt.date = START) -> Judgement:
    """The plan with every step begun on a day, judged as known on another."""
    steps = [
        PlannedAction(key=key, type=action_type, start=start, end=None, params=params)
        for key, (action_type, params) in STEPS.items()
    ]
    return check(Plan("Five steps", PRACTICE, as_of, tuple(steps)), packs())


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.as_of.isoformat())
def test_each_day_has_its_own_dated_answer(day: Day) -> None:
    found = {
        action.key: [(one.begins.isoformat(), one.verdict) for one in action.segments]
        for action in judged(day.as_of).actions
    }
    assert found == day.verdicts


@pytest.mark.parametrize(
    ("day", "broken"),
    [
        (dt.date(2024, 8, 20), {"letters"}),
        (dt.date(2024, 10, 15), {"letters", "telephony"}),
        (dt.date(2025, 10, 15), {"letters", "telephony", "records", "online"}),
        (dt.date(2026, 5, 15), {"letters", "telephony", "records", "online"}),
    ],
    ids=("2024-08", "2024-10", "2025-10", "2026-05"),
)
def test_what_breaks_a_rule_on_the_day_itself(day: dt.date, broken: set[str]) -> None:
    """A step taken on one day and no longer."""
    steps = judged(day, day).actions
    found = {one.key for one in steps if one.segments[0].verdict == "not_in_accordance"}
    assert found == broken


def test_in_may_2026_more_rules_are_asked_than_before() -> None:
    rules = [
        {finding.rule for action in judged(day.as_of).actions for finding in action.findings}
        for day in DAYS
    ]
    assert rules[0] <= rules[1] < rules[2] < rules[3]
    assert {"X-DPN"} <= rules[1]
    assert {"X-GPC-2025", "X-OC-HOURS-2025"} <= rules[2] - rules[1]
    assert {"X-URGENT-2026", "X-NO-RING-BACK-2026", "X-NO-ONLINE-CAP-2026"} <= rules[3] - rules[2]


def test_what_is_announced_tells_its_day_and_decides_nothing_before() -> None:
    telephony = next(one for one in judged(dt.date(2024, 8, 20)).actions if one.key == "telephony")
    before = [one for one in telephony.findings if one.rule == "TEL-DATA" and one.notice]
    assert [one.verdict for one in before] == ["compatible"]
    assert "1 October 2024" in before[0].because


def test_a_step_that_runs_on_is_to_be_checked_again() -> None:
    assert judged(dt.date(2026, 5, 15)).checked_to == dt.date(2026, 5, 31)
