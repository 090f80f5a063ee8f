"""Each service's own arrivals: what is published less what others send, in every hour and class."""

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.impact.conftest import Block

from knockon.impact.catchment import Catchment
from knockon.impact.netting import (
    ADMITTED,
    ALL,
    NOT_ADMITTED,
    Known,
    Netted,
    _held,
    exits_per_odds,
    inflows,
    mean_weeks,
    not_netted,
    own_arrivals,
    published_of,
)

ED, UTC, LINE = "XT01-ed", "XT01-utc", "X111"


def netted(block: Block, known: Known | None = None, overflow: float | None = None) -> Netted:
    lanes = block.lanes
    if overflow is not None:
        lanes = lanes.with_overflow(np.full(lanes.count, overflow))
    return own_arrivals(known or block.baseline.known, block.baseline.demand, lanes)


def shrunk(block: Block, site: str, factor: float) -> Known:
    known = block.baseline.known
    return replace(known, published={**known.published, site: known.published[site] * factor})


def test_own_and_inflow_add_up_to_what_is_published_everywhere(block: Block) -> None:
    known, found = block.baseline.known, netted(block)
    assert set(found.own) == {(LINE, ALL), (UTC, ALL), (ED, ADMITTED), (ED, NOT_ADMITTED)}
    for key, own in found.own.items():
        assert own + found.inflow[key] == pytest.approx(published_of(known, key)), key
        assert (own >= 0).all()
    assert not found.refused.any()
    assert not found.over_ceiling.any()


def test_two_classes_of_a_department_are_the_whole_of_it(block: Block) -> None:
    known = block.baseline.known
    both = published_of(known, (ED, ADMITTED)) + published_of(known, (ED, NOT_ADMITTED))
    assert both == pytest.approx(known.published[ED])
    assert published_of(known, (ED, ADMITTED)) == pytest.approx(
        known.published[ED] * known.admitted[ED]
    )


def test_everybody_sent_to_the_department_is_netted_once(block: Block) -> None:
    """By hand: of calls answered, of treatment centre visits, of those unseen and tired of lists.

    People unseen on a day come by the next morning; the last Friday's are all within the run.
    """
    known, demand, lanes = block.baseline.known, block.baseline.demand, block.baseline.lanes
    odds = lanes.overflow / (1.0 - lanes.overflow)
    into = inflows(known, demand, lanes)
    whole = sum(into[ED, c].at(odds).sum(axis=(0, 1)) for c in (ADMITTED, NOT_ADMITTED))
    calls = known.answered * known.published[LINE].sum(axis=(0, 1))
    visits = known.published[UTC].sum(axis=(0, 1))
    stopping = odds * exits_per_odds(demand, lanes) * known.choices.to("ed")
    leaving = demand.leavers() * known.late.to("ed")
    tired, left = (of.sum(axis=0) * demand.scale.sum(axis=0) for of in (stopping, leaving))
    by_call = known.after.ed + known.after.conveyed
    wanted = calls * by_call + visits * lanes.parameters["t3_to_t1"] + tired + left
    assert whole == pytest.approx(wanted)


def test_fewer_of_those_displaced_are_admitted(block: Block) -> None:
    """More of the same inflow from practices means fewer of it in the first class."""
    known, demand, lanes = block.baseline.known, block.baseline.demand, block.baseline.lanes
    into = inflows(known, demand, lanes)
    few, many = (
        [into[ED, c].at(np.full(lanes.count, odds)).sum() for c in (ADMITTED, NOT_ADMITTED)]
        for odds in (0.0, 0.2)
    )
    assert many[1] > few[1]
    assert many[0] / sum(many) < few[0] / sum(few) <= known.admitted[ED]


def test_a_department_s_admissions_stay_published(block: Block) -> None:
    """Whatever share of the displaced is admitted, both together are what is published."""
    changed = {**block.lanes.parameters, "adm_disp": np.full(block.lanes.count, 0.01)}
    lanes = replace(block.lanes, parameters=changed)
    found = own_arrivals(block.baseline.known, block.baseline.demand, lanes)
    usual = netted(block)
    assert found.inflow[ED, ADMITTED].sum() < usual.inflow[ED, ADMITTED].sum()
    for class_ in (ADMITTED, NOT_ADMITTED):
        assert found.own[ED, class_] + found.inflow[ED, class_] == pytest.approx(
            published_of(block.baseline.known, (ED, class_))
        )


def test_inflow_rises_in_proportion_to_the_odds_of_not_being_seen(block: Block) -> None:
    into = inflows(block.baseline.known, block.baseline.demand, block.baseline.lanes)
    for inflow in into.values():
        one, two, three = (inflow.at(np.full(block.lanes.count, odds)) for odds in (0.0, 0.1, 0.2))
        assert three - two == pytest.approx(two - one)


def test_where_own_would_be_negative_the_overflow_is_lowered_until_it_is_none(block: Block) -> None:
    """In the mean week of every month; a single day below it has none."""
    known, found = block.baseline.known, netted(block, overflow=0.9)
    assert found.lowered.all()
    assert (found.overflow < 0.9).all()
    rooms = {key: published_of(known, key) - found.inflow[key] for key in found.own}
    weeks = [mean_weeks(known.horizon, room).min(axis=(0, 1)) for room in rooms.values()]
    assert np.min(weeks, axis=0) == pytest.approx(np.zeros(block.lanes.count), abs=1e-9)
    for key, own in found.own.items():
        assert own == pytest.approx(np.clip(rooms[key], 0.0, None)), key


def test_people_left_out_on_single_days_are_counted(block: Block) -> None:
    known, found = block.baseline.known, netted(block, overflow=0.9)
    everybody = sum(published_of(known, key).sum(axis=(0, 1)) for key in found.own)
    came = sum((found.own[key] + found.inflow[key]).sum(axis=(0, 1)) for key in found.own)
    assert (found.left_out > 0.0).all()
    assert found.left_out == pytest.approx((came - everybody) / everybody)


def test_the_mean_week_of_a_month_is_the_mean_of_its_days(block: Block) -> None:
    horizon = block.baseline.known.horizon
    hours = np.arange(horizon.days, dtype=float)[:, None, None] * np.ones((1, 24, 1))
    weeks = mean_weeks(horizon, hours)
    first = (horizon.calendar_month == 0) & (horizon.weekday == 0)
    assert weeks[0, 0, 0] == np.flatnonzero(first).mean()


def test_where_no_overflow_at_all_is_low_enough_the_draw_is_counted(block: Block) -> None:
    """111 alone sends more people than this department sees: own arrivals are none."""
    found = netted(block, known=shrunk(block, ED, 0.01))
    assert found.refused.all()
    assert (found.overflow == 0.0).all()
    assert found.own[ED, NOT_ADMITTED].min() == 0.0


def test_own_arrivals_are_cut_at_the_ceiling_and_the_draw_is_counted(block: Block) -> None:
    known = block.baseline.known
    ceilings = {**known.ceilings, LINE: float(known.published[LINE].max()) / 2}
    found = netted(block, known=replace(known, ceilings=ceilings))
    assert found.over_ceiling.any()
    assert found.own[LINE, ALL].max() <= ceilings[LINE]


def test_without_netting_own_is_all_that_is_published(block: Block) -> None:
    found = not_netted(block.baseline.known, block.lanes)
    assert np.array_equal(found.own[UTC, ALL], block.baseline.known.published[UTC])
    assert np.array_equal(found.overflow, block.lanes.overflow)


def test_the_flow_of_closed_hours_comes_at_the_next_opening_whole() -> None:
    """Three days open 08:00 to 20:00: each opening has the night before it, spread evenly."""
    flow = np.ones((3, 24, 1))
    opened = np.zeros((3, 24))
    opened[:, 8:20] = 1.0
    moved = _held(flow, opened)[:, :, 0]
    assert not moved[opened == 0].any()
    assert moved[0, 8:20] == pytest.approx(np.full(12, 1 + 8 / 12))
    assert moved[1, 8:20] == pytest.approx(np.full(12, 1 + 12 / 12))
    assert moved.sum() == pytest.approx(72 - 4), "the last evening's come after the run"


def test_a_closed_day_is_held_over_it() -> None:
    opened = np.zeros((3, 24))
    opened[0, 8:20] = opened[2, 8:20] = 1.0
    moved = _held(np.ones((3, 24, 1)), opened)[:, :, 0]
    assert not moved[1].any()
    assert moved[2].sum() == pytest.approx(12 + 4 + 24 + 8)


def test_half_an_hour_before_opening_is_held_with_the_night() -> None:
    opened = np.zeros((1, 24))
    opened[0, 8], opened[0, 9:20] = 0.5, 1.0
    moved = _held(np.ones((1, 24, 1)), opened)[0, :, 0]
    assert moved.sum() == pytest.approx(20.0)
    assert moved[8] == pytest.approx(0.5 + 8.5 * 0.5 / 11.5)


def test_people_go_by_the_sites_their_practices_use(block: Block) -> None:
    """A practice that uses no department sends it nobody."""
    known, lanes = block.baseline.known, block.baseline.lanes
    reach = known.reach
    shares = {**reach.shares, "utc": np.zeros_like(reach.shares["utc"])}
    elsewhere = replace(known, reach=Catchment(reach.sites, shares, reach.lists))
    found = inflows(elsewhere, block.baseline.demand, lanes)[UTC, ALL]
    assert not found.per_odds.any()
