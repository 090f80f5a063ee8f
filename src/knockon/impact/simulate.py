"""Run a scenario: every block's baseline and scenario, paired, on threads.

A block is at most 32 draws. Its network is built, run twice (without and with the actions), and
both counts are reduced at once; blocks are independent, so results are the same whatever the
number of threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.flow import Block, run
from knockon.impact.baseline import Ground, baseline
from knockon.impact.blocks import Progress, in_blocks
from knockon.impact.catchment import catchment
from knockon.impact.futures import slot_factors
from knockon.impact.horizon import WARM_UP_DAYS, Bools, Horizon
from knockon.impact.network import Build, network, with_limits
from knockon.impact.tally import Places, Tally, capacity, gather, joined, places_of, tally

if TYPE_CHECKING:
    from knockon.flow.model import Network
    from knockon.impact.baseline import Baseline
    from knockon.impact.capacities import Fitted
    from knockon.impact.futures import Futures
    from knockon.impact.horizon import Array, Ints
    from knockon.system.values import System


@dataclass(frozen=True)
class Setting:
    """What a run is made in: the system with its fitted capacities, the weeks, the seed."""

    system: System
    fitted: Fitted
    horizon: Horizon
    seed: int
    netting: bool = True
    routes_back: bool = True


@dataclass(frozen=True)
class Arms:
    """Both arms of a run over all draws, and what netting did."""

    baseline: Tally
    scenario: Tally
    published: dict[tuple[str, str], Array]
    """What the baseline should give back over the horizon, [draws]: published volumes."""
    lowered: Bools
    """Draws whose baseline overflow was lowered, [draws]."""
    refused: Bools
    """Draws in which a service's own arrivals are negative even with none, [draws]."""
    over_ceiling: Bools
    left_out: Array
    """Draws in which an hour's own arrivals were cut to the system's ceiling, [draws]."""
    overflow: Array
    capacity: Mapping[str, Array]
    """Persons a week each site could serve if never idle, [weeks, draws]."""


def simulate(
    setting: Setting, future: Futures, *, workers: int, progress: Progress | None = None
) -> Arms:
    """Return both arms of every draw, in the order of the draws."""
    ground = Ground(
        setting.system,
        setting.horizon,
        catchment(setting.system),
        setting.seed,
        setting.netting,
    )
    places = places_of(setting.system, setting.horizon)

    def work(block: Block) -> _Block:
        draws = np.asarray(block.draws, dtype=np.int64)
        return _one_block(setting, ground, future, places, draws)

    return _all(in_blocks(work, future.count, workers=workers, progress=progress))


def anything_changes(factors: Array) -> bool:
    """Return whether any practice has fewer slots than usual on any day of any draw."""
    return bool(np.any(factors < 1.0))


@dataclass(frozen=True)
class _Block:
    baseline: Tally
    scenario: Tally
    published: dict[tuple[str, str], Array]
    lowered: Bools
    refused: Bools
    over_ceiling: Bools
    left_out: Array
    overflow: Array
    capacity: Mapping[str, Array]


def _one_block(
    setting: Setting, ground: Ground, future: Futures, places: Places, block: Ints
) -> _Block:
    made = baseline(ground, future.lanes(block))
    build = Build(setting.system, setting.fitted, made, setting.seed, setting.routes_back)
    usual = network(build)
    factors = slot_factors(future, setting.system, setting.horizon, block)
    first = _run(usual, setting, made, places)
    second = (
        _run(with_limits(usual, factors), setting, made, places)
        if anything_changes(factors)
        else first
    )
    return _Block(
        baseline=first,
        scenario=second,
        published=_published(made),
        lowered=made.netted.lowered,
        refused=made.netted.refused,
        over_ceiling=made.netted.over_ceiling,
        left_out=made.netted.left_out,
        overflow=made.netted.overflow,
        capacity=capacity(usual, setting.horizon),
    )


def _run(net: Network, setting: Setting, made: Baseline, places: Places) -> Tally:
    counts = run(
        net,
        seed=setting.seed,
        streams=made.lanes.words,
        days=setting.horizon.days,
        bins=setting.horizon.week + 1,
    )
    return tally(counts, setting.horizon, places)


def _published(made: Baseline) -> dict[tuple[str, str], Array]:
    """Return what each service's volumes add up to over the horizon, as drawn, [draws]."""
    reach, volumes = made.known.reach, made.known.published
    names = {"ed": "attendances", "utc": "attendances", "nhs111": "calls"}
    found = {
        (kind, measure): np.sum(
            [volumes[s.id][WARM_UP_DAYS:].sum(axis=(0, 1)) for s in reach.sites[kind]], axis=0
        )
        for kind, measure in names.items()
    }
    gp = np.sum(list(made.demand.seen.values()), axis=0).sum(axis=(0, 1))
    found["practice", "contacts_seen"] = gp + made.demand.other_seen.sum()
    return found


def _all(blocks: Sequence[_Block]) -> Arms:
    return Arms(
        baseline=gather([b.baseline for b in blocks]),
        scenario=gather([b.scenario for b in blocks]),
        published={
            key: np.concatenate([b.published[key] for b in blocks]) for key in blocks[0].published
        },
        lowered=np.concatenate([b.lowered for b in blocks]),
        refused=np.concatenate([b.refused for b in blocks]),
        over_ceiling=np.concatenate([b.over_ceiling for b in blocks]),
        left_out=np.concatenate([b.left_out for b in blocks]),
        overflow=np.concatenate([b.overflow for b in blocks]),
        capacity=joined([b.capacity for b in blocks]),
    )
