"""The forecast of many systems together: a nation, or any number of boards.

Totals are summed within each draw and then ranked; shares are of totals. Each board is told of as
a place of the whole, by the same draws: its numbers are those of a run of the board alone with the
same seed. One board at a time is held, and the sum so far.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from knockon import __version__
from knockon.catalogue.overriding import parameters as overridden
from knockon.errors import KnockonError
from knockon.impact.assess import RESULTS_VERSION
from knockon.impact.boards import Board, Part, board_run, run_boards, together
from knockon.impact.consequences import Grouping, breaches, changes_of, groupings, priced, shares_of
from knockon.impact.draws import Design, plan_draws
from knockon.impact.draws import draw_parameters as drawn_at
from knockon.impact.forecast import Forecast
from knockon.impact.forecasting import (
    MOST_LOWERED,
    comparison,
    not_netted,
    of_all,
    places_called,
    price_year,
    sites_of,
    standing,
    withheld,
)
from knockon.impact.futures import Drawn, held_at_middle
from knockon.impact.horizon import Horizon
from knockon.impact.quantiles import quantiles
from knockon.impact.simulate import Weeks
from knockon.impact.tables import of_all as over_horizon
from knockon.impact.tables import parameters_drawn, weekly_of_all
from knockon.impact.told import Run
from knockon.impact.used import Used
from knockon.plans.parameters import action_called
from knockon.plans.presets import as_preset

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.blocks import Progress
    from knockon.impact.executors import Executor
    from knockon.impact.forecast import Breach, Comparison
    from knockon.impact.horizon import Array
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System


@dataclass(frozen=True)
class Nation:
    """Systems to be told of together, and the packs they are run with.

    Groups of people (deprivation fifths, age bands) are of all their registered patients.
    """

    boards: tuple[Board, ...]
    catalogue: Catalogue

    @cached_property
    def systems(self) -> tuple[System, ...]:
        """The boards' systems, in their order."""
        return tuple(board.system for board in self.boards)

    @cached_property
    def groups(self) -> tuple[Grouping, ...]:
        """The groups of people, over the practices of all boards in their order."""
        return groupings([b for system in self.systems for b in system.practices])

    @cached_property
    def practices(self) -> int:
        """How many practices all boards have."""
        return sum(len(system.practices) for system in self.systems)

    def shares(self) -> list[Array]:
        """Return for each board the share of its practices that is each group's."""
        whole = shares_of(self.groups, self.practices)
        ends = np.cumsum([len(system.practices) for system in self.systems])
        return np.split(whole, ends[:-1], axis=1)


@dataclass(frozen=True)
class Nationwide(Run):
    """A run of many boards: both arms are the boards' added within each draw."""

    whole: Part

    def symbols(self) -> tuple[str, ...]:
        """Return every parameter some board used."""
        return tuple(sorted(self.whole.arms.seen))

    def drawn(self) -> dict[str, Array]:
        """Return what each draw took that is the same in every board."""
        parameters, design = self.future.parameters, self.future.design
        uptake = (f"uptake.{action}" for action in self.assessment.uptake)
        return {
            **{symbol: parameters[symbol] for symbol in self.symbols() if symbol in parameters},
            **{name: design.uniform(name) for name in uptake},
        }


@dataclass(frozen=True)
class Rows:
    """What is told of each board beside the whole."""

    weekly: pl.DataFrame
    by_place: pl.DataFrame
    breaches: tuple[Breach, ...]
    notes: tuple[str, ...]


def assess_nation(  # noqa: PLR0913 - what is asked, of what, and how it is run
    assessment: Assessment,
    nation: Nation,
    *,
    executor: Executor,
    progress: Progress | None = None,
    command: str = "",
    python: str = "",
) -> Forecast:
    """Return the forecast of all boards together, each of them a place in its tables.

    The nation's catalogue is as the packs have it; the assessment's overrides are put in here.
    K504: a board's volumes do not hold what a behaviour set sends. K516: draws are to be added
    until they are enough, which is for one system.
    """
    _refuse_open_end(assessment)
    started = time.perf_counter()
    steps = 1 + len(assessment.compare)
    run, rows = _told(assessment, nation, executor, _step(progress, 0, steps))
    compared = tuple(
        _compared(preset, run, nation, executor, _step(progress, 1 + i, steps))
        for i, preset in enumerate(assessment.compare)
    )
    made = _forecast(run, rows, nation, compared)
    return Forecast(
        **made,
        version=__version__,
        results_version=RESULTS_VERSION,
        workers=executor.workers,
        quality={},
        command=command,
        python=python,
        design=assessment.design,
        seconds=round(time.perf_counter() - started, 3),
    )


def _told(
    assessment: Assessment, nation: Nation, executor: Executor, progress: Progress | None
) -> tuple[Nationwide, Rows]:
    """Return the run of all boards and what is told of each, board by board as they are done."""
    boards = nation.boards
    catalogue = overridden(nation.catalogue, assessment.overrides)
    weeks = Weeks(Horizon(assessment.start, assessment.weeks), assessment.seed)
    drawn = _drawn(assessment, catalogue)
    runs = [
        board_run(board, assessment, catalogue, weeks, shares)
        for board, shares in zip(boards, nation.shares(), strict=True)
    ]
    whole: Part | None = None
    told = []
    for board, part in zip(boards, run_boards(runs, drawn.plan, executor, progress), strict=True):
        one = Run(assessment, catalogue, weeks, drawn, part.arms, board.fit)
        _refuse_if_not_netted(one, board)
        told.append(_rows(one, board))
        whole = part if whole is None else together(whole, part)
    assert whole is not None, "there is one board at least"
    fit = {
        "rows": [row for board in boards for row in board.fit["rows"]],
        "ward": {name: one for b in boards for name, one in b.fit.get("ward", {}).items()},
    }
    run = Nationwide(assessment, catalogue, weeks, drawn, whole.arms, fit, whole)
    return run, reduce(_joined, told)


def _drawn(assessment: Assessment, catalogue: Catalogue) -> Drawn:
    """Return what is the same in every board: all that is drawn but parameters marked local."""
    plan = plan_draws(assessment.draws, [name for name, _ in assessment.behaviours])
    design = Design(assessment.seed, catalogue.dimensions, plan.point, way=assessment.design)
    shared = {s: p for s, p in held_at_middle(catalogue.parameters).items() if not p.local}
    return Drawn(plan, design, Used(drawn_at(shared, design)))


def _rows(run: Run, board: Board) -> Rows:
    arms, rows = run.arms, run.rows
    lowered = int(arms.lowered[~run.future.plan.twin].sum())
    note = (
        f"{board.name}: the baseline share of same-day contacts not seen was lowered in {lowered} "
        f"of {run.future.plan.draws} draws, so that no service's own arrivals fall below zero."
    )
    return Rows(
        weekly=weekly_of_all(arms, run.measures, rows, board.code),
        by_place=over_horizon(arms, run.measures, rows, board.code),
        breaches=breaches(arms, rows, sites_of(board.system, run.setting.horizon)),
        notes=(note,) if lowered else (),
    )


def _joined(one: Rows, other: Rows) -> Rows:
    return Rows(
        weekly=pl.concat([one.weekly, other.weekly]),
        by_place=pl.concat([one.by_place, other.by_place]),
        breaches=one.breaches + other.breaches,
        notes=one.notes + other.notes,
    )


def _forecast(
    run: Nationwide, rows: Rows, nation: Nation, compared: tuple[Comparison, ...]
) -> dict[str, Any]:
    """Return the parts of the forecast, by name."""
    boards = nation.boards
    sites = dict(place for board in boards for place in places_called(board.system))
    whole = weekly_of_all(run.arms, run.measures, run.rows)
    return {
        **of_all(run, compared),
        "icb_code": ", ".join(board.code for board in boards),
        "icb_name": f"{len(boards)} boards together",
        "weekly": pl.concat([whole, rows.weekly]),
        "by_place": rows.by_place,
        "draw_parameters": parameters_drawn(run.drawn(), run.future.plan),
        "cost": priced(run.whole.costs, run.rows, price_year(run)),
        "breaches": rows.breaches,
        "groups": changes_of(nation.groups, run.arms, run.rows),
        "behaviour_notes": rows.notes,
        "uptake_notes": _uptake_notes(run, nation.practices),
        "places": tuple(sorted((sites | {one.code: one.name for one in boards}).items())),
        "digests": {f"{b.code} {n}": d for b in boards for n, d in b.system.digests.items()},
        **standing(run, nation.systems),
    }


def _uptake_notes(run: Nationwide, practices: int) -> tuple[str, ...]:
    notes = []
    for action, acting in run.whole.acting.items():
        q = quantiles(acting / practices, run.weights)
        notes.append(
            f"{action_called(run.catalogue, action).title}: {q.p50:.0%} of practices act in the "
            f"last week (90% of simulated futures: {q.p5:.0%} to {q.p95:.0%})."
        )
    known = len(run.assessment.known)
    notes.append(
        f"The position of {known} of {practices:,} practices is known; silence is not read as not "
        "acting."
    )
    return tuple(notes)


def _compared(
    name: str,
    run: Nationwide,
    nation: Nation,
    executor: Executor,
    progress: Progress | None,
) -> Comparison:
    preset = nation.catalogue.presets[name]
    asked = as_preset(run.assessment, preset, nation.catalogue)
    try:
        other, _ = _told(asked, nation, executor, progress)
    except KnockonError as problem:
        if problem.code != "K504":
            raise
        return withheld(preset, run.measures, problem.found)
    return comparison(preset, other)


def _refuse_if_not_netted(run: Run, board: Board) -> None:
    why = not_netted(run)
    if why is not None:
        raise KnockonError(
            "K504",
            f"in {board.name} {why}",
            expected=f"either in at most {MOST_LOWERED:.0%} of draws, in every board",
            remedy="Leave this set out, or look at the board's volumes and call shares.",
        )


def _refuse_open_end(assessment: Assessment) -> None:
    if assessment.enough is not None:
        raise KnockonError(
            "K516",
            "draws are to be added until they are enough, over several systems",
            expected="a number of draws",
            remedy="Leave out precision and seconds, and give `draws`.",
        )


def _step(progress: Progress | None, index: int, steps: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, blocks: progress(index * blocks + done, steps * blocks)
