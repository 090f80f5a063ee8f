"""Local contracts and agreements end on their own terms; notice is asked for."""

import datetime as dt
from typing import Final

import pytest
from tests.spec.compliance.told import judge

SERVICE = {
    "service": "minor injuries",
    "patients": "all",
    "commissioned": True,
    "essential_service": False,
    "receiving_service": "available",
    "handover_plan_per_patient": True,
}
JANUARY = dt.date(2025, 1, 8)


def given(months: object, day: object) -> dict[str, object]:
    """The service stopped on notice of so many months, given on a day."""
    return SERVICE | {"notice_required_months": months, "notice_given_on": day}


@pytest.mark.parametrize(
    ("months", "day", "start", "verdict"),
    [
        (3, dt.date(2024, 10, 7), JANUARY, "compatible"),
        (6, dt.date(2024, 10, 7), JANUARY, "not_in_accordance"),
        (3, dt.date(2024, 10, 7), dt.date(2025, 1, 6), "not_in_accordance"),
        (1, dt.date(2025, 1, 31), dt.date(2025, 3, 1), "compatible"),
        (1, dt.date(2025, 1, 31), dt.date(2025, 2, 27), "not_in_accordance"),
        (1, dt.date(2024, 1, 31), dt.date(2024, 3, 1), "compatible"),
        (3, None, JANUARY, "not_in_accordance"),
        (0, None, JANUARY, "compatible"),
    ],
)
def test_notice_counts_by_the_corresponding_date(
    months: int, day: dt.date | None, start: dt.date, verdict: str
) -> None:
    assert judge("stop_service", given(months, day), start=start).says("LOC-NOTICE") == verdict


@pytest.mark.parametrize(
    ("months", "day", "start"),
    [
        (3, dt.date(2024, 10, 7), dt.date(2025, 1, 7)),
        (1, dt.date(2025, 1, 31), dt.date(2025, 2, 28)),
        (1, dt.date(2024, 1, 31), dt.date(2024, 2, 29)),
    ],
)
def test_on_the_very_day_notice_ends_the_contract_settles_it(
    months: int, day: dt.date, start: dt.date
) -> None:
    told = judge("stop_service", given(months, day), start=start)
    assert told.says("LOC-NOTICE") == "undetermined"
    assert any("contract's words" in words for words in told.finding("LOC-NOTICE").needs)


def test_notice_not_known_is_asked_for_and_three_months_are_no_rule() -> None:
    told = judge("stop_service", given("unknown", dt.date(2024, 10, 7)), start=JANUARY)
    assert told.says("LOC-NOTICE") == "undetermined"
    assert told.finding("LOC-NOTICE").needs == ("notice_required_months",)


@pytest.mark.parametrize(
    "free", [{"commissioned": False}, {"nhs_service": False, "commissioned": "unknown"}]
)
def test_work_that_nothing_commissions_owes_no_notice(free: dict[str, object]) -> None:
    assert judge("stop_service", SERVICE | free).says("LOC-NOTICE") == "compatible"


def test_whether_anything_commissions_it_is_the_whole_question() -> None:
    told = judge("stop_service", {"patients": "new", "commissioned": "unknown"})
    assert told.verdict == "undetermined"
    assert "commissioned" in told.asks


class TestNewPatients:
    """Refusing them needs no notice where the contract does not ask for them."""

    NEW: Final = SERVICE | {"patients": "new", "notice_required_months": 3, "notice_given_on": None}

    @pytest.mark.parametrize(
        ("asked", "verdict"),
        [(False, "compatible"), (True, "not_in_accordance"), ("unknown", "undetermined")],
    )
    def test_the_contract_says(self, asked: object, verdict: str) -> None:
        params = self.NEW | {"local_contract_requires_new_patients": asked}
        assert judge("stop_service", params).verdict == verdict


class TestAtCapacity:
    """Stopping when full is free where the contract allows a limit on activity."""

    FULL: Final = SERVICE | {
        "patients": "beyond_capacity",
        "notice_required_months": 3,
        "notice_given_on": None,
    }

    @pytest.mark.parametrize(
        ("allowed", "verdict"),
        [(True, "compatible"), (False, "not_in_accordance"), ("unknown", "undetermined")],
    )
    def test_the_contract_says(self, allowed: object, verdict: str) -> None:
        params = self.FULL | {"local_contract_allows_activity_cap": allowed}
        assert judge("stop_service", params).says("LOC-NOTICE") == verdict


class TestHandingBack:
    """What safety asks for stands beside the terms of the contract."""

    def test_present_patients_with_nobody_to_go_to(self) -> None:
        handed_back = SERVICE | {
            "patients": "existing",
            "commissioned": False,
            "receiving_service": "none",
            "handover_plan_per_patient": False,
        }
        told = judge("stop_service", handed_back)
        assert told.broken == {"GEN-SAFE"}
        assert told.finding("GEN-SAFE").disputed

    @pytest.mark.parametrize(
        "essential", [{"essential_service": True}, {"includes_tests_for_own_essential_care": True}]
    )
    def test_what_the_contract_itself_asks_for_may_not_stop(
        self, essential: dict[str, bool]
    ) -> None:
        told = judge("stop_service", SERVICE | {"commissioned": False} | essential)
        assert told.broken == {"NEED-HOURS"}


class TestPilots:
    """Deferring a decision is not the same as leaving an agreement."""

    SIGNED: Final = {"pilot_already_agreed": True}

    def test_nothing_agreed_yet(self) -> None:
        told = judge("defer_pilots", {"pilot_already_agreed": False})
        assert (told.verdict, told.action.basis) == ("compatible", "rule")

    @pytest.mark.parametrize(
        ("notice", "verdict"), [(True, "compatible"), (False, "not_in_accordance")]
    )
    def test_agreed_on_known_terms(self, notice: bool, verdict: str) -> None:
        terms = self.SIGNED | {"notice_terms": "three months in writing", "notice_given": notice}
        assert judge("defer_pilots", terms).verdict == verdict

    @pytest.mark.parametrize("notice", [True, False])
    def test_agreed_on_terms_not_known(self, notice: bool) -> None:
        told = judge("defer_pilots", self.SIGNED | {"notice_given": notice})
        assert (told.verdict, told.asks) == ("undetermined", {"notice_terms"})


def test_minor_surgery_under_an_enhanced_service_ends_on_its_terms() -> None:
    enhanced = {"kind": "enhanced_service", "suspended_entirely": True}
    told = judge("suspend_minor_surgery", enhanced)
    assert told.says("LOC-NOTICE") == "undetermined"
    notice = {"notice_required_months": 3, "notice_given_on": None}
    assert judge("suspend_minor_surgery", enhanced | notice).broken == {"LOC-NOTICE"}
