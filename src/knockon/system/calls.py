"""NHS 111 calls: volume, shares answered and triaged, targets.

The daily situation report holds months, not years: its level is calls ÷ the month and weekday
factors of its days, weekday factors the middle calls of each weekday (bank holidays left out) with
the months taken out. Alone, its month factors are those of England's A&E attendances and its growth
is unknown (mean 0). Beside the years of the Integrated Urgent Care collection, season and growth
are the contract's own, and the level is that of whichever file is newer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from knockon.dates import bank_holidays
from knockon.system.carried import Carried, Usual, carried
from knockon.system.collected import SOURCE as COLLECTION
from knockon.system.collected import Collected, share
from knockon.system.method import Method
from knockon.system.profiles import DAYS, week_of, within_opening
from knockon.system.seasons import FLAT, Monthly, month_text
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


def volume(
    site: Site,
    calls: Calls,
    factors: tuple[float, ...] | None,
    method: Method,
    years: Carried | None = None,
) -> Volume:
    """Return the contract's volume by its days.

    ``factors`` are England's A&E month factors, if known; ``years`` what longer figures of the
    same contract show of season and growth, if there are such.
    """
    season = years.factors if years else factors or FLAT
    weekday = _weekday(calls, season)
    expected = sum(season[d.month - 1] * weekday[d.weekday()] for d in calls.received)
    return Volume(
        service=site.kind,
        site=site.id,
        level=sum(calls.received.values()) / expected * site.share,
        middle=date.fromordinal(sum(d.toordinal() for d in calls.received) // len(calls.received)),
        month_factor=season,
        growth_mean=years.growth_mean if years else 0.0,
        growth_sd=years.growth_sd if years else method.short_growth_sd,
        residual_sd=years.residual_sd if years else residual_sd(site.kind),
        residual_ar=method.residual_ar,
        weekday=weekday,
        hour=within_opening(method.hours, site, weekday),
        months_used=calls.months,
        assumed=(*(years.said if years else _short(calls, factors)), _HOURS),
    )


_HOURS = "Hours: the curve of emergency departments (grade D)."


def _short(calls: Calls, factors: tuple[float, ...] | None) -> tuple[str, ...]:
    """Say what stands in where there are days alone."""
    borrowed = "those of England's A&E attendances of all types" if factors else "taken alike"
    return (
        f"The series has {len(calls.received)} days: its months are {borrowed}.",
        "The series is too short for growth of its own: mean 0.",
        "The spread of months is the usual one, since the series is too short to show it.",
    )


def volume_by_month(site: Site, years: Carried, calls: Calls | None, method: Method) -> Volume:
    """Return the contract's volume by its months; weekdays are those of its days, if there are."""
    weekday = _weekday(calls, years.factors) if calls else method.emergency_week
    said = () if calls else ("Weekdays: Monday's published share of A&E, the other days alike.",)
    return Volume(
        service=site.kind,
        site=site.id,
        level=years.level * site.share,
        middle=years.middle,
        month_factor=years.factors,
        growth_mean=years.growth_mean,
        growth_sd=years.growth_sd,
        residual_sd=years.residual_sd,
        residual_ar=method.residual_ar,
        weekday=weekday,
        hour=within_opening(method.hours, site, weekday),
        months_used=tuple(month_text(m) for m in years.months),
        assumed=(*years.said, *said, _HOURS),
    )


def over_years(
    found: Collected, nation: Monthly | None, factors: tuple[float, ...] | None, method: Method
) -> Carried:
    """Return a contract's months carried forward; ``nation`` is England's calls."""
    usual = Usual(factors, residual_sd("nhs111"))
    return carried(found.received, nation, method, method.growth_sd, usual)


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


def telephone_by_month(
    found: Collected, method: Method, by_day: Telephone111 | None
) -> Telephone111 | None:
    """Return the share answered by month; None if it is not told.

    Of those answered, who is triaged is told by days alone; England's share stands in.
    """
    answered = share(found.answered, found.received, method.level_months)
    if answered is None or answered[0] > 1.0:
        return None
    triaged = by_day.triaged_of_answered if by_day else method.emergency.triaged
    return Telephone111(answered[0], triaged)


def targets_by_month(site: Site, found: Collected, method: Method) -> tuple[Target, ...]:
    """Return the shares answered, and answered in 60 seconds, over the last months of both."""
    parts = {
        "answered": (found.answered, found.received, "answered of received"),
        "answered_in_60_seconds": (
            *(found.in_60_seconds, found.answered),
            "answered in 60 seconds of answered",
        ),
    }
    result = []
    for measure, (part, whole, what) in parts.items():
        known = share(part, whole, method.level_months)
        if known is not None and known[0] <= 1.0:
            months = tuple(month_text(m) for m in known[1])
            result.append(Target(site.id, measure, known[0], months, f"{COLLECTION}: {what}"))
    return tuple(result)


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
