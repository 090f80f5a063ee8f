"""The verification as a table a modeller reads: in the manual, on a terminal, in a file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from knockon.validity.rows import Row

COLUMNS = ("Case", "Measure", "Expected", "Got", "Standard error", "z", "Verdict")

_HEADINGS = {
    "theory": "Queueing theory",
    "by hand": "Worked by hand, and cases of other simulators",
    "published models": "Published models",
    "samplers": "The samplers' own laws",
    "same bits": "Ways of running that change no bit",
}


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as text, in the order of :data:`COLUMNS`."""
    numbers = (row.expected, row.got, row.se, row.z)
    return (row.case, row.measure, *map(_number, numbers), row.verdict)


def markdown(rows: Sequence[Row]) -> str:
    """Return the rows as Markdown: a table for each part, with the source of what is expected."""
    parts = [_part(_HEADINGS[part], list(held)) for part, held in groupby(rows, lambda r: r.part)]
    agree = sum(row.verdict == "agrees" for row in rows)
    return "\n".join([f"{agree} of {len(rows)} results agree.\n", *parts])


def _part(heading: str, rows: Sequence[Row]) -> str:
    columns = (*COLUMNS, "Source")
    lines = [f"### {heading}\n", _line(columns), _line(["---"] * len(columns))]
    lines += [_line([*cells(row), row.source]) for row in rows]
    return "\n".join(lines) + "\n"


def _line(texts: Sequence[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _number(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.5g}"
