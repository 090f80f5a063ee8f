"""A made-up board and ways to run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knockon.catalogue import Catalogue
from knockon.impact.assess import tell
from knockon.impact.executors import Executor, Threads
from knockon.impact.fit import Effort
from knockon.impact.told import Told
from knockon.plans.assessment import Assessment, Phase, Uptake
from knockon.system.values import System

MONDAY = date(2026, 12, 7)
QUICK = Effort(steps=((2, 3),) * 4, check=(2, 3), line=(1, 2), ward=(1, 1), ward_check=(1, 1))


@dataclass(frozen=True)
class Board:
    """A system with its fit and the packs; ``run`` asks it a question."""

    system: System
    fit: Mapping[str, Any]
    catalogue: Catalogue

    def run(
        self,
        asked: Assessment,
        *,
        workers: int = 1,
        executor: Executor | None = None,
        **other: Any,
    ) -> Told:
        """Return both arms of an assessment."""
        where = executor or Threads(workers)
        return tell(asked, self.system, self.fit, self.catalogue, where, **other)


def capped(cap: float = 25, **other: Any) -> Assessment:
    """Return an assessment of four weeks: a cap taken by about half the practices at once."""
    phase = Phase(Uptake(0.4, 0.5, 0.6), MONDAY, params={"cap": cap}, ramp_weeks=0)
    asked = Assessment(
        title="a cap",
        system="here",
        start=MONDAY,
        weeks=4,
        draws=8,
        seed=1,
        behaviours=(("gpps-2026", 1.0), ("implied-nhse-2024", 1.0)),
        uptake={"limit_daily_contacts": (phase,)},
    )
    return replace(asked, **other)
