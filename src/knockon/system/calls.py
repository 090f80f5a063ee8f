"""NHS 111 calls from the daily situation report: volume, shares answered and triaged, targets.

The file holds months, not years: its level is calls ÷ the month and weekday factors of its days,
month factors are those of England's A&E attendances, weekday factors the middle calls of each
weekday (bank holidays left out) with the months taken out, and growth is unknown (mean 0).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from knockon.dates import bank_holidays
from knockon.system.method import Method
from knockon.system.profiles import DAYS, week_of, within_opening
from knockon.system.seasons import FLAT, month_text
from knockon.system.sites import residual_sd
from knockon.system.values import Site, Target, Telephone111, Volume

SOURCE = "NHS England, UEC Daily Situation Report, NHS 111"


@dataclass(frozen=True, slots=True)
class Calls:
    """One contract's reported days: calls received, answered, answered in 60 s, triaged."""

    received: Mapping[date, float]
    answered: Mapping[date, float]
    in_60_seconds: Mapping[date, float]
    triaged: Mapping[date, float]

    @property
    def months(self) -> tuple[str, ...]:
        """The months the reported days lie in."""
        return tuple(sorted({month_text(day) for day in self.received}))


def calls_of(calls111: pl.DataFrame, contract: str) -> Calls | None:
    """Return a contract's reported days; None if a count or a weekday is lacking."""
    own = calls111.filter(pl.col("contract").eq(contract) & pl.col("reported"))

    def measure(name: str) -> dict[date, float]:
        rows = own.filter(pl.col("measure") == name).sort("date")
        return dict(zip(rows["date"].to_list(), rows["value"].cast(pl.Float64), strict=True))

    names = ("calls_received", "calls_answered", "calls_answered_60s", "calls_triaged")
    found = Calls(*(measure(name) for name in names))
    whole_week = len({day.weekday() for day in found.received if not _is_holiday(day)}) == DAYS
    complete = found.answered and found.in_60_seconds and found.triaged
    return found if whole_week and complete else None


def volume(site: Site, calls: Calls, factors: tuple[float, ...] | None, method: Method) -> Volume:
    """Return the contract's volume; ``factors`` are England's A&E month factors, if known."""
    season = factors or FLAT
    weekday = _weekday(calls, season)
    expected = sum(season[d.month - 1] * weekday[d.weekday()] for d in calls.received)
    borrowed = "those of England's A&E attendances of all types" if factors else "taken alike"
    return Volume(
        service=site.kind,
        site=site.id,
        level=sum(calls.received.values()) / expected * site.share,
        middle=date.fromordinal(sum(d.toordinal() for d in calls.received) // len(calls.received)),
        month_factor=season,
        growth_mean=0.0,
        growth_sd=method.short_growth_sd,
        residual_sd=residual_sd(site.kind),
        residual_ar=method.residual_ar,
        weekday=weekday,
        hour=within_opening(method.hours, site, weekday),
        months_used=calls.months,
        assumed=(
            f"The series has {len(calls.received)} days: its months are {borrowed}.",
            "The series is too short for growth of its own: mean 0.",
            "The spread of months is the usual one, since the series is too short to show it.",
            "Hours: the curve of emergency departments (grade D).",
        ),
    )


def telephone(calls: Calls) -> Telephone111:
    """Return the shares answered and, of those, triaged, over the days that report both."""
    return Telephone111(
        answered=_ratio(calls.answered, calls.received),
        triaged_of_answered=_ratio(calls.triaged, calls.answered),
    )


def targets(site: Site, calls: Calls) -> tuple[Target, Target]:
    """Return the share answered (fitted to) and answered in 60 seconds (checked only)."""
    return (
        Target(
            site.id,
            "answered",
            _ratio(calls.answered, calls.received),
            calls.months,
            f"{SOURCE}: answered of received",
        ),
        Target(
            site.id,
            "answered_in_60_seconds",
            _ratio(calls.in_60_seconds, calls.answered),
            calls.months,
            f"{SOURCE}: answered in 60 seconds of answered",
        ),
    )


def _ratio(part: Mapping[date, float], whole: Mapping[date, float]) -> float:
    shared = [day for day in part if day in whole]
    return sum(part[day] for day in shared) / sum(whole[day] for day in shared)


def _weekday(calls: Calls, season: tuple[float, ...]) -> tuple[float, ...]:
    values = defaultdict(list)
    for day, count in calls.received.items():
        if not _is_holiday(day):
            values[day.weekday()].append(count / season[day.month - 1])
    return week_of(values)


@cache
def _holidays(year: int) -> frozenset[date]:
    return bank_holidays(year)


def _is_holiday(day: date) -> bool:
    return day in _holidays(day.year)
