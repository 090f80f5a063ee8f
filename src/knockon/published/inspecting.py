"""One file looked at alone: what it is, what of it would be used, and what looks odd.

It is read as a build would read it. What would refuse a build is told as a sentence and does not
stop the looking, so that everything there is to report of a file can be reported at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from knockon.errors import KnockonError
from knockon.published.account import bounds
from knockon.published.find import Recognised, recognise
from knockon.published.load import header_of
from knockon.published.publications import LAYOUTS, TABLES
from knockon.published.quality import NOT_TRIED, TRIED, NotUsed, RefusedRow
from knockon.published.reading import load_known, readers_of, rows_of
from knockon.published.source import Source, sources_in

__all__ = ["Filled", "Inspected", "inspect"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A table that a file would fill: how much of it, of whom and of when, and what it is for.

    ``who`` is what tells whose a row is (practice, provider), ``organisations`` how many there are;
    ``missing`` counts the values the file does not give, by column.
    """

    table: str
    improves: str
    rows: int
    who: str
    organisations: int
    first: date | None
    last: date | None
    missing: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What one table of a file is found to be.

    ``publication`` is None where the file is of none that is read; ``why_not`` then says why.
    ``read`` are the printed columns of use, ``beside`` those known and not read, ``unknown`` the
    others. ``problem`` is the sentence with which a build would refuse the file.
    """

    file: str
    publication: str | None = None
    layout: str | None = None
    tried: str | None = None
    why_not: str | None = None
    header: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    fills: tuple[Filled, ...] = ()
    passed_over: int = 0
    refused: tuple[RefusedRow, ...] = ()
    problem: str | None = field(default=None)


def inspect(path: Path) -> tuple[Inspected, ...]:
    """Look at a CSV, a ZIP or JSON: one finding for each table inside.

    Raises K218 where there is no such file, and nothing for what is in it.
    """
    if not path.is_file():
        raise KnockonError(
            "K218",
            f"there is no file '{path}'",
            expected="a file that was downloaded",
            remedy="Give the path of the file itself, not of its folder.",
        )
    try:
        sources = sources_in(path, path.name)
        if not sources:
            return (Inspected(path.name, why_not="no table inside"),)
    except KnockonError as problem:
        return (Inspected(path.name, problem=_told(problem)),)
    return tuple(_inspect(source) for source in sources)


def _inspect(source: Source) -> Inspected:
    try:
        header = tuple(header_of(source, LAYOUTS))
        known = recognise(source)
    except KnockonError as problem:
        return Inspected(source.label, header=_header(source), problem=_told(problem))
    if isinstance(known, NotUsed):
        return Inspected(source.label, header=header, why_not=known.reason)
    return _of_layout(known, header)


def _header(source: Source) -> tuple[str, ...]:
    """Return what can be read of a header; nothing where the file cannot be read at all."""
    try:
        return tuple(header_of(source, LAYOUTS))
    except KnockonError:
        return ()


def _of_layout(known: Recognised, header: tuple[str, ...]) -> Inspected:
    layout = known.layout
    read = {header[place] for place in layout.places(header).values() if place is not None}
    others = [name for name in header if name.strip() and name not in read]
    strict = layout.seen == "layout only"
    unknown = tuple(name for name in others if strict and not layout.knows(name))
    fills, passed_over, refused, problem = _reading(known)
    return Inspected(
        file=known.source.label,
        publication=layout.title,
        layout=layout.id,
        tried=NOT_TRIED if strict else TRIED,
        header=header,
        read=tuple(name for name in header if name in read),
        beside=tuple(name for name in others if name not in unknown),
        unknown=unknown,
        fills=fills,
        passed_over=passed_over,
        refused=refused,
        problem=problem,
    )


def _reading(
    known: Recognised,
) -> tuple[tuple[Filled, ...], int, tuple[RefusedRow, ...], str | None]:
    """Return what a file's rows would fill, with what was passed over, refused, or is wrong."""
    try:
        loaded = load_known(known)
        rows = rows_of(known, loaded.frame)
    except KnockonError as problem:
        return (), 0, (), _told(problem)
    fills = [_filled(one.table, one.rows(rows)) for one in readers_of(known)]
    return tuple(fills), loaded.passed_over, loaded.refused, None


def _filled(name: str, rows: pl.DataFrame) -> Filled:
    (table,) = (one for one in TABLES if one.id == name)
    first, last = bounds(table, rows)
    counts = {
        key: rows[key].null_count() for key, kind in table.columns.items() if kind.is_numeric()
    }
    return Filled(
        table=table.id,
        improves=table.improves,
        rows=rows.height,
        who=table.organisation,
        organisations=rows[table.organisation].n_unique(),
        first=first,
        last=last,
        missing={key: count for key, count in counts.items() if count},
    )


def _told(problem: KnockonError) -> str:
    return f"{problem.code}: {problem.sentence()}"
