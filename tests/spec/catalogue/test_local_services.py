"""The local services that come with it: all that campaigns named, and no number of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from knockon import catalogue
from knockon.catalogue.values import Catalogue
from knockon.errors import KnockonError
from knockon.reports.services_page import services_page

NAMED_BY_CAMPAIGNS = {
    *("dmard_monitoring", "denosumab", "psa_monitoring", "inr_monitoring", "adhd_shared_care"),
    *("gender_shared_care", "bariatric_monitoring", "eating_disorder_monitoring"),
    *("mgus_monitoring", "cll_monitoring", "mental_health_tests", "phlebotomy", "spirometry"),
    *("joint_injections", "insulin_management", "physiotherapy", "fcp_gap_filling"),
    *("ring_pessaries", "inclisiran", "any_les", "data_sharing_direct_care"),
    *("data_sharing_secondary", "medicines_software", "update_record"),
}
WITHOUT_A_NUMBER = {
    *("bariatric_monitoring", "cll_monitoring", "minor_surgery", "ring_pessaries", "inclisiran"),
    *("any_les", "physiotherapy", "fcp_gap_filling", "data_sharing_direct_care"),
    *("data_sharing_secondary", "update_record", "medicines_software"),
}
ITEM = """\
phlebotomy_at_home:
  family: local_enhanced
  flow: {flow}
  people: {{symbol: {symbol}, base: {base}, counts: people}}
  agreement: A local service.
  duty_holder: commissioner
  duty: The commissioner finds another provider.
  handover: [who is waiting]
  sources: [PRN01459]
"""
SERVICE = "phlebotomy_at_home: {name: Blood taken at home, kind: later}\n"


@pytest.fixture(scope="module")
def packs() -> Catalogue:
    return catalogue.load()


def test_every_service_that_campaigns_named_is_there(packs: Catalogue) -> None:
    assert set(packs.local_services) >= NAMED_BY_CAMPAIGNS


def test_every_local_service_of_the_model_is_one_a_notice_can_name(packs: Catalogue) -> None:
    measured = {
        service.id
        for service in packs.services.values()
        if any(measure.id == "without_service" for measure in service.measures)
    }
    assert measured <= set(packs.local_services)


def test_what_nobody_counted_has_no_number_and_says_so(packs: Catalogue) -> None:
    without = {one.id for one in packs.local_services.values() if one.people is None}
    assert without == WITHOUT_A_NUMBER
    assert all(packs.local_services[key].no_number for key in without)


def test_what_stops_by_an_action_can_be_named_in_a_notice(packs: Catalogue) -> None:
    others = {"practice", "mental_health"}
    for action in packs.actions.values():
        if action.type == "stop_service":
            assert set(action.moves) - others <= set(packs.local_services), action.id


def test_the_page_of_the_manual_is_what_the_packs_say(packs: Catalogue, repository: Path) -> None:
    page = (repository / "docs" / "reference" / "services.md").read_text(encoding="utf-8")
    assert page == services_page(packs), "run: knockon services --page > docs/reference/services.md"


@pytest.mark.parametrize(
    ("flow", "symbol", "base"),
    [
        ("stock", "phleb", "registered"),  # contacts a month are no stock
        ("contacts", "adhd", "registered"),  # people are no contacts a month
        ("stock", "dmard", "registered"),  # of adults, not of everybody
        ("stock", "adhd", "adults"),  # of everybody, not of adults
        ("stock", "adhd_fee", "registered"),  # pounds are no people
    ],
)
def test_a_number_whose_unit_does_not_fit_is_refused(
    write_pack: Callable[..., Path], flow: str, symbol: str, base: str
) -> None:
    files = {
        "services/own.yaml": SERVICE,
        "local_services/own.yaml": ITEM.format(flow=flow, symbol=symbol, base=base),
    }
    with pytest.raises(KnockonError, match=symbol) as refused:
        catalogue.load([write_pack(files)])
    assert refused.value.code == "K008"
    assert refused.value.place is not None


def test_a_county_may_add_a_service_of_its_own(write_pack: Callable[..., Path]) -> None:
    text = ITEM.format(flow="contacts", symbol="phleb", base="registered")
    pack = write_pack({"services/own.yaml": SERVICE, "local_services/own.yaml": text})
    assert catalogue.load([pack]).local_services["phlebotomy_at_home"].name == "Blood taken at home"


def test_a_service_nobody_named_is_refused(write_pack: Callable[..., Path]) -> None:
    text = ITEM.format(flow="contacts", symbol="phleb", base="registered")
    with pytest.raises(KnockonError, match="is not a known service"):
        catalogue.load([write_pack({"local_services/own.yaml": text})])
