"""Data for planning: patients whose practice no longer shares them, in all and by feed.

    missing = sum_p a_p N_p / sum_p N_p

with N_p a practice's registered patients and a_p the share of the week it withholds data (effect
``withholds_data``) - any data, or those of one feed: a collection its plan names under ``which`` or
``collection``. People are not moved by it; what is lost is knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.measures import MISSING_FROM

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World

SERVICE, REGISTERED, MISSING = "data", "registered", "missing"
FEEDS = ("which", "collection")
"""Facts of an action that name collections of data."""
WITHHOLDS = "withholds_data"


def data(world: World, _: Found) -> Mapping[tuple[str, str], Both]:
    """Return patients registered and patients missing, in all and by feed, by practice and week."""
    registered = world.in_every_week(world.registered)
    nobody = np.zeros_like(registered)
    counts = {
        (SERVICE, REGISTERED): Both(registered, registered),
        (SERVICE, MISSING): Both(nobody, registered * world.share_doing(WITHHOLDS)),
    }
    for feed in feeds(world):
        ways = [way.share for way in world.doing(WITHHOLDS) if feed in collections(way.params)]
        share = np.minimum(sum(ways, nobody), 1.0)
        counts[SERVICE, missing_from(feed)] = Both(nobody, registered * share)
    return counts


def missing_from(feed: str) -> str:
    """Return the name of the count of patients missing from one collection."""
    return f"{MISSING_FROM}{feed}"


def collections(params: Mapping[str, Any]) -> frozenset[str]:
    """Return the collections an action's answers name."""
    named: list[str] = []
    for fact in FEEDS:
        given = params.get(fact, ())
        named += [given] if isinstance(given, str) else given
    return frozenset(named)


def feeds(world: World) -> tuple[str, ...]:
    """Return every collection the assessment names, whoever takes part in a draw, sorted."""
    named: set[str] = set()
    for action, params in _ways(world):
        if world.actions[action].effect == WITHHOLDS:
            named |= collections(params)
    return tuple(sorted(named))


def _ways(world: World) -> Iterable[tuple[str, Mapping[str, Any]]]:
    asked = world.assessment
    for action, phases in asked.uptake.items():
        yield from ((action, phase.params) for phase in phases)
    for positions in asked.known.values():
        yield from ((action, position.params) for action, position in positions.items())
