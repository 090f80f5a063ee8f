"""The built-in cases, and whether the engine comes to what theory or a hand-worked table says.

A statistical measure agrees when it lies within four standard errors and the standard error is
under 1% of the value: a wide interval would agree with anything. A measure in which nothing is
left to chance must be equal; where theory counts parts of a person and the engine whole people,
`whole_people` in ``expected.yaml`` says how far apart the two may be.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np

from knockon.catalogue.yaml import load_strict_text
from knockon.validity.cases import Case, load_case_text
from knockon.validity.output import Document
from knockon.validity.theory_of_case import expectations
from knockon.validity.verify import run_case

Verdict = Literal["agrees", "differs", "too wide"]

_FURTHEST = 4.0
_WIDEST = 0.01
_ROUNDING = 1e-9
_MORE_DRAWS = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of one case: what it should be, what it came to, and whether they agree."""

    case: str
    measure: str
    expected: float
    got: float | None
    se: float | None
    z: float | None
    verdict: Verdict
    source: str

    def as_dict(self) -> dict[str, Any]:
        """Return the row as plain values."""
        return asdict(self)


def builtin_names() -> tuple[str, ...]:
    """Return the names of the built-in cases, in the order they are run."""
    return tuple(_expected())


def builtin_case(name: str) -> Case:
    """Return a built-in case."""
    text = (files("knockon.validity") / "cases" / f"{name}.yaml").read_text(encoding="utf-8")
    return load_case_text(text, f"{name}.yaml")


def verify_builtin(*, threads: int = 1, quick: bool = True) -> Iterator[Row]:
    """Run every built-in case and yield its rows as soon as it is done.

    ``quick`` runs the draws the files say; otherwise statistical cases run four times as many.
    """
    for name in builtin_names():
        yield from verify_case(name, threads=threads, quick=quick)


def verify_all(*, quick: bool, threads: int = 1) -> tuple[Row, ...]:
    """Run every built-in case and return the rows of all."""
    return tuple(verify_builtin(threads=threads, quick=quick))


def verify_case(name: str, *, threads: int = 1, quick: bool = True) -> tuple[Row, ...]:
    """Run one built-in case and return a row for each measure that is known beforehand."""
    case, known = builtin_case(name), _expected()[name]
    exact: Mapping[str, float] = known.get("exact", {})
    people: Mapping[str, Sequence[Sequence[Any]]] = known.get("people", {})
    answers = run_case(
        case,
        threads=threads,
        trace=bool(people),
        draws=case.draws if quick or case.draws == 1 else _MORE_DRAWS * case.draws,
    )
    wanted = dict(exact)
    for station, formula in known.get("theory", {}).items():
        wanted |= expectations(case, formula, station)
    rows = [_row(name, measure, value, answers, known) for measure, value in wanted.items()]
    rows += [_people(name, station, rows_, answers, known) for station, rows_ in people.items()]
    return tuple(rows)


def _row(
    name: str, measure: str, expected: float, answers: Document, known: Mapping[str, Any]
) -> Row:
    found: Any = answers["stations"]
    *path, last = measure.split(".")
    for step in path:
        found = found[step]
    if isinstance(found, list):
        found = _pooled(found, answers["draws"])[last] if not last.isdigit() else found[int(last)]
    else:
        found = found[last]
    got, se = found["mean"], found["se"]
    z, verdict = _judged(expected, got, se, exact=measure in known.get("exact", {}))
    furthest = known.get("whole_people", {}).get(measure)
    if furthest is not None and got is not None and not se:
        verdict = "agrees" if abs(got - expected) <= furthest else "differs"
    return Row(name, measure, expected, got, se, z, verdict, known["source"])


def _pooled(looks: Sequence[Mapping[str, float]], draws: int) -> dict[str, dict[str, float]]:
    """Return the mean and the variance of who is there, over times far apart and over draws."""
    means = np.array([look["mean"] for look in looks])
    variances = np.array([look["se"] for look in looks]) ** 2 * draws
    return {
        name: {
            "mean": float(values.mean()),
            "se": float(values.std(ddof=1) / np.sqrt(values.size)),
        }
        for name, values in (("mean", means), ("variance", variances))
    }


def _judged(
    expected: float, got: float | None, se: float | None, *, exact: bool
) -> tuple[float | None, Verdict]:
    """Return how many standard errors apart the two are, and the verdict."""
    if got is None:
        return None, "differs"
    if exact or not se:
        same = math.isclose(got, expected, rel_tol=_ROUNDING, abs_tol=_ROUNDING)
        return None, "agrees" if same else "differs"
    z = (got - expected) / se
    if abs(z) >= _FURTHEST:
        return z, "differs"
    return z, "agrees" if se < _WIDEST * abs(expected) else "too wide"


def _people(
    name: str,
    station: str,
    expected: Sequence[Sequence[Any]],
    answers: Document,
    known: Mapping[str, Any],
) -> Row:
    """Count the people at a station whose arrival, start, end and fate are as worked by hand."""
    found = [
        (p["arrival"], p["start"], p["end"], p["fate"])
        for p in answers["trace"]
        if p["station"] == station
    ]
    alike = sum(_same(*pair) for pair in zip(found, expected, strict=False))
    right = len(found) == len(expected) == alike
    verdict: Verdict = "agrees" if right else "differs"
    total = float(len(expected))
    return Row(name, f"{station}.people", total, alike, None, None, verdict, known["source"])


def _same(found: Sequence[Any], expected: Sequence[Any]) -> bool:
    return all(
        a == b
        if isinstance(b, str) or a is None or b is None
        else math.isclose(a, b, abs_tol=_ROUNDING)
        for a, b in zip(found, expected, strict=True)
    )


@cache
def _expected() -> Mapping[str, Any]:
    """Return what each built-in case should come to, as written in the package."""
    text = (files("knockon.validity") / "expected.yaml").read_text(encoding="utf-8")
    known: Mapping[str, Any] = load_strict_text(text, "expected.yaml").value
    return known
