"""Community pharmacies: consultations, those sent back, and what pharmacies have been seen to do.

    consultations = P0 + (E - E0)        returned = ``ph_back`` x consultations

with P0 the consultations of an ordinary week (published, or (``pf_cp`` + ``pf_ref``) N: whoever
practices and 111 send there already is in them), E and E0 the people the engine sends to pharmacies
in scenario and baseline. Those sent back are expected; practices get them the next day, one by one,
in the engine. Clinical pathways, which alone have been counted by pharmacy, are told of as if every
further person came by one: the most it can be. What pharmacies can do is the high end of ``pf_cap``
(the most seen of a pharmacy in a month) times their number, where that is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.ordinary import CONSULTATIONS, PATHWAYS
from knockon.impact.downstream.world import MONTHS_A_YEAR, WEEKS_A_YEAR

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.downstream.ordinary import Ordinary
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array
    from knockon.system.values import System

SEEN = ("pharmacy", "consultations")
RETURNED = ("pharmacy", "returned")
BY_PATHWAY = ("pharmacy", "clinical_pathways")
SENT_BACK = "ph_back"
MOST_SEEN = "pf_cap"


def pharmacy(world: World, _: Found) -> Mapping[tuple[str, str], Both]:
    """Return consultations, those sent back to practices, and clinical pathways, by week."""
    back = world.parameters[SENT_BACK]
    seen = _with_displaced(world, CONSULTATIONS)
    return {
        SEEN: seen,
        RETURNED: Both(seen.baseline * back, seen.scenario * back, where="whole"),
        BY_PATHWAY: _with_displaced(world, PATHWAYS),
    }


def capacity(system: System, catalogue: Catalogue) -> float | None:
    """Return the clinical pathways a week that pharmacies have been seen to do at the most.

    None where their number is not known.
    """
    pharmacies = system.baseline("pharmacy", "pharmacies")
    if pharmacies is None:
        return None
    return pharmacies * catalogue.parameters[MOST_SEEN].high * MONTHS_A_YEAR / WEEKS_A_YEAR


def _with_displaced(world: World, ordinary: Ordinary) -> Both:
    week = ordinary.a_week(world).sum(axis=1)
    usual: Array = np.array(np.broadcast_to(week, (world.weeks, world.draws)))
    more = world.scenario.ends["pharmacy"] - world.baseline.ends["pharmacy"]
    return Both(usual, usual + more, where="whole")
