"""Booking by 111: the contract sets a least number of appointments by registered patients."""

import pytest
from tests.spec.compliance.told import judge


@pytest.mark.parametrize(
    ("patients", "slots", "verdict"),
    [
        (2750, 1, "compatible"),
        (2750, 0, "not_in_accordance"),
        (3000, 1, "compatible"),
        (5999, 1, "compatible"),
        (6000, 1, "not_in_accordance"),
        (8662, 2, "compatible"),
        (8662, 1, "not_in_accordance"),
        (8662, 0, "not_in_accordance"),
        (9000, 2, "not_in_accordance"),
        (9000, 3, "compatible"),
    ],
)
def test_one_a_day_and_one_for_each_whole_3000(patients: int, slots: int, verdict: str) -> None:
    told = judge(
        "switch_off_111_booking",
        {"slots_available_for_direct_booking_per_day": slots},
        practice={"registered_patients": patients},
    )
    assert told.verdict == verdict
    assert told.finding("X-111").wants_checking


def test_no_slot_at_all_is_too_few_for_anyone() -> None:
    told = judge("switch_off_111_booking", {"slots_available_for_direct_booking_per_day": 0})
    assert told.verdict == "not_in_accordance"


def test_an_unknown_list_is_asked_for() -> None:
    told = judge("switch_off_111_booking", {"slots_available_for_direct_booking_per_day": 2})
    assert (told.verdict, told.asks) == ("undetermined", {"registered_patients"})
