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
USUAL_MOST_DRAWS = 10_000
"""How many draws a rule that adds draws may come to where it does not say."""
DESIGNS = ("sobol", "latin_hypercube", "plain", "antithetic")
"""Ways to spread the draws over what is not known; the first is the usual one."""


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
    """A service practices stop or hand back: for which patients, from when, how many of them.

    ``practices`` are known to stop it, by a notice say. ``uptake`` is the share, by that day, of
    those named in no entry for the service and these patients: shares of later entries hold those
    of earlier ones. ``taken_up_a_week`` is how many people a week another service takes on from
    all of them together, beginning with this entry.
    """

    service: str
    patients: str
    """``existing``, ``new`` or ``all``."""
    start: date
    uptake: Uptake
    practices: tuple[str, ...] = ()
    taken_up_a_week: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.taken_up_a_week < math.inf:
            raise ValueError(f"people taken up a week are 0 or more, not {self.taken_up_a_week}")
        if sorted(set(self.practices)) != list(self.practices):
            raise ValueError("practices known to stop a service are named once each, sorted")


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
class Enough:
    """When a run stops adding draws to those it began with.

    ``precision`` is half the width of the 90% interval of the median of the headline's change,
    in people a week; ``seconds`` the time after which none are added. Whatever comes first ends
    it; None is no such bound.
    """

    precision: float | None = None
    seconds: float | None = None
    most_draws: int = USUAL_MOST_DRAWS

    def __post_init__(self) -> None:
        bounds = [bound for bound in (self.precision, self.seconds) if bound is not None]
        if not bounds:
            raise ValueError("draws are added up to a precision or for some seconds; name one")
        if not all(0 < bound < math.inf for bound in bounds):
            raise ValueError(f"precision and seconds are above 0; they are {bounds}")
        _within("most_draws", self.most_draws, 1, MOST_DRAWS)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A scenario with its system, dates, draws and seed.

    ``system`` is the folder as written in the file. ``draws`` is how many are run, or begun with
    where ``enough`` says when to stop adding more; ``design`` how they are spread.
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
    design: str = DESIGNS[0]
    enough: Enough | None = None
    overrides: Mapping[str, tuple[float, float, float]] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """``file:line`` of ``known.<practice>`` and the like, for checks made after reading."""

    def __post_init__(self) -> None:
        if self.start.weekday() != 0:
            raise ValueError(f"an assessment starts on a Monday; {self.start} is not one")
        _within("weeks", self.weeks, 1, MOST_WEEKS)
        _within("draws", self.draws, 1, MOST_DRAWS)
        _within("seed", self.seed, 0, MOST_SEED)
        if self.design not in DESIGNS:
            raise ValueError(f"a design is one of {DESIGNS}; it is {self.design!r}")
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
