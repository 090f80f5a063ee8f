"""Beds by day, from the workbook of the daily situation report: whole months, and weekdays.

A month counts where every day of it is given, so that it is never the mean of its better days.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from knockon.system.gained import Gained, gained
from knockon.system.profiles import DAYS, week_of
from knockon.system.seasons import days_in, month_text

if TYPE_CHECKING:
    from knockon.system.beds import Trust
    from knockon.system.values import Ward

_NAMES = tuple(calendar.day_name)


def _days(beds_daily: pl.DataFrame, provider: str) -> pl.DataFrame:
    """Return a trust's days that give both beds and occupied beds."""
    own = beds_daily.filter(pl.col("provider") == provider)
    return own.filter((pl.col("available") > 0) & (pl.col("occupied") > 0)).sort("date")


def months_of_days(beds_daily: pl.DataFrame, provider: str) -> dict[date, tuple[float, float]]:
    """Return mean beds and occupied beds of the months every day of which is given."""
    by_month = _days(beds_daily, provider).group_by(
        pl.col("date").dt.truncate("1mo").alias("month"), maintain_order=True
    )
    sums = by_month.agg(pl.col("available", "occupied").mean(), pl.len().alias("days"))
    return {
        month: (available, occupied)
        for month, available, occupied, days in sums.iter_rows()
        if days == days_in(month)
    }


def occupied_weekday(beds_daily: pl.DataFrame, provider: str) -> tuple[float, ...] | None:
    """Return occupied beds by weekday, mean 1; None unless every weekday is seen.

    Each day is taken against the mean of the seven it is in the middle of, so that a month that
    is fuller than another says nothing of its weekdays.
    """
    occupied = dict(_days(beds_daily, provider).select("date", "occupied").iter_rows())
    by_weekday: dict[int, list[float]] = defaultdict(list)
    for day, count in occupied.items():
        week = [day + timedelta(nth) for nth in range(-(DAYS // 2), DAYS // 2 + 1)]
        if all(one in occupied for one in week):
            mean = sum(occupied[one] for one in week) / DAYS
            by_weekday[day.weekday()].append(count / mean)
    return week_of(by_weekday) if len(by_weekday) == DAYS else None


def fullest(wards: Sequence[Ward]) -> list[str]:
    """Say on which weekdays the wards are fullest and emptiest."""
    return [
        f"{ward.name}: fullest on {_NAMES[week.index(max(week))]} ({max(week) - 1:+.1%} of a mean "
        f"day), emptiest on {_NAMES[week.index(min(week))]} ({min(week) - 1:+.1%}): shown, and not "
        "fitted."
        for ward in wards
        if (week := ward.occupied_weekday) is not None
    ]


def told(trusts: Sequence[Trust], beds_daily: pl.DataFrame) -> list[Gained]:
    """Return what the workbook of beds by day gave, and in place of what."""
    result = []
    for trust in trusts:
        months = [month_text(m) for m in months_of_days(beds_daily, trust.provider)]
        days = _days(beds_daily, trust.provider)["date"].to_list()
        if days:
            what = f"How full the beds of {trust.name} are by day of the week"
            what += ", and in its whole months" if months else ""
            before = "Months alone, every day alike"
            result.append(gained(what, "beds_daily", {month_text(d) for d in days}, before))
    return result
