"""Beds and 999 against their equations, from counts made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.impact.downstream.worlds import DRAWS, WEEKS, Setting, found

from knockon.impact.downstream import downstream
from knockon.impact.downstream.world import Arm, World
from knockon.impact.horizon import DAYS_A_WEEK, WARM_UP_DAYS
from knockon.impact.volumes import daily

ADMITTED, AT_DOOR, LATE, NIGHTS = 200.0, 120.0, 6.0, 7 * 90.0


def counted(arm: Arm, *, admitted: float, late: float, nights: float) -> Arm:
    """An arm in which the engine counted this at a ward and its department each week."""
    wide = np.ones((WEEKS, 1, DRAWS))
    sites = {
        ("ed", "admitted"): admitted * wide,
        ("acute_beds", "at_door"): AT_DOOR * wide,
        ("acute_beds", "late"): late * wide,
        ("acute_beds", "occupied_nights"): nights * wide,
        ("acute_beds", "needed_nights"): 1.1 * nights * wide,
    }
    return replace(arm, sites=sites)


@pytest.fixture
def wards(setting: Setting) -> World:
    """A scenario of ten admissions, two long waits and seven occupied nights more a week."""
    world = setting.world(zero=0.33)
    first = counted(world.baseline, admitted=ADMITTED, late=LATE, nights=NIGHTS)
    second = counted(world.scenario, admitted=ADMITTED + 10, late=LATE + 2, nights=NIGHTS + 7)
    return replace(world, baseline=first, scenario=second)


def test_admissions_are_those_of_departments_and_direct_ones(wards: World) -> None:
    both, ward = found(wards, "acute_beds", "emergency_admissions"), wards.system.wards[0]
    assert both.change == pytest.approx(np.full((WEEKS, 1, DRAWS), 10.0))
    carried = daily(wards.horizon, ward.admissions, wards.luck)[WARM_UP_DAYS:]
    by_week = carried.reshape(WEEKS, DAYS_A_WEEK, DRAWS).sum(axis=1)
    direct = (1.0 - ward.through_ed) * by_week
    assert both.baseline[:, 0] == pytest.approx(ADMITTED + direct, abs=1e-6)


def test_occupancy_is_people_in_bed_over_published_beds(wards: World) -> None:
    occupied, beds = (found(wards, "acute_beds", name) for name in ("occupied", "beds"))
    assert occupied.baseline == pytest.approx(90.0)
    assert occupied.change == pytest.approx(1.0)
    assert beds.baseline == pytest.approx(wards.system.wards[0].beds, abs=1e-6)
    assert not beds.change.any()


def test_beds_needed_are_of_those_in_bed_and_those_waiting(wards: World) -> None:
    assert found(wards, "acute_beds", "needed").baseline == pytest.approx(99.0)


def test_long_waits_are_the_share_at_the_door_of_those_who_stay(wards: World) -> None:
    both = found(wards, "ed", "waits_over_12_hours")
    assert both.baseline == pytest.approx(ADMITTED * 0.67 * LATE / AT_DOOR, abs=1e-6)
    assert both.scenario == pytest.approx((ADMITTED + 10) * 0.67 * (LATE + 2) / AT_DOOR, abs=1e-6)


def test_without_wards_nothing_is_said_of_beds(setting: Setting) -> None:
    assert not [key for key in downstream(setting.world()) if key[0] == "acute_beds"]


def not_taken(setting: Setting, more: float, **values: float) -> World:
    """A scenario in which so many more a week are seen by a crew and taken nowhere."""
    world = setting.world(**values)
    ends = {**world.scenario.ends, "ambulance": np.full((WEEKS, DRAWS), more)}
    return replace(world, scenario=replace(world.scenario, ends=ends))


def test_incidents_are_published_and_those_displaced(setting: Setting) -> None:
    world = not_taken(setting, 6.0, conv=0.4)
    both = found(world, "ambulance", "incidents")
    carried = daily(world.horizon, setting.system.ambulances[0].incidents, world.luck)
    by_week = carried[WARM_UP_DAYS:].reshape(WEEKS, DAYS_A_WEEK, DRAWS).sum(axis=1)
    assert both.baseline == pytest.approx(by_week, abs=1e-6)
    assert both.change == pytest.approx(6.0 / 0.6, abs=1e-6)


def test_of_those_displaced_a_drawn_share_is_taken(setting: Setting) -> None:
    world = not_taken(setting, 6.0, conv=0.4)
    both, all_ = (found(world, "ambulance", name) for name in ("conveyances", "incidents"))
    assert both.change == pytest.approx(6.0 / 0.6 * 0.4, abs=1e-6)
    published = setting.system.ambulances[0].conveyed
    assert both.baseline == pytest.approx(published * all_.baseline, abs=1e-6)


def test_hours_are_lost_at_the_published_rate(setting: Setting) -> None:
    world = not_taken(setting, 6.0, conv=0.4, ho_lost=0.5)
    hours, taken = (found(world, "ambulance", name) for name in ("hours_lost", "conveyances"))
    assert hours.scenario == pytest.approx(0.5 * taken.scenario, abs=1e-6)


def test_nobody_more_calls_999_no_incident_more(setting: Setting) -> None:
    flows = downstream(setting.world())
    mine = [both for key, both in flows.items() if key[0] == "ambulance"]
    assert mine
    assert not any(both.change.any() for both in mine)


def test_twice_as_many_who_are_not_taken_are_twice_the_incidents(setting: Setting) -> None:
    once, twice = (
        found(not_taken(setting, more), "ambulance", "incidents").change for more in (3.0, 6.0)
    )
    assert twice == pytest.approx(2.0 * once, abs=1e-6)


def test_a_system_without_999_shows_none(setting: Setting) -> None:
    bare = replace(setting, system=replace(setting.system, ambulances=()))
    assert not [key for key in downstream(bare.world()) if key[0] == "ambulance"]
