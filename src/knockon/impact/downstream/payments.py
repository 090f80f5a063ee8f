"""The practice's own payments at risk: what it is no longer paid where it no longer does the work.

    a patient a year             present patients handed back x price / 52
    a procedure                  procedures not done x price
    a registered patient a year  list x price / 52, while any service it pays for is stopped
    Advice and Guidance          requests not sent x ``ag_gpfee``

Weekly, pounds, apart from what receiving services spend and never added to it. New patients not
taken on would have been paid for, but nobody is paid for them now: they are left out. Services
without a known price are too, and are named where the forecast says what is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.local_services import Lost, asked_about, share_stopped
from knockon.impact.downstream.world import WEEKS_A_YEAR

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array
    from knockon.impact.measures import Key

AT_RISK = ("practice", "payments_at_risk")
A_PATIENT, A_PROCEDURE, A_LIST = (
    "£ a patient a year",
    ("£ a procedure", "£"),
    "£ a registered patient a year",
)
REQUESTS, FEE = ("advice_and_guidance", "requests"), "ag_gpfee"


def payments(world: World, found: Found) -> Mapping[Key, Both]:
    """Return the payments practices no longer get, pounds a week, by practice."""
    nothing = np.zeros((world.weeks, len(world.system.practices), world.draws))
    lost = nothing + _services(world)
    requests = found.get(REQUESTS)
    if requests is not None and (requests.baseline != requests.scenario).any():
        lost = lost + (requests.baseline - requests.scenario) * world.parameters[FEE]
    return {AT_RISK: Both(nothing, lost)}


def _services(world: World) -> Array:
    """Return what stopped local services were paid, [weeks, practices, draws]."""
    total = np.zeros((world.weeks, len(world.system.practices), world.draws))
    by_list: dict[str, Array] = {}
    for service in asked_about(world):
        lost = Lost(world, service)
        for symbol in service.prices:
            unit = world.catalogue.parameters[symbol].unit
            price = world.parameters[symbol]
            if unit == A_PATIENT:
                total += lost.handed_back() * price / WEEKS_A_YEAR
            elif unit in A_PROCEDURE and service.flow == "contacts":
                total += lost.procedures() * price
            elif unit == A_LIST:
                share = share_stopped(world, service.id)
                by_list[symbol] = np.maximum(by_list.get(symbol, np.zeros_like(share)), share)
    for symbol, share in by_list.items():
        total += share * world.registered * world.parameters[symbol] / WEEKS_A_YEAR
    return total
