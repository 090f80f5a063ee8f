"""Several files of one publication made one table.

For one organisation and period equal rows are one; where files differ, the file of the better
layout wins, then the one with more organisations, then the first by name. What loses is counted
and listed, never averaged or mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from knockon.published.publications import Table
from knockon.published.quality import SetAside

__all__ = ["FILE", "Part", "latest", "merge"]

FILE = "_file"
"""The column that remembers which file a row came from until the tables are done."""

_ORDER = "_order"


@dataclass(frozen=True, slots=True)
class Part:
    """One file's rows for a table, and the rank of its layout (lower wins)."""

    file: str
    rank: int
    frame: pl.DataFrame


def merge(table: Table, parts: Sequence[Part]) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Return the table's rows, each with its file, and the rows set aside."""
    ordered = sorted(parts, key=lambda part: (part.rank, -_organisations(table, part), part.file))
    if not ordered:
        return pl.DataFrame(schema={**table.columns, FILE: pl.String()}), ()
    every = pl.concat(
        part.frame.select(*table.columns).with_columns(
            pl.lit(part.file).alias(FILE), pl.lit(place, dtype=pl.Int32()).alias(_ORDER)
        )
        for place, part in enumerate(ordered)
    )
    unit = [table.organisation] + ([table.period] if table.period else [])
    first = pl.col(_ORDER).min().over(unit)
    kept = every.filter(pl.col(_ORDER) == first)
    lost = every.filter(pl.col(_ORDER) != first)
    aside = _set_aside(table, unit, kept, lost)
    return kept.drop(_ORDER).sort(*table.keys), aside


def latest(
    table: Table, rows: pl.DataFrame, *, within: str
) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Return the rows of the newest period for each value of a column, and the older set aside."""
    if table.period is None:
        return rows, ()
    newest = pl.col(table.period).max().over(within)
    kept = rows.filter(pl.col(table.period) == newest)
    older = rows.filter(pl.col(table.period) != newest)
    counts = older.group_by(FILE).len().sort(FILE)
    newer = ", ".join(sorted(kept[FILE].unique()))
    aside = tuple(
        SetAside(file, table.id, count, 0, newer, "a newer period of the same publication is used")
        for file, count in counts.iter_rows()
    )
    return kept, aside


def _organisations(table: Table, part: Part) -> int:
    return part.frame[table.organisation].n_unique()


def _set_aside(
    table: Table, unit: list[str], kept: pl.DataFrame, lost: pl.DataFrame
) -> tuple[SetAside, ...]:
    winner = kept.group_by(unit).agg(pl.col(FILE).first().alias("_winner"))
    equal = kept.select(*table.columns).with_columns(pl.lit(value=True).alias("_equal"))
    judged = lost.join(winner, on=unit, how="left").join(
        equal, on=list(table.columns), how="left", nulls_equal=True
    )
    pairs = (
        judged.group_by(FILE, "_winner")
        .agg(pl.len().alias("rows"), pl.col("_equal").is_null().sum().alias("differing"))
        .with_columns((pl.col("differing") > 0).alias("differs"))
    )
    differing = pairs.filter("differs").with_columns(pl.concat_list("_winner"))
    same = (
        pairs.filter(~pl.col("differs"))
        .group_by(FILE)
        .agg(pl.col("_winner").sort(), pl.col("rows").sum(), pl.col("differing").sum())
    )
    columns = (FILE, "_winner", "rows", "differing")
    listed = pl.concat([differing.select(columns), same.select(columns)]).sort(columns[:2])
    return tuple(
        SetAside(file, table.id, rows, differing, ", ".join(chosen), _reason(differing))
        for file, chosen, rows, differing in listed.iter_rows()
    )


def _reason(differing: int) -> str:
    if not differing:
        return "the same rows stand in the other file"
    return "the other file is of the better layout or holds more organisations"
