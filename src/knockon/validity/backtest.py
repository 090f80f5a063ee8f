"""How well the baseline would have forecast months that are known by now.

The model's own baseline (level, season, growth, residual: no action, no behaviour) is fitted to
the months before a cut and asked for the twelve after it, by the very functions an assessment
uses. Each series is scored by how often the published month lies inside the 50% and 90% intervals,
by the mean absolute error of the median beside that of the seasonal naive forecast (the same month
a year before), and by the continuous ranked probability score, whose unit is people a month.

A month counts where it, and the same month a year before, are reported and not zero. A series
counts where the months before the cut are enough for a season of its own.

Source of the scores: Gneiting and Raftery 2007, Strictly proper scoring rules, prediction and
estimation, JASA 102(477); Hyndman and Koehler 2006 for the seasonal naive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from knockon.dates import monday_of, months_after
from knockon.impact.horizon import Array, Horizon
from knockon.impact.volumes import Luck, daily
from knockon.system import emergency
from knockon.system.carried import Usual, carried
from knockon.system.seasons import Monthly
from knockon.system.values import Volume

if TYPE_CHECKING:
    from knockon.system.method import Method

MONTHS = 12
FEWEST = 6
"""Months that must be scored for a series to be shown."""
_EVEN_WEEK, _EVEN_DAY = (1.0,) * 7, (1 / 24,) * 24
_PERCENTILES = (5, 25, 50, 75, 95)


@dataclass(frozen=True, slots=True)
class Forecast:
    """One month ahead of the cut: what was said, what came, what the year before had."""

    month: date
    p5: float
    p25: float
    p50: float
    p75: float
    p95: float
    published: float
    year_before: float
    crps: float

    @property
    def inside_90(self) -> bool:
        """Return whether the published month lies in the 90% interval."""
        return self.p5 <= self.published <= self.p95

    @property
    def inside_50(self) -> bool:
        """Return whether the published month lies in the 50% interval."""
        return self.p25 <= self.published <= self.p75


@dataclass(frozen=True, slots=True)
class Series:
    """One provider's series of one measure, with every month that could be scored."""

    provider: str
    measure: str
    months: tuple[Forecast, ...]

    @property
    def error(self) -> float:
        """Mean absolute error of the median, people a month."""
        return _mean(abs(one.p50 - one.published) for one in self.months)

    @property
    def naive_error(self) -> float:
        """Mean absolute error of the same month a year before, people a month."""
        return _mean(abs(one.year_before - one.published) for one in self.months)

    @property
    def crps(self) -> float:
        """Mean continuous ranked probability score, people a month."""
        return _mean(one.crps for one in self.months)

    @property
    def inside_90(self) -> float:
        """Share of months inside the 90% interval."""
        return _mean(one.inside_90 for one in self.months)

    @property
    def inside_50(self) -> float:
        """Share of months inside the 50% interval."""
        return _mean(one.inside_50 for one in self.months)


@dataclass(frozen=True, slots=True)
class Pooled:
    """Several series of one measure together."""

    measure: str
    series: int
    months: int
    inside_50: float
    inside_90: float
    better_than_naive: int
    """Series whose median errs less than the seasonal naive."""
    error_of_naive: float
    """Summed error of the medians ÷ summed error of the seasonal naive."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure that is carried forward, and how it is read from the A&E publication."""

    name: str
    of: Callable[[pl.DataFrame, str], Monthly]
    country: Callable[[pl.DataFrame], Monthly]
    growth_sd: Callable[[Method], float]
    site: str


@dataclass(frozen=True, slots=True)
class Asked:
    """How a backtest is run: the first month to forecast, and how many futures of each series."""

    method: Method
    cut: date
    draws: int = 2000
    seed: int = 1

    @property
    def months(self) -> tuple[date, ...]:
        """The months to forecast."""
        return tuple(months_after(self.cut, nth) for nth in range(MONTHS))


def backtest(ae: pl.DataFrame, providers: Iterable[str], asked: Asked) -> tuple[Series, ...]:
    """Return the scores of each provider's series, fitted to the months before the cut.

    ``ae`` is the tidy frame of the publication (provider, month, measure, value, reported). A
    series too short for a season of its own, or with too few months to score, is left out.
    """
    past = ae.filter(pl.col("month") < asked.cut)
    found = []
    for measured in MEASURED:
        country = measured.country(past)
        for provider in sorted(set(providers)):
            known = measured.of(past, provider)
            if not known.shows_season(asked.method.full_series):
                continue
            ahead = _ahead(measured, provider, known, country, asked)
            months = tuple(_scored(ahead, measured.of(ae, provider)))
            if len(months) >= FEWEST:
                found.append(Series(provider, measured.name, months))
    return tuple(found)


def pooled(series: Sequence[Series]) -> tuple[Pooled, ...]:
    """Return the scores of all series of each measure together."""
    names = dict.fromkeys(one.measure for one in series)
    return tuple(_pool(name, [one for one in series if one.measure == name]) for name in names)


def last_cut(ae: pl.DataFrame) -> date | None:
    """Return the first of the last twelve months in the files, or None where there are none."""
    if ae.is_empty():
        return None
    last = ae["month"].max()
    return months_after(cast(date, last), 1 - MONTHS)


def crps_of(draws: Array, published: float) -> float:
    """Return the continuous ranked probability score of equally likely draws."""
    rising = np.sort(draws)
    count = len(rising)
    weights = 2 * np.arange(1, count + 1) - count - 1
    return float(np.abs(rising - published).mean() - (weights @ rising) / count**2)


def _ahead(
    measured: Measured, provider: str, known: Monthly, country: Monthly, asked: Asked
) -> dict[date, Array]:
    """Return people in each month after the cut, one number for each draw."""
    method = asked.method
    fitted = carried(known, country, method, measured.growth_sd(method), Usual(None, 0.0))
    volume = Volume(
        service=measured.site,
        site=f"{provider} {measured.name}",
        level=fitted.level,
        middle=fitted.middle,
        month_factor=fitted.factors,
        growth_mean=fitted.growth_mean,
        growth_sd=fitted.growth_sd,
        residual_sd=fitted.residual_sd,
        residual_ar=method.residual_ar,
        weekday=_EVEN_WEEK,
        hour=_EVEN_DAY,
        months_used=(),
    )
    first, last = monday_of(asked.cut), months_after(asked.cut, MONTHS)
    horizon = Horizon(first, (last - first).days // 7 + 1)
    points = np.arange(asked.draws)
    expected = daily(horizon, volume, Luck(asked.seed, points, points))
    luck = np.random.default_rng([asked.seed, *provider.encode()])
    whose = np.array([day.replace(day=1) for day in horizon.dates])
    return {month: luck.poisson(expected[whose == month].sum(axis=0)) for month in asked.months}


def _scored(ahead: Mapping[date, Array], whole: Monthly) -> Iterator[Forecast]:
    """Yield the months that can be scored: reported then and a year before."""
    at = dict(zip(whole.months, whole.counts, strict=True))
    for month, people in ahead.items():
        came, before = at.get(month), at.get(months_after(month, -MONTHS))
        if came and before:
            p5, p25, p50, p75, p95 = (float(p) for p in np.percentile(people, _PERCENTILES))
            crps = crps_of(people, came)
            yield Forecast(month, p5, p25, p50, p75, p95, came, before, crps)


def _pool(name: str, series: Sequence[Series]) -> Pooled:
    months = [month for one in series for month in one.months]
    return Pooled(
        measure=name,
        series=len(series),
        months=len(months),
        inside_50=_mean(month.inside_50 for month in months),
        inside_90=_mean(month.inside_90 for month in months),
        better_than_naive=sum(one.error < one.naive_error for one in series),
        error_of_naive=sum(one.error for one in series) / sum(one.naive_error for one in series),
    )


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return float(sum(listed) / len(listed))


def _type(measure: str) -> Measured:
    """Return the attendances of one type of department."""
    return Measured(
        name=measure,
        of=lambda ae, provider: emergency.months_of(ae, provider, (measure,)),
        country=lambda ae: emergency.all_providers(ae, (measure,)),
        growth_sd=lambda method: method.growth_sd,
        site="ed" if measure.endswith("1") else "utc",
    )


_ADMISSIONS = Measured(
    name="emergency_admissions",
    of=emergency.admissions,
    country=lambda ae: emergency.all_providers(ae, emergency.ADMISSIONS),
    growth_sd=lambda method: method.admissions_growth_sd,
    site="acute_beds",
)
MEASURED = (_type("attendances_type1"), _ADMISSIONS, _type("attendances_type3"))
"""What is scored: type 1 and type 3 attendances, and emergency admissions of all ways in."""
