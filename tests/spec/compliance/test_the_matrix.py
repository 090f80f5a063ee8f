"""Which rules bear on which action: every obligation is in the packs, and none is forgotten."""

import pytest
from tests.spec.compliance.told import packs

OBLIGATIONS = (
    *("ACC-RESP", "ACC-ROUTES", "ACC-TIME", "ACC-NEEDS", "ACC-MODE", "ACC-DIVERT", "ACC-TRIAGE"),
    *("VID-OFFER", "EMG-COVER", "NEED-HOURS", "NEED-ASSURE", "ERS-USE", "ERS-INFO", "MED-PCN"),
    *("DAT-NDA", "DAT-INLIQ", "DAT-ALCDEM", "DAT-WORKFORCE", "DAT-GPAD", "DAT-OCVC"),
    *("DAT-OVERSEAS", "DAT-CAS", "DAT-RETURN", "DAT-INFO", "TEL-DATA"),
    *("CAP-REGARD", "CAP-TEL", "CAP-OC", "CAP-NAV"),
    *("GEN-ALL", "GEN-SAFE", "GEN-ADVICE", "GEN-LOCAL", "LOC-NOTICE"),
    *("TR-FREEDOM", "TR-NONACC", "TR-ACCEPT", "TR-IFACE", "TR-ASSESS", "TR-LEAD"),
    *("ICB-ASSESS", "ICB-AWARE", "ICB-REQ", "ICB-CMO", "ICB-BOARD", "ICB-PLAN", "NHSE-COP"),
    *("X-OCTOOL", "X-111", "X-DPN", "X-OC-HOURS-2025", "X-GPC-2025", "X-DES-EXIT"),
)
COLLECTIONS = (
    *("DAT-NDA", "DAT-INLIQ", "DAT-ALCDEM", "DAT-WORKFORCE", "DAT-GPAD", "DAT-OCVC"),
    *("DAT-OVERSEAS", "DAT-CAS", "DAT-RETURN"),
)
MATRIX = {
    "limit_daily_contacts": (
        *("ACC-RESP", "ACC-TIME", "ACC-NEEDS", "ACC-MODE", "VID-OFFER", "ACC-DIVERT", "ACC-TRIAGE"),
        *("EMG-COVER", "NEED-HOURS", "NEED-ASSURE", "DAT-GPAD", "DAT-INFO", "CAP-NAV", "GEN-SAFE"),
    ),
    "appointment_mode": ("ACC-NEEDS", "ACC-MODE", "VID-OFFER", "DAT-OCVC"),
    "stop_advice_and_guidance": ("ERS-USE", "GEN-LOCAL"),
    "stop_service": ("NEED-HOURS", "NEED-ASSURE", "LOC-NOTICE", "GEN-SAFE"),
    "referral_threshold": ("ACC-RESP", "ACC-NEEDS", "ERS-USE", "GEN-SAFE"),
    "referral_route": ("ERS-USE", "ERS-INFO", "GEN-SAFE", "TR-FREEDOM"),
    "switch_off_gp_connect_update_record": ("X-GPC-2025",),
    "switch_off_111_booking": ("X-111",),
    "withdraw_data_sharing": (*COLLECTIONS, "DAT-INFO", "LOC-NOTICE", "GEN-SAFE"),
    "freeze_new_data_sharing": ("DAT-INFO", "TEL-DATA", "X-DPN"),
    "switch_off_medicines_software": ("MED-PCN", "GEN-LOCAL", "GEN-SAFE"),
    "defer_declaration": (
        *("TEL-DATA", "CAP-TEL", "X-DPN", "ACC-RESP", "ACC-TRIAGE", "DAT-OCVC", "CAP-OC"),
        *("X-OCTOOL", "X-OC-HOURS-2025"),
    ),
    "limit_online_tool": (
        *("ACC-RESP", "ACC-TRIAGE", "DAT-OCVC", "CAP-OC", "X-OCTOOL", "X-OC-HOURS-2025"),
    ),
    "defer_pilots": ("LOC-NOTICE",),
    "no_new_contracts": ("TEL-DATA", "LOC-NOTICE"),
    "leave_pcn": ("MED-PCN", "X-DES-EXIT"),
    "divert_incoming_calls": (
        *("ACC-RESP", "ACC-TIME", "ACC-DIVERT", "ACC-TRIAGE", "EMG-COVER", "NEED-HOURS"),
        "NEED-ASSURE",
    ),
    "close_in_core_hours": (
        *("ACC-RESP", "ACC-TIME", "ACC-DIVERT", "EMG-COVER", "NEED-HOURS", "NEED-ASSURE"),
        "GEN-SAFE",
    ),
    "stop_data_collection": (*COLLECTIONS, "DAT-INFO"),
    "suspend_minor_surgery": ("EMG-COVER", "NEED-HOURS", "LOC-NOTICE"),
    "respond_to_commissioner": ("ACC-TRIAGE", "NEED-ASSURE", "DAT-INFO"),
    "response_timing": ("ACC-RESP", "ACC-ROUTES", "ACC-TIME"),
    "contact_handling": ("ACC-RESP", "ACC-ROUTES", "ACC-TIME", "ACC-NEEDS"),
    "video_consultations": ("VID-OFFER",),
    "trust_referral_handling": ("TR-FREEDOM", "TR-NONACC", "TR-ACCEPT"),
    "interface_assessment": ("TR-ASSESS", "ICB-ASSESS", "TR-IFACE"),
    "trust_interface_lead": ("TR-LEAD", "ICB-BOARD"),
    "icb_duties": ("ICB-AWARE", "ICB-CMO", "ICB-BOARD", "ICB-PLAN", "NHSE-COP"),
}
"""What bears on each type of action, as a rule or as something told beside the verdict."""

NOTHING_BEARS_ON = ("stop_private_work", "patient_message", "data_sharing_review")
HELD_BY_OTHERS = ("trust", "ICB", "NHS England")


def bearing_on(action_type: str) -> set[str]:
    """Return the obligations that bear on a type, as rules or as what is told beside them."""
    effects = packs().consequences.values()
    rules = {rule.id for rule in packs().rules_on(action_type)}
    return rules | {effect.rule for effect in effects if action_type in effect.types}


@pytest.mark.parametrize("obligation", OBLIGATIONS)
def test_every_obligation_is_in_the_packs(obligation: str) -> None:
    told = {effect.rule for effect in packs().consequences.values()}
    assert obligation in {*packs().rules, *told}


@pytest.mark.parametrize("action_type", sorted(MATRIX))
def test_every_obligation_that_bears_on_an_action_is_told_of_it(action_type: str) -> None:
    assert set(MATRIX[action_type]) - bearing_on(action_type) == set()


@pytest.mark.parametrize("action_type", NOTHING_BEARS_ON)
def test_on_some_actions_no_rule_bears(action_type: str) -> None:
    assert packs().rules_on(action_type) == ()


def test_no_rule_of_a_trust_or_board_bears_on_what_practices_do() -> None:
    theirs = {rule.id for rule in packs().rules.values() if rule.holder in HELD_BY_OTHERS}
    on_practices = {
        rule.id
        for action_type, action in packs().types().items()
        if action.holder == "practice"
        for rule in packs().rules_on(action_type)
    }
    assert on_practices & theirs == set()


def test_every_rule_cites_and_has_examples_of_its_own() -> None:
    for rule in packs().rules.values():
        assert rule.cites, rule.id
        assert rule.cases, rule.id
