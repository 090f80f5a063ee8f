"""Run a scenario: every block's baseline and scenario, paired.

A block is at most 32 draws. Its futures are drawn and its network built where the block is run;
it is run twice (without and with the actions), and both counts are reduced at once. Blocks know
nothing of one another, so results are the same wherever and in whatever order they are run.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.flow import blocks_of, run, run_both
from knockon.impact.admissions import with_slower_discharge
from knockon.impact.baseline import Ground, baseline
from knockon.impact.blocks import Progress, counted
from knockon.impact.catchment import catchment
from knockon.impact.changes import Changes, changes
from knockon.impact.downstream import World, downstream, with_flows
from knockon.impact.draws import DrawPlan
from knockon.impact.executors import Executor
from knockon.impact.futures import futures
from knockon.impact.horizon import WARM_UP_DAYS, Bools, Horizon
from knockon.impact.network import Build, network, with_changes
from knockon.impact.tally import Tally, capacity, gather, joined, places_of, reduced
from knockon.impact.volumes import Luck

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.flow.model import Network
    from knockon.flow.results import Counts
    from knockon.impact.baseline import Baseline
    from knockon.impact.capacities import Fitted
    from knockon.impact.downstream.world import Arm
    from knockon.impact.futures import Futures
    from knockon.impact.hashing import Words
    from knockon.impact.horizon import Array
    from knockon.impact.tally import Places
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System


SLOWER_DISCHARGE = "disc_slow"
LANES = 32
"""Draws side by side in a block: what the kernel is laid out for."""
BYTES_OF_A_PRACTICE, BYTES_OF_A_SITE = 6_000, 60_000
"""Memory a block takes at most for each day of a practice and of a site (measured:
docs/explanation/scale.md)."""


@dataclass(frozen=True)
class Weeks:
    """What all runs have: the weeks they cover, and the seed."""

    horizon: Horizon
    seed: int


@dataclass(frozen=True)
class Setting(Weeks):
    """What a run of one system is made in: the system with its fitted capacities, and when."""

    system: System
    fitted: Fitted
    netting: bool = True
    routes_back: bool = True


@dataclass(frozen=True)
class Arms:
    """Both arms of some draws or of all, and what netting did."""

    baseline: Tally
    scenario: Tally
    published: Mapping[tuple[str, str], Array]
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
    seen: frozenset[str]
    """Parameters that were looked at."""


@dataclass(frozen=True)
class _Pair:
    """A block of draws, described and not yet run."""

    usual: Network
    other: Network | None
    """The network as the actions change it; none where they change nothing the engine sees."""
    words: Words
    told: Mapping[str, Any]
    """Those fields of :class:`Arms` that are known beforehand."""


@dataclass(frozen=True)
class Scenario:
    """What is run of a system, block by block: all a block needs but its draws.

    A plain value, so that it can be sent to where blocks are run. ``catalogue`` holds the
    assessment's overrides.
    """

    assessment: Assessment
    catalogue: Catalogue
    setting: Setting
    networks: bool = True
    """Whether practices are also told of by PCN."""

    @property
    def memory(self) -> int:
        """Bytes a block of it takes at most."""
        practices, sites = len(self.setting.system.practices), len(self.setting.system.sites)
        a_day = BYTES_OF_A_PRACTICE * practices + BYTES_OF_A_SITE * sites
        return a_day * self.setting.horizon.days

    def __call__(self, plan: DrawPlan) -> Arms:
        """Return both arms of a block's draws."""
        return self.arms(self.future(plan))

    def future(self, plan: DrawPlan) -> Futures:
        """Return some draws of the scenario, not yet run."""
        return futures(self.assessment, self.setting.system, self.catalogue, plan)

    def arms(self, future: Futures) -> Arms:
        """Return both arms of at most a block of draws.

        What is large is let go of as soon as nobody needs it: descriptions before the engine is
        run, its counts arm by arm as they are added up, networks before flows are followed.
        """
        system, horizon = self.setting.system, self.setting.horizon
        places = places_of(system, horizon, networks=self.networks)
        told, ((before, usually), (after, then)) = self._worked(future, places)
        found = downstream(self._world(future, places, before, after))
        return Arms(
            baseline=with_flows(usually, found, "baseline", places),
            scenario=with_flows(then, found, "scenario", places),
            seen=frozenset(future.parameters.seen),
            **told,
        )

    def _worked(
        self, future: Futures, places: Places
    ) -> tuple[Mapping[str, Any], list[tuple[Arm, Tally]]]:
        """Return what is known beforehand, and what each arm of a block counted, reduced."""
        horizon, pair = self.setting.horizon, self._pair(future)
        counts = deque(_run(pair, self.setting))
        return pair.told, [reduced(counts.popleft(), horizon, places) for _ in range(len(counts))]

    def _pair(self, future: Futures) -> _Pair:
        """Return what is run of a block of draws."""
        setting, draws = self.setting, np.arange(future.count)
        made = baseline(self._ground(), future.lanes(draws))
        build = Build(setting.system, setting.fitted, made, setting.seed, setting.routes_back)
        usual = network(build)
        asked = changes(future, setting.system, setting.horizon, draws)
        slowed = self._slowed(future)
        changed = anything_changes(asked) or slowed is not None
        other = with_slower_discharge(with_changes(build, usual, asked), slowed)
        return _Pair(
            usual=usual,
            other=other if changed else None,
            words=made.lanes.words,
            told={
                "published": _published(made),
                "lowered": made.netted.lowered,
                "refused": made.netted.refused,
                "over_ceiling": made.netted.over_ceiling,
                "left_out": made.netted.left_out,
                "overflow": made.netted.overflow,
                "capacity": capacity(usual, setting.horizon),
            },
        )

    def _world(self, future: Futures, places: Places, before: Arm, after: Arm) -> World:
        """Return both arms of a block as flows look at them."""
        setting, draws = self.setting, np.arange(future.count)
        return World(
            system=setting.system,
            horizon=setting.horizon,
            assessment=self.assessment,
            catalogue=self.catalogue,
            parameters=future.parameters.block(draws),
            taking=future.taking,
            actions=future.actions,
            places=places,
            luck=Luck(setting.seed, future.plan.point, future.plan.stream),
            baseline=before,
            scenario=after,
            stopping=future.stops,
        )

    def _slowed(self, future: Futures) -> Array | None:
        """Return by how much people leave wards more slowly, [draws]; None unless chosen."""
        chosen = self.catalogue.parameters[SLOWER_DISCHARGE].overridden
        return future.parameters[SLOWER_DISCHARGE] if chosen else None

    def _ground(self) -> Ground:
        setting = self.setting
        reach = catchment(setting.system)
        return Ground(setting.system, setting.horizon, reach, setting.seed, setting.netting)


def simulate(
    scenario: Scenario, plan: DrawPlan, executor: Executor, progress: Progress | None = None
) -> Arms:
    """Return both arms of every draw of the plan, in its order.

    ``progress`` is told how many blocks are done, out of how many.
    """
    blocks = tuple(parts(plan))
    done = executor.run((scenario, block) for block in blocks)
    return gathered(list(counted(done, len(blocks), progress)))


def parts(plan: DrawPlan) -> Iterator[DrawPlan]:
    """Yield a plan in blocks."""
    for block in blocks_of(len(plan.point), LANES):
        yield plan.of_draws(np.asarray(block.draws, dtype=np.int64))


def anything_changes(asked: Changes) -> bool:
    """Return whether the scenario has to be run at all."""
    return not asked.nothing


def _run(pair: _Pair, setting: Setting) -> tuple[Counts, Counts]:
    """Return what happens without and with the actions; the same twice where nothing changes.

    Clinics are counted by the week, the warm-up first; whom they divert where, over all weeks.
    """
    weeks = setting.horizon.week + 1
    asked: dict[str, Any] = {
        "seed": setting.seed,
        "streams": pair.words,
        "days": setting.horizon.days,
        "bins": weeks,
        "diverted_bins": np.where(np.arange(weeks.max() + 1) > 0, 0, -1),
    }
    if pair.other is None:
        alone = run(pair.usual, **asked)
        return alone, alone
    return run_both(pair.usual, pair.other, **asked)


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
    by_gps = reduce(np.add, made.demand.usual.values()).sum(axis=0) * made.demand.scale.sum(axis=0)
    found["practice", "contacts_seen"] = by_gps + made.demand.other_seen.sum()
    return found


def gathered(blocks: Sequence[Arms]) -> Arms:
    """Return the arms of all blocks, draws in the order of the blocks."""
    return Arms(
        baseline=gather([b.baseline for b in blocks]),
        scenario=gather([b.scenario for b in blocks]),
        published=joined([b.published for b in blocks]),
        lowered=np.concatenate([b.lowered for b in blocks]),
        refused=np.concatenate([b.refused for b in blocks]),
        over_ceiling=np.concatenate([b.over_ceiling for b in blocks]),
        left_out=np.concatenate([b.left_out for b in blocks]),
        overflow=np.concatenate([b.overflow for b in blocks]),
        capacity=joined([b.capacity for b in blocks]),
        seen=frozenset().union(*(b.seen for b in blocks)),
    )
