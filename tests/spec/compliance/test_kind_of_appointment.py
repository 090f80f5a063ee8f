"""Face to face, telephone or video: a default is not a blanket where each patient is judged."""

import pytest
from tests.spec.compliance.told import judge

VIDEO = {"video_available": True, "video_offered_where_appropriate": True, "video_promoted": True}
JUDGED = {
    **VIDEO,
    "other_modes_offered": True,
    "individual_judgement": True,
    "needs_and_preferences_considered": True,
}


@pytest.mark.parametrize(
    "policy", ["face_to_face_default", "telephone_first", "face_to_face_except_fixed_list"]
)
def test_a_usual_way_may_be_kept_where_each_patient_is_judged(policy: str) -> None:
    told = judge("appointment_mode", {**JUDGED, "policy": policy})
    assert (told.verdict, told.asks) == ("conditional", set())


def test_nothing_but_face_to_face_breaks_the_rule_whatever_else_is_said() -> None:
    told = judge("appointment_mode", {**JUDGED, "policy": "face_to_face_only"})
    assert told.broken == {"ACC-MODE"}
    assert told.paragraphs("ACC-MODE") == {9}


@pytest.mark.parametrize(
    "policy", ["face_to_face_default", "telephone_first", "face_to_face_except_fixed_list"]
)
@pytest.mark.parametrize("fact", ["other_modes_offered", "individual_judgement"])
def test_a_blanket_breaks_it_under_any_name(policy: str, fact: str) -> None:
    told = judge("appointment_mode", {**JUDGED, "policy": policy, fact: False})
    assert told.broken == {"ACC-MODE"}


def test_needs_and_preferences_are_a_matter_of_their_own() -> None:
    told = judge(
        "appointment_mode",
        {**JUDGED, "policy": "telephone_first", "needs_and_preferences_considered": False},
    )
    assert told.broken == {"ACC-NEEDS"}


@pytest.mark.parametrize("fact", sorted(JUDGED))
def test_any_one_thing_not_known_holds_the_pass_back(fact: str) -> None:
    told = judge("appointment_mode", {**JUDGED, "policy": "face_to_face_default", fact: "unknown"})
    assert (told.verdict, told.asks) == ("undetermined", {fact})


def test_a_policy_not_known_might_be_face_to_face_alone() -> None:
    told = judge("appointment_mode", {**JUDGED, "policy": "unknown"})
    assert (told.verdict, told.asks) == ("undetermined", {"policy"})


@pytest.mark.parametrize("action", ["appointment_mode", "video_consultations"])
@pytest.mark.parametrize("fact", sorted(VIDEO))
def test_video_is_kept_offered_and_made_known(action: str, fact: str) -> None:
    told = judge(action, {**VIDEO, fact: False})
    assert told.says("VID-OFFER") == "not_in_accordance"
    assert told.paragraphs("VID-OFFER") == {10}
    assert told.done_lawfully("VID-OFFER").says("VID-OFFER") == "conditional"


def test_video_withdrawn_breaks_the_rule_though_patients_are_seen_face_to_face() -> None:
    told = judge("video_consultations", {"video_available": False})
    assert told.verdict == "not_in_accordance"


def test_for_agreements_under_pms_the_provision_is_cited_as_printed_with_a_note() -> None:
    told = judge("video_consultations", VIDEO, practice={"contract": "PMS"})
    assert told.provisions("VID-OFFER") == ["PMS Regs 2015 reg 64F"]
    assert any("64ZF" in (one.note or "") for one in told.finding("VID-OFFER").cites)


def test_letting_face_to_face_be_the_default_breaks_the_rule_no_more() -> None:
    told = judge("appointment_mode", {**JUDGED, "policy": "face_to_face_only"})
    assert told.done_lawfully("ACC-MODE").verdict == "conditional"
