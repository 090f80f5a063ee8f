"""A list: people who wait by whole weeks and are removed by how long they have waited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knockon.errors import KnockonError
from knockon.flow._checks import Floats, Whole, array, by_age, by_part
from knockon.flow.clinics import DailyArrivals

WEEKS = 104
"""Weeks a waiting person's age is followed; older people stay at the last age."""


@dataclass(frozen=True, slots=True, eq=False)
class WaitingList:
    """People counted by week of joining; worked at the end of the last day of each week.

    Each week everybody is a week older; new `arrivals` (one row a week) and people sent here since
    the last time join at age 0. Then as many are removed as the hazards say, the sum over ages of
    `hazard[a]` times the people of that age, but no more than `capacity` ([weeks, lanes], None for
    unlimited); the fraction becomes whole by one uniform. Removals are shared over the ages in
    proportion to hazard times people, by largest remainder; parts of a person an age was due and
    did not get are carried on with it. `hazard` is [ages] or [ages, lanes]; the last repeats.
    `start` ([ages] or [ages, lanes]) is who waits by age when the run starts.

    Counted each week between joining and removal: all who wait, those of an age below `within`,
    and those of age `over` or more.
    """

    name: str
    hazard: Floats
    within: int
    over: int
    arrivals: DailyArrivals | None = None
    capacity: Floats | None = None
    start: Whole | None = None

    def __post_init__(self) -> None:
        name = f"list {self.name}"
        put = object.__setattr__
        put(self, "hazard", by_part(self.hazard, f"hazard of {name}", axes=2, high=1))
        if self.capacity is not None:
            put(self, "capacity", array(self.capacity, f"capacity of {name}", axes=2))
        if self.start is not None:
            ages = by_part(self.start, f"start of {name}", axes=2)
            put(self, "start", by_age(ages, f"start of {name}"))
        too_old = self.hazard.shape[0] > WEEKS
        too_old = too_old or (self.start is not None and self.start.shape[0] > WEEKS)
        if too_old or not 0 <= self.within <= WEEKS or not 0 <= self.over <= WEEKS:
            raise KnockonError(
                "K430",
                f"{name} tells ages apart beyond {WEEKS} weeks",
                expected=f"hazards, a start, `within` and `over` of at most {WEEKS} weeks",
                remedy="Put the oldest at the last age.",
            )

    @property
    def classes(self) -> tuple[str, ...]:
        """No classes: a list is one line of people."""
        return ()

    @property
    def hazards(self) -> Floats:
        """The hazard of every age, [WEEKS, lanes], the last given one repeated."""
        rest = np.repeat(self.hazard[-1:], WEEKS - self.hazard.shape[0], axis=0)
        return np.concatenate([self.hazard, rest])
