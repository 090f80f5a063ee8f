"""What is said outright is never passed over, and what is left out is presumed only in the open.

Each of these was found by imagining a plan and writing down the verdict before judging it. Where a
rule of thumb lets the usual plan pass, the same plan with the contrary stated must not, and with
the fact given as unknown it cannot be told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from tests.spec.compliance.told import Stated, judge

CAP: Stated = {
    "over_cap_triage": "all_contacts",
    "over_cap_outcome": "individual_response",
    "over_cap_response": "same_day",
    "patients_can_reach_practice_after_cap": True,
    "emergency_arrangement": "practice_clinician",
}
NEW: Stated = {"patients": "new", "commissioned": False}
HANDED_BACK: Stated = {
    "patients": "existing",
    "commissioned": False,
    "essential_service": False,
    "receiving_service": "available",
}
CLINICALLY_RIGHT: Stated = {"policy": "when_clinically_appropriate", "route": "ers"}
LEAVING: Stated = {
    "purposes": ["secondary"],
    "carries_required_collection": False,
    "agreement_exit_terms_met": True,
}
OUTAGE: Stated = {
    "destination": "first_consultant_led_outpatient",
    "patients": "registered",
    "route": "letter",
    "ers_available_for_service": True,
    "ers_difficulty": True,
    "ers_difficulty_prevents_use": True,
    "commissioner_notified": True,
}


@dataclass(frozen=True)
class Usual:
    """A plan that passes, the fact it presumes, and what breaks once the contrary is stated."""

    kind: str
    said: Stated
    presumes: str
    contrary: object
    broken: set[str]
    verdict: str = "conditional"


PRESUMED = [
    *(
        Usual("limit_daily_contacts", {**CAP, "over_cap_outcome": outcome}, fact, False, broken)
        for outcome in ("individual_response", "message_then_triage")
        for fact, broken in (
            ("urgent_needs_same_day", {"ACC-NEEDS", "ACC-RESP"}),
            ("routine_wait_acceptable", {"ACC-RESP"}),
        )
    ),
    *(
        Usual("stop_service", NEW, fact, True, {"NEED-HOURS"}, "compatible")
        for fact in ("essential_service", "includes_tests_for_own_essential_care")
    ),
    Usual("stop_service", HANDED_BACK, "handover_plan_per_patient", False, {"GEN-SAFE"}),
    Usual(
        *("referral_threshold", CLINICALLY_RIGHT, "individual_judgement", False),
        *({"ACC-NEEDS", "ACC-RESP"}, "compatible"),
    ),
    Usual(
        "withdraw_data_sharing", LEAVING, "which", ["workforce"], {"DAT-WORKFORCE"}, "compatible"
    ),
    Usual(
        *("referral_route", OUTAGE, "commissioner_notified_on", dt.date(2024, 9, 3)), {"ERS-USE"}
    ),
]


@pytest.mark.parametrize("usual", PRESUMED, ids=lambda one: f"{one.kind}: {one.presumes}")
def test_the_contrary_stated_breaks_what_is_usually_presumed(usual: Usual) -> None:
    practice = {"ers_in_place": True}
    told = judge(usual.kind, usual.said, practice=practice)
    assert told.verdict == usual.verdict
    assert usual.presumes in {one for finding in told.action.findings for one in finding.presumed}
    contrary = {**usual.said, usual.presumes: usual.contrary}
    assert judge(usual.kind, contrary, practice=practice).broken == usual.broken
    unknown = judge(usual.kind, {**usual.said, usual.presumes: "unknown"}, practice=practice)
    assert (unknown.verdict, unknown.asks) == ("undetermined", {usual.presumes})


def test_notice_given_on_the_very_first_day_is_notice() -> None:
    on_the_day = {**OUTAGE, "commissioner_notified_on": dt.date(2024, 9, 2)}
    assert judge("referral_route", on_the_day, practice={"ers_in_place": True}).verdict == (
        "conditional"
    )


def test_notice_said_to_be_given_on_no_day_at_all_is_none() -> None:
    never = {**OUTAGE, "commissioner_notified_on": None}
    assert judge("referral_route", never, practice={"ers_in_place": True}).broken == {"ERS-USE"}


def test_over_a_cap_from_april_2026_urgent_needs_are_asked_for_and_not_presumed() -> None:
    told = judge("limit_daily_contacts", CAP, start=dt.date(2026, 4, 1))
    assert (told.verdict, told.asks) == ("undetermined", {"urgent_needs_same_day"})


def test_whoever_is_in_no_network_leaves_none() -> None:
    assert judge("leave_pcn", practice={"pcn_member": False}).verdict == "compatible"


def test_whether_an_agreement_carries_anything_is_asked_wherever_what_it_carries_is() -> None:
    told = judge("withdraw_data_sharing", {"purposes": ["secondary"]})
    assert set(told.finding("DAT-NDA").needs) == {"which", "carries_required_collection"}
