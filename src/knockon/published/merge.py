"""Several files of one publication made one table.

For one organisation and period equal rows are one; where files differ, the file of the better
layout wins, then the one with more organisations, then the first by name. What loses is counted
and listed, never averaged or mixed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

import polars as pl

from knockon.published.quality import SetAside
from knockon.published.tables import Table

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
    first = pl.col(_ORDER).min().over(table.unit)
    kept = every.filter(pl.col(_ORDER) == first)
    lost = every.filter(pl.col(_ORDER) != first)
    aside = sorted(_set_aside(table, ordered, kept, lost), key=astuple)
    return kept.drop(_ORDER).sort(*table.keys), tuple(aside)


def latest(table: Table, rows: pl.DataFrame) -> tuple[pl.DataFrame, tuple[SetAside, ...]]:
    """Return the rows of the newest period, as the table asks, and the older ones set aside.

    A row whose file states no period gives way to one whose file does.
    """
    aside: list[SetAside] = []
    for within in table.newest_within:
        period = pl.col(table.period or "")
        newest = period.eq_missing(period.max().over(within))
        older = rows.filter(~newest).group_by(FILE).len().sort(FILE)
        rows = rows.filter(newest)
        newer = ", ".join(rows[FILE].unique().sort())
        aside += [
            SetAside(file, table.id, count, 0, newer, "a newer period is used")
            for file, count in older.iter_rows()
        ]
    return rows, tuple(aside)


def _organisations(table: Table, part: Part) -> int:
    return part.frame[table.organisation].n_unique()


def _set_aside(
    table: Table, ordered: Sequence[Part], kept: pl.DataFrame, lost: pl.DataFrame
) -> Iterator[SetAside]:
    """Yield what each file lost: equal rows together, differing ones by the file that won."""
    by_file = {part.file: part for part in ordered}
    pairs = _pairs(table, kept, lost)
    for (file,), same in pairs.filter(pl.col("differing") == 0).group_by(FILE):
        winners = ", ".join(same["_winner"].sort())
        rows = int(same["rows"].sum())
        yield SetAside(str(file), table.id, rows, 0, winners, "the same rows stand there")
    for file, winner, rows, differing in pairs.filter(pl.col("differing") > 0).iter_rows():
        reason = _why(table, by_file[file], by_file[winner])
        yield SetAside(file, table.id, rows, differing, winner, reason)


def _pairs(table: Table, kept: pl.DataFrame, lost: pl.DataFrame) -> pl.DataFrame:
    """Return, for each losing and winning file, the rows lost and how many of them differ."""
    unit = table.unit
    winner = kept.group_by(unit).agg(pl.col(FILE).first().alias("_winner"))
    equal = kept.select(*table.columns).with_columns(pl.lit(value=True).alias("_equal"))
    judged = lost.join(winner, on=unit, how="left", nulls_equal=True).join(
        equal, on=list(table.columns), how="left", nulls_equal=True
    )
    return judged.group_by(FILE, "_winner").agg(
        pl.len().alias("rows"), pl.col("_equal").is_null().sum().alias("differing")
    )


def _why(table: Table, loser: Part, winner: Part) -> str:
    if winner.rank < loser.rank:
        return "the other file's layout is preferred"
    more, fewer = _organisations(table, winner), _organisations(table, loser)
    if more > fewer:
        return f"the other file holds more organisations ({more} against {fewer})"
    return f"both files hold {more} organisations; the first by name is used"
