"""A block of draws as a network for the engine."""

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.impact.boards import Board
from tests.unit.impact.conftest import Block

from knockon.flow.engine import run
from knockon.flow.model import Chain, Network
from knockon.flow.results import CLINIC_FIELDS, Counts
from knockon.impact.capacities import fitted_from
from knockon.impact.changes import Changes
from knockon.impact.demand import CLASSES
from knockon.impact.network import Build, network, with_changes
from knockon.impact.queues import opening_list
from knockon.impact.simulate import anything_changes
from knockon.impact.tally import capacity

PLANNED = CLASSES.index("planned")


@pytest.fixture(scope="module")
def build(block: Block, board: Board) -> Build:
    """The block with its fitted capacities."""
    return Build(board.system, fitted_from(board.fit), block.baseline, seed=1)


@pytest.fixture(scope="module")
def usual(build: Build) -> Network:
    """The baseline network."""
    return network(build)


def worked(net: Network, block: Block) -> Counts:
    horizon = block.ground.horizon
    return run(net, seed=1, streams=block.lanes.words, days=horizon.days, bins=horizon.week + 1)


def asked(block: Block, slots: float = 1.0) -> Changes:
    """The same slots everywhere, as a multiple of the usual ones; nothing else is changed."""
    shape = (10, block.ground.horizon.days, block.lanes.count)
    listed = np.full((shape[0], shape[2]), np.nan)
    return Changes(np.full(shape, slots), listed, np.zeros(shape, dtype=bool))


def count(counts: Counts, class_: str, field: str) -> np.ndarray:
    """A count of one class over practices and weeks, by draw."""
    cells = counts.clinics[1:, :, CLASSES.index(class_), CLINIC_FIELDS.index(field)]
    return np.asarray(cells.sum(axis=(0, 1)))


def test_planned_care_has_a_slot_each_and_never_waits(usual: Network, block: Block) -> None:
    for clinic in usual.clinics:
        people = clinic.arrivals["planned"].mean
        assert np.array_equal(people, clinic.slots["planned"].hold)
        assert np.array_equal(people, np.floor(people))
    counts = worked(usual, block)
    assert count(counts, "planned", "arrived").all()
    assert not count(counts, "planned", "joined").any()
    assert np.array_equal(count(counts, "planned", "arrived"), count(counts, "planned", "served"))


def test_planned_care_is_on_average_what_it_was(usual: Network, block: Block) -> None:
    whole = np.sum([c.arrivals["planned"].mean for c in usual.clinics], axis=(0, 1))
    wanted = block.baseline.demand.seen("planned").sum(axis=(0, 1))
    assert whole / wanted == pytest.approx(np.ones(len(whole)), abs=0.05)
    assert whole.sum() / wanted.sum() == pytest.approx(1.0, abs=0.01)


def test_what_a_limit_leaves_of_planned_care_joins_the_routine_list(
    usual: Network, build: Build, block: Block
) -> None:
    counts = worked(with_changes(build, usual, asked(block, slots=0.8)), block)
    over = count(counts, "planned", "arrived") - count(counts, "planned", "served")
    assert over.all()
    assert np.array_equal(count(counts, "routine", "joined_in") >= over, np.ones(len(over), bool))
    assert count(counts, "planned", "served").sum() == pytest.approx(
        0.8 * count(counts, "planned", "arrived").sum(), rel=0.01
    )


def test_the_opening_list_is_whole_people_with_the_right_mean(usual: Network, block: Block) -> None:
    demand = block.baseline.demand
    w = demand.waits
    opened = np.flatnonzero(block.ground.horizon.open)[:5]
    mean = opening_list(
        demand.arrivals("routine")[:, opened].mean(axis=1), w.leave_routine, w.routine
    ).sum()
    people = sum(int(c.start["routine"].sum()) for c in usual.clinics)
    assert people == pytest.approx(mean, rel=0.005)


def test_limits_touch_only_the_practices_that_limit(
    usual: Network, build: Build, block: Block
) -> None:
    none = asked(block)
    assert not anything_changes(none)
    none.slots[3, 5:, 2] = 0.9
    assert anything_changes(none)
    limited = with_changes(build, usual, none)
    same = [a is b for a, b in zip(usual.stations, limited.stations, strict=True)]
    assert same.index(False) == 3
    assert sum(same) == len(same) - 1


def test_ways_back_can_be_shut(build: Build) -> None:
    shut = network(replace(build, routes_back=False))
    assert shut.backs == ()
    assert {e.name for e in shut.ends} >= {"pharmacy", "out_of_hours"}
    assert len(network(build).backs) == 3


def test_each_practice_sends_its_unseen_where_its_people_choose(
    usual: Network, build: Build
) -> None:
    choices = build.baseline.known.choices.shares
    for i, clinic in enumerate(usual.clinics):
        chain = clinic.unseen["same_day"]
        assert isinstance(chain, Chain)
        for to in chain.onward:
            assert to.share == pytest.approx(choices[to.destination][i])


def test_capacity_is_server_hours_over_the_mean_time(usual: Network, block: Block) -> None:
    """A centre: clinicians in its opening hours, each seeing 60 / utc_min people an hour."""
    found = capacity(usual, block.ground.horizon)["XT01-utc"]
    centre = next(s for s in usual.sites if s.name == "XT01-utc")
    assert centre.servers is not None
    values = np.asarray(centre.servers.values)[72 : 72 + 168]
    visits = 60.0 / block.lanes.parameters["utc_min"]
    assert found.shape == (4, block.lanes.count)
    assert found[0] == pytest.approx(values.sum(axis=0) * visits)
