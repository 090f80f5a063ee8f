"""The ordinary week of services without sites: as published, else by England's rates.

A published figure is of a whole system and is spread over its practices by their lists. Where no
file of the system gives one, England's rate per 1,000 patients a month (a parameter, drawn) stands
in, and the forecast says so: what is not published is not nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.world import World

if TYPE_CHECKING:
    from knockon.impact.horizon import Array
    from knockon.system.values import System


@dataclass(frozen=True, slots=True)
class Ordinary:
    """A service's ordinary week: what stands for it where it is published, and where it is not."""

    service: str
    measure: str
    """Its key among :attr:`~knockon.system.values.System.baselines`."""
    rates: tuple[str, ...]
    """Symbols of parameters per 1,000 patients a month, added up."""
    title: str

    def a_week(self, world: World) -> Array:
        """Return persons (or tests) of each practice in a week, [1, practices, draws or 1]."""
        published = world.system.baseline(self.service, self.measure)
        if published is not None:
            return np.asarray(published * (world.registered / world.registered.sum()))
        return np.asarray(np.sum([world.a_week(symbol) for symbol in self.rates], axis=0))

    def published(self, system: System) -> bool:
        """Return whether a file of the system counts it."""
        return system.baseline(self.service, self.measure) is not None


REFERRALS = Ordinary("outpatients", "gp_referrals", ("ref",), "GP referrals")
REQUESTS = Ordinary("advice_and_guidance", "requests", ("ag",), "Advice and Guidance requests")
TESTS = Ordinary("diagnostics", "requests", ("dm01",), "diagnostic tests")
CONSULTATIONS = Ordinary("pharmacy", "consultations", ("pf_cp", "pf_ref"), "pharmacy consultations")
PATHWAYS = Ordinary(
    "pharmacy", "clinical_pathways", ("pf_cp",), "pharmacy consultations by clinical pathway"
)
MENTAL_HEALTH = Ordinary(
    "mental_health", "referrals", ("mh_ref",), "referrals to mental health services"
)
CRISIS = Ordinary(
    "mental_health", "crisis_contacts", ("crisis",), "mental health crisis contacts through 111"
)
COMMUNITY = Ordinary("community", "referrals", ("chs",), "referrals to community services")

EVERY_ONE = (
    REFERRALS,
    REQUESTS,
    TESTS,
    CONSULTATIONS,
    PATHWAYS,
    MENTAL_HEALTH,
    CRISIS,
    COMMUNITY,
)


def rated(systems: Sequence[System]) -> tuple[tuple[str, str], ...]:
    """Return (service, measure) of the baselines that England's rates stand in for."""
    return tuple((o.service, o.measure) for o in _missing(systems))


def by_englands_rates(systems: Sequence[System]) -> tuple[str, ...]:
    """Return a sentence naming the baselines that England's rates stand in for, or nothing."""
    titles = [o.title for o in _missing(systems)]
    if not titles:
        return ()
    return (
        "No file counts these for every board here, so England's rates per 1,000 patients stand in "
        f"where one is missing: {'; '.join(titles)}.",
    )


def _missing(systems: Sequence[System]) -> list[Ordinary]:
    """Return what a file is missing for in at least one system."""
    return [o for o in EVERY_ONE if not all(o.published(one) for one in systems)]
