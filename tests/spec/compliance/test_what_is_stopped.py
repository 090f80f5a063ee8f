"""Services stopped or handed back: essential ones stay, and nobody being cared for is left alone.

The terms and the notice of local contracts are a chapter of their own.
"""

import datetime as dt

import pytest
from tests.spec.compliance.told import Told, judge

JANUARY = dt.date(2025, 1, 6)


def stopped(**facts: object) -> Told:
    """Return what comes of stopping a service in January."""
    return judge("stop_service", facts, start=JANUARY)


class TestMinorSurgery:
    def test_paid_for_by_the_global_sum_it_can_not_stop_altogether(self) -> None:
        told = judge("suspend_minor_surgery", {"kind": "global_sum", "suspended_entirely": True})
        assert {"EMG-COVER", "NEED-HOURS"} <= told.broken
        assert told.done_lawfully("EMG-COVER").says("EMG-COVER") == "conditional"

    def test_it_may_be_cut_back_to_what_needs_and_emergencies_require(self) -> None:
        told = judge("suspend_minor_surgery", {"kind": "global_sum", "suspended_entirely": False})
        assert told.verdict == "conditional"

    def test_an_enhanced_service_is_a_matter_of_its_own_contract(self) -> None:
        told = judge(
            "suspend_minor_surgery", {"kind": "enhanced_service", "suspended_entirely": True}
        )
        assert told.says("EMG-COVER") == told.says("NEED-HOURS") == "compatible"
        assert told.verdict == "undetermined"

    def test_how_it_is_paid_for_is_asked(self) -> None:
        told = judge("suspend_minor_surgery", {"suspended_entirely": True})
        assert told.verdict == "undetermined"
        assert "kind" in told.asks


@pytest.mark.parametrize("patients", ["existing", "all", "beyond_capacity"])
class TestEssentialServices:
    def test_an_essential_service_stays(self, patients: str) -> None:
        assert "NEED-HOURS" in stopped(patients=patients, essential_service=True).broken

    def test_so_do_tests_for_the_practice_s_own_essential_care(self, patients: str) -> None:
        told = stopped(
            patients=patients,
            essential_service=False,
            includes_tests_for_own_essential_care=True,
        )
        assert "NEED-HOURS" in told.broken

    def test_whether_it_is_essential_is_asked_and_never_presumed(self, patients: str) -> None:
        told = stopped(patients=patients)
        assert told.says("NEED-HOURS") == "undetermined"
        assert told.finding("NEED-HOURS").needs == ("essential_service",)


class TestPatientsAlreadyBeingCaredFor:
    @pytest.mark.parametrize("patients", ["existing", "all"])
    def test_handed_back_to_nobody_is_a_disputed_finding_of_safety(self, patients: str) -> None:
        told = stopped(patients=patients, receiving_service="none", handover_plan_per_patient=False)
        finding = told.finding("GEN-SAFE")
        assert finding.verdict == "not_in_accordance"
        assert finding.disputed
        assert told.paragraphs("GEN-SAFE") == {5}
        assert "rather than of a numbered term" in finding.because

    def test_handed_over_with_a_plan_they_are_safe_while_that_is_kept_up(self) -> None:
        told = stopped(
            patients="existing", receiving_service="available", handover_plan_per_patient=True
        )
        assert told.says("GEN-SAFE") == "conditional"

    def test_who_takes_them_is_asked(self) -> None:
        told = stopped(patients="existing", handover_plan_per_patient=True)
        assert told.finding("GEN-SAFE").needs == ("receiving_service",)

    @pytest.mark.parametrize(
        "facts",
        [
            {"patients": "new"},
            {"patients": "beyond_capacity"},
            {"patients": "all", "handover_plan_per_patient": "not_applicable"},
            {"patients": "existing", "nhs_service": False, "receiving_service": "none"},
        ],
        ids=["new ones alone", "those beyond capacity", "no patients of its own", "private work"],
    )
    def test_nobody_else_is_reached(self, facts: dict[str, object]) -> None:
        assert stopped(**facts).says("GEN-SAFE") == "compatible"


class TestReferringEveryone:
    def test_unjudged_it_breaks_what_each_patient_is_owed(self) -> None:
        told = judge(
            "referral_threshold", {"policy": "every_patient", "individual_judgement": False}
        )
        assert {"ACC-RESP", "ACC-NEEDS"} <= told.broken
        assert "GEN-SAFE" in told.follows

    def test_when_clinically_right_it_breaks_nothing_here(self) -> None:
        told = judge("referral_threshold", {"policy": "when_clinically_appropriate"})
        assert told.says("ACC-RESP") == told.says("ACC-NEEDS") == "compatible"


class TestOutsideEveryRule:
    def test_private_work_may_stop_and_no_rule_speaks_to_it(self) -> None:
        told = judge("stop_private_work")
        assert (told.verdict, told.action.basis) == ("compatible", "silent")

    @pytest.mark.parametrize("names_party", [True, False])
    def test_a_message_to_patients_is_not_spoken_to(self, names_party: bool) -> None:
        told = judge("patient_message", {"content": "Vote.", "names_party": names_party})
        assert (told.verdict, told.action.basis) == ("compatible", "silent")
        assert ("GEN-ADVICE" in told.follows) == names_party
