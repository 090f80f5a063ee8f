"""General practice of a board by month: its season, weekdays and growth, where files show them.

The files of sub-ICBs by day and by month, and the practice-level crosstab, count one thing; the
longest series is used. Attended appointments are taken by working day, a Monday counting for as
much more than a Friday as Mondays are busier, so that a month short of Mondays is not taken for a
quiet one. With as many usual months as a series needs, month factors are its own; growth is half
the board's own mean annual change and half England's. Changes over the day collective action began
are not growth: only months on the side of the newest count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from knockon.dates import is_working_day
from knockon.places import Icb
from knockon.published import Published
from knockon.system.carried import weighted
from knockon.system.gained import Gained, gained
from knockon.system.method import Method
from knockon.system.profiles import WORKING_DAYS
from knockon.system.seasons import (
    MONTHS_A_YEAR,
    Monthly,
    annual_change,
    days_in,
    index_of,
    month_text,
    season,
)

NEARLY_ALL = 0.9
"""Share of sub-ICBs that must be in a month for its sum to be called England's."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How general practice moves through a year and a week, and grows; and what gave it.

    ``season``: month factors of activity by working day; ``weekday``: Monday to Friday, mean 1.
    """

    season: tuple[float, ...]
    weekday: tuple[float, ...]
    growth_mean: float
    residual_sd: float
    notes: tuple[str, ...]
    gained: tuple[Gained, ...]


@dataclass(frozen=True, slots=True)
class _Series:
    """Attended appointments by working day, scaled to the days of each month, and their file."""

    own: Monthly
    england: Monthly | None
    table: str


def pattern(files: Published, boards: Sequence[Icb], method: Method) -> Pattern:
    """Return the pattern of the boards together; what no series shows is the parameters'."""
    codes = [board.code for board in boards]
    rows = files.practices.filter(pl.col("icb_code").is_in(codes))
    areas = _Areas.of(files, sorted(rows["sub_icb_code"].unique()))
    own_week = _weekdays(areas)
    week = own_week or method.practice_week
    found = _longest(files, areas, rows["practice"].to_list(), week)
    factors, residual = method.practice_season, method.practice_residual_sd
    growth, notes, given = 0.0, list[str](), list[Gained]()
    if found is not None and found.own.shows_season(method.full_series):
        shape = season(found.own)
        factors, residual = shape.factors, shape.residual_sd
        growth = _growth(found, method, notes)
        months = [month_text(m) for m in found.own.months]
        what = "Months and growth of general practice"
        before = "England's months, and no growth on average"
        given.append(gained(what, found.table, months, before))
    notes.insert(0, _whose(given=bool(given), week=own_week is not None))
    if found is not None:
        notes += _since_action(found.own, method)
    if own_week is not None:
        months = [month_text(m) for m in _months_seen(areas)]
        what = "Weekdays of general practice"
        given.append(gained(what, "gpad_daily", months, "England's, a straight line over the week"))
    return Pattern(factors, week, growth, residual, tuple(notes), tuple(given))


def _whose(*, given: bool, week: bool) -> str:
    """Say whose months and weekdays general practice has."""
    months = (
        "season by month, growth and the spread of months are the board's own"
        if given
        else "season by month is England's, growth is unknown (mean 0), and the spread of months "
        "is that of England's month factors"
    )
    return f"Practices: {months}; weekdays are {'the board' if week else 'England'}'s."


@dataclass(frozen=True, slots=True)
class _Areas:
    """Attended appointments of every sub-ICB by day and by month, and which are the board's."""

    own: Sequence[str]
    days: Mapping[str, Mapping[date, float]]
    months: Mapping[str, Mapping[date, float]]
    """Of the regional files, and of the days where they are whole; those win."""
    whole: Sequence[date]
    """Months in which every sub-ICB of the board has a row on every working day."""

    @classmethod
    def of(cls, files: Published, own: Sequence[str]) -> _Areas:
        """Return what the files of sub-ICBs say; ``own`` are the board's."""
        days = _by_period(files.gpad_daily, "date")
        by_month = _by_period(files.gpad_regional, "month")
        from_days = {area: _months_of_days(counts) for area, counts in days.items()}
        months = {
            area: {**by_month.get(area, {}), **from_days.get(area, {})}
            for area in sorted({*by_month, *from_days})
        }
        whole = [set(from_days.get(area, ())) for area in own]
        return cls(own, days, months, sorted(set.intersection(*whole)))


def _months_seen(areas: _Areas) -> list[date]:
    """Return the months in which the board's sub-ICBs have days."""
    return sorted({day.replace(day=1) for area in areas.own for day in areas.days.get(area, ())})


def _longest(
    files: Published, areas: _Areas, practices: Sequence[str], week: Sequence[float]
) -> _Series | None:
    """Return the longest series: of sub-ICBs, else of the crosstab; None if there is neither."""
    own = _sums([areas.months.get(area, {}) for area in areas.own], len(areas.own))
    crosstab = _of_practices(files.gpad_crosstab, practices)
    if len(crosstab) > len(own):
        return _Series(_by_working_day(crosstab, week), None, "gpad_crosstab")
    if not own:
        return None
    every = files.practices["sub_icb_code"].n_unique()
    nation = _sums(list(areas.months.values()), NEARLY_ALL * every)
    table = "gpad_daily" if set(areas.whole).issuperset(own) else "gpad_regional"
    country = _by_working_day(nation, week) if nation else None
    return _Series(_by_working_day(own, week), country, table)


def _attended(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    kept = rows.filter(pl.col("status") == "attended")
    return kept.group_by(by).agg(pl.col("appointments").sum())


def _by_period(rows: pl.DataFrame, period: str) -> dict[str, dict[date, float]]:
    """Return attended appointments by sub-ICB and period."""
    found: dict[str, dict[date, float]] = {}
    for area, when, count in _attended(rows, ["sub_icb_code", period]).iter_rows():
        found.setdefault(area, {})[when] = float(count)
    return found


def _months_of_days(days: Mapping[date, float]) -> dict[date, float]:
    """Return a sub-ICB's months from its days, where every working day has a row."""
    sums: dict[date, float] = defaultdict(float)
    open_days: dict[date, int] = defaultdict(int)
    for day in sorted(days):
        first = day.replace(day=1)
        sums[first] += days[day]
        open_days[first] += is_working_day(day)
    wanted = {month: sum(map(is_working_day, _days(month))) for month in sums}
    return {month: count for month, count in sums.items() if open_days[month] == wanted[month]}


def _of_practices(rows: pl.DataFrame, practices: Sequence[str]) -> dict[date, float]:
    """Return the sum of the board's practices in the months in which all of them are counted."""
    own = rows.filter(pl.col("practice").is_in(list(practices)))
    counted = own.group_by("month").agg(pl.col("practice").n_unique().alias("practices"))
    whole = counted.filter(pl.col("practices") == len(practices))
    sums = _attended(own.join(whole, on="month", how="semi"), ["month"])
    return {month: float(count) for month, count in sums.iter_rows()}


def _sums(parts: Sequence[Mapping[date, float]], least: float) -> dict[date, float]:
    """Return sums over parts in the months at least so many of them have."""
    months = {month for part in parts for month in part}
    having = {m: [part[m] for part in parts if m in part] for m in sorted(months)}
    return {m: sum(counts) for m, counts in having.items() if len(counts) >= least}


def _by_working_day(counts: Mapping[date, float], week: Sequence[float]) -> Monthly:
    """Return a series whose counts a day are counts a usual working day."""
    return Monthly.of({m: count / _worked(m, week) * days_in(m) for m, count in counts.items()})


def _worked(month: date, week: Sequence[float]) -> float:
    """Return the working days of a month, each as its weekday's factor."""
    return sum(week[day.weekday()] for day in _days(month) if is_working_day(day))


def _days(month: date) -> list[date]:
    return [month + timedelta(days=nth) for nth in range(days_in(month))]


def _growth(found: _Series, method: Method, notes: list[str]) -> float:
    """Return the mean annual growth, changes over the day action began left out."""
    years = range(method.growth_years)
    own = _one_side(found.own, method)
    theirs = _one_side(found.england, method) if found.england else None
    changes = [annual_change(own, years_ago=y) for y in years]
    nation = [annual_change(theirs, years_ago=y) if theirs else None for y in years]
    kept = [change for change in changes if change is not None]
    known = [change for change in nation if change is not None]
    if len(own) < len(found.own):
        notes.append(
            f"Growth of general practice is of the months from {month_text(own.months[0])}: a "
            "change over the day collective action began is not read as growth."
        )
    if not kept:
        notes.append("No two years of general practice can be compared: growth has mean 0.")
        return 0.0
    if not known:
        notes.append("Sub-ICBs of all England are not given: growth is the board's own.")
    return weighted(kept, known, method.own_growth)


def _one_side(series: Monthly, method: Method) -> Monthly:
    """Return the months on the side of the newest of the day collective action began."""
    began = method.action_began
    if began is None or series.months[-1] < began:
        return series
    pairs = zip(series.months, series.counts, strict=True)
    return Monthly.of({m: c for m, c in pairs if m >= began})


def _since_action(series: Monthly, method: Method) -> list[str]:
    """Say how appointments changed over the day collective action began; that is no growth."""
    began = method.action_began
    if began is None:
        return []
    at = {index_of(m): v for m, v in zip(series.months, series.per_day, strict=True)}
    first = index_of(began)
    pairs = [
        (at[i], at[i - MONTHS_A_YEAR])
        for i in range(first, first + MONTHS_A_YEAR)
        if i in at and i - MONTHS_A_YEAR in at
    ]
    if not pairs:
        return []
    change = sum(after for after, _ in pairs) / sum(before for _, before in pairs) - 1.0
    return [
        f"Attended appointments a working day in the {len(pairs)} months from {month_text(began)}, "
        f"when collective action began, were {change:+.1%} on the same months a year before: "
        "action, growth and changes in what is recorded cannot be told apart."
    ]


def _weekdays(areas: _Areas) -> tuple[float, ...] | None:
    """Return Monday to Friday factors: the middle of each day ÷ its week's mean; None if unseen.

    Only weeks of five working days count, of which every sub-ICB has a row on each.
    """
    sums = _sums([areas.days.get(area, {}) for area in areas.own], len(areas.own))
    shares: list[list[float]] = []
    for monday in (day for day in sums if day.weekday() == 0):
        days = [monday + timedelta(days=nth) for nth in range(WORKING_DAYS)]
        if all(day in sums and is_working_day(day) for day in days):
            mean = sum(sums[day] for day in days) / WORKING_DAYS
            shares.append([sums[day] / mean for day in days])
    if not shares:
        return None
    middles = np.median(np.array(shares), axis=0)
    return tuple(float(v) for v in middles / middles.mean())
