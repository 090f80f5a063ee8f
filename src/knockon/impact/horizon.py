"""The days a run covers, and what each of them is: month, weekday, open or closed.

A run starts three days before its first Monday. Practices are closed in those days: they let
phones, treatment centres and emergency departments fill from empty, and the people those send
back to practices since Friday arrive, as they would, on the first open day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import numpy.typing as npt

from knockon.dates import is_working_day
from knockon.errors import KnockonError

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

WARM_UP_DAYS = 3
DAYS_A_WEEK = 7
HOURS_A_DAY = 24
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Horizon:
    """A first Monday and a number of weeks, with the warm-up days before it."""

    start: date
    weeks: int

    def __post_init__(self) -> None:
        if self.start.weekday() != 0:
            raise KnockonError(
                "K501",
                f"the first day {self.start:%A %d %B %Y} is not a Monday",
                expected="a Monday, since weeks run from Monday to Sunday",
                remedy="Move `from` to a Monday.",
            )
        if self.weeks < 1:
            raise KnockonError(
                "K502",
                f"{self.weeks} weeks",
                expected="at least one week",
                remedy="Give `weeks` as 1 or more.",
            )

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """Every simulated day, warm-up first."""
        first = self.start - timedelta(days=WARM_UP_DAYS)
        return tuple(first + timedelta(days=d) for d in range(self.days))

    @property
    def days(self) -> int:
        """Simulated days, warm-up included."""
        return WARM_UP_DAYS + DAYS_A_WEEK * self.weeks

    @property
    def end(self) -> date:
        """The last Sunday."""
        return self.start + timedelta(days=DAYS_A_WEEK * self.weeks - 1)

    @cached_property
    def weekday(self) -> Ints:
        """Weekday of each day, Monday 0 (shape [days])."""
        return np.array([d.weekday() for d in self.dates], dtype=np.int64)

    @cached_property
    def month(self) -> Ints:
        """Month of each day, January 0 (shape [days])."""
        return np.array([d.month - 1 for d in self.dates], dtype=np.int64)

    @cached_property
    def calendar_months(self) -> tuple[tuple[int, int], ...]:
        """The (year, month) pairs the run touches, in order."""
        return tuple(dict.fromkeys((d.year, d.month) for d in self.dates))

    @cached_property
    def calendar_month(self) -> Ints:
        """Index of each day's (year, month) in :attr:`calendar_months` (shape [days])."""
        place = {month: i for i, month in enumerate(self.calendar_months)}
        return np.array([place[(d.year, d.month)] for d in self.dates], dtype=np.int64)

    @cached_property
    def open(self) -> Bools:
        """Days on which practices are open: working days after the warm-up (shape [days])."""
        working = [is_working_day(d) for d in self.dates]
        working[:WARM_UP_DAYS] = [False] * WARM_UP_DAYS
        return np.array(working, dtype=np.bool_)

    @cached_property
    def week(self) -> Ints:
        """Week of each day, -1 in the warm-up (shape [days])."""
        return (np.arange(self.days) - WARM_UP_DAYS) // DAYS_A_WEEK

    @cached_property
    def days_since_open(self) -> Ints:
        """On an open day, how many days' people sent back arrive together; else 0.

        Somebody sent back on a Friday, Saturday or Sunday arrives on Monday: three days' people.
        """
        counts = np.zeros(self.days, dtype=np.int64)
        gathered = 0
        for day in range(self.days):
            if self.open[day]:
                counts[day] = gathered
                gathered = 0
            gathered += 1
        return counts

    def years_since(self, middle: date) -> Array:
        """Years from the middle of a level's months to each day (shape [days])."""
        return np.array([(d - middle).days / DAYS_A_YEAR for d in self.dates])
