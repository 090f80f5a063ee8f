"""What a user waits for: a page's what-if, a board's forecast, England's.

The board is the system in the folder ``SYSTEM`` names, or one of Dorset's size that is made up for
the occasion; England's are those of a folder of systems so named, or made up. Times are on the
wall, as a user's are; reading and fitting a system is not in them.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from knockon import catalogue
from knockon.catalogue.yaml import load_strict_text
from knockon.impact.assess import assess
from knockon.impact.boards import Board
from knockon.impact.executors import Threads
from knockon.impact.fit import fit
from knockon.impact.nation import Nation, assess_nation
from knockon.impact.what_if import what_if
from knockon.plans.reading import assessment_from
from knockon.plans.writing import new_assessment
from knockon.system import folder, nation
from knockon.system.england import england
from knockon.system.quality import to_json
from knockon.system.synth import synth
from knockon.validity.bench.values import SYSTEM, Spent

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.plans.assessment import Assessment

PRACTICES = 68
THREADS = 2
DAY = date(2026, 11, 22)
ENGLAND_WEEKS, ENGLAND_DRAWS = 52, 100
KIB_IN_GIB = 1 << 20


def make_board(out: Path) -> None:
    """Make up a board of Dorset's size, fit it and write its folder."""
    held = catalogue.load()
    system, quality = synth(practices=PRACTICES, catalogue=held)
    fitted = fit(system, held, threads=os.cpu_count() or 1)
    folder.write(system, quality, fitted, out, scores=None, pages={})


def board_forecast(seed: int, draws: float) -> Spent:
    """Forecast the board over 26 weeks in so many paired draws; work is paired draws."""
    at, held = Path(os.environ[SYSTEM]), catalogue.load()
    system, fitted = folder.read(at), folder.read_fit(at)
    quality = to_json(folder.read_quality(at))
    asked = replace(_usual(held), draws=round(draws), seed=seed)
    started = time.perf_counter()
    assess(asked, system, fitted, quality, held, workers=THREADS)
    seconds = time.perf_counter() - started
    return Spent(round(draws), seconds, parts={"practices": len(system.practices)})


def first_answer(seed: int, draws: float) -> Spent:
    """Wait for a page's first answer about the board, of so many paired draws over 26 weeks."""
    at, held = Path(os.environ[SYSTEM]), catalogue.load()
    system, fitted = folder.read(at), folder.read_fit(at)
    answers = what_if(
        system,
        fitted,
        held,
        replace(_usual(held), seed=seed),
        first=round(draws),
        executor=Threads(THREADS),
    )
    started = time.perf_counter()
    answer = next(iter(answers))
    seconds = time.perf_counter() - started
    return Spent(answer.draws, seconds, parts={"practices": len(system.practices)})


def whole_england(seed: int, boards: float) -> Spent:
    """Forecast so many boards of England together: 52 weeks, 100 paired draws.

    Work is boards; seconds are those of the one run over all of them, once they are fitted.
    """
    held = catalogue.load()
    made = tuple(islice(_boards(Path(os.environ[SYSTEM]), held), round(boards)))
    asked = replace(_usual(held), draws=ENGLAND_DRAWS, weeks=ENGLAND_WEEKS, seed=seed)
    before, started = time.process_time(), time.perf_counter()
    assess_nation(asked, Nation(made, held), executor=Threads(THREADS))
    seconds = time.perf_counter() - started
    parts = {
        "practices": float(sum(len(board.system.practices) for board in made)),
        "boards": float(len(made)),
        "processor seconds": time.process_time() - before,
        "GiB": _most_memory(),
    }
    return Spent(len(made), seconds, parts=parts)


def _boards(at: Path, held: Catalogue) -> Iterator[Board]:
    """Yield the boards kept in a folder of systems, or those of a made-up England, fitted now."""
    if nation.is_nation(at):
        for one in nation.read(at).systems:
            yield Board(folder.read(at / one.folder), folder.read_fit(at / one.folder))
        return
    for system, _ in england(catalogue=held):
        yield Board(system, fit(system, held, threads=THREADS))


def _usual(held: Catalogue) -> Assessment:
    """Return the assessment a user is given to start from."""
    text = new_assessment("board", None, held, DAY)
    return assessment_from(load_strict_text(text, "assessment"), held)


def _most_memory() -> float:
    """Return the most memory this process has held, in GiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (most / 1024 if sys.platform == "darwin" else most) / KIB_IN_GIB
