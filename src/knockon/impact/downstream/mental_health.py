"""Mental health: referrals GPs do not make, and crisis contacts.

    referrals = M [1 - g (1 - S/S0)]        crisis = K (1 + a c)

with M referrals to secondary mental health services from every source in an ordinary week
(``mh_ref`` N), g the GPs' part of them (``mh_gp``), S/S0 a practice's contacts seen that week over
those of the baseline; K crisis contacts through 111 in an ordinary week (``crisis`` N), a the share
of the week a practice limits its contacts or has stopped tests for mental health services, and c
``mh_crisis``, which is nothing unless an assessment gives it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.ordinary import CRISIS, MENTAL_HEALTH

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array

SERVICE = "mental_health"


def mental_health(world: World, _: Found) -> Mapping[tuple[str, str], Both]:
    """Return referrals and crisis contacts by practice and week."""
    usual = world.in_every_week(MENTAL_HEALTH.a_week(world))
    crisis = world.in_every_week(CRISIS.a_week(world))
    return {
        (SERVICE, "referrals"): Both(usual, usual * _still_referred(world)),
        (SERVICE, "crisis_contacts"): Both(crisis, crisis * (1.0 + _rise(world))),
    }


def _still_referred(world: World) -> Array:
    lost = 1.0 - world.contacts_kept
    if not lost.any():
        return np.ones_like(lost)
    return np.asarray(np.maximum(1.0 - world.parameters["mh_gp"] * lost, 0.0))


def _rise(world: World) -> Array:
    stopped = [w.share for w in world.doing("stops_service") if SERVICE in w.action.moves]
    acting = np.minimum(sum(stopped, world.share_doing("limits_contacts")), 1.0)
    return acting * world.parameters["mh_crisis"] if acting.any() else acting
