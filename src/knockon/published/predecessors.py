"""Providers that merged: months before the merger added up under the organisation that followed.

Which followed which is data (``ae_predecessors.csv``), each line with its source.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

import polars as pl

from knockon.published.quality import Joined

__all__ = ["Merger", "join_predecessors", "mergers"]


@dataclass(frozen=True, slots=True)
class Merger:
    """Providers that became one, and the first month the new one reports."""

    successor: str
    predecessors: tuple[str, ...]
    first_month: date
    source: str


def mergers() -> tuple[Merger, ...]:
    """Return the mergers this version knows, by successor."""
    text = files("knockon.published").joinpath("ae_predecessors.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    found = []
    for successor in sorted({row["successor"] for row in rows}):
        own = [row for row in rows if row["successor"] == successor]
        found.append(
            Merger(
                successor,
                tuple(row["predecessor"] for row in own),
                date.fromisoformat(own[0]["first_month"]),
                "; ".join(row["source"] for row in own),
            )
        )
    return tuple(found)


def join_predecessors(
    long: pl.DataFrame, known: Sequence[Merger]
) -> tuple[pl.DataFrame, tuple[Joined, ...]]:
    """Return the A&E values with predecessors' months under their successor, and what was joined.

    A month's sum is missing where a predecessor's value is missing or has no row. Months the
    successor reports itself are left as they are.
    """
    notes: list[Joined] = []
    for merger in known:
        own_months = long.filter(pl.col("provider") == merger.successor)["month"]
        theirs = pl.col("provider").is_in(merger.predecessors) & (
            pl.col("month") < merger.first_month
        )
        earlier = long.filter(theirs & ~pl.col("month").is_in(own_months.unique().implode()))
        if earlier.is_empty():
            continue
        rest = long.join(earlier, on=earlier.columns[:3], how="anti")
        long = pl.concat([rest, _sum(earlier, merger)])
        last: date = earlier["month"].sort()[-1]
        notes.append(Joined(merger.successor, merger.predecessors, last, merger.source))
    return long.sort(long.columns[:3]), tuple(notes)


def _sum(earlier: pl.DataFrame, merger: Merger) -> pl.DataFrame:
    complete = (pl.len() == len(merger.predecessors)) & pl.col("reported").all()
    printed = (pl.len() == len(merger.predecessors)) & pl.col("published").is_not_null().all()
    why = (pl.col("provider") + ": " + pl.col("reason")).sort_by("provider").drop_nulls()
    summed = earlier.group_by("month", "measure").agg(
        pl.when(complete).then(pl.col("value").sum()).alias("value"),
        complete.alias("reported"),
        pl.when(printed).then(pl.col("published").sum()).alias("published"),
        pl.when(~complete)
        .then(pl.coalesce(why.first(), pl.lit("a predecessor has no row for the month")))
        .alias("reason"),
    )
    return summed.with_columns(pl.lit(merger.successor).alias("provider")).select(earlier.columns)
