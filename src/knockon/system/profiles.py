"""How a day's people fall over its hours, and a week's over its days.

One curve of arrivals by hour stands for every emergency service. It is raised to the power that
makes its busiest hour as many times the average hour as is published, and cut to the hours a site
is open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from knockon.system.values import Site

HOURS = 24
DAYS = 7
WORKING_DAYS = 5
_STEEPEST, _HALVINGS = 64.0, 60


def sharpen(curve: Sequence[float], peak: float) -> tuple[float, ...]:
    """Return the curve raised to the power at which busiest ÷ average hour is ``peak``; sums to 1.

    Solved by halving. Raises ValueError if no power reaches that peak (a flat curve, or a peak
    that only a single hour could make).
    """
    base = np.array(curve, dtype=np.float64)

    def peak_at(power: float) -> float:
        raised = (base / base.max()) ** power
        return float(1.0 / raised.mean())

    low, high = 0.0, _STEEPEST
    if not peak_at(low) <= peak <= peak_at(high):
        raise ValueError(f"no power of the curve has a peak of {peak:g}")
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if peak_at(middle) < peak else (low, middle)
    raised = (base / base.max()) ** high
    return tuple(float(v) for v in raised / raised.sum())


def within_opening(
    hours: Sequence[float], site: Site, weekday: Sequence[float]
) -> tuple[float, ...]:
    """Return the curve cut to a site's opening hours, over a mean week; sums to 1."""
    shares = np.zeros(HOURS)
    for day in range(DAYS):
        starts = np.arange(HOURS, dtype=np.float64)
        part = np.minimum(site.closes[day], starts + 1.0) - np.maximum(site.opens[day], starts)
        open_part = np.array(hours) * np.clip(part, 0.0, 1.0)
        shares += weekday[day] * open_part / open_part.sum() if open_part.sum() > 0 else 0.0
    return tuple(float(v) for v in shares / shares.sum())


def monday_share_week(share: float) -> tuple[float, ...]:
    """Return weekday factors (mean 1) from Monday's share of a week, the other six days alike."""
    monday = share * DAYS
    return (monday, *((DAYS - monday) / (DAYS - 1),) * (DAYS - 1))


def monday_to_friday(ratio: float) -> tuple[float, ...]:
    """Return five factors (mean 1) on a line whose Monday is ``ratio`` times its Friday."""
    monday = 2.0 * ratio / (1.0 + ratio)
    friday = 2.0 / (1.0 + ratio)
    step = (friday - monday) / (WORKING_DAYS - 1)
    return tuple(monday + step * day for day in range(WORKING_DAYS))


def week_of(values: Mapping[int, Sequence[float]]) -> tuple[float, ...]:
    """Return weekday factors (mean 1) from daily values by weekday: the middle one of each."""
    middles = np.array([float(np.median(np.array(values[day]))) for day in range(DAYS)])
    return tuple(float(v) for v in middles / middles.mean())
