"""What practices see and are asked for in the baseline, by class, practice, day and draw.

GP-led work only is queued; everybody else's is a constant beside it. Published attended
appointments are *seen*: they set capacity and arrivals follow. Four classes: ``planned`` care whose
lead time is chosen, ``same_day``, and the waits ``week`` (within a week) and ``routine``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.horizon import Array, Horizon
from knockon.impact.queues import arrivals_for, leavers_a_day
from knockon.impact.volumes import practice_pattern

if TYPE_CHECKING:
    from knockon.impact.lanes import Lanes
    from knockon.system.values import System

CLASSES = ("planned", "same_day", "week", "routine")
WORKING_DAYS_A_WEEK, DAYS_A_WEEK = 5.0, 7.0


@dataclass(frozen=True)
class Waits:
    """Mean wait in whole working days and daily leaving of the two waiting classes, [lanes]."""

    week: Array
    routine: Array
    leave_week: Array
    leave_routine: Array


@dataclass(frozen=True)
class Demand:
    """Baseline GP-led contacts of every practice, each array of shape [practices, days, lanes].

    ``seen`` is by class; ``offered`` is the same-day contacts asked for on a day, retries
    included; ``other_seen`` (everybody else's) has shape [practices, days], whole numbers.
    """

    seen: Mapping[str, Array]
    offered: Array
    arrivals_week: Array
    arrivals_routine: Array
    waits: Waits
    other_seen: Array

    def with_overflow(self, overflow: Array) -> Demand:
        """Return the same demand where another share of same-day contacts is not seen."""
        return replace(self, offered=self.seen["same_day"] / (1.0 - overflow))

    def leavers(self) -> Array:
        """People leaving either waiting list each open day, in the stationary state."""
        w = self.waits
        return leavers_a_day(self.arrivals_week, w.leave_week, w.week) + leavers_a_day(
            self.arrivals_routine, w.leave_routine, w.routine
        )


def waits(p: Mapping[str, Array]) -> Waits:
    """Return the two waits from the drawn booking bands and their mid-points in days."""
    later = ("w8_14", "w15_21", "w21p")
    middles = ("mid_w8_14", "mid_w15_21", "mid_w21p")
    total = np.sum([p[band] for band in later], axis=0)
    mean = np.sum([p[b] * p[m] for b, m in zip(later, middles, strict=True)], axis=0) / total
    return Waits(
        week=_working_days(p["mid_w1_7"]),
        routine=_working_days(mean),
        leave_week=p["leave_s"],
        leave_routine=p["leave_r"],
    )


def _working_days(days: Array) -> Array:
    return np.maximum(np.round(days * WORKING_DAYS_A_WEEK / DAYS_A_WEEK), 1.0)


def class_shares(
    same_day: Array, p: Mapping[str, Array], within_a_week: Array | None = None
) -> dict[str, Array]:
    """Return each class's share of GP-led contacts, shape [practices, lanes], summing to 1.

    ``same_day`` is the published share of each practice, shape [practices]; ``within_a_week`` the
    share of the others seen within a week, not a number where no file gives it: then it is drawn.
    """
    bands = ("w1_7", "w8_14", "w15_21", "w21p")
    drawn = p["w1_7"] / np.sum([p[band] for band in bands], axis=0)
    own = np.full(len(same_day), np.nan) if within_a_week is None else within_a_week
    week = np.where(np.isnan(own)[:, None], drawn[None, :], own[:, None])
    rest = (1.0 - same_day)[:, None]
    planned = rest * p["plan_sh"][None, :]
    waiting = rest - planned
    return {
        "planned": planned,
        "same_day": np.broadcast_to(same_day[:, None], planned.shape),
        "week": waiting * week,
        "routine": waiting * (1.0 - week),
    }


def demand(system: System, horizon: Horizon, scale: Array, lanes: Lanes) -> Demand:
    """Return the baseline demand of a block; ``scale`` has shape [days, lanes].

    ``scale`` is the factor on working-day activity (season, weekday, growth, residual), 0 on
    closed days.
    """
    p = lanes.parameters
    people = system.practices
    same_day = np.array([b.same_day_share for b in people])
    level = np.array([b.gp_seen for b in people])
    soon = np.array([np.nan if b.within_a_week is None else b.within_a_week for b in people])
    shares = class_shares(same_day, p, soon)
    seen = {c: (level[:, None] * shares[c])[:, None, :] * scale[None] for c in CLASSES}
    w = waits(p)
    return Demand(
        seen=seen,
        offered=seen["same_day"] / (1.0 - lanes.overflow),
        arrivals_week=arrivals_for(seen["week"], w.leave_week, w.week),
        arrivals_routine=arrivals_for(seen["routine"], w.leave_routine, w.routine),
        waits=w,
        other_seen=others(system, horizon),
    )


def others(system: System, horizon: Horizon) -> Array:
    """Return other staff's contacts, whole numbers, shape [practices, days]."""
    level = np.array([b.other_seen for b in system.practices])
    return np.asarray(np.rint(level[:, None] * practice_pattern(horizon, system)[None, :]))
