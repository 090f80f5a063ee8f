"""Referring: first outpatient appointments go through e-RS, in whatever form the practice likes."""

import datetime as dt
from typing import Final

import pytest
from tests.spec.compliance.told import judge, packs

LETTER = {
    "destination": "first_consultant_led_outpatient",
    "patients": "registered",
    "route": "letter",
    "ers_available_for_service": True,
    "ers_difficulty": False,
}
OUTAGE = LETTER | {
    "ers_difficulty": True,
    "ers_difficulty_prevents_use": True,
    "commissioner_notified": True,
}
WITH_ERS = {"ers_in_place": True}


def test_a_letter_outside_e_rs_is_a_breach_and_the_trust_need_not_take_it() -> None:
    told = judge("referral_route", LETTER, practice=WITH_ERS)
    assert told.says("ERS-USE") == "not_in_accordance"
    assert told.paragraphs("ERS-USE") >= {13, 14}
    assert "TR-FREEDOM" in told.follows


@pytest.mark.parametrize(
    ("contract", "provision"),
    [("GMS", "GMS Regs 2015 Sch 3 para 11A"), ("PMS", "PMS Regs 2015 Sch 2 para 16A")],
)
def test_the_clause_is_that_of_the_contract(contract: str, provision: str) -> None:
    told = judge("referral_route", LETTER, practice=WITH_ERS | {"contract": contract})
    assert told.verdict == "not_in_accordance"
    assert provision in told.provisions("ERS-USE")
    assert not [one for one in told.provisions("ERS-USE") if one[:3] not in (contract, "NHS")]


def test_either_contract_gives_the_same_answer_and_both_clauses() -> None:
    told = judge("referral_route", LETTER, practice=WITH_ERS | {"contract": "GMS or PMS"})
    assert told.verdict == "not_in_accordance"
    assert {one[:3] for one in told.provisions("ERS-USE")} == {"GMS", "PMS"}


def test_the_lawful_way_is_the_letter_inside_e_rs() -> None:
    told = judge("referral_route", LETTER, practice=WITH_ERS).done_lawfully("ERS-USE")
    assert told.says("ERS-USE") == "compatible"
    assert told.verdict == "conditional"
    assert told.says("ERS-INFO") == "conditional"


def test_suspected_cancer_has_no_rule_of_its_own() -> None:
    told = judge("referral_route", LETTER | {"urgency": "two-week wait"}, practice=WITH_ERS)
    assert told.broken == {"ERS-USE"}


@pytest.mark.parametrize(
    "outside",
    [
        {"patients": "temporary"},
        {"destination": "existing_consultant_follow_up"},
        {"destination": "community_service"},
        {"destination": "emergency_admission", "route": "letter_and_telephone"},
    ],
    ids=lambda outside: next(iter(outside.values())),
)
def test_what_the_duty_does_not_reach_may_go_by_letter(outside: dict[str, str]) -> None:
    told = judge("referral_route", LETTER | outside, practice=WITH_ERS)
    assert (told.verdict, told.action.basis) == ("compatible", "rule")


def test_e_rs_not_yet_in_place_needs_no_notice() -> None:
    told = judge(
        "referral_route",
        {
            "destination": "first_consultant_led_outpatient",
            "patients": "registered",
            "route": "letter",
        },
        practice={"ers_in_place": False},
    )
    assert told.verdict == "compatible"


def test_a_letter_to_a_service_that_is_not_on_e_rs_is_no_breach() -> None:
    told = judge("referral_route", LETTER | {"ers_available_for_service": False}, practice=WITH_ERS)
    assert told.verdict == "compatible"
    assert told.finding("ERS-USE").readings


def test_a_notified_outage_is_in_accordance_while_what_it_asks_is_kept_up() -> None:
    told = judge("referral_route", OUTAGE, practice=WITH_ERS, start=dt.date(2024, 10, 2))
    assert told.verdict == "conditional"
    assert any("plan" in condition for condition in told.finding("ERS-USE").conditions)


def test_without_an_agreed_plan_the_plan_is_still_to_be_made() -> None:
    told = judge("referral_route", OUTAGE | {"resolution_plan_agreed": False}, practice=WITH_ERS)
    assert told.verdict == "conditional"
    assert "ERS-USE" in told.follows


def test_an_outage_nobody_was_told_of_is_a_breach() -> None:
    told = judge("referral_route", OUTAGE | {"commissioner_notified": False}, practice=WITH_ERS)
    assert told.verdict == "not_in_accordance"


def test_whether_the_commissioner_was_told_holds_back_the_breach_as_well_as_the_pass() -> None:
    told = judge("referral_route", OUTAGE | {"commissioner_notified": "unknown"}, practice=WITH_ERS)
    assert (told.verdict, told.asks) == ("undetermined", {"commissioner_notified"})


@pytest.mark.parametrize(
    "no_exception",
    [{"ers_difficulty": False}, {"ers_difficulty_prevents_use": False}],
    ids=["nothing is wrong", "e-RS can still be used"],
)
def test_telling_the_commissioner_is_not_enough(no_exception: dict[str, bool]) -> None:
    told = judge("referral_route", OUTAGE | no_exception, practice=WITH_ERS)
    assert told.verdict == "not_in_accordance"


@pytest.mark.parametrize("fact", ["destination", "patients", "route", "ers_available_for_service"])
def test_any_deciding_fact_not_known_is_asked_for(fact: str) -> None:
    told = judge("referral_route", LETTER | {fact: "unknown"}, practice=WITH_ERS)
    assert told.says("ERS-USE") == "undetermined"
    assert fact in told.asks


@pytest.mark.parametrize(("included", "verdict"), [(True, "compatible"), (False, "conditional")])
def test_information_left_out_of_e_rs_is_to_be_supplied(included: bool, verdict: str) -> None:
    inside = LETTER | {"route": "ers", "necessary_information_included": included}
    told = judge("referral_route", inside, practice=WITH_ERS)
    assert told.verdict == verdict
    assert told.broken == set()


class TestStopRationing:
    """The other half of the fourth action: refer when it is clinically right."""

    RIGHT: Final = {"policy": "when_clinically_appropriate", "individual_judgement": True}

    def test_through_e_rs_nothing_speaks_against_it(self) -> None:
        told = judge("referral_threshold", self.RIGHT | {"route": "ers"}, practice=WITH_ERS)
        assert told.broken == set()
        assert told.asks == set()

    def test_by_letter_it_meets_the_same_rule_as_any_letter(self) -> None:
        told = judge("referral_threshold", self.RIGHT | LETTER, practice=WITH_ERS)
        assert told.broken == {"ERS-USE"}

    def test_everyone_without_judgement_is_a_breach(self) -> None:
        policy = {"policy": "every_patient", "individual_judgement": False, "route": "ers"}
        assert judge("referral_threshold", policy).verdict == "not_in_accordance"


class TestAdviceAndGuidance:
    """Listed on the menu and spoken of nowhere else, until the contract of April 2026."""

    def test_in_2024_the_rules_are_silent(self) -> None:
        told = judge("stop_advice_and_guidance", {"referrals_made_through": "ers"})
        assert (told.verdict, told.action.basis) == ("compatible", "silent")
        assert [one.paragraph for one in told.action.listed_in] == [6]

    def test_a_letter_instead_is_pointed_to_its_own_rule(self) -> None:
        told = judge("stop_advice_and_guidance", {"referrals_made_through": "letter"})
        assert "ERS-USE" in told.follows

    def test_from_april_2025_it_costs_a_payment_for_each_request(self) -> None:
        for day, paid in ((dt.date(2025, 3, 31), False), (dt.date(2025, 4, 1), True)):
            told = judge("stop_advice_and_guidance", start=day, end=day)
            assert ("ADVICE-PAID-2025" in told.follows) is paid

    def test_the_money_is_what_this_practice_would_be_paid_in_a_year(self) -> None:
        day, size = dt.date(2025, 4, 1), {"registered_patients": 8662}
        told = judge("stop_advice_and_guidance", start=day, practice=size)
        [amount] = [one.amount for one in told.action.effects if one.id == "ADVICE-PAID-2025"]
        fee, rate = packs().parameters["ag_gpfee"], packs().parameters["ag"]
        assert amount is not None
        assert amount.central == pytest.approx(fee.central * rate.central * 12 * 8662 / 1000)
        assert amount.low < amount.central < amount.high

    def test_from_april_2026_the_local_pathway_decides(self) -> None:
        day = dt.date(2026, 4, 1)
        told = judge("stop_advice_and_guidance", start=day)
        assert (told.verdict, told.asks) == ("undetermined", {"local_pathway_requires_it"})
        asked_for = judge(
            "stop_advice_and_guidance", {"local_pathway_requires_it": True}, start=day
        )
        assert asked_for.broken == {"X-AG-2026"}
        assert asked_for.finding("X-AG-2026").disputed
