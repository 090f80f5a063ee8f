"""Boards run side by side: one system's part of a run over many, reduced where it is made.

Boards share no place, so each is run by itself. What is not known is the same in all of them draw
by draw (parameters marked local aside), so what a draw says of one board and of the next belongs
together and may be added; quantiles never are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.impact.blocks import Progress, counted
from knockon.impact.capacities import fitted_from
from knockon.impact.consequences import WATCHED, by_group, extra_costs
from knockon.impact.draws import DrawPlan
from knockon.impact.executors import Executor
from knockon.impact.horizon import DAYS_A_WEEK, Array
from knockon.impact.kept import Kept, lacking, put_together
from knockon.impact.simulate import Arms, Scenario, Setting, gathered, parts
from knockon.impact.tally import Tally, added, joined

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.shelf import Slot
    from knockon.impact.simulate import Weeks
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System


@dataclass(frozen=True)
class Board:
    """A system with its fit (``fit.json``), one of several."""

    system: System
    fit: Mapping[str, Any]

    @property
    def code(self) -> str:
        """The board's code, or its boards' codes."""
        return " ".join(icb.code for icb in self.system.icbs)

    @property
    def name(self) -> str:
        """What the board is called."""
        return ", ".join(icb.name for icb in self.system.icbs)


@dataclass(frozen=True)
class Part:
    """What a run of one board adds to the whole; every array has one entry a draw, last."""

    arms: Arms
    """Both arms: places only where :data:`~knockon.impact.consequences.WATCHED`, contacts
    displaced by group in place of by practice."""
    costs: Mapping[str, Array]
    """Gross cost by receiving service over the horizon, pounds."""
    acting: Mapping[str, Array]
    """Practices that take each action in the last week."""

    @classmethod
    def of(cls, draws: Kept) -> Part:
        """Return what a board's draws add."""
        return cls(draws.arms, extra_costs(draws.arms), draws.acting)


@dataclass(frozen=True)
class BoardRun:
    """What is done with each block of a board's draws; a plain value, run anywhere."""

    scenario: Scenario
    shares: Array
    """Share of each practice's contacts that are each group's, [groups, practices]."""

    @property
    def memory(self) -> int:
        """Bytes a block takes at most."""
        return self.scenario.memory

    def __call__(self, plan: DrawPlan) -> Kept:
        """Return a block of the board's draws, reduced."""
        future = self.scenario.future(plan)
        arms = by_group(self.scenario.arms(future), self.shares)
        last = np.array([DAYS_A_WEEK * self.scenario.setting.horizon.weeks - 1])
        acting = {
            action: future.taking.acting(action, last)[0].sum(axis=0).astype(np.float64)
            for action in self.scenario.assessment.actions
        }
        kept = replace(arms, baseline=_reduced(arms.baseline), scenario=_reduced(arms.scenario))
        return Kept(plan, replace(kept, seen=frozenset(future.parameters.seen)), acting)

    def blocks(self, plan: DrawPlan | None) -> tuple[DrawPlan, ...]:
        """Return the draws of a plan as blocks; none where there is nothing to run."""
        if plan is None:
            return ()
        return tuple(parts(plan))


def board_run(
    board: Board, assessment: Assessment, catalogue: Catalogue, weeks: Weeks, shares: Array
) -> BoardRun:
    """Return what is run of a board; ``catalogue`` holds the assessment's overrides."""
    setting = Setting(
        horizon=weeks.horizon,
        seed=weeks.seed,
        system=board.system,
        fitted=fitted_from(board.fit),
    )
    return BoardRun(Scenario(assessment, catalogue, setting, networks=False), shares)


def run_boards(
    runs: Sequence[BoardRun],
    plan: DrawPlan,
    executor: Executor,
    progress: Progress | None = None,
    *,
    slots: Sequence[Slot] | None = None,
) -> Iterator[Part]:
    """Yield each board's part over all draws of the plan, in order, when it is complete.

    Blocks of one board follow those of the board before without a pause, and only boards under
    way are held. ``slots`` are where the boards' draws are kept: what is there is not run again.
    """
    places: Sequence[Slot | None] = slots or [None] * len(runs)
    lacks = [plan if slot is None else lacking(plan, slot.plan()) for slot in places]
    blocks = [run.blocks(missing) for run, missing in zip(runs, lacks, strict=True)]
    tasks = ((run, block) for run, mine in zip(runs, blocks, strict=True) for block in mine)
    done = counted(executor.run(tasks), sum(map(len, blocks)), progress)
    for slot, missing, mine in zip(places, lacks, blocks, strict=True):
        new = None if missing is None else _whole(missing, list(islice(done, len(mine))))
        yield Part.of(_complete(plan, slot, new))


def together(first: Part, second: Part) -> Part:
    """Return two boards as one, added within each draw."""
    one, other = first.arms, second.arms
    arms = Arms(
        baseline=added(one.baseline, other.baseline),
        scenario=added(one.scenario, other.scenario),
        published={key: one.published[key] + other.published[key] for key in one.published},
        lowered=one.lowered | other.lowered,
        refused=one.refused | other.refused,
        over_ceiling=one.over_ceiling | other.over_ceiling,
        left_out=np.maximum(one.left_out, other.left_out),
        overflow=np.maximum(one.overflow, other.overflow),
        capacity={},
        seen=one.seen | other.seen,
    )
    costs = {key: first.costs[key] + second.costs[key] for key in first.costs}
    acting = {key: first.acting[key] + second.acting[key] for key in first.acting}
    return Part(arms, costs, acting)


def _reduced(tally: Tally) -> Tally:
    """Return a tally whose places are only those held against a capacity."""
    return replace(tally, by_place={key: tally.by_place[key] for key in WATCHED.items()})


def _whole(plan: DrawPlan, blocks: Sequence[Kept]) -> Kept:
    arms = gathered([block.arms for block in blocks])
    return Kept(plan, arms, joined([block.acting for block in blocks]))


def _complete(plan: DrawPlan, slot: Slot | None, new: Kept | None) -> Kept:
    """Return every draw of a plan, from those kept and new ones, and keep them."""
    earlier = None if slot is None else slot.kept()
    draws = new if earlier is None else put_together(plan, earlier, new or earlier)
    assert draws is not None, "what is not kept has been run"
    if slot is not None:
        slot.keep(draws)
    return draws
