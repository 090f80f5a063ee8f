"""A monthly published series carried forward: level, season, growth and what is left over.

Level: the last reported months, with the season taken out. Season: month factors of the series
itself where it is long enough, else those of England. Growth g a year: half the series' own mean
annual change of the last years and half England's; its spread is that between trusts. A year in
which the series differs from England by more than :data:`A_BREAK` such spreads shows a change in
what is counted, not growth: it is left out of the mean and said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from knockon.system.method import Method
from knockon.system.seasons import FLAT, Monthly, annual_change, level, month_text, season

A_BREAK = 3.0


@dataclass(frozen=True, slots=True)
class Usual:
    """What stands in for a series too short for its own season: factors, spread of residuals."""

    factors: tuple[float, ...] | None
    residual_sd: float


@dataclass(frozen=True, slots=True)
class Carried:
    """A series as a level with its season, growth and residual, and what was assumed.

    Expected persons a day in month m = ``level`` x ``factors[m]`` x (1 + g compounded over the
    years since ``middle``); ``residual_sd`` is on the log scale.
    """

    level: float
    middle: date
    factors: tuple[float, ...]
    growth_mean: float
    growth_sd: float
    residual_sd: float
    months: tuple[date, ...]
    said: tuple[str, ...]


def carried(
    series: Monthly, country: Monthly | None, method: Method, growth_sd: float, usual: Usual
) -> Carried:
    """Return a monthly series ready to be carried forward.

    ``country`` is England's series of the same thing, ``growth_sd`` the spread of annual change
    between trusts.
    """
    said: list[str] = []
    factors, spread = _season(series, method, usual, said)
    recent = series.last(method.level_months)
    if len(recent) < method.level_months:
        said.append(f"Only {len(recent)} months are reported: the level rests on those.")
    mean, sd = _growth(series, country, method, growth_sd, said)
    return Carried(
        level=level(recent, factors),
        middle=recent.middle(),
        factors=factors,
        growth_mean=mean,
        growth_sd=sd,
        residual_sd=spread,
        months=recent.months,
        said=tuple(said),
    )


def _season(
    series: Monthly, method: Method, usual: Usual, said: list[str]
) -> tuple[tuple[float, ...], float]:
    """Return month factors and residual spread: own, England's, or flat with what is usual."""
    if series.shows_season(method.full_series):
        own = season(series)
        if own.set_aside:
            months = ", ".join(month_text(m) for m in own.set_aside)
            said.append(f"Months far from the rest had no weight in the season: {months}.")
        return own.factors, own.residual_sd
    if usual.factors is None:
        said.append("No series is long enough for month factors: every month is taken alike.")
    else:
        said.append("Month factors are those of England's attendances of all types.")
    return usual.factors or FLAT, usual.residual_sd


def _growth(
    series: Monthly, country: Monthly | None, method: Method, growth_sd: float, said: list[str]
) -> tuple[float, float]:
    """Return mean and spread of annual growth."""
    if not series.shows_season(method.full_series):
        said.append("The series is too short for growth of its own: mean 0.")
        return 0.0, method.short_growth_sd
    years = range(method.growth_years)
    own = [annual_change(series, years_ago=y) for y in years]
    theirs = [annual_change(country, years_ago=y) if country else None for y in years]
    kept = [
        a
        for a, e in zip(own, theirs, strict=True)
        if a is not None and (e is None or abs(a - e) <= A_BREAK * growth_sd)
    ]
    if len(kept) < sum(a is not None for a in own):
        odd = ", ".join(f"{a:+.0%}" for a in own if a is not None and a not in kept)
        said.append(
            f"A yearly change of {odd} is a change in what is counted and is left out of growth."
        )
    known = [e for e in theirs if e is not None]
    if not known:
        said.append("England's files are not given: growth is the trust's own.")
    return weighted(kept, known, method.own_growth), growth_sd


def weighted(own: Sequence[float], theirs: Sequence[float], weight: float) -> float:
    """Return ``weight`` of one mean and the rest of the other; either alone where one has none."""
    if own and theirs:
        return weight * fmean(own) + (1.0 - weight) * fmean(theirs)
    return fmean(own or theirs or (0.0,))
