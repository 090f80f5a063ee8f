"""The running account of a read: which file gave what, and from it the `Quality`."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from knockon.published.layout import Layout
from knockon.published.merge import FILE, Part
from knockon.published.publications import TABLES
from knockon.published.quality import (
    NOT_TRIED,
    TRIED,
    FileUsed,
    Joined,
    Missing,
    NotReported,
    NotUsed,
    Quality,
    RefusedRow,
    SetAside,
)
from knockon.published.source import Source, sha256
from knockon.published.tables import Table

__all__ = ["Account", "bounds"]


@dataclass(slots=True)
class Account:
    """What has been read so far, by file."""

    parts: dict[str, list[Part]] = field(default_factory=lambda: defaultdict(list))
    sources: dict[str, Source] = field(default_factory=dict)
    passed_over: dict[str, int] = field(default_factory=dict)
    layouts: dict[str, Layout] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    not_used: list[NotUsed] = field(default_factory=list)
    not_reported: list[NotReported] = field(default_factory=list)
    joined: list[Joined] = field(default_factory=list)
    used: list[FileUsed] = field(default_factory=list)

    def note_used(self, table: Table, rows: pl.DataFrame) -> None:
        """Record which files a finished table came from."""
        refused = Counter(row.file for row in self.refused)
        for (file,), own in sorted(rows.group_by(FILE), key=lambda group: str(group[0][0])):
            label = str(file)
            first, last = bounds(table, own)
            self.used.append(
                FileUsed(
                    file=label,
                    publication=table.id,
                    first=first,
                    last=last,
                    rows=own.height,
                    passed_over=self.passed_over[label],
                    refused=refused[label],
                    sha256=sha256(self.sources[label].path),
                    layout=NOT_TRIED if self.layouts[label].seen == "layout only" else TRIED,
                )
            )

    def quality(self) -> Quality:
        """Return the account as a value. A file that gave nothing is listed as not used."""
        present = {used.publication for used in self.used}
        spoken_for = {used.file for used in self.used} | {aside.file for aside in self.set_aside}
        idle = [
            NotUsed(file, "no row of use here") for file in self.sources if file not in spoken_for
        ]
        return Quality(
            used=tuple(self.used),
            set_aside=tuple(self.set_aside),
            not_used=tuple(sorted([*self.not_used, *idle], key=lambda one: one.file)),
            refused=tuple(self.refused),
            not_reported=tuple(self.not_reported),
            joined=tuple(self.joined),
            missing=tuple(
                Missing(table.id, table.title, table.stands_in)
                for table in TABLES
                if table.id not in present
            ),
        )


def bounds(table: Table, rows: pl.DataFrame) -> tuple[date | None, date | None]:
    """Return the first and the last day that rows are of; None where they state none."""
    if table.period is None:
        return None, None
    start = "first_month" if "first_month" in rows.columns else table.period
    firsts, lasts = rows[start].drop_nulls().sort(), rows[table.period].drop_nulls().sort()
    if lasts.is_empty():
        return None, None
    last: date = lasts[-1]
    return firsts[0], _END[table.period_is](last)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _year_end(day: date) -> date:
    return day.replace(year=day.year + 1, day=1) - timedelta(days=1)


_END: Mapping[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "month": _month_end,
    "year": _year_end,
}
"""The last day of a period that is given by its first."""
