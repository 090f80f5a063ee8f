"""Hazards of leaving an outpatient list, exact from four published numbers.

A list that stands still: s join a week and, a week later, those of age a leave with the hazard of
their stretch of weeks, 0 to 17, 18 to 51, 52 and over. With q = 1 - h

    within 18 weeks    s (1 - q1^18) / h1
    18 to 51 weeks     s q1^18 (1 - q2^34) / h2
    52 weeks and over  s q1^18 q2^34 / h3

so each hazard follows from one published count once those before it are known. Where the counts
cannot all stand still (more wait within 18 weeks than have joined in them, or more join the last
stretch than wait in it), there is no such hazard and the list is not modelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from knockon.impact.horizon import Array

if TYPE_CHECKING:
    from knockon.system.values import WaitingList

TO_18, TO_52 = 18, 52
"""Weeks at which published waits are told apart."""
_NONE, _ALL = 1e-12, 1.0


@dataclass(frozen=True)
class FittedList:
    """Chances a week of leaving a list, by stretch of weeks waited."""

    to_18: float
    to_52: float
    over_52: float

    def by_week(self) -> Array:
        """Return the hazard of each week waited, the last repeated for ever, [53]."""
        stretches = ((self.to_18, TO_18), (self.to_52, TO_52 - TO_18), (self.over_52, 1))
        return np.concatenate([np.full(weeks, hazard) for hazard, weeks in stretches])


@dataclass(frozen=True)
class Standing:
    """Who waits in the long run: in all, within 18 weeks, 52 weeks and over."""

    waiting: float
    within_18_weeks: float
    over_52_weeks: float


def fitted(found: WaitingList) -> FittedList | None:
    """Return the hazards that give back a list's counts; None where no hazards do."""
    joining = found.starts_a_week
    first = _hazard(joining, TO_18, found.within_18_weeks)
    if first is None:
        return None
    joining *= (1.0 - first) ** TO_18
    middle = found.waiting - found.within_18_weeks - found.over_52_weeks
    second = _hazard(joining, TO_52 - TO_18, middle)
    if second is None:
        return None
    joining *= (1.0 - second) ** (TO_52 - TO_18)
    if not joining <= found.over_52_weeks:
        return None
    return FittedList(first, second, joining / found.over_52_weeks if found.over_52_weeks else 1.0)


def standing(hazards: FittedList, starts_a_week: float) -> Standing:
    """Return who waits in the long run under these hazards, counted week by week."""
    by_week = hazards.by_week()
    there = starts_a_week * np.concatenate([[1.0], np.cumprod(1.0 - by_week[:-1])])
    last = there[-1] / by_week[-1]
    within = float(there[:TO_18].sum())
    return Standing(float(there[:-1].sum() + last), within, float(last))


def _hazard(joining: float, weeks: int, waiting: float) -> float | None:
    """Return h with joining x (1 - (1 - h)^weeks) / h = waiting; None where there is none."""

    def over(hazard: float) -> float:
        return float(joining * -np.expm1(weeks * np.log1p(-hazard)) / hazard - waiting)

    if not joining <= waiting <= joining * weeks:
        return None
    if over(_NONE) <= 0.0:
        return _NONE
    return float(brentq(over, _NONE, _ALL - _NONE, xtol=1e-14))
