"""Sites come from data with sources, or from the providers of the files; positions never."""

from __future__ import annotations

import pytest

from knockon.places import Practice
from knockon.system.sites import Outcode, place_of, provider_of, shares, usual_site

TABLE = {
    "DT": Outcode("RBD", "C", "s"),
    "BH": Outcode("R0D", "C", "s"),
    "SP8": Outcode("RBD", "D", "s"),
}


def practice(number: int, postcode: str) -> Practice:
    return Practice(f"X{number:05d}", "A practice", postcode, None)


def test_dorset_has_one_pooled_ed_and_utc_a_trust_and_one_111():
    place = place_of("QVV")
    assert [(s.provider, s.kind) for s in place.sites] == [
        ("R0D", "ed"),
        ("R0D", "utc"),
        ("RBD", "ed"),
        ("RBD", "utc"),
        ("111AI4", "nhs111"),
    ]
    assert all(s.source and s.grade and s.postcode is None for s in place.sites)
    assert {s.co_located_with for s in place.sites if s.kind == "utc"} == {"R0D-ed", "RBD-ed"}


def test_a_board_no_pack_describes_has_no_sites_as_data():
    assert place_of("QXX") is None


@pytest.mark.parametrize(
    ("postcode", "provider"),
    [
        ("DT1 1AA", "RBD"),
        ("BH21 2BB", "R0D"),
        ("SP8 4XX", "RBD"),
        ("SP9 4XX", None),
        ("B1 1AA", None),
        ("", None),
        (None, None),
    ],
)
def test_a_district_goes_before_its_area(postcode, provider):
    assert provider_of(postcode, TABLE) == provider


def test_listed_people_use_their_trust_and_others_go_by_activity():
    sites = place_of("QVV").sites
    activity = {"R0D-ed": 300.0, "RBD-ed": 100.0, "R0D-utc": 1.0, "RBD-utc": 1.0, "111AI4": 1.0}
    people = [practice(1, "DT1 1AA"), practice(2, "BH1 1AA"), practice(3, "ZZ1 1AA")]
    found, unlisted = shares(people, sites, activity, TABLE)
    assert found["ed"]["RBD-ed"] == (1.0, 0.0, 0.25)
    assert found["ed"]["R0D-ed"] == (0.0, 1.0, 0.75)
    assert found["nhs111"]["111AI4"] == (1.0, 1.0, 1.0)
    assert unlisted == ("X00003",)


def test_without_a_table_everybody_goes_by_activity_and_nobody_is_called_unlisted():
    sites = (usual_site("ed", "RX1", "One"), usual_site("ed", "RX2", "Two"))
    found, unlisted = shares([practice(1, "DT1 1AA")], sites, {"RX1-ed": 1.0, "RX2-ed": 3.0}, {})
    assert found["ed"] == {"RX1-ed": (0.25,), "RX2-ed": (0.75,)}
    assert unlisted == ()
