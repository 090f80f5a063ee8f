"""What trusts and ICBs owe: each finding names who answers for it, and asks for no GP contract."""

import datetime as dt

import pytest
from tests.spec.compliance.told import Told, judge

NO_PRACTICE = {"contract": "unknown", "pcn_member": "unknown"}


def at_a_trust(**facts: object) -> Told:
    """Return what comes of a trust's way with a referral; nothing is known of the practice."""
    return judge("trust_referral_handling", facts, practice=NO_PRACTICE)


class TestAReferralThroughERS:
    COMPLETE = (("referral_route", "ers"), ("necessary_information_included", True))

    @pytest.mark.parametrize(
        "response",
        ["not_accepted", "rejected_local_form_not_used", "rejected_no_prior_advice_and_guidance"],
    )
    def test_complete_it_is_accepted_whatever_its_form(self, response: str) -> None:
        told = at_a_trust(**dict(self.COMPLETE), trust_response=response)
        assert told.broken == {"TR-ACCEPT"}
        assert told.finding("TR-ACCEPT").holder == "trust"
        assert told.paragraphs("TR-ACCEPT") == {16}
        assert told.provisions("TR-ACCEPT") == ["NHS Standard Contract SC 6.13.1"]

    def test_what_advice_and_guidance_yields_may_be_read_as_necessary(self) -> None:
        told = at_a_trust(
            **dict(self.COMPLETE), trust_response="rejected_no_prior_advice_and_guidance"
        )
        assert any("Advice and Guidance" in one.note for one in told.finding("TR-ACCEPT").readings)

    def test_incomplete_it_may_be_turned_away(self) -> None:
        told = at_a_trust(
            referral_route="ers",
            necessary_information_included=False,
            trust_response="not_accepted",
        )
        assert told.verdict == "compatible"

    def test_not_known_to_be_complete_it_can_not_be_told(self) -> None:
        told = at_a_trust(referral_route="ers", trust_response="not_accepted")
        assert (told.verdict, told.asks) == ("undetermined", {"necessary_information_included"})


class TestALetter:
    LETTER = (("referral_route", "letter"), ("trust_response", "not_accepted"))

    def test_a_trust_need_not_accept_it_and_says_so_without_delay(self) -> None:
        told = at_a_trust(
            **dict(self.LETTER), process_for_telling_practices="in_use", practice_told_after_days=1
        )
        assert told.verdict == "compatible"
        assert {15} == told.paragraphs("TR-FREEDOM") == told.paragraphs("TR-NONACC")

    def test_ten_days_and_no_process_is_delay(self) -> None:
        told = at_a_trust(
            **dict(self.LETTER), process_for_telling_practices="none", practice_told_after_days=10
        )
        assert told.broken == {"TR-NONACC"}
        assert told.paragraphs("TR-NONACC") == {15}

    @pytest.mark.parametrize("days", [2, 7])
    def test_some_days_with_a_process_are_for_a_person_to_say(self, days: int) -> None:
        told = at_a_trust(
            **dict(self.LETTER),
            process_for_telling_practices="in_use",
            practice_told_after_days=days,
        )
        assert (told.verdict, told.asks) == ("undetermined", {"told_without_delay"})

    def test_more_than_a_week_is_delay_whatever_the_process(self) -> None:
        told = at_a_trust(
            **dict(self.LETTER), process_for_telling_practices="in_use", practice_told_after_days=8
        )
        assert told.broken == {"TR-NONACC"}

    def test_without_a_word_on_the_process_it_can_not_be_told(self) -> None:
        told = at_a_trust(**dict(self.LETTER), practice_told_after_days=0)
        assert told.verdict == "undetermined"
        assert "process_for_telling_practices" in told.asks


class TestTheYearlyAssessment:
    def assessed(self, day: str | None, year: str = "2024/25") -> Told:
        """Return what comes of an assessment completed on a day."""
        return judge(
            "interface_assessment",
            {"contract_year": year, "completed_on": day and dt.date.fromisoformat(day)},
            start=dt.date(2024, 12, 1),
            practice=NO_PRACTICE,
        )

    def test_by_30_september_it_is_in_time(self) -> None:
        assert self.assessed("2024-09-30").verdict == "compatible"

    @pytest.mark.parametrize("day", ["2024-10-01", "2024-10-14", None])
    def test_later_or_never_both_sides_have_missed_it(self, day: str | None) -> None:
        told = self.assessed(day)
        assert told.broken == {"TR-ASSESS", "ICB-ASSESS"}
        assert {told.finding(rule).holder for rule in told.broken} == {"trust", "ICB"}

    def test_not_made_yet_it_is_late_only_once_its_day_is_past(self) -> None:
        told = judge(
            "interface_assessment",
            {"contract_year": "2024/25", "completed_on": None},
            start=dt.date(2024, 8, 1),
            practice=NO_PRACTICE,
        )
        assert (told.verdict, told.asks) == ("undetermined", {"what is done by 2024-09-30"})

    def test_one_made_before_its_contract_year_began_is_asked_for_again(self) -> None:
        assert self.assessed("2025-04-01", year="2025/26").verdict == "compatible"
        told = self.assessed("2025-03-31", year="2025/26")
        assert (told.verdict, told.asks) == ("undetermined", {"contract_year", "completed_on"})

    def test_the_conditions_it_assesses_go_on_whenever_it_is_made(self) -> None:
        assert self.assessed("2024-10-14").says("TR-IFACE") == "compatible"


class TestExpectations:
    def test_a_trust_without_a_lead_misses_an_expectation_said_to_be_no_contract_term(self) -> None:
        told = judge("trust_interface_lead", {"designated_lead": False}, practice=NO_PRACTICE)
        assert told.broken == {"TR-LEAD"}
        assert "no term of a contract" in told.finding("TR-LEAD").because
        assert told.paragraphs("TR-LEAD") == {33}

    def test_a_trust_with_a_lead_meets_it(self) -> None:
        told = judge("trust_interface_lead", {"designated_lead": True}, practice=NO_PRACTICE)
        assert told.verdict == "compatible"

    def test_what_is_asked_of_boards_is_told_and_never_a_verdict(self) -> None:
        told = judge(
            "icb_duties",
            {"practices_made_aware_of_non_acceptance_process": True},
            practice=NO_PRACTICE,
        )
        assert told.verdict == "compatible"
        assert {"ICB-CMO", "ICB-BOARD", "ICB-PLAN", "NHSE-COP"} <= told.follows

    def test_a_letter_is_told_of_only_once_it_was_written(self) -> None:
        told = judge("icb_duties", {}, practice=NO_PRACTICE, start=dt.date(2024, 7, 1))
        assert "ICB-PLAN" not in told.follows


def test_an_icb_sees_that_practices_know_how_referrals_are_turned_down() -> None:
    told = judge(
        "icb_duties",
        {"practices_made_aware_of_non_acceptance_process": False},
        practice=NO_PRACTICE,
    )
    assert told.broken == {"ICB-AWARE"}
    assert told.finding("ICB-AWARE").holder == "ICB"


@pytest.mark.parametrize("nation", ["Wales", "unknown"])
def test_for_trusts_too_the_nation_must_be_covered(nation: str) -> None:
    told = judge(
        "trust_interface_lead",
        {"designated_lead": True},
        practice={**NO_PRACTICE, "nation": nation},
    )
    assert told.verdict == "undetermined"
