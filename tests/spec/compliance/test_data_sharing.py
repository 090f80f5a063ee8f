"""Data: agreements may end, the collections the contract asks for go on."""

import pytest
from tests.spec.compliance.told import judge

COLLECTIONS = {
    "national_diabetes_audit": ("DAT-NDA", "reg 74B", "reg 67B", 20),
    "indicators_no_longer_in_qof": ("DAT-INLIQ", "reg 74C", "reg 67C", 20),
    "alcohol_and_dementia": ("DAT-ALCDEM", "reg 74D", "reg 67D", 20),
    "workforce": ("DAT-WORKFORCE", "reg 74E", "reg 67E", 20),
    "appointments": ("DAT-GPAD", "reg 74H", "reg 67H", 20),
    "online_and_video_use": ("DAT-OCVC", "reg 74I", "reg 67I", 20),
    "overseas_visitors": ("DAT-OVERSEAS", "reg 74F", "reg 67F", 21),
    "mhra_cas": ("DAT-CAS", "reg 74G", "reg 67G", 21),
    "annual_return": ("DAT-RETURN", "reg 77", "reg 70", 21),
}
SECONDARY = {"purposes": ["secondary"], "agreement_exit_terms_met": True}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_each_required_collection_goes_on_under_either_contract(collection: str) -> None:
    rule, gms, pms, paragraph = COLLECTIONS[collection]
    ended = {"collection": collection}
    told = judge("stop_data_collection", ended)
    assert rule in told.broken
    assert f"GMS Regs 2015 {gms}" in told.provisions(rule)
    assert paragraph in told.paragraphs(rule)
    told = judge("stop_data_collection", ended, practice={"contract": "PMS"})
    assert rule in told.broken
    assert told.provisions(rule) == [f"PMS Regs 2015 {pms}"]


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_an_agreement_that_carries_one_and_no_other_way_may_not_end(collection: str) -> None:
    carries = SECONDARY | {"carries_required_collection": True, "which": [collection]}
    told = judge("withdraw_data_sharing", carries)
    assert told.broken == {"DAT-SHARE", COLLECTIONS[collection][0]}


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_the_lawful_way_is_another_way_of_submitting_first(collection: str) -> None:
    carries = SECONDARY | {"carries_required_collection": True, "which": [collection]}
    told = judge("withdraw_data_sharing", carries).done_lawfully(COLLECTIONS[collection][0])
    assert told.verdict == "conditional"


def test_a_collection_not_named_is_asked_for() -> None:
    told = judge("stop_data_collection")
    assert (told.verdict, told.asks) == ("undetermined", {"collection"})


def test_it_is_a_breach_whichever_collection_the_agreement_carries() -> None:
    told = judge("withdraw_data_sharing", SECONDARY | {"carries_required_collection": True})
    assert told.broken == {"DAT-SHARE"}


def test_an_agreement_that_carries_none_ends_on_its_terms() -> None:
    told = judge("withdraw_data_sharing", SECONDARY | {"carries_required_collection": False})
    assert (told.verdict, told.action.basis) == ("compatible", "rule")


def test_terms_on_leaving_that_are_not_met_break_the_agreement() -> None:
    params = {"carries_required_collection": False, "purposes": ["secondary"]}
    told = judge("withdraw_data_sharing", params | {"agreement_exit_terms_met": False})
    assert told.broken == {"LOC-NOTICE"}
    told = judge("withdraw_data_sharing", params)
    assert (told.verdict, told.asks) == ("undetermined", {"agreement_exit_terms_met"})


def test_what_the_agreement_is_for_and_carries_is_asked_for() -> None:
    told = judge("withdraw_data_sharing", {"agreement_exit_terms_met": True})
    assert told.verdict == "undetermined"
    assert told.asks >= {"carries_required_collection", "purposes"}


def test_direct_care_with_nothing_in_its_place_is_told_as_disputed() -> None:
    params = {
        "purposes": ["direct_care", "secondary"],
        "carries_required_collection": False,
        "agreement_exit_terms_met": True,
    }
    told = judge("withdraw_data_sharing", params | {"direct_care_alternative": False})
    assert told.broken == {"GEN-SAFE"}
    assert told.finding("GEN-SAFE").disputed
    told = judge("withdraw_data_sharing", params | {"direct_care_alternative": True})
    assert told.verdict == "conditional"


class TestFreezing:
    """Nothing obliges a practice to join what is new and local."""

    def test_a_new_local_platform_may_be_left_alone(self) -> None:
        told = judge("freeze_new_data_sharing", {"covers_national_requirements": False})
        assert (told.verdict, told.action.basis) == ("compatible", "rule")
        assert told.paragraphs("DAT-SHARE") >= {19, 20, 23}

    def test_the_usual_case_is_presumed_and_shown(self) -> None:
        told = judge("freeze_new_data_sharing", {"covers": ["a new local platform"]})
        assert told.verdict == "compatible"
        presumed = {one for finding in told.action.findings for one in finding.presumed}
        assert presumed == {"covers_national_requirements", "telephony_data_provided"}

    def test_national_requirements_may_not_be_frozen(self) -> None:
        told = judge("freeze_new_data_sharing", {"covers_national_requirements": True})
        assert told.broken == {"DAT-SHARE"}
        assert told.done_lawfully("DAT-SHARE").verdict == "compatible"

    def test_how_far_it_reaches_is_asked_for_where_it_is_said_to_be_unknown(self) -> None:
        told = judge("freeze_new_data_sharing", {"covers_national_requirements": "unknown"})
        assert (told.verdict, told.asks) == ("undetermined", {"covers_national_requirements"})
