"""A ward: beds that people stay in for whole nights, shared by the sites that send people to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knockon.errors import KnockonError
from knockon.flow._checks import Floats, Whole, array, by_age, by_part, shape_error, whole
from knockon.flow.laws import Arrivals, ExactTimes

DAYS_OF_STAY = 1000
"""The most ages of stay a hazard may tell apart; the last repeats for ever."""


@dataclass(frozen=True, slots=True, eq=False)
class Ward:
    """Beds, held from admission to the day somebody leaves.

    At each midnight a person who has been in bed over `a` earlier midnights leaves on that day with
    probability `hazard[a]` ([ages] or [ages, lanes]; the last repeats). They leave at midnight, or
    with `discharge_hours` ([slices] or [slices, lanes], adding up to 1, of equal slices of the
    day) at some time of the day that begins. `beds` ([lanes]) None is unlimited.

    Somebody a site's `when_served` sends here boards: they hold their server there until they have
    a bed. Anybody else sent here, and the ward's own `arrivals`, wait for a bed elsewhere. Beds go
    to whoever has waited longest. `start` ([ages] or [ages, lanes]) is who is in bed by age when
    the run starts, just before its first midnight.
    """

    name: str
    hazard: Floats
    beds: Whole | None = None
    arrivals: Arrivals | ExactTimes | None = None
    discharge_hours: Floats | None = None
    start: Whole | None = None

    def __post_init__(self) -> None:
        name = f"ward {self.name}"
        put = object.__setattr__
        put(self, "hazard", by_part(self.hazard, f"hazard of {name}", axes=2, high=1))
        if self.hazard.shape[0] > DAYS_OF_STAY:
            raise shape_error(f"hazard of {name}", f"for {self.hazard.shape[0]} ages")
        if self.beds is not None:
            put(self, "beds", whole(self.beds, f"beds of {name}", axes=1))
        if self.start is not None:
            ages = by_part(self.start, f"start of {name}", axes=2)
            put(self, "start", by_age(ages, f"start of {name}"))
        if self.discharge_hours is not None:
            put(self, "discharge_hours", _hours(self.discharge_hours, name))

    @property
    def classes(self) -> tuple[str, ...]:
        """No classes: everybody waits for the same beds."""
        return ()

    @property
    def staying(self) -> Floats:
        """The share still here after each midnight, [ages, lanes]."""
        return array(np.cumprod(1 - self.hazard, axis=0), f"stays at {self.name}", axes=2)


def _hours(given: Floats, name: str) -> Floats:
    """Return shares of equal slices of the day, or refuse those that are not a whole (K429)."""
    shares = by_part(given, f"discharge_hours of {name}", axes=2)
    if (abs(shares.sum(axis=0) - 1) > 1e-6).any():
        raise KnockonError(
            "K429",
            f"the shares of the hours people leave {name} in do not add up to 1",
            expected="for each of equal slices of the day, its share of those who leave that day",
            remedy="Give every slice its share (0 where nobody leaves) so that they add up to 1.",
        )
    return shares
