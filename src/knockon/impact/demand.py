"""What practices see and are asked for in the baseline, by class, practice, day and draw.

GP-led work only is queued; everybody else's is a constant beside it. Published attended
appointments are *seen*: they set capacity and arrivals follow. Four classes: ``planned`` care whose
lead time is chosen, ``same_day``, and the waits ``week`` (within a week) and ``routine``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from knockon.impact.horizon import Array, Horizon, Ints
from knockon.impact.queues import arrivals_for, leavers_a_day
from knockon.impact.volumes import practice_pattern

if TYPE_CHECKING:
    from knockon.impact.lanes import Lanes
    from knockon.system.values import System

CLASSES = ("planned", "same_day", "week", "routine")
WAITING = ("week", "routine")
Practices: TypeAlias = "int | slice"
WORKING_DAYS_A_WEEK, DAYS_A_WEEK = 5.0, 7.0


@dataclass(frozen=True)
class Waits:
    """Mean wait in whole working days and daily leaving of the two waiting classes, [lanes]."""

    week: Array
    routine: Array
    leave_week: Array
    leave_routine: Array

    def of(self, class_: str) -> tuple[Array, Array]:
        """Return one class's daily leaving and its wait."""
        if class_ == "week":
            return self.leave_week, self.week
        return self.leave_routine, self.routine


@dataclass(frozen=True)
class Demand:
    """Baseline GP-led contacts: a practice's on a usual working day, times each day's factor.

    The two are kept apart, since all days of all practices are many. What is put together has
    shape [practices, days, lanes], or [days, lanes] of one practice (``only``).
    """

    usual: Mapping[str, Array]
    """Contacts of each class seen on a usual working day, [practices, lanes]."""
    scale: Array
    """The factor on each day, 0 on closed days, [days, lanes]."""
    overflow: Array
    """Share of same-day contacts not seen, [lanes]."""
    waits: Waits
    other_seen: Array
    """Everybody else's contacts, whole numbers, [practices, days]."""

    def seen(self, class_: str, only: Practices = slice(None)) -> Array:
        """Return the contacts of a class seen each day."""
        return np.asarray(self.usual[class_][only][..., None, :] * self.scale)

    def offered(self, only: Practices = slice(None)) -> Array:
        """Return the same-day contacts asked for each day, retries included."""
        found = self.seen("same_day", only)
        found /= 1.0 - self.overflow
        return found

    def arrivals(self, class_: str, only: Practices = slice(None)) -> Array:
        """Return who joins one of the two waiting lists each day."""
        return arrivals_for(self.seen(class_, only), *self.waits.of(class_))

    def leavers(self) -> Array:
        """Return who leaves either list on a usual day, in the stationary state, as ``usual``."""
        return np.asarray(sum(self._leaving(class_) for class_ in WAITING))

    def _leaving(self, class_: str) -> Array:
        leaving, wait = self.waits.of(class_)
        return leavers_a_day(arrivals_for(self.usual[class_], leaving, wait), leaving, wait)

    def with_overflow(self, overflow: Array) -> Demand:
        """Return the same demand where another share of same-day contacts is not seen."""
        return replace(self, overflow=overflow)

    def on(self, days: Ints) -> Demand:
        """Return the demand of some of the days."""
        return replace(self, scale=self.scale[days], other_seen=self.other_seen[:, days])


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
    return Demand(
        usual={c: level[:, None] * shares[c] for c in CLASSES},
        scale=scale,
        overflow=lanes.overflow,
        waits=waits(p),
        other_seen=others(system, horizon),
    )


def others(system: System, horizon: Horizon) -> Array:
    """Return other staff's contacts, whole numbers, shape [practices, days]."""
    level = np.array([b.other_seen for b in system.practices])
    return np.asarray(np.rint(level[:, None] * practice_pattern(horizon, system)[None, :]))
