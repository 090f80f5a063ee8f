"""What a run leaves at no effect is said, each with its reason."""

from typing import Any

import pytest
from tests.reference.impact.boards import MONDAY, capped

from knockon.catalogue import Catalogue
from knockon.impact.left_out import not_modelled, waits_for_a_bed
from knockon.plans.assessment import MitigationAsked, Phase, Stopping, Uptake

SOME = Uptake(0.2, 0.4, 0.6)


def taken(action: str, **params: Any) -> dict[str, Any]:
    """Some practices take an action, and answer what is asked of it."""
    return {"uptake": {action: (Phase(SOME, MONDAY, params=params),)}}


def stopping(service: str, patients: str = "all") -> dict[str, Any]:
    return {"stopping": (Stopping(service, patients, MONDAY, SOME),)}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (taken("data_sharing_review"), "taken as moving nobody. A letter asks for a review"),
        (taken("lengthen_appointments"), "no source says how many practices"),
        (
            taken("limit_daily_contacts", cap=25, over_cap_triage="none"),
            "over_cap_triage noted; the model does not look at it",
        ),
        (taken("stop_service", patients="all"), "not said which service"),
        (taken("stop_service", service="inr_monitoring"), "not said for whom"),
        (taken("stop_at_capacity"), "not said up to how many patients or procedures"),
        (stopping("ring_pessaries"), "nobody is counted"),
        (stopping("ed"), "not a service practices stop by notice"),
        ({"mitigations": (MitigationAsked("overflow_hub", None, MONDAY),)}, "not applied"),
    ],
)
def test_what_is_asked_for_and_not_followed_is_said(
    asked: dict[str, Any], said: str, catalogue: Catalogue
) -> None:
    assert any(said in line for line in not_modelled(capped(**asked), catalogue))


@pytest.mark.parametrize(
    "asked",
    [
        stopping("dmard_monitoring"),
        taken("stop_service", service="inr_monitoring", patients="new"),
        taken("stop_service", service="phlebotomy", patients="beyond_capacity", capacity=10),
        taken("limit_daily_contacts", cap=25, over_cap_outcome="waiting_list_in_order"),
        taken("withdraw_data_sharing", which=["workforce"]),
    ],
)
def test_what_is_followed_is_not_said_to_be_left_out(
    asked: dict[str, Any], catalogue: Catalogue
) -> None:
    nothing = not_modelled(capped(uptake={}), catalogue)
    assert not_modelled(capped(**asked), catalogue) == nothing


def test_of_a_service_only_joined_those_there_already_are_left_out(catalogue: Catalogue) -> None:
    lines = not_modelled(capped(**taken("decline_new_shared_care")), catalogue)
    said = [line for line in lines if "nobody there already is counted" in line]
    assert len(said) == 1
    assert said[0].startswith("Monitoring after bariatric surgery")


def test_usual_values_filled_in_are_not_said_to_be_unfollowed(catalogue: Catalogue) -> None:
    usual = catalogue.actions["limit_daily_contacts"].usual
    lines = not_modelled(capped(**taken("limit_daily_contacts", **{**usual, "cap": 22})), catalogue)
    assert not any("noted" in line for line in lines)


def test_beds_no_ward_is_fitted_for_are_said_to_be_left_out() -> None:
    assert "no ward of this system is fitted" in waits_for_a_bed({}, {})[0]
    assert waits_for_a_bed({"ward": {"W1": {"exit_block": True}}}, {}) == ()
    wards = {"W1": {"exit_block": False}, "W2": {"exit_block": True}}
    said = waits_for_a_bed({"ward": wards}, {"W1": "Poole wards"})
    assert "of Poole wards are not given back" in said[0]
