"""Whose people use which site, and when people a practice turned away come there."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.impact.capacities import openings
from knockon.impact.catchment import (
    Catchment,
    arrival_bands,
    catchment,
    hourly_profile,
    open_hours,
)
from knockon.impact.horizon import Horizon
from knockon.plans.assessment import Assessment
from knockon.system.values import Site, System

SHARES = {"arr_before12": 0.10, "arr_12_18": 0.45, "arr_18_24": 0.40, "arr_next": 0.05}
FLAT = np.full(24, 1 / 24)


def site(opens: float = 0.0, closes: float = 24.0, weekend: float | None = None) -> Site:
    ends = (closes,) * 5 + (closes if weekend is None else weekend,) * 2
    return Site("X-s", "a site", "X", "utc", (opens,) * 7, ends, 1.0, None, None, "D", "made up")


def profile(sites: Sequence[Site], curve: np.ndarray = FLAT) -> np.ndarray:
    return hourly_profile(arrival_bands(SHARES, sites, curve))


def test_where_doors_are_always_open_the_parts_of_the_day_have_their_shares() -> None:
    found = profile([site()])
    parts = [found[8:12], found[12:18], found[18:24], found[32:36]]
    assert [part.sum() for part in parts] == pytest.approx(list(SHARES.values()))
    assert found.sum() == pytest.approx(1.0)


def test_within_a_part_people_come_as_the_service_s_own_do() -> None:
    """In the evening, when fewer and fewer come, fewer and fewer of those turned away do."""
    falling = np.linspace(2.0, 1.0, 24)
    found = profile([site()], falling)
    assert found[18:24] / found[18:24].sum() == pytest.approx(falling[18:] / falling[18:].sum())


def test_a_centre_open_eight_to_eight_has_all_its_people_by_eight() -> None:
    """Two of six evening hours are left: a third of the evening's people, out of 93.3% in all."""
    found = profile([site(8, 20)])
    kept = 0.10 + 0.45 + 0.40 / 3 + 0.05
    assert found.sum() == pytest.approx(1.0)
    assert found[18:20].sum() == pytest.approx(0.40 / 3 / kept)
    assert not found[20:32].any()


def test_part_of_an_hour_open_has_that_part_of_its_people() -> None:
    found = profile([site(8, 19.5)])
    assert found[19] == pytest.approx(found[18] / 2)


def test_of_two_centres_people_come_while_both_are_open() -> None:
    found = profile([site(8, 20), site(10, 22)])
    assert not found[:10].any()
    assert not found[20:24].any()


def test_open_hours_hold_parts_of_hours_and_each_weekday_s_own() -> None:
    found = open_hours(site(8.5, 20, weekend=12), [4, 5])
    assert found.sum(axis=1) == pytest.approx([11.5, 3.5])
    assert found[0, 7:10].tolist() == [0.0, 0.5, 1.0]


def test_openings_are_spans_of_the_whole_run_and_meet_when_doors_never_close(
    asked: Assessment,
) -> None:
    horizon = Horizon(asked.start, 1)
    assert openings(site(), horizon).tolist() == [[0.0, 240.0]]
    spans = openings(site(8, 20), horizon)
    assert len(spans) == horizon.days
    assert spans[1].tolist() == [32.0, 44.0]


def whose() -> Catchment:
    """Two practices of 1,000 and 3,000; two sites of which the small one's people use the first."""
    sites = {"ed": (site(), site()), "utc": (site(), site()), "nhs111": (site(),)}
    use = np.array([[1.0, 0.0], [0.5, 0.5]])
    shares = {"ed": use, "utc": use, "nhs111": np.ones((2, 1))}
    return Catchment(sites, shares, np.array([0.25, 0.75]))


def test_sites_have_their_practices_people_and_practices_their_sites() -> None:
    reach = whose()
    assert reach.by_site("ed") == pytest.approx([0.625, 0.375])
    assert reach.homes_of("ed", 0) == pytest.approx([0.4, 0.6])
    assert reach.homes_of("ed", 1) == pytest.approx([0.0, 1.0])


def test_people_sent_on_go_where_people_of_their_homes_go() -> None:
    """From the first centre 40% are of the first practice, all of whom use the first ED."""
    assert whose().onward("utc", 0, "ed") == pytest.approx([0.4 + 0.3, 0.3])
    assert whose().onward("utc", 0, "ed").sum() == pytest.approx(1.0)


def test_the_system_s_catchment_is_read_in_its_own_order(system: System) -> None:
    reach = catchment(system)
    lists = np.array([b.registered_patients for b in system.practices])
    assert reach.lists == pytest.approx(lists / lists.sum())
    for kind, sites in reach.sites.items():
        assert reach.shares[kind].shape == (len(lists), len(sites))
        assert reach.shares[kind].sum(axis=1) == pytest.approx(np.ones(len(lists)))


def test_a_system_without_a_treatment_centre_is_refused_in_a_sentence(system: System) -> None:
    bare = replace(
        system,
        sites=tuple(s for s in system.sites if s.kind != "utc"),
        volumes=tuple(v for v in system.volumes if v.service != "utc"),
        catchment={**system.catchment, "utc": {}},
    )
    with pytest.raises(KnockonError, match="no site of kind 'utc'"):
        catchment(bare)
