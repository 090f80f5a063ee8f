"""Medicines software: nothing asks for the software, and the PCN goes on owing what it owes."""

from tests.spec.compliance.told import judge

SWITCHED_OFF = {"software_purpose": "savings_or_rationing"}


def test_a_pcn_that_stops_its_reviews_is_in_breach_and_not_the_practice() -> None:
    told = judge("switch_off_medicines_software", SWITCHED_OFF | {"pcn_still_meets_8_1_9": False})
    assert told.verdict == "not_in_accordance"
    assert told.finding("MED-PCN").holder == "PCN"
    assert told.paragraphs("MED-PCN") == {17, 18}
    assert "Network Contract DES 8.1.9(a)" in told.provisions("MED-PCN")


def test_a_pcn_that_goes_on_makes_it_a_condition() -> None:
    told = judge("switch_off_medicines_software", SWITCHED_OFF | {"pcn_still_meets_8_1_9": True})
    assert told.verdict == "conditional"
    assert told.finding("MED-PCN").conditions


def test_a_practice_outside_any_pcn_is_asked_nothing_of_it() -> None:
    told = judge(
        "switch_off_medicines_software",
        SWITCHED_OFF | {"pcn_still_meets_8_1_9": "unknown"},
        practice={"pcn_member": False},
    )
    assert (told.verdict, told.asks) == ("compatible", set())


def test_membership_not_known_is_asked_for_where_the_pcn_has_stopped() -> None:
    told = judge(
        "switch_off_medicines_software",
        SWITCHED_OFF | {"pcn_still_meets_8_1_9": False},
        practice={"pcn_member": "unknown"},
    )
    assert (told.verdict, told.asks) == ("undetermined", {"pcn_member"})


def test_a_local_scheme_may_pay_for_the_software() -> None:
    told = judge("switch_off_medicines_software", SWITCHED_OFF | {"pcn_still_meets_8_1_9": True})
    assert "GEN-LOCAL" in told.follows


def test_software_for_clinical_safety_is_told_apart() -> None:
    clinical = {"software_purpose": "clinical_safety", "pcn_still_meets_8_1_9": True}
    assert "GEN-SAFE" in judge("switch_off_medicines_software", clinical).follows
