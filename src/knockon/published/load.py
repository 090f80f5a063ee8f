"""One file of a known layout, read row by row into a frame.

A row that cannot be read is refused and listed. What makes the whole file doubtful (a missing
column, the same row twice, a count below zero, nothing readable) refuses the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from knockon.errors import KnockonError
from knockon.published.cells import NegativeError, UnreadableError, in_short
from knockon.published.headers import plain_row
from knockon.published.layout import Column, Layout
from knockon.published.quality import RefusedRow
from knockon.published.source import Source

__all__ = ["Loaded", "contradiction", "header_of", "load", "negative", "nothing_readable"]

Rows = Iterator[tuple[int, list[str]]]
"""Rows of a file, each with the line it starts on."""

_HEADER_WITHIN = 30
_BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's rows under our names, with what was refused and how many rows were of no use."""

    frame: pl.DataFrame
    refused: tuple[RefusedRow, ...]
    passed_over: int


def header_of(source: Source, layouts: tuple[Layout, ...]) -> list[str]:
    """Return the row of a file that looks most like a header of these layouts.

    Publications put titles above the header, so the first rows are searched. An empty file gives
    an empty list; one of a layout that prints no header, the header it would have.
    """
    rows = source.first_rows(_HEADER_WITHIN)
    for layout in layouts:
        if rows and layout.is_first_row(rows[0]):
            return list(layout.unprinted_header)
    best: tuple[float, list[str]] = (-1.0, [])
    for row in rows:
        headers = plain_row(row)
        likeness = max(layout.likeness_of_plain(headers) for layout in layouts)
        if likeness > best[0]:
            best = (likeness, row)
    return best[1]


def load(source: Source, layout: Layout) -> Loaded:
    """Read a file of this layout.

    Raises K205 (column missing), K206 (row repeated), K207 (count below zero), K209 (nothing
    readable), K202, K203 and K214 (not a CSV, damaged ZIP or JSON), K215 (figures that contradict
    each other).
    """
    headers = header_of(source, (layout,))
    reading = _Reading(source.label, layout, layout.find_columns(headers, source.label))
    rows = source.rows() if layout.unprinted_header else _below(headers, source.rows())
    for line, row in rows:
        reading.take(line, row, width=len(headers))
    return reading.finish()


def _below(headers: list[str], rows: Rows) -> Rows:
    for _, row in rows:
        if row == headers:
            break
    yield from rows


class _Reading:
    """Rows gathered so far from one file."""

    def __init__(self, file: str, layout: Layout, places: Mapping[str, int]) -> None:
        self.file = file
        self.layout = layout
        self.places = places
        self.seen: dict[tuple[object, ...], tuple[int, int]] = {}
        self.days = {column.key for column in layout.columns if column.kind == pl.Date}
        self.days_read: dict[tuple[str, str], object] = {}
        self.refused: list[RefusedRow] = []
        self.passed_over = 0
        self.batch: list[tuple[object, ...]] = []
        self.frames: list[pl.DataFrame] = []

    def take(self, line: int, row: list[str], *, width: int) -> None:
        if len(row) != width:
            self._refuse(line, f"{len(row)} cells where the header has {width}")
            return
        try:
            values = {c.key: self._value(c, row, line) for c in self.layout.columns}
        except UnreadableError as problem:
            self._refuse(line, str(problem))
            return
        if not self.layout.keep(values):
            self.passed_over += 1
            return
        reason = self.layout.refuse(values)
        if reason is not None:
            self._refuse(line, reason)
            return
        if self._repeats(line, values):
            return
        self.batch.append(tuple(values.values()))
        if len(self.batch) >= _BATCH:
            self._flush()

    def finish(self) -> Loaded:
        self._flush()
        frame = pl.concat(self.frames)
        if frame.is_empty() and not self.passed_over:
            raise nothing_readable(self.file, self.layout, self.refused)
        reason = None if self.refused else self.layout.check(frame)
        if reason is not None:
            raise contradiction(self.file, self.layout, reason)
        return Loaded(frame, tuple(self.refused), self.passed_over)

    def _value(self, column: Column, row: list[str], line: int) -> object:
        cell = row[self.places[column.key]]
        if column.key in self.days and (column.key, cell) in self.days_read:
            return self.days_read[column.key, cell]
        try:
            value = column.cell(cell)
        except NegativeError:
            raise negative(self.file, column, cell, line) from None
        except UnreadableError as problem:
            raise UnreadableError(f"{column.header}: {problem}") from None
        if value is None and column.needed:
            raise UnreadableError(f"{column.header} is blank")
        if column.key in self.days:
            self.days_read[column.key, cell] = value
        return value

    def _refuse(self, line: int, reason: str) -> None:
        self.refused.append(RefusedRow(self.file, line, in_short(reason)))

    def _flush(self) -> None:
        schema = {column.key: column.kind for column in self.layout.columns}
        self.frames.append(pl.DataFrame(self.batch, schema=schema, orient="row"))
        self.batch = []

    def _repeats(self, line: int, values: Mapping[str, object]) -> bool:
        """Whether a row only says again what an earlier one said; a repeat with counts raises."""
        if not self.layout.keys:
            return False
        key = tuple(values[name] for name in self.layout.keys)
        whole = line if self.layout.holds_counts else hash(tuple(values.values()))
        first, earlier = self.seen.setdefault(key, (line, whole))
        if first == line:
            return False
        if not self.layout.holds_counts and earlier == whole:
            self._refuse(line, f"the same row as line {first}")
            return True
        named = in_short(", ".join(str(part) for part in key))
        raise KnockonError(
            "K206",
            f"{named} stands on line {first} and again here",
            expected="one row for each in one file",
            remedy="Delete the row that is wrong, or download the file again.",
            place=f"{self.file}, line {line}",
        )


def negative(file: str, column: Column, cell: str, line: int) -> KnockonError:
    """Return the error for a count below zero, K207."""
    return KnockonError(
        "K207",
        f"{column.header} is {in_short(cell.strip())}, below zero",
        expected="a count of zero or more",
        remedy="Download the file again; a published count is never below zero.",
        place=f"{file}, line {line}",
    )


def nothing_readable(file: str, layout: Layout, refused: Sequence[RefusedRow]) -> KnockonError:
    """Return the error for a file none of whose rows could be read, K209."""
    first = next(iter(refused), None)
    why = f"; the first, line {first.line}: {first.reason}" if first else ""
    return KnockonError(
        "K209",
        f"no row could be read ({len(refused)} refused{why})",
        expected=f"rows of {layout.title}",
        remedy="Download the file again and leave it as published.",
        place=file,
    )


def contradiction(file: str, layout: Layout, reason: str) -> KnockonError:
    """Return the error for figures that cannot all be true, K215."""
    return KnockonError(
        "K215",
        reason,
        expected=f"figures that agree, as in {layout.title}",
        remedy="Download the file again and leave every row as published.",
        place=file,
    )
