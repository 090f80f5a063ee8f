"""Calls sent elsewhere and doors shut: core hours, who answers, and emergencies decide."""

import pytest
from tests.spec.compliance.told import judge

WORKING_WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
LUNCH = {"days": WORKING_WEEK, "from": "12:30", "to": "13:30"}
ANSWERED = {"same_day_response": True, "emergency_arrangement": "answering_service_to_clinician"}
THURSDAY = {"days": ["Thursday"], "from": "13:00", "to": "18:30"}
COVERED = {
    "contacts_answered": True,
    "same_day_response": True,
    "emergency_arrangement": "other_practice",
}
REACHED_BY_RULES = {"ACC-DIVERT", "ACC-RESP", "ACC-TIME", "EMG-COVER", "NEED-HOURS", "NEED-ASSURE"}


class TestDivertingCalls:
    def test_a_lunch_hour_without_calls_is_a_diversion_in_core_hours(self) -> None:
        told = judge(
            "divert_incoming_calls",
            {
                **LUNCH,
                **ANSWERED,
                "patients_can_reach_practice": False,
                "exceptional_circumstances": False,
            },
        )
        assert told.broken == {"ACC-DIVERT"}
        assert told.paragraphs("ACC-DIVERT") == {8}

    def test_that_a_lunch_hour_counts_is_a_reading_and_shown_as_one(self) -> None:
        told = judge("divert_incoming_calls", {**LUNCH, "patients_can_reach_practice": False})
        assert any("lunch" in one.note for one in told.finding("ACC-DIVERT").readings)

    def test_an_exceptional_and_short_diversion_never_passes_without_conditions(self) -> None:
        told = judge(
            "divert_incoming_calls",
            {
                **LUNCH,
                **ANSWERED,
                "patients_can_reach_practice": False,
                "exceptional_circumstances": True,
            },
        )
        assert told.verdict == "conditional"
        assert told.finding("ACC-DIVERT").conditions != ()

    def test_an_exception_that_may_apply_holds_the_breach_back(self) -> None:
        told = judge(
            "divert_incoming_calls", {**LUNCH, **ANSWERED, "patients_can_reach_practice": False}
        )
        assert (told.verdict, told.asks) == ("undetermined", {"exceptional_circumstances"})

    def test_an_exception_excuses_neither_silence_nor_uncovered_emergencies(self) -> None:
        told = judge(
            "divert_incoming_calls",
            {
                **LUNCH,
                "patients_can_reach_practice": False,
                "exceptional_circumstances": True,
                "same_day_response": False,
                "emergency_arrangement": "message_999_only",
            },
        )
        assert told.broken == {"ACC-RESP", "ACC-TIME", "EMG-COVER"}

    def test_calls_that_still_reach_the_practice_may_be_diverted(self) -> None:
        told = judge(
            "divert_incoming_calls", {**LUNCH, **ANSWERED, "patients_can_reach_practice": True}
        )
        assert told.verdict == "conditional"

    @pytest.mark.parametrize(
        "outside",
        [
            {"from": "18:30", "to": "08:00"},
            {"days": ["Saturday"]},
            {"days": ["Friday"], "from": "18:30", "to": "23:00"},
        ],
        ids=["overnight", "Saturdays at any hour", "an evening"],
    )
    def test_outside_core_hours_no_rule_reaches_it(self, outside: dict[str, object]) -> None:
        told = judge("divert_incoming_calls", {**outside, "patients_can_reach_practice": False})
        assert told.verdict == "compatible"
        assert {told.says(rule) for rule in REACHED_BY_RULES} == {"compatible"}

    @pytest.mark.parametrize(
        "touching",
        [
            {"days": ["Monday"], "from": "18:29", "to": "20:00"},
            {"days": ["Monday"], "from": "07:00", "to": "08:01"},
            {"days": ["Sunday"], "from": "22:00", "to": "09:00"},
        ],
        ids=["its last minute", "its first minute", "from Sunday night into Monday"],
    )
    def test_a_minute_of_core_hours_is_enough(self, touching: dict[str, object]) -> None:
        told = judge(
            "divert_incoming_calls",
            {
                **touching,
                "patients_can_reach_practice": False,
                "exceptional_circumstances": False,
            },
        )
        assert "ACC-DIVERT" in told.broken

    def test_a_sunday_without_hours_might_run_into_monday(self) -> None:
        told = judge(
            "divert_incoming_calls",
            {
                "days": ["Sunday"],
                "patients_can_reach_practice": False,
                "exceptional_circumstances": False,
            },
        )
        assert told.says("ACC-DIVERT") == "undetermined"

    def test_hours_not_known_are_asked_for(self) -> None:
        told = judge("divert_incoming_calls", {"patients_can_reach_practice": False})
        assert told.verdict == "undetermined"
        assert {"days", "from", "to", "exceptional_circumstances"} <= told.asks

    def test_letting_callers_hold_breaks_the_rule_no_more(self) -> None:
        told = judge(
            "divert_incoming_calls",
            {
                **LUNCH,
                **ANSWERED,
                "patients_can_reach_practice": False,
                "exceptional_circumstances": False,
            },
        )
        assert told.done_lawfully("ACC-DIVERT").verdict == "conditional"


class TestClosing:
    def test_a_half_day_with_nothing_arranged(self) -> None:
        told = judge(
            "close_in_core_hours",
            {**THURSDAY, "contacts_answered": False, "emergency_arrangement": "none"},
        )
        assert told.broken == {"ACC-DIVERT", "ACC-RESP", "ACC-TIME", "EMG-COVER", "NEED-HOURS"}

    def test_a_half_day_with_contacts_answered_and_emergencies_covered(self) -> None:
        told = judge("close_in_core_hours", {**THURSDAY, **COVERED})
        assert (told.verdict, told.asks) == ("conditional", set())

    @pytest.mark.parametrize("fact", sorted(COVERED))
    def test_any_one_thing_not_known_holds_the_pass_back(self, fact: str) -> None:
        told = judge("close_in_core_hours", {**THURSDAY, **COVERED, fact: "unknown"})
        assert (told.verdict, told.asks) == ("undetermined", {fact})

    @pytest.mark.parametrize("arrangement", ["message_999_only", "none"])
    def test_contacts_may_be_answered_and_emergencies_still_be_uncovered(
        self, arrangement: str
    ) -> None:
        told = judge(
            "close_in_core_hours", {**THURSDAY, **COVERED, "emergency_arrangement": arrangement}
        )
        assert told.broken == {"EMG-COVER"}
        assert told.done_lawfully("EMG-COVER").verdict == "conditional"

    def test_a_bank_holiday_has_no_core_hours(self) -> None:
        told = judge("close_in_core_hours", {"on_bank_holiday_only": True})
        assert told.verdict == "compatible"

    def test_that_it_is_no_bank_holiday_is_presumed_and_shown(self) -> None:
        told = judge("close_in_core_hours", {**THURSDAY, "contacts_answered": False})
        assert "on_bank_holiday_only" in told.finding("ACC-RESP").presumed

    def test_an_explicit_unknown_is_not_presumed_away(self) -> None:
        told = judge(
            "close_in_core_hours",
            {
                **THURSDAY,
                "contacts_answered": False,
                "emergency_arrangement": "none",
                "on_bank_holiday_only": "unknown",
            },
        )
        assert (told.verdict, told.asks) == ("undetermined", {"on_bank_holiday_only"})

    def test_an_evening_is_outside_core_hours(self) -> None:
        told = judge("close_in_core_hours", {"from": "18:30", "to": "20:00"})
        assert told.verdict == "compatible"

    def test_hours_matter_only_where_something_is_left_undone(self) -> None:
        assert judge("close_in_core_hours", COVERED).verdict == "conditional"
        left = judge("close_in_core_hours", {**COVERED, "contacts_answered": False})
        assert (left.verdict, left.asks) == ("undetermined", {"days", "from", "to"})
