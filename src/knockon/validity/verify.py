"""Run flow cases: the engine held against what anyone writes down.

Draws run side by side in blocks; draw i always has stream i, so a case with more draws repeats
the first ones. But for the seconds it took, a case's document depends on the file alone.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knockon.errors import KnockonError
from knockon.flow.engine import run
from knockon.flow.experiment import Block, blocks_of, run_blocks
from knockon.flow.model import WaitingList
from knockon.flow.results import Counts, Window
from knockon.validity.cases import Case, load_case
from knockon.validity.output import Document, Measured, document, measured, people_followed


def verify_files(
    paths: Sequence[Path], *, threads: int = 1, trace: bool = False
) -> Iterator[Document]:
    """Run the case in each file, in order, and yield its document.

    All files are read, and refused if need be, before the first is run. ``trace`` adds what
    became of each person, for cases of one draw with exact times.
    """
    cases = [load_case(path) for path in paths]
    for case in cases:
        _check_trace(case, asked=trace)
    for case in cases:
        yield run_case(case, threads=threads, trace=trace)


def run_case(
    case: Case | Path, *, threads: int = 1, trace: bool = False, draws: int | None = None
) -> Document:
    """Run one case and return its document (see the reference page on verification).

    ``draws`` replaces the number of draws in the file.
    """
    case = load_case(case) if isinstance(case, Path) else case
    case = case if draws is None else with_draws(case, draws)
    _check_trace(case, asked=trace)
    begun = time.perf_counter()
    blocks = run_draws(case, threads=threads, trace=trace)
    answers = document(case, blocks, time.perf_counter() - begun)
    if trace:
        answers["trace"] = people_followed(case, blocks)
    return answers


def with_draws(case: Case, draws: int) -> Case:
    """Return the case with another number of draws; those both have are the same."""
    return replace(case, draws=draws)


def run_draws(
    case: Case,
    *,
    threads: int = 1,
    trace: bool = False,
    blocks: Sequence[Block] | None = None,
) -> tuple[Measured, ...]:
    """Run the draws of a case in ``blocks``, as wide as may be where none are given."""
    return tuple(
        run_blocks(
            lambda block: run_block(case, block, trace=trace),
            blocks or blocks_of(case.draws),
            threads=threads,
        )
    )


def run_block(
    case: Case, block: Block, *, trace: bool = False, engine: Callable[..., Counts] = run
) -> Measured:
    """Run one block of a case's draws, on the compiled engine or another of the same contract."""
    end = case.warm_up + case.length
    looks = sorted({time for times in case.present_at.values() for time in times})
    days = math.ceil(max([end, *looks]) / case.day)
    if any(isinstance(station, WaitingList) for station in case.stations):
        days = max(days, case.weeks.stop * case.week)
    counts = engine(
        case.network(lanes=block.lanes),
        seed=case.seed,
        streams=np.asarray(block.draws),
        days=days,
        bins=_bins(case, days),
        window=Window(case.warm_up, end, tuple(looks)),
        trace=trace,
    )
    return measured(case, counts)


def _bins(case: Case, days: int) -> NDArray[np.int64]:
    """Return the bin each day's clinic counts go to: one for the window's days, else none."""
    day = np.arange(days)
    inside = (day >= case.days.start) & (day < case.days.stop)
    return np.where(inside, 0, -1)


def _check_trace(case: Case, *, asked: bool) -> None:
    if asked and not (case.exact and case.draws == 1):
        raise KnockonError(
            "K465",
            f"the case has {case.draws} draws"
            if case.exact
            else "the case has arrivals left to chance",
            expected="one draw and exact times of arrival, to follow each person",
            remedy="Write `draws: 1` and `times`, or leave the trace out.",
            place=case.place,
        )
