"""What is read: a publication, the tables it fills, and how its files' rows become them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from knockon.published.layout import Layout
from knockon.published.predecessors import Merger

__all__ = ["Publication", "Reader", "Table", "as_read", "columns_of", "whole_sum"]


def columns_of(layout: Layout, *without: str) -> dict[str, pl.DataType]:
    """Return a layout's columns with their kinds, but those named."""
    return {column.key: column.kind for column in layout.columns if column.key not in without}


def as_read(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a layout's rows as they stand."""
    return rows


def whole_sum(name: str) -> pl.Expr:
    """Return a column's sum, missing where any part of it is."""
    return pl.when(pl.col(name).is_not_null().all()).then(pl.col(name).sum()).alias(name)


def _no_mergers() -> Sequence[Merger]:
    return ()


@dataclass(frozen=True, slots=True)
class Table:
    """One frame that files are read into: its columns, keys, and what it is for.

    ``organisation`` and ``period`` name the columns by which one file wins over another; a period
    is a day, a month or a year as ``period_is`` says, the longer ones given by their first day.
    ``newest_within``: of several periods only the newest is kept for each value of these columns,
    one after another; empty keeps every period.

    ``improves`` says what the table makes better in a system, ``stands_in`` what is used without.
    ``tell`` turns the merged rows into the long form that tells what is not reported from zero
    (see `not_reported`); without it blanks are listed as they stand. ``mergers`` are the
    organisations whose months are added up under the one that followed (long tables only).
    """

    id: str
    title: str
    columns: dict[str, pl.DataType]
    keys: tuple[str, ...]
    organisation: str
    period: str | None
    improves: str
    stands_in: str
    newest_within: tuple[str, ...] = ()
    period_is: Literal["day", "month", "year"] = "day"
    tell: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    mergers: Callable[[], Sequence[Merger]] = field(default=_no_mergers)

    @property
    def unit(self) -> list[str]:
        """The columns within which one file alone is used: organisation and period."""
        return [self.organisation, *([self.period] if self.period else [])]


@dataclass(frozen=True, slots=True)
class Reader:
    """How a layout's rows become a table's. A lower ``rank`` wins over more organisations."""

    layout: Layout
    table: str
    rows: Callable[[pl.DataFrame], pl.DataFrame] = field(default=as_read)
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Publication:
    """A series of files: its title, how often it comes out, its tables and their readers."""

    title: str
    cadence: str
    tables: tuple[Table, ...]
    readers: tuple[Reader, ...]
