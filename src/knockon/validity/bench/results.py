"""Measurements boiled down: ratios with ranges, figures against goals, one document."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import knockon
from knockon.keeping import write_whole_file
from knockon.validity.bench.agreement import Answer, answers
from knockon.validity.bench.machine import PINNED
from knockon.validity.bench.protocol import Ran, Timed
from knockon.validity.bench.values import Goal

FORMAT = "knockon/benchmark/2"
Document = dict[str, Any]


def document(
    ran: Sequence[Ran],
    *,
    machine: Mapping[str, Any],
    packages: Mapping[str, str | None],
    at: datetime,
    quick: bool,
) -> Document:
    """Return the document of a whole run of benchmarks."""
    loops = [one for r in ran for rounds in r.rounds.values() for t in rounds for one in t.loop]
    return {
        "format": FORMAT,
        "date": at.date().isoformat(),
        "version": knockon.__version__,
        "quick": quick,
        "machine": dict(machine),
        "packages": dict(packages),
        "pinned": dict(PINNED),
        "fixed_loop_seconds": spread(loops),
        "benchmarks": [_benchmark(one) for one in ran],
        "goals": [goal for one in ran for goal in _goals(one)],
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the range of some values."""
    return {"median": median(values), "low": min(values), "high": max(values)}


def write(found: Document, folder: Path) -> Path:
    """Write a document whole into ``folder``, named by date and machine, over one of that name."""
    name = f"{found['date']}-{found['machine']['digest']}{'-quick' if found['quick'] else ''}.json"
    text = json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole_file(folder / name, text.encode("utf-8"), force=True)
    return folder / name


def _benchmark(ran: Ran) -> Document:
    benchmark = ran.benchmark
    first = next(iter(ran.rounds))
    return {
        "name": benchmark.name,
        "title": benchmark.title,
        "unit": benchmark.unit,
        "clock": benchmark.clock,
        "sides": [_side(ran, name, rounds) for name, rounds in ran.rounds.items()],
        "missing": [side.name for side in benchmark.sides if side.name not in ran.rounds],
        "ratios": [
            {"of": first, "to": other, **spread(ratios(ran, first, other))}
            for other in ran.rounds
            if other != first
        ],
    }


def _side(ran: Ran, name: str, rounds: tuple[Timed, ...]) -> Document:
    spent = [timed.spent for timed in rounds]
    held = answers(spent)
    return {
        "name": name,
        "size": ran.sizes[name],
        "seconds": [one.seconds for one in spent],
        "rate": spread([one.rate for one in spent]),
        "parts": {part: spread([one.parts[part] for one in spent]) for part in spent[0].parts},
        "answers": [_told(answer) for answer in held],
        "agrees": all(answer.agrees for answer in held) if held else None,
    }


def _told(answer: Answer) -> Document:
    return {
        "measure": answer.measure,
        "theirs": _finite(answer.theirs),
        "ours": _finite(answer.ours),
        "z": _finite(answer.z),
        "standard_error_share": answer.error,
        "agrees": answer.agrees,
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def ratios(ran: Ran, of: str, to: str) -> list[float]:
    """Return one side's rate over another's, round by round."""
    pairs = zip(ran.rounds[of], ran.rounds[to], strict=True)
    return [one.spent.rate / other.spent.rate for one, other in pairs]


def _goals(ran: Ran) -> list[Document]:
    return [_goal(ran, goal) for goal in ran.benchmark.goals]


def _goal(ran: Ran, goal: Goal) -> Document:
    told: Document = {
        "benchmark": ran.benchmark.name,
        "goal": goal.text,
        "against": goal.against,
        "unit": goal.unit,
        "must": goal.must,
        "aim": goal.aim,
        "better": goal.better,
    }
    why = _why_not(ran, goal)
    if why is not None:
        return {**told, "measured": None, "why_not": why}
    measured = spread(_figures(ran, goal))
    figure = measured["median"]
    return {**told, "measured": measured, "met": goal.met(figure), "to_go": goal.distance(figure)}


def _why_not(ran: Ran, goal: Goal) -> str | None:
    """Return why a goal has no figure: a peer that is missing, or that says something else."""
    if goal.against is None:
        return None
    if goal.against not in ran.rounds:
        return f"{goal.against} is not installed"
    held = answers([timed.spent for timed in ran.rounds[goal.against]])
    apart = [answer.measure for answer in held if not answer.agrees]
    return f"{goal.against} says otherwise of: {', '.join(apart)}" if apart else None


def _figures(ran: Ran, goal: Goal) -> list[float]:
    first = next(iter(ran.rounds))
    if goal.against is not None:
        return ratios(ran, first, goal.against)
    spent = [timed.spent for timed in ran.rounds[first]]
    return [one.seconds if goal.part is None else one.parts[goal.part] for one in spent]
