"""What follows where nobody queues in the engine: referrals, tests, local services, money.

A *flow* is a function from a :class:`~knockon.impact.downstream.world.World` (one block of draws,
both arms as the engine counted them, who takes which action when) to weekly counts of both arms
under the keys of forecasts. Flows are arithmetic, draw by draw; each module states its equation.
A flow may read what the flows before it in :data:`FLOWS` found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from knockon.impact.downstream.advice import advice
from knockon.impact.downstream.ambulance import ambulance
from knockon.impact.downstream.beds import beds
from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.community import community
from knockon.impact.downstream.costs import costs
from knockon.impact.downstream.data import data
from knockon.impact.downstream.diagnostics import diagnostics
from knockon.impact.downstream.local_services import MONITORED, local_services
from knockon.impact.downstream.mental_health import mental_health
from knockon.impact.downstream.outpatients import outpatients
from knockon.impact.downstream.payments import payments
from knockon.impact.downstream.pharmacy import pharmacy
from knockon.impact.downstream.prescribing import prescribing
from knockon.impact.downstream.referrals import referrals
from knockon.impact.downstream.world import World

if TYPE_CHECKING:
    from knockon.impact.tally import Places, Tally

__all__ = ["FLOWS", "Flow", "World", "downstream", "with_flows"]

Flow = Callable[[World, Found], Mapping[tuple[str, str], Both]]
"""What a flow is: given the world and what earlier flows found, its own counts by key."""

FLOWS: tuple[Flow, ...] = (
    advice,
    referrals,
    outpatients,
    diagnostics,
    pharmacy,
    mental_health,
    community,
    prescribing,
    data,
    beds,
    ambulance,
    local_services,
    costs,
    payments,
)
"""Every flow, each after those it reads."""


def downstream(world: World) -> Found:
    """Return every flow's weekly counts by (service, count)."""
    found: dict[tuple[str, str], Both] = {}
    for flow in FLOWS:
        for key, both in flow(world, found).items():
            if key in found:
                raise ValueError(f"{key} is counted by two flows")
            found[key] = both
    return found


def with_flows(arm: Tally, found: Found, which: str, places: Places) -> Tally:
    """Return one arm (``which`` is ``baseline`` or ``scenario``) with the flows' counts added."""
    weekly, by_place = dict(arm.weekly), dict(arm.by_place)
    for key, both in found.items():
        weekly[key] = both.weekly(which)
        local = both.by_place(which, places)
        if local is not None:
            by_place[key] = local
    without = found[MONITORED].arm(which)[-1] if MONITORED in found else arm.without
    return replace(arm, weekly=weekly, by_place=by_place, without=without)
