"""The same year by chance: Poisson contacts, whole slots, people who give up one by one.

A second way to what the formulas of :mod:`knockon.safeday.waiting` and :mod:`knockon.impact.queues`
give on average, and how far one year may lie from that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knockon.errors import KnockonError

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DaysAhead:
    """What a year of working days holds, each an array of shape [days].

    ``slots`` in all (a fraction is there on that fraction of days); ``urgent`` and ``other``
    contacts asked for on average; ``held`` slots, whole and none above ``slots``. ``released``:
    whether held slots left over go to those who wait.
    """

    slots: Array
    urgent: Array
    other: Array
    held: Array
    released: bool

    def __post_init__(self) -> None:
        if not len(self.slots) == len(self.urgent) == len(self.other) == len(self.held):
            raise ValueError("every day has slots, urgent and other contacts, and held slots")
        if (self.held > self.slots).any():
            raise ValueError("more slots are held than there are")


@dataclass(frozen=True, slots=True)
class SimulatedYears:
    """What so many simulated years came to.

    ``end``: people waiting at the year's end, the 10th, 50th and 90th percentile. ``mean_list`` by
    working day. ``unfitting``: contacts a day beyond that day's slots. ``urgent_seen``: share of
    urgent contacts; ``days_all_seen``: share of days on which all of them were.
    """

    years: int
    seed: int
    end: tuple[float, float, float]
    mean_list: tuple[float, ...]
    unfitting: float
    urgent_seen: float
    days_all_seen: float


def simulate(
    days: DaysAhead, *, leaving: float, start: float, years: int, seed: int
) -> SimulatedYears:
    """Return what ``years`` independent years come to; the same seed gives the same."""
    if years < 1:
        raise KnockonError(
            "K133",
            f"{years} years are asked for",
            expected="at least 1",
            remedy="Correct the number.",
        )
    luck = np.random.default_rng(seed)
    waiting: Whole = np.full(years, round(start), dtype=np.int64)
    mean_list, unfitting, asked, seen, whole = [], 0.0, 0.0, 0.0, 0.0
    for day in range(len(days.slots)):
        slots = np.floor(days.slots[day] + luck.random(years)).astype(np.int64)
        urgent = luck.poisson(days.urgent[day], years)
        other = luck.poisson(days.other[day], years)
        waiting -= luck.binomial(waiting, leaving)
        held = int(days.held[day])
        taken = np.minimum(urgent, held)
        free = slots - (taken if days.released else held)
        waiting = np.maximum(waiting + other - free, 0)
        mean_list.append(float(waiting.mean()))
        unfitting += float(np.maximum(urgent + other - slots, 0).mean())
        asked += float(urgent.sum())
        seen += float(taken.sum())
        whole += float((urgent <= held).mean())
    low, middle, high = (float(one) for one in np.quantile(waiting, (0.1, 0.5, 0.9)))
    count = len(days.slots)
    return SimulatedYears(
        years=years,
        seed=seed,
        end=(low, middle, high),
        mean_list=tuple(mean_list),
        unfitting=unfitting / count,
        urgent_seen=seen / asked if asked else 1.0,
        days_all_seen=whole / count,
    )
