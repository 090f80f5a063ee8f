"""The built-in cases, and whether the engine comes to what is known of each beforehand.

``expected.yaml`` says of each case what it is held against: a formula of queueing theory, numbers
worked by hand, the people of a trace, another simulator's runs, Little's law, or which of two
waits is the longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from knockon.catalogue.yaml import load_strict_text
from knockon.validity.cases import Case, load_case_text
from knockon.validity.found import Found
from knockon.validity.output import Document, people_followed
from knockon.validity.rows import Line, Part, Row, same
from knockon.validity.theory_of_case import expectations
from knockon.validity.verify import run_draws, with_draws

_MORE_DRAWS = 4

Known = Mapping[str, Any]


def builtin_names() -> tuple[str, ...]:
    """Return the names of the built-in cases, in the order they are run."""
    return tuple(_expected())


def builtin_text(name: str) -> str:
    """Return the file of a built-in case."""
    return (files("knockon.validity") / "cases" / f"{name}.yaml").read_text(encoding="utf-8")


def builtin_case(name: str) -> Case:
    """Return a built-in case."""
    return load_case_text(builtin_text(name), f"{name}.yaml")


def known_of(name: str) -> Known:
    """Return what a built-in case should come to, as ``expected.yaml`` says it."""
    return _expected()[name]


def verify_case(name: str, *, threads: int = 1, quick: bool = True) -> tuple[Row, ...]:
    """Run one built-in case and return a row for each measure that is known beforehand.

    ``quick`` runs the draws the file says; otherwise a statistical case runs four times as many,
    unless the runs of another simulator set how near the two can come.
    """
    case, known = builtin_case(name), known_of(name)
    if not quick and case.draws > 1 and "runs" not in known:
        case = with_draws(case, _MORE_DRAWS * case.draws)
    blocks = run_draws(case, threads=threads, trace=bool({"people", "most"} & set(known)))
    found = Found.of(case, blocks)
    line = Line(_part(known), name, known["source"])
    people = people_followed(case, blocks)
    return (
        *_of_theory(line, found, known),
        *_of_runs(line, found, known.get("runs", {})),
        *(line.exactly(m, v, found.measure(m)[0]) for m, v in known.get("exact", {}).items()),
        *(_people(line, s, rows, people) for s, rows in known.get("people", {}).items()),
        *(_most_at_once(line, s, most, people) for s, most in known.get("most", {}).items()),
        *(line.within(f"{s}.little", 0.0, found.little(s), 1e-9) for s in known.get("little", [])),
        *(_shorter(line, found, *pair) for pair in known.get("shorter", [])),
    )


def _of_theory(line: Line, found: Found, known: Known) -> Iterator[Row]:
    """Hold the case against the formulas named for its stations."""
    whole = known.get("whole_people", {})
    for station, formula in known.get("theory", {}).items():
        for measure, expected in expectations(found.case, formula, station).items():
            got, se = found.measure(measure)
            if measure in whole and not se:
                yield line.within(measure, expected, got, whole[measure])
            else:
                yield line.by_chance(measure, expected, got, se)


def _of_runs(line: Line, found: Found, runs: Mapping[str, Sequence[float]]) -> Iterator[Row]:
    """Hold the case against the mean and standard error of another simulator's runs.

    The standard error told is that of the difference: both are left to chance.
    """
    for measure, (expected, theirs) in runs.items():
        got, se = found.measure(measure)
        yield line.by_chance(
            measure, expected, got, None if se is None else float(np.hypot(se, theirs))
        )


def _people(
    line: Line, station: str, expected: Sequence[Sequence[Any]], people: Sequence[Document]
) -> Row:
    """Count the people at a station whose arrival, start, end and fate are as worked by hand."""
    found = [
        (p["arrival"], p["start"], p["end"], p["fate"]) for p in people if p["station"] == station
    ]
    alike = sum(_alike(*pair) for pair in zip(found, expected, strict=False))
    told = alike if len(found) == len(expected) else len(found)
    return line.exactly(f"{station}.people", len(expected), told)


def _alike(found: Sequence[Any], expected: Sequence[Any]) -> bool:
    return all(
        a == b if isinstance(b, str) else same(a, b) for a, b in zip(found, expected, strict=True)
    )


def _most_at_once(line: Line, station: str, expected: int, people: Sequence[Document]) -> Row:
    """Return the most people ever present at a station, those turned away not among them."""
    came = [p for p in people if p["station"] == station and p["fate"] != "turned_away"]
    changes = [(p["arrival"], 1) for p in came]
    changes += [(p["end"], -1) for p in came if p["end"] is not None]
    present = np.cumsum([change for _, change in sorted(changes)])
    return line.exactly(f"{station}.most_present", expected, int(present.max(initial=0)))


def _shorter(line: Line, found: Found, one: str, other: str) -> Row:
    """Return the share of draws in which the first of two measures is the smaller."""
    share = float((found.draws(one) < found.draws(other)).mean())
    return line.exactly(f"{one} below {other}", 1.0, share)


def _part(known: Known) -> Part:
    if "theory" in known:
        return "theory"
    return "published models" if "runs" in known else "by hand"


def names_of(rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the names of the cases rows belong to, each once."""
    return tuple(dict.fromkeys(row.case for row in rows))


@cache
def _expected() -> Mapping[str, Known]:
    """Return what each built-in case should come to, as written in the package."""
    text = (files("knockon.validity") / "expected.yaml").read_text(encoding="utf-8")
    known: Mapping[str, Known] = load_strict_text(text, "expected.yaml").value
    return known
