"""Diagnostic waiting times and activity, DM01 (NHS England, monthly).

A row is a provider, a commissioner and a test: who waits, by week, at the end of the month, and the
tests done in it. A line's weeks must be its total, and so must its activity. The line TOTAL of a
provider and commissioner is checked against its tests and left out; commissioners are added up.

The layout is taken from its description: it has not been tried on a real file.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, whole_sum

__all__ = ["PUBLICATION", "TESTS", "WEEKS", "by_test"]

WEEKS = {
    "week_0": "00 < 01 Week",
    **{f"week_{week}": f"{week:02d} < {week + 1:02d} Weeks" for week in range(1, 13)},
    "week_13": "13+ Weeks",
}
"""Who waits, by week waited: our name and the header."""

_ACTIVITY = {
    "from_list": "Waiting List Activity",
    "planned": "Planned Activity",
    "unscheduled": "Unscheduled Activity",
}
_TEXT = pl.String()
_COUNT = pl.Int64()
_TOTAL = "TOTAL"
_LINE = ("provider", "month", "commissioner")
_COUNTS = (*WEEKS, "waiting", *_ACTIVITY, "activity")
_OVER_6 = tuple(WEEKS)[6:]
_READ = ("waiting", "over_6_weeks", "over_13_weeks", *_ACTIVITY, "activity")


def _refuse(row: Row) -> str | None:
    """Return which total of a line is not the sum of its parts."""
    for total, parts in (("waiting", tuple(WEEKS)), ("activity", tuple(_ACTIVITY))):
        whole, counts = row[total], [row[name] for name in parts]
        known = [count for count in counts if isinstance(count, int)]
        if isinstance(whole, int) and len(known) == len(counts) and sum(known) != whole:
            return f"{total} is {whole} and its parts add up to {sum(known)}"
    return None


def _totals_are_the_sums(rows: pl.DataFrame) -> str | None:
    """Return which line TOTAL is not the sum of its tests, where all of them are known."""
    of_total = pl.col("test").str.to_uppercase() == _TOTAL
    sums = [whole_sum(name) for name in _COUNTS]
    tests = rows.filter(~of_total).group_by(_LINE).agg(*sums, pl.len().alias("tests"))
    both = rows.filter(of_total).join(tests, on=_LINE, how="left", suffix="_parts")
    for name in _COUNTS:
        differs = (pl.col(name) != pl.col(f"{name}_parts")).fill_null(value=False)
        wrong = both.filter(differs | pl.col("tests").is_null()).sort(_LINE)
        for row in wrong.iter_rows(named=True):
            return (
                f"{name} of {row['provider']} for {row['commissioner']} is {row[name]} in total "
                f"and {row[f'{name}_parts'] or 0} in its tests together"
            )
    return None


TESTS = Layout(
    id="dm01",
    title="Diagnostic waiting times and activity (DM01)",
    columns=(
        Column("month", "Period", cells.month, pl.Date(), needed=True),
        Column("provider", "Provider Org Code", cells.ods_code, _TEXT, needed=True),
        Column("commissioner", "Commissioner Org Code", cells.ods_code, _TEXT, needed=True),
        Column("test", "Diagnostic Tests", cells.text, _TEXT, needed=True),
        *(Column(name, header, cells.count, _COUNT) for name, header in WEEKS.items()),
        Column("waiting", "Total WL", cells.count, _COUNT),
        *(Column(name, header, cells.count, _COUNT) for name, header in _ACTIVITY.items()),
        Column("activity", "Total Activity", cells.count, _COUNT),
    ),
    keys=("month", "provider", "commissioner", "test"),
    refuse=_refuse,
    check=_totals_are_the_sums,
    seen="layout only",
    beside=(
        *("Provider Parent Org Code", "Provider Parent Name", "Provider Org Name"),
        *("Commissioner Parent Org Code", "Commissioner Parent Name", "Commissioner Org Name"),
        "Diagnostic Tests Sort Order",
    ),
)


def by_test(rows: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month, test, who waits (over 6, over 13 weeks) and the tests done."""
    tests = rows.filter(pl.col("test").str.to_uppercase() != _TOTAL)
    over_6 = pl.sum_horizontal(_OVER_6, ignore_nulls=False).alias("over_6_weeks")
    banded = tests.with_columns(over_6, pl.col("week_13").alias("over_13_weeks"))
    return banded.group_by("provider", "month", "test").agg(whole_sum(name) for name in _READ)


PUBLICATION = Publication(
    title="Diagnostic Waiting Times and Activity",
    cadence="monthly",
    tables=(
        Table(
            id="diagnostics",
            title=TESTS.title,
            columns={
                **{"provider": _TEXT, "month": pl.Date(), "test": _TEXT},
                **dict.fromkeys(_READ, _COUNT),
            },
            keys=("provider", "month", "test"),
            organisation="provider",
            period="month",
            improves="How long people wait for tests, and how many tests a trust does.",
            stands_in="Nothing: tests are not told.",
            period_is="month",
        ),
    ),
    readers=(Reader(TESTS, "diagnostics", by_test),),
)
