"""A limit on daily contacts: nothing forbids one, and what happens over it decides."""

import datetime as dt
from typing import Final

import pytest
from tests.spec.compliance.told import judge

CARED_FOR = {
    "cap": 25,
    "over_cap_triage": "all_contacts",
    "over_cap_outcome": "individual_response",
    "over_cap_response": "same_day",
    "patients_can_reach_practice_after_cap": True,
    "emergency_arrangement": "practice_clinician",
}
"""A cap after which every contact is triaged, answered the same day, and emergencies covered."""

NO_RESPONSE_AT_ALL = (
    "waiting_list_in_order",
    "ring_back_another_day",
    "recorded_message_ends_call",
    "calls_forwarded_to_111",
    "message_999_or_111",
    "no_response",
    "auto_acknowledgement",
    "sent_to_unavailable_service",
)


def test_a_cap_with_care_over_it_is_in_accordance_while_that_is_kept_up() -> None:
    told = judge("limit_daily_contacts", CARED_FOR)
    assert told.verdict == "conditional"
    assert told.asks == set()


def test_a_cap_alone_can_not_be_told() -> None:
    told = judge("limit_daily_contacts", {"cap": 25})
    assert told.verdict == "undetermined"
    assert told.asks == set(CARED_FOR) - {"cap"}


@pytest.mark.parametrize("fact", sorted(set(CARED_FOR) - {"cap"}))
def test_any_one_thing_not_known_holds_the_pass_back(fact: str) -> None:
    told = judge("limit_daily_contacts", {**CARED_FOR, fact: "unknown"})
    assert told.verdict == "undetermined"
    assert told.asks == {fact}


@pytest.mark.parametrize("fact", sorted(set(CARED_FOR) - {"cap"}))
def test_any_one_thing_left_out_holds_the_pass_back(fact: str) -> None:
    left = {name: value for name, value in CARED_FOR.items() if name != fact}
    told = judge("limit_daily_contacts", left)
    assert (told.verdict, told.asks) == ("undetermined", {fact})


def test_the_number_itself_decides_nothing() -> None:
    assert judge("limit_daily_contacts", {**CARED_FOR, "cap": 3}).verdict == "conditional"


@pytest.mark.parametrize("outcome", NO_RESPONSE_AT_ALL)
def test_what_is_no_response_for_the_patient_breaks_the_contract(outcome: str) -> None:
    told = judge("limit_daily_contacts", {**CARED_FOR, "over_cap_outcome": outcome})
    assert told.verdict == "not_in_accordance"
    assert "ACC-RESP" in told.broken
    assert 7 in told.paragraphs("ACC-RESP")


@pytest.mark.parametrize("outcome", NO_RESPONSE_AT_ALL)
def test_it_breaks_the_contract_whatever_else_is_left_unsaid(outcome: str) -> None:
    assert judge("limit_daily_contacts", {"over_cap_outcome": outcome}).verdict == (
        "not_in_accordance"
    )


def test_a_message_may_inform_where_callers_are_still_triaged() -> None:
    told = judge("limit_daily_contacts", {**CARED_FOR, "over_cap_outcome": "message_then_triage"})
    assert told.verdict == "conditional"


class TestAListForRoutineProblems:
    """Routine problems wait; the patient hears the same day when more will come."""

    LIST: Final = {**CARED_FOR, "over_cap_outcome": "waiting_list_told_when"}

    def test_it_may_be_kept_where_urgent_needs_are_met_and_the_wait_is_acceptable(self) -> None:
        facts = {**self.LIST, "urgent_needs_same_day": True, "routine_wait_acceptable": True}
        assert judge("limit_daily_contacts", facts).verdict == "conditional"

    def test_it_can_not_be_told_while_urgent_needs_are_unknown(self) -> None:
        told = judge("limit_daily_contacts", {**self.LIST, "routine_wait_acceptable": True})
        assert (told.verdict, told.asks) == ("undetermined", {"urgent_needs_same_day"})

    def test_urgent_needs_that_wait_break_it(self) -> None:
        facts = {**self.LIST, "urgent_needs_same_day": False, "routine_wait_acceptable": True}
        assert judge("limit_daily_contacts", facts).broken == {"ACC-RESP", "ACC-NEEDS"}

    def test_a_wait_too_long_breaks_it(self) -> None:
        facts = {**self.LIST, "urgent_needs_same_day": True, "routine_wait_acceptable": False}
        assert judge("limit_daily_contacts", facts).broken == {"ACC-RESP"}


@pytest.mark.parametrize("response", ["later", "none"])
def test_a_response_on_another_day_is_late(response: str) -> None:
    told = judge("limit_daily_contacts", {**CARED_FOR, "over_cap_response": response})
    assert told.broken == {"ACC-TIME"}


def test_without_triage_the_practice_can_assure_nobody() -> None:
    told = judge("limit_daily_contacts", {**CARED_FOR, "over_cap_triage": "none"})
    assert told.broken == {"ACC-TRIAGE"}
    assert told.paragraphs("ACC-TRIAGE") == {7}


@pytest.mark.parametrize("arrangement", ["message_999_only", "none"])
def test_a_message_to_dial_999_covers_no_emergency(arrangement: str) -> None:
    told = judge("limit_daily_contacts", {**CARED_FOR, "emergency_arrangement": arrangement})
    assert told.broken == {"EMG-COVER"}
    assert told.paragraphs("EMG-COVER") == {11}


@pytest.mark.parametrize("arrangement", ["other_practice", "answering_service_to_clinician"])
def test_others_may_cover_emergencies(arrangement: str) -> None:
    told = judge("limit_daily_contacts", {**CARED_FOR, "emergency_arrangement": arrangement})
    assert told.verdict == "conditional"


def test_what_follows_a_daily_cap_is_never_exceptional() -> None:
    told = judge(
        "limit_daily_contacts", {**CARED_FOR, "patients_can_reach_practice_after_cap": False}
    )
    assert told.broken == {"ACC-DIVERT"}
    assert told.paragraphs("ACC-DIVERT") == {8}


@pytest.mark.parametrize(
    ("contract", "provision"),
    [
        ("GMS", ["GMS Regs 2015 Sch 3 Pt 1 para 4(1)-(2)"]),
        ("PMS", ["PMS Regs 2015 Sch 2 Pt 1 para 5"]),
        (
            "GMS or PMS",
            ["GMS Regs 2015 Sch 3 Pt 1 para 4(1)-(2)", "PMS Regs 2015 Sch 2 Pt 1 para 5"],
        ),
    ],
)
def test_the_provision_cited_is_that_of_the_contract(contract: str, provision: list[str]) -> None:
    told = judge("limit_daily_contacts", CARED_FOR, practice={"contract": contract})
    assert told.provisions("ACC-RESP") == provision


@pytest.mark.parametrize(
    ("practice", "need"),
    [
        ({"contract": "APMS"}, "rules for APMS contracts"),
        ({"contract": "unknown"}, "contract"),
        ({"nation": "Wales"}, "rules for Wales"),
        ({"nation": "unknown"}, "nation"),
    ],
)
def test_what_no_rule_loaded_covers_can_not_be_told(practice: dict[str, str], need: str) -> None:
    told = judge("limit_daily_contacts", CARED_FOR, practice=practice)
    assert told.verdict == "undetermined"
    assert need in told.asks


@pytest.mark.parametrize("rule", ["ACC-RESP", "ACC-NEEDS", "ACC-TRIAGE", "ACC-TIME", "ACC-DIVERT"])
def test_each_rule_it_breaks_proposes_a_way_that_breaks_it_no_more(rule: str) -> None:
    told = judge(
        "limit_daily_contacts",
        {
            **CARED_FOR,
            "over_cap_triage": "none",
            "over_cap_outcome": "calls_forwarded_to_111",
            "over_cap_response": "none",
        },
    )
    assert rule in told.broken
    assert rule not in told.done_lawfully(rule).broken


def test_a_cap_that_ran_before_is_judged_by_the_same_rules() -> None:
    told = judge("limit_daily_contacts", CARED_FOR, start=dt.date(2024, 6, 10))
    assert told.verdict == "conditional"


class TestOtherWaysOfSafeWorking:
    """Longer appointments, shorter sessions and lists for routine care limit contacts too."""

    @pytest.mark.parametrize(
        ("action", "facts"),
        [
            ("lengthen_appointments", {"minutes": 15}),
            ("limit_session_hours", {"hours": 3}),
            ("cut_contacts", {"cut": 0.1}),
        ],
    )
    def test_they_are_in_accordance_while_reasonable_needs_are_met(
        self, action: str, facts: dict[str, float]
    ) -> None:
        told = judge(action, facts)
        assert told.verdict == "conditional"
        assert told.paragraphs("NEED-HOURS") == {11}

    LIST: Final = {
        "told_when": True,
        "urgent_needs_same_day": True,
        "routine_wait_acceptable": True,
    }

    def test_a_list_for_routine_care_may_be_kept_where_it_is_kept_well(self) -> None:
        assert judge("keep_routine_waiting_list", self.LIST).verdict == "conditional"

    @pytest.mark.parametrize("fact", sorted(LIST))
    def test_what_is_left_undone_breaks_the_rule(self, fact: str) -> None:
        told = judge("keep_routine_waiting_list", {**self.LIST, fact: False})
        assert told.broken == {"ACC-RESP"}

    @pytest.mark.parametrize("fact", sorted(LIST))
    def test_what_is_not_known_holds_the_pass_back(self, fact: str) -> None:
        told = judge("keep_routine_waiting_list", {**self.LIST, fact: "unknown"})
        assert (told.verdict, told.asks) == ("undetermined", {fact})
