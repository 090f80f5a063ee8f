"""One count of a flow in both arms, by week and by practice, by site, or for the whole system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from knockon.impact.horizon import Array
    from knockon.impact.tally import Places

Where = Literal["practices", "sites", "whole"]

PARTS_OF_ONE = 2.0**24
"""Counts of flows are kept to so many parts of a person, a test or a pound: sums of such counts are
exact, so that no machine's order of adding can change a last digit."""


@dataclass(frozen=True)
class Both:
    """A count in both arms: [weeks, practices or sites, draws], or [weeks, draws] of the whole."""

    baseline: Array
    scenario: Array
    where: Where = "practices"

    def __post_init__(self) -> None:
        if self.baseline.shape != self.scenario.shape:
            raise ValueError(f"arms of {self.baseline.shape} and {self.scenario.shape}")
        if self.baseline.ndim != (2 if self.where == "whole" else 3):
            raise ValueError(f"{self.baseline.ndim} dimensions by {self.where}")
        for name in ("baseline", "scenario"):
            parts = getattr(self, name) * PARTS_OF_ONE
            np.rint(parts, out=parts)
            parts /= PARTS_OF_ONE
            object.__setattr__(self, name, parts)

    def arm(self, which: str) -> Array:
        """Return one arm, ``baseline`` or ``scenario``, as it is."""
        return self.scenario if which == "scenario" else self.baseline

    def weekly(self, which: str) -> Array:
        """Return one arm of the whole system, [weeks, draws]."""
        arm = self.arm(which)
        return arm if self.where == "whole" else np.asarray(arm.sum(axis=1))

    def by_place(self, which: str, places: Places) -> Array | None:
        """Return one arm by PCN or by site, [weeks, places, draws]; None for the whole alone."""
        if self.where == "whole":
            return None
        arm = self.arm(which)
        return places.by_pcn(arm) if self.where == "practices" else arm

    @property
    def change(self) -> Array:
        """Scenario less baseline, in the shape of the arms."""
        return self.scenario - self.baseline


Found = Mapping[tuple[str, str], Both]
"""Counts of flows by (service, count)."""
