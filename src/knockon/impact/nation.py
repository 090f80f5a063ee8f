"""The forecast of many systems together: a nation, or any number of boards.

Totals are summed within each draw and then ranked; shares are of totals. Each board is told of as
a place of the whole, by the same draws: its numbers are those of a run of the board alone with the
same seed. One board at a time is held, and the sum so far; draws that a longer run is to build on
are on disc (:class:`~knockon.impact.shelf.Shelf`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
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
from knockon.impact.kept import MAIN
from knockon.impact.quantiles import quantiles
from knockon.impact.runs import stopwatch, until_enough
from knockon.impact.shelf import Shelf
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
    from knockon.impact.shelf import Slot
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
    def names(self) -> tuple[str, ...]:
        """What the boards' draws are kept under: each its number and code."""
        return tuple(f"{i:02d}-{one.code}" for i, one in enumerate(self.boards, start=1))

    @cached_property
    def fit(self) -> dict[str, Any]:
        """The boards' fits as one."""
        return {
            "rows": [row for board in self.boards for row in board.fit["rows"]],
            "ward": {n: one for b in self.boards for n, one in b.fit.get("ward", {}).items()},
        }

    @cached_property
    def practices(self) -> int:
        """How many practices all boards have."""
        return sum(len(system.practices) for system in self.systems)

    @cached_property
    def largest_first(self) -> tuple[int, ...]:
        """The boards in the order they are run: at the end only small ones are waited for."""
        return tuple(sorted(range(len(self.boards)), key=lambda i: -len(self.systems[i].practices)))

    def shares(self) -> list[Array]:
        """Return for each board the share of its practices that is each group's."""
        whole = shares_of(self.groups, self.practices)
        ends = np.cumsum([len(system.practices) for system in self.systems])
        return np.split(whole, ends[:-1], axis=1)


@dataclass(frozen=True)
class Rows:
    """What is told of each board beside the whole."""

    weekly: pl.DataFrame
    by_place: pl.DataFrame
    breaches: tuple[Breach, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Nationwide(Run):
    """A run of many boards: both arms are the boards' added within each draw."""

    whole: Part
    of_boards: Rows

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


def assess_nation(  # noqa: PLR0913 - what is asked, of what, and how it is run
    assessment: Assessment,
    nation: Nation,
    *,
    executor: Executor,
    progress: Progress | None = None,
    shelf: Shelf | None = None,
    command: str = "",
    python: str = "",
) -> Forecast:
    """Return the forecast of all boards together, each of them a place in its tables.

    The nation's catalogue is as the packs have it; the assessment's overrides are put in here.
    Draws on the ``shelf`` are not run again, and all are put there. K504: a board's volumes do
    not hold what a behaviour set sends.
    """
    elapsed, stopped = stopwatch(), None
    steps = 1 + len(assessment.compare)
    with _place_for(shelf, assessment) as at:
        runs = [Runs(nation, executor, at, _step(progress, i, steps)) for i in range(steps)]
        run = runs[0].of(assessment)
        if assessment.enough is not None:
            run, stopped = until_enough(run, assessment.enough, runs[0].longer, elapsed=elapsed)
        presets = zip(assessment.compare, runs[1:], strict=True)
        compared = tuple(_compared(preset, run, others) for preset, others in presets)
    made = _forecast(run, nation, compared)
    return Forecast(
        **made,
        version=__version__,
        results_version=RESULTS_VERSION,
        workers=executor.workers,
        quality={},
        command=command,
        python=python,
        design=assessment.design,
        stopped=stopped,
        seconds=round(elapsed(), 3),
    )


@contextmanager
def _place_for(shelf: Shelf | None, assessment: Assessment) -> Iterator[Shelf | None]:
    """Yield where draws are kept: a passing place where draws are added and none was given."""
    if shelf is not None or assessment.enough is None:
        yield shelf
        return
    with TemporaryDirectory(prefix="knockon-") as at:
        yield Shelf(Path(at))


@dataclass(frozen=True)
class Runs:
    """How a nation is run: where its blocks are run, where its draws are kept, who is told."""

    nation: Nation
    executor: Executor
    shelf: Shelf | None
    progress: Progress | None

    def of(self, assessment: Assessment, name: str = MAIN) -> Nationwide:
        """Return the run of an assessment; each board is told of as soon as it is done."""
        boards = self.nation.boards
        catalogue = overridden(self.nation.catalogue, assessment.overrides)
        weeks = Weeks(Horizon(assessment.start, assessment.weeks), assessment.seed)
        drawn = _drawn(assessment, catalogue)
        shares, order = self.nation.shares(), self.nation.largest_first
        runs = [board_run(boards[i], assessment, catalogue, weeks, shares[i]) for i in order]
        parts = run_boards(runs, drawn.plan, self.executor, self.progress, slots=self._slots(name))
        whole: Part | None = None
        told: dict[int, Rows] = {}
        for i, part in zip(order, parts, strict=True):
            one = Run(assessment, catalogue, weeks, drawn, part.arms, boards[i].fit)
            _refuse_if_not_netted(one, boards[i])
            told[i] = _rows(one, boards[i])
            whole = part if whole is None else together(whole, part)
        assert whole is not None, "there is one board at least"
        rows, fit = _joined([told[i] for i in range(len(boards))]), self.nation.fit
        return Nationwide(assessment, catalogue, weeks, drawn, whole.arms, fit, whole, rows)

    def longer(self, run: Nationwide, draws: int) -> Nationwide:
        """Return the assessment's own run with so many draws; those it has are not run again."""
        return self.of(replace(run.assessment, draws=draws))

    def _slots(self, name: str) -> list[Slot] | None:
        """Return where the boards' draws are kept, in the order they are run."""
        shelf, nation = self.shelf, self.nation
        if shelf is None:
            return None
        return [shelf.slot(name, nation.names[i]) for i in nation.largest_first]


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


def _joined(told: Sequence[Rows]) -> Rows:
    return Rows(
        weekly=pl.concat([one.weekly for one in told]),
        by_place=pl.concat([one.by_place for one in told]),
        breaches=tuple(breach for one in told for breach in one.breaches),
        notes=tuple(note for one in told for note in one.notes),
    )


def _forecast(run: Nationwide, nation: Nation, compared: tuple[Comparison, ...]) -> dict[str, Any]:
    """Return the parts of the forecast, by name."""
    boards, rows = nation.boards, run.of_boards
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


def _compared(name: str, run: Nationwide, runs: Runs) -> Comparison:
    catalogue = runs.nation.catalogue
    preset = catalogue.presets[name]
    try:
        other = runs.of(as_preset(run.assessment, preset, catalogue), name)
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


def _step(progress: Progress | None, index: int, steps: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, blocks: progress(index * blocks + done, steps * blocks)
