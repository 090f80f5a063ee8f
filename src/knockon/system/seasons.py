"""A monthly published series taken apart: month factors, level, annual change, residual.

Counts are first divided by the days of their month. On the log scale the series is a level for
each twelve months (counted back from the last month), a trend within them, a factor for each
calendar month, and a residual. The trend is the middle one of all changes over twelve months, so
month factors cancel from it; factors and levels are fitted by least squares in which a month that
lies far out (a part month, a change in what is counted) loses its weight (Tukey's biweight).

Level: ``sum of counts / sum of (days x month factor)`` over the last twelve reported months, so
that the level with its factors gives those twelve months' total back exactly.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MONTHS_A_YEAR = 12
PANDEMIC = (date(2020, 3, 1), date(2022, 3, 1))
"""First and last month that say nothing of the usual season."""
FLAT = (1.0,) * MONTHS_A_YEAR

_HUBER, _BIWEIGHT, _SD_OF_MAD, _ROUNDS, _EXACT = 1.345, 4.685, 0.6745, 50, 1e-9


@dataclass(frozen=True, slots=True)
class Monthly:
    """Reported counts by calendar month, in rising order; months not reported are simply absent."""

    months: tuple[date, ...]
    counts: tuple[float, ...]

    def __post_init__(self) -> None:
        rising = all(a < b for a, b in zip(self.months, self.months[1:], strict=False))
        if not rising or len(self.months) != len(self.counts):
            raise ValueError("months must rise and each have a count")
        if any(m.day != 1 for m in self.months) or any(c < 0 for c in self.counts):
            raise ValueError("months are first days and counts are not negative")

    @classmethod
    def of(cls, counts: Mapping[date, float]) -> Monthly:
        """Return a series from counts by the first day of each month."""
        months = tuple(sorted(counts))
        return cls(months, tuple(float(counts[month]) for month in months))

    def __len__(self) -> int:
        return len(self.months)

    @property
    def days(self) -> Floats:
        """Days of each month (shape [months])."""
        return np.array([days_in(m) for m in self.months], dtype=np.float64)

    @property
    def per_day(self) -> Floats:
        """Counts a day (shape [months])."""
        return np.array(self.counts) / self.days

    def last(self, months: int) -> Monthly:
        """Return the last reported months."""
        return Monthly(self.months[-months:], self.counts[-months:])

    def usual(self) -> Monthly:
        """Return the months after the pandemic that hold anything: those that show the season."""
        kept = [
            (m, c) for m, c in zip(self.months, self.counts, strict=True) if m > PANDEMIC[1] and c
        ]
        return Monthly(tuple(m for m, _ in kept), tuple(c for _, c in kept))

    def shows_season(self, least: int) -> bool:
        """Whether there are at least so many usual months, and each calendar month among them."""
        usual = self.usual()
        return len(usual) >= least and len({m.month for m in usual.months}) == MONTHS_A_YEAR

    def middle(self) -> date:
        """Return the middle day of the months."""
        middles = [m.toordinal() + days_in(m) / 2 for m in self.months]
        return date.fromordinal(int(sum(middles) / len(middles)))


@dataclass(frozen=True, slots=True)
class Season:
    """Month factors (January first, mean 1), the spread left over, and months given no weight.

    ``residual_sd`` is on the log scale; a month given no weight counts in it as the first that
    would have none.
    """

    factors: tuple[float, ...]
    residual_sd: float
    set_aside: tuple[date, ...] = ()


def days_in(month: date) -> int:
    """Return the days of a calendar month."""
    return calendar.monthrange(month.year, month.month)[1]


def month_text(month: date) -> str:
    """Return a month as 2026-03."""
    return f"{month:%Y-%m}"


def index_of(month: date) -> int:
    """Return months since year 0, so that neighbours differ by one."""
    return month.year * MONTHS_A_YEAR + month.month - 1


def season(series: Monthly) -> Season:
    """Return the month factors of a series in which every calendar month is seen."""
    usual = series.usual()
    if len({m.month for m in usual.months}) < MONTHS_A_YEAR:
        raise ValueError("a calendar month is never seen")
    index = np.array([index_of(m) for m in usual.months])
    log = np.log(usual.per_day)
    flat = log - _yearly_trend(index, log) * (index - index[-1]) / MONTHS_A_YEAR
    years = (index[-1] - index) // MONTHS_A_YEAR
    design = np.hstack([_one_hot(index % MONTHS_A_YEAR), _one_hot(years)[:, 1:]])
    effects, residual, reach = _robust(design, flat)
    factors = np.exp(effects[:MONTHS_A_YEAR])
    tamed = np.clip(residual, -reach, reach)
    freedom = max(len(residual) - design.shape[1], 1)
    return Season(
        tuple(float(f) for f in factors / factors.mean()),
        float(np.sqrt((tamed**2).sum() / freedom)),
        tuple(m for m, r in zip(usual.months, residual, strict=True) if abs(r) > reach),
    )


def level(series: Monthly, factors: Iterable[float]) -> float:
    """Return persons a day with the season taken out, over every month of ``series``."""
    of_month = np.array(tuple(factors))
    expected = series.days * of_month[[m.month - 1 for m in series.months]]
    return float(sum(series.counts) / expected.sum())


def annual_change(series: Monthly, *, years_ago: int = 0) -> float | None:
    """Return the change on the year before of twelve months, as a share (0.02 is 2% more).

    The twelve months end ``years_ago`` years before the last. Only months reported in both years
    count; None if fewer than half of them are.
    """
    by_index = {index_of(m): v for m, v in zip(series.months, series.per_day, strict=True)}
    end = index_of(series.months[-1]) - MONTHS_A_YEAR * years_ago
    pairs = [
        (by_index[i], by_index[i - MONTHS_A_YEAR])
        for i in range(end - MONTHS_A_YEAR + 1, end + 1)
        if i in by_index and i - MONTHS_A_YEAR in by_index
    ]
    before = sum(b for _, b in pairs)
    if len(pairs) < MONTHS_A_YEAR / 2 or before == 0:
        return None
    return float(sum(a for a, _ in pairs) / before - 1.0)


def _yearly_trend(index: npt.NDArray[np.int64], log: Floats) -> float:
    """Return the middle change over twelve months, a year; 0 where no two months pair."""
    at = dict(zip(index.tolist(), log.tolist(), strict=True))
    changes = [v - at[i - MONTHS_A_YEAR] for i, v in at.items() if i - MONTHS_A_YEAR in at]
    return float(np.median(changes)) if changes else 0.0


def _one_hot(groups: npt.NDArray[np.int64]) -> Floats:
    columns: Floats = (groups[:, None] == np.unique(groups)[None, :]).astype(np.float64)
    return columns


def _robust(design: Floats, values: Floats) -> tuple[Floats, Floats, float]:
    """Return effects, residuals and the residual from which a value has no weight.

    Rounds of Huber's weights come first: the biweight would otherwise start from effects that a
    far value had pulled, and could give it and its good neighbours alike no weight.
    """
    weight: Floats = np.ones(len(values))
    reach = np.inf
    for nth in range(2 * _ROUNDS):
        root = np.sqrt(weight)
        effects = np.asarray(np.linalg.lstsq(design * root[:, None], values * root, rcond=None)[0])
        residual = values - design @ effects
        spread = float(np.median(np.abs(residual))) / _SD_OF_MAD
        if spread < _EXACT:
            break
        reach = _BIWEIGHT * spread
        if nth < _ROUNDS:
            weight = np.minimum(1.0, _HUBER * spread / np.maximum(np.abs(residual), _EXACT))
        else:
            weight = np.clip(1.0 - (residual / reach) ** 2, 0.0, None) ** 2
    return effects, residual, reach
