"""Prescribing savings lost where medicines software is off or the formulary is not followed.

    lost a day = ``mo_sav`` N / 1,000 / 52 / 7 x min(1, t / T)

summed over the days of a week a practice acts (effect ``ends_savings``), with t the time since it
began, at the middle of the day, and T ``mo_lag`` months: new prescriptions change at once, repeats
drift. Whoever does it in two ways loses the savings once, by the way begun first. Savings come back
on the day an action ends. ``mo_self``, savings from self-care messages, is inside ``mo_sav``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.world import A_THOUSAND, MONTHS_A_YEAR, WEEKS_A_YEAR
from knockon.impact.horizon import DAYS_A_WEEK

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array

DAYS_A_MONTH = 365.0 / MONTHS_A_YEAR
MIDDAY = 0.5


def prescribing(world: World, _: Found) -> Mapping[tuple[str, str], Both]:
    """Return savings lost, pounds, by practice and week."""
    nothing = np.zeros((world.weeks, len(world.system.practices), world.draws))
    if not world.doing("ends_savings"):
        return {("prescribing", "savings_lost"): Both(nothing, nothing)}
    a_week = world.registered / A_THOUSAND * world.parameters["mo_sav"] / WEEKS_A_YEAR
    lost = a_week * _weeks_lost(world)
    return {("prescribing", "savings_lost"): Both(nothing, lost)}


def _weeks_lost(world: World) -> Array:
    """Return how much of each week's savings is lost, 0 to 1, [weeks, practices, draws]."""
    days = np.arange(DAYS_A_WEEK * world.weeks)[:, None, None]
    drift = world.parameters["mo_lag"] * DAYS_A_MONTH
    lost = np.zeros((len(days), len(world.system.practices), world.draws))
    for name, episodes in world.taking.episodes.items():
        if world.actions[name].effect != "ends_savings":
            continue
        for one in episodes:
            acting = (one.starts <= days) & (days < one.ends)
            gone = np.minimum((days + MIDDAY - one.starts) / drift, 1.0)
            lost = np.maximum(lost, np.where(acting, gone, 0.0))
    return np.asarray(lost.reshape(world.weeks, DAYS_A_WEEK, *lost.shape[1:]).mean(axis=1))
