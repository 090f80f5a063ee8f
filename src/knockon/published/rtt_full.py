"""Consultant-led referral to treatment, full extract (NHS England, monthly; 121 columns).

A row is a provider, a commissioner, a part of the return and a treatment function, with its
pathways by weeks waited, 0 to 104 and over. It is read in blocks, of which pathways within 18
weeks, over 18, 52 and 65 are kept; commissioners are then added up.

Lines of function C_999 are totals of the others: they are checked and left out. Where a line gives
weeks, they and those with no known start must be its printed total; clock starts (part 3) have a
total alone. On lines of people still waiting the column "Total" is blank: "Total All" is read.

The layout is taken from its description: it has not been tried on a real file.
"""

from __future__ import annotations

import re

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Fold, Layout
from knockon.published.tables import Publication, Reader, Table

__all__ = ["BANDS", "FULL", "PARTS", "PUBLICATION", "WEEKS"]

PARTS = {
    "Part_1A": "completed_admitted",
    "Part_1B": "completed_not_admitted",
    "Part_2": "waiting",
    "Part_2A": "waiting_to_be_admitted",
    "Part_3": "started",
}
"""The parts of the return, as printed and as we say them; 2A is contained in 2."""

WEEKS = tuple(f"week_{week}" for week in range(105))
"""Pathways of each week waited; the last holds all over 104."""

BANDS = {
    "within_18_weeks": WEEKS[:18],
    "over_18_weeks": WEEKS[18:],
    "over_52_weeks": WEEKS[52:],
    "over_65_weeks": WEEKS[65:],
}

_TEXT = pl.String()
_COUNT = pl.Int64()
_PART = pl.Enum(list(PARTS.values()))
_TOTAL = "C_999"
_FUNCTION = re.compile(r"C_[0-9]{3}|X[0-9]{2}")
_KEYS = ("month", "provider", "commissioner", "part", "treatment")
_SUMS = ("pathways", *BANDS)
_OF_LIST = ("provider", "month", "part", "treatment")


def _function(cell: str) -> str:
    """Read a treatment function's code: C_100, X02."""
    code = cell.strip().upper()
    if not _FUNCTION.fullmatch(code):
        raise cells.UnreadableError(f"'{cell.strip()}' is not a treatment function")
    return code


def _week(week: int) -> str:
    return f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" if week < 104 else "Gt 104 Weeks SUM 1"


def _of_block(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return a block's lines with weeks added up to bands, and whether they are the total."""
    by_week = pl.any_horizontal(pl.col(WEEKS).is_not_null())
    added = pl.sum_horizontal(*WEEKS, "unknown_start") == pl.col("total_all")
    bands = [pl.sum_horizontal(weeks).alias(name) for name, weeks in BANDS.items()]
    lines = rows.select(
        *_KEYS,
        *bands,
        pl.col("total_all").alias("pathways"),
        by_week.cast(_COUNT).alias("by_week"),
        (by_week & ~added).cast(_COUNT).alias("wrong"),
        pl.lit(1, dtype=_COUNT).alias("lines"),
    )
    return _together(lines)


def _together(sums: pl.LazyFrame) -> pl.LazyFrame:
    return sums.group_by(_KEYS).agg(pl.col(*_SUMS, "by_week", "wrong", "lines").sum())


def _repeated(sums: pl.DataFrame) -> str | None:
    """Return a line that stands twice."""
    for row in sums.filter(pl.col("lines") > 1).select(_KEYS).sort(_KEYS).iter_rows():
        return ", ".join(str(part) for part in row)
    return None


def _check(sums: pl.DataFrame) -> str | None:
    """Return which line's weeks, or which total of functions, do not add up."""
    for row in sums.filter(pl.col("wrong") > 0).sort(_KEYS).iter_rows(named=True):
        return f"the weeks of {_named(row)} do not add up to its Total All"
    whole = list(_KEYS[:-1])
    totals = sums.filter(pl.col("treatment") == _TOTAL)
    parts = sums.filter(pl.col("treatment") != _TOTAL).group_by(whole).agg(pl.col(_SUMS).sum())
    both = totals.join(parts, on=whole, how="left", suffix="_parts")
    differs = pl.any_horizontal(pl.col(n).ne_missing(pl.col(f"{n}_parts")) for n in _SUMS)
    for row in both.filter(differs).sort(whole).iter_rows(named=True):
        return f"the total of {_named(row)} is not the sum of its treatment functions"
    return None


def _named(row: dict[str, object]) -> str:
    return ", ".join(str(row[name]) for name in _KEYS)


def _finish(sums: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month, part, treatment, pathways and bands, commissioners together.

    Bands are missing where any line gives no weeks.
    """
    in_full = pl.col("by_week") == pl.col("lines")
    bands = [pl.when(in_full).then(pl.col(name)).alias(name) for name in BANDS]
    functions = sums.filter(pl.col("treatment") != _TOTAL).group_by(_OF_LIST)
    added = functions.agg(pl.col(*_SUMS, "by_week", "lines").sum())
    return added.with_columns(bands).select(*_OF_LIST, *_SUMS)


FULL = Layout(
    id="rtt_full",
    title="Referral to treatment, full extract",
    columns=(
        Column("month", "Period", cells.month, pl.Date(), needed=True),
        Column("provider", "Provider Org Code", cells.ods_code, _TEXT, needed=True),
        Column("commissioner", "Commissioner Org Code", cells.ods_code, _TEXT, needed=True),
        Column("part", "RTT Part Type", cells.one_of(PARTS), _PART, needed=True),
        Column("treatment", "Treatment Function Code", _function, _TEXT, needed=True),
        *(
            Column(name, _week(week), cells.count, _COUNT, also=(_week(week)[:-6],))
            for week, name in enumerate(WEEKS)
        ),
        Column("unknown_start", "Patients with unknown clock start date", cells.count, _COUNT),
        Column("total_all", "Total All", cells.count, _COUNT, needed=True),
    ),
    keys=_KEYS,
    fold=Fold(_of_block, _together, _repeated, _finish, _check),
    seen="layout only",
    beside=(
        *("Provider Parent Org Code", "Provider Parent Name", "Provider Org Name"),
        *("Commissioner Parent Org Code", "Commissioner Parent Name", "Commissioner Org Name"),
        *("RTT Part Description", "Treatment Function Name", "Total"),
    ),
)

PUBLICATION = Publication(
    title="Consultant-led Referral to Treatment Waiting Times, full extract",
    cadence="monthly",
    tables=(
        Table(
            id="rtt_lists",
            title=FULL.title,
            columns={
                **{"provider": _TEXT, "month": pl.Date(), "part": _PART, "treatment": _TEXT},
                **dict.fromkeys(_SUMS, _COUNT),
            },
            keys=_OF_LIST,
            organisation="provider",
            period="month",
            improves="How long each outpatient list is, how many join it and leave it in a month.",
            stands_in="The month's summary: one list a trust, what joins it worked out.",
            period_is="month",
        ),
    ),
    readers=(Reader(FULL, "rtt_lists"),),
)
