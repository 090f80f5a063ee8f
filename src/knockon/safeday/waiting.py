"""The list of those who wait, day by day, and what it tends to.

On each working day a share h of those who waited overnight has given up, a(t) join, and up to s(t)
are seen:

    L(t) = max(0, (1 - h) L(t-1) + a(t) - s(t))

With a steady excess e = a - s > 0 this is L(t) = L* - (L* - L(0)) (1 - h)^t with L* = e / h: the
list settles, two thirds of the way after 1 / -ln(1 - h) working days. Where nobody gives up it
grows by e a day for ever. Who joins at the end of a list L is reached after

    ln(1 + h L / s) / -ln(1 - h)    (L / s where h = 0)

working days, since those ahead give up too. These are means; :mod:`knockon.safeday.simulation` adds
chance.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def list_by_day(joining: Array, slots: Array, leaving: float, start: float) -> Array:
    """Return how many wait at the end of each working day, shape [days].

    ``joining`` and ``slots`` by working day; ``leaving`` the share giving up a working day.
    """
    waiting, found = start, np.empty(len(joining))
    for day, (joined, seen) in enumerate(zip(joining, slots, strict=True)):
        waiting = max(0.0, (1.0 - leaving) * waiting + joined - seen)
        found[day] = waiting
    return found


def settled_list(excess: float, leaving: float) -> float:
    """Return the list that a steady daily excess tends to; infinite where nobody gives up."""
    if excess <= 0:
        return 0.0
    return excess / leaving if leaving > 0 else math.inf


def days_to_settle(leaving: float) -> float:
    """Return the working days in which a list goes 1 - 1/e of the way to where it settles."""
    return -1.0 / math.log1p(-leaving) if leaving > 0 else math.inf


def wait_in_days(waiting: float, slots: float, leaving: float) -> float:
    """Return the working days until somebody joining the end of a list is reached."""
    if waiting <= 0:
        return 0.0
    if slots <= 0:
        return math.inf
    if leaving <= 0:
        return waiting / slots
    return math.log1p(leaving * waiting / slots) / -math.log1p(-leaving)


def months_until(months_of_work: float, asked: float, seen: float) -> float:
    """Return after how many months a list nobody leaves holds so many months' work.

    40 asked for and 25 seen a day: ten months' work waits after 16.7 months. Infinite where no more
    is asked for than is seen.
    """
    return months_of_work * seen / (asked - seen) if asked > seen else math.inf
