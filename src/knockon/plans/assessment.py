"""What an analyst asks: a scenario with its system, dates, draws and seed, as plain values.

The values check themselves and know nothing of files; :mod:`knockon.plans.reading` makes them
from YAML or JSON and names the line of whatever does not hold together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

MOST_WEEKS = 104
MOST_DRAWS = 100_000
MOST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Range:
    """Low, likely and high: the 5th percentile, the mode and the 95th percentile of belief."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        numbers = (self.low, self.likely, self.high)
        if not all(math.isfinite(n) for n in numbers) or not self.low <= self.likely <= self.high:
            raise ValueError(f"low, likely and high must rise; they are {numbers}")


@dataclass(frozen=True, slots=True)
class Uptake(Range):
    """Share of the practices whose position is unknown that take an action, 0 to 1."""

    def __post_init__(self) -> None:
        # A slotted dataclass is rebuilt by its decorator, so super() without arguments would fail.
        Range.__post_init__(self)
        if not (self.low >= 0 and self.high <= 1):
            raise ValueError(f"shares must lie between 0 and 1; they are {self.low}, {self.high}")


NOBODY = Uptake(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of an action: how many practices take it, how, and between which dates.

    Days from ``start`` up to and including the day before ``until``; None is never. ``ramp_weeks``
    None is the parameter ``ramp``, 0 is everybody at once. ``already`` is the share acting when
    the baseline's data were collected, ``reverting`` the share of takers that stop at ``until``.
    """

    uptake: Uptake
    start: date
    until: date | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    ramp_weeks: float | None = None
    already: Uptake = NOBODY
    reverting: float = 1.0

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.start:
            raise ValueError(f"until {self.until} is not after from {self.start}")
        if self.ramp_weeks is not None and not 0 <= self.ramp_weeks < math.inf:
            raise ValueError(f"ramp_weeks must be 0 or more; it is {self.ramp_weeks}")
        if not 0 <= self.reverting <= 1:
            raise ValueError(f"reverting must lie between 0 and 1; it is {self.reverting}")


@dataclass(frozen=True, slots=True)
class KnownPosition:
    """What is known of one practice and one action: taking it or not, how, since when."""

    taking: bool
    params: Mapping[str, Any] = field(default_factory=dict)
    since: date | None = None
    """None: since the assessment's first day."""


@dataclass(frozen=True, slots=True)
class Stopping:
    """A service practices stop or hand back: for which patients, from when, how many of them."""

    service: str
    patients: str
    """``existing``, ``new`` or ``all``."""
    start: date
    uptake: Uptake


@dataclass(frozen=True, slots=True)
class MitigationAsked:
    """Capacity or money an analyst wants to see catch displaced patients."""

    type: str
    place: str | None
    start: date
    slots_per_day: float | None = None
    cost_per_slot: float | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A scenario with its system, dates, draws and seed.

    ``system`` is the folder as written in the file.
    ``behaviours`` holds (set id, weight), sorted by id, so the order in a file changes nothing.
    ``overrides`` maps a symbol (or ``behaviour.<set>.<k>``) to (low, central, high).
    """

    title: str
    system: str
    start: date
    weeks: int
    draws: int
    seed: int
    behaviours: tuple[tuple[str, float], ...]
    uptake: Mapping[str, tuple[Phase, ...]] = field(default_factory=dict)
    known: Mapping[str, Mapping[str, KnownPosition]] = field(default_factory=dict)
    stopping: tuple[Stopping, ...] = ()
    mitigations: tuple[MitigationAsked, ...] = ()
    compare: tuple[str, ...] = ()
    overrides: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """``file:line`` of ``known.<practice>`` and the like, for checks made after reading."""

    def __post_init__(self) -> None:
        if self.start.weekday() != 0:
            raise ValueError(f"an assessment starts on a Monday; {self.start} is not one")
        _within("weeks", self.weeks, 1, MOST_WEEKS)
        _within("draws", self.draws, 1, MOST_DRAWS)
        _within("seed", self.seed, 0, MOST_SEED)
        ids = [set_id for set_id, _ in self.behaviours]
        if not ids or ids != sorted(set(ids)):
            raise ValueError("an assessment names its behaviour sets once each, sorted by id")
        if not all(0 < weight < math.inf for _, weight in self.behaviours):
            raise ValueError("weights of behaviour sets are above 0")

    @property
    def end(self) -> date:
        """The last day, a Sunday."""
        return self.start + timedelta(days=7 * self.weeks - 1)

    @property
    def actions(self) -> tuple[str, ...]:
        """Every action type with an uptake or a known position, sorted."""
        known = {action for positions in self.known.values() for action in positions}
        return tuple(sorted(known | set(self.uptake)))


def _within(what: str, number: int, least: int, most: int) -> None:
    if not least <= number <= most:
        raise ValueError(f"{what} must lie between {least} and {most}; it is {number}")
