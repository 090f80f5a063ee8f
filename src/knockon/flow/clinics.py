"""A clinic: people counted by class and day, served by daily slots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from knockon.errors import KnockonError
from knockon.flow._checks import (
    MOST_AT_A_PLACE,
    Floats,
    Whole,
    array,
    by_age,
    distinct,
    few,
    known,
    known_keys,
    shares_within_one,
)

AGES = 600
"""Open days a waiting person's age is followed; older people stay at the last age."""


class Wait(Enum):
    """What people not seen do when they keep waiting."""

    WAIT = "wait"


WAIT: Final = Wait.WAIT


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """A share is served now, above capacity."""

    share: Floats

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", array(self.share, "share above", axes=1, high=1))


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """A share joins another class at age 0 and is offered from the next open day."""

    class_: str
    share: Floats = field(default_factory=lambda: np.ones(1))

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", array(self.share, "share joining", axes=1, high=1))


@dataclass(frozen=True, slots=True, eq=False)
class Retry:
    """A share tries again on the next open day, ahead of new arrivals: the same contact."""

    share: Floats

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", array(self.share, "share retrying", axes=1, high=1))


@dataclass(frozen=True, slots=True, eq=False)
class To:
    """A share of those the other steps leave goes to a destination."""

    destination: str
    share: Floats
    as_class: str | None = None

    def __post_init__(self) -> None:
        what = f"share to {self.destination}"
        object.__setattr__(self, "share", array(self.share, what, axes=1, high=1))


Step = Above | Join | Retry | To


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """An ordered splitting of a count of people.

    `Above`, `Join` and `Retry` each take their share of whoever remains at that point; the
    shares of `To` are of those who remain after them all; the rest leave the network (after an
    `over_cap` chain, the rest follow the class's `unseen`).
    """

    steps: tuple[Step, ...] = ()
    inside: tuple[Above | Join | Retry, ...] = field(init=False, repr=False)
    """The steps that keep people in the clinic, in order."""
    onward: tuple[To, ...] = field(init=False, repr=False)
    """The destinations, in order."""
    of_those_left: Floats = field(init=False, repr=False)
    """Each destination's share of those who took none before it, [destinations, lanes or 1]."""

    def __post_init__(self) -> None:
        put, steps = object.__setattr__, tuple(self.steps)
        put(self, "steps", steps)
        put(self, "inside", tuple(step for step in steps if not isinstance(step, To)))
        put(self, "onward", tuple(step for step in steps if isinstance(step, To)))
        distinct((to.destination for to in self.onward), "destination of a chain")
        onward = [to.share for to in self.onward]
        if onward:
            few(len(onward), "the destinations of a chain")
            shares_within_one(sum(onward[1:], onward[0]), "a chain's destinations")
        put(self, "of_those_left", _of_those_left(onward))


def _of_those_left(shares: list[Floats]) -> Floats:
    """Return each share as one of what the shares before it leave, [shares, lanes or 1]."""
    if not shares:
        return np.empty((0, 1))
    whole_shares = np.stack(np.broadcast_arrays(*shares))
    left = np.ones_like(whole_shares)
    left[1:] -= np.cumsum(whole_shares[:-1], axis=0)
    share: Floats = np.divide(whole_shares, left, out=np.zeros_like(whole_shares), where=left > 0)
    return np.minimum(share, 1)


@dataclass(frozen=True, slots=True, eq=False)
class DailyArrivals:
    """Arrivals of one class a day: Poisson with this mean, or this fixed number.

    `mean` is [days, lanes] and repeats after its last day (so 1 row is every day alike and 7
    rows a week). A fixed fraction becomes whole by one uniform: floor(mean + u).
    """

    mean: Floats
    kind: Literal["poisson", "fixed"] = "poisson"

    def __post_init__(self) -> None:
        mean = array(self.mean, "daily arrivals", axes=2, high=MOST_AT_A_PLACE)
        object.__setattr__(self, "mean", mean)
        known(self.kind, ("poisson", "fixed"), "the kind of daily arrivals")


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """Slots of one class a day: `hold` is kept from others, `most` is a ceiling.

    Each is [days, lanes], repeating; `most` may be infinite. Fractions become whole by
    floor(x + u), the same u for both.
    """

    hold: Floats
    most: Floats

    def __post_init__(self) -> None:
        hold = array(self.hold, "slots held", axes=2)
        alike = self.most is self.hold
        most = hold if alike else array(self.most, "most slots", axes=2, infinite=True)
        object.__setattr__(self, "hold", hold)
        object.__setattr__(self, "most", most)
        if not alike and (hold > most).any():
            raise KnockonError(
                "K402",
                "slots held above the most allowed",
                expected="hold <= most",
                remedy="Raise `most` or lower `hold`.",
            )

    @classmethod
    def exactly(cls, slots: ArrayLike) -> Slots:
        """Return slots that are both held and the ceiling."""
        both: Any = slots
        return cls(both, both)


def _no_chains() -> dict[str, Chain]:
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class Clinic:
    """People seen by the day, in classes served in the order given.

    `arrivals`, `slots`, `leaving`, `unseen`, `over_cap`, `when_leaving` and `start` are by class;
    a class that is absent has no arrivals, no held slots and no ceiling, leaves never, waits when
    unseen, and starts empty. `capacity` is [days, lanes], or None for the sum of the slots held.
    `backfill` gives unused held slots to the next classes. `factor` ([days, lanes], 0 to 1) is
    the lowered capacity as a multiple of the ordinary: those whom the ordinary slots would have
    served and the lowered do not are "over the cap". `leaving` is the chance a waiting person
    leaves in a day. `open` is by day, repeating; on a closed day nothing happens and nobody's
    wait grows. `start` is [age in open days at the end of the day before day 0, lanes].
    `home` is the clinic's cell of population, -1 for none.
    """

    name: str
    classes: tuple[str, ...]
    arrivals: Mapping[str, DailyArrivals] = field(default_factory=dict)
    slots: Mapping[str, Slots] = field(default_factory=dict)
    capacity: Floats | None = None
    backfill: bool = False
    factor: Floats | None = None
    leaving: Mapping[str, Floats] = field(default_factory=dict)
    unseen: Mapping[str, Chain | Wait] = field(default_factory=dict)
    over_cap: Mapping[str, Chain] = field(default_factory=_no_chains)
    when_leaving: Mapping[str, Chain] = field(default_factory=_no_chains)
    start: Mapping[str, Whole] = field(default_factory=dict)
    open: NDArray[np.bool_] | None = None
    home: int = -1

    def __post_init__(self) -> None:
        name = f"clinic {self.name}"
        object.__setattr__(self, "classes", tuple(self.classes))
        distinct((self.name, *(f".{c}" for c in self.classes)), "clinic or class")
        few(len(self.classes), f"the classes of {name}")
        for part in ("arrivals", "slots", "leaving", "unseen", "over_cap", "when_leaving", "start"):
            known_keys(getattr(self, part), self.classes, f"{part} of {name}")
        for chain in self.chains():
            for step in chain.inside:
                if isinstance(step, Join):
                    known(step.class_, self.classes, f"join in {name}")
        self._settle_arrays(name)

    def _settle_arrays(self, name: str) -> None:
        put = object.__setattr__
        leaving = {
            c: array(p, f"leaving of {name}", axes=1, high=1) for c, p in self.leaving.items()
        }
        start = {c: by_age(n, f"start of {name}") for c, n in self.start.items()}
        put(self, "leaving", leaving)
        put(self, "start", start)
        if self.capacity is not None:
            put(self, "capacity", array(self.capacity, f"capacity of {name}", axes=2))
        if self.factor is not None:
            put(self, "factor", array(self.factor, f"factor of {name}", axes=2, high=1))
        if self.open is not None:
            days = np.array(self.open, dtype=np.bool_).reshape(-1)
            days.setflags(write=False)
            put(self, "open", days)
        too_old = any(ages.shape[0] > AGES for ages in start.values())
        if too_old or (self.open is not None and self.open.size == 0):
            raise KnockonError(
                "K409",
                f"{name} has a start list over {AGES} days old or an empty list of open days",
                expected=f"ages below {AGES} and at least one day",
                remedy="Put the oldest at the last age; leave `open` out if it never closes.",
            )

    def chains(self) -> tuple[Chain, ...]:
        """Every chain of the clinic."""
        unseen = [c for c in self.unseen.values() if isinstance(c, Chain)]
        return (*unseen, *self.over_cap.values(), *self.when_leaving.values())
