"""Advice and Guidance: requests no longer sent, and those of them that become referrals.

    requests = A (1 - a)        instead = a D

with A a practice's requests in an ordinary week (published for the board, or ``ag`` N), a the share
of the week it does not use Advice and Guidance (effect ``stops_advice``), and D its requests that
end without a referral: published, or A x ``ag_div``. ``ag_stop``, another way to say the same, is
not used as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.ordinary import REQUESTS

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array

ADVICE = "advice_and_guidance"
INSTEAD = (ADVICE, "referred_instead")
"""Requests not sent that would have ended without a referral: they become referrals."""


def advice(world: World, _: Found) -> Mapping[tuple[str, str], Both]:
    """Return requests a week, and the referrals made instead of those not sent."""
    stopped = world.share_doing("stops_advice")
    usual = world.in_every_week(REQUESTS.a_week(world))
    return {
        (ADVICE, "requests"): Both(usual, usual * (1.0 - stopped)),
        INSTEAD: Both(0.0 * usual, _referred(world, usual, stopped)),
    }


def _referred(world: World, usual: Array, stopped: Array) -> Array:
    if not stopped.any():
        return stopped
    diverted = world.system.baseline(ADVICE, "diverted")
    if diverted is None:
        return np.asarray(usual * stopped * world.parameters["ag_div"])
    return np.asarray(diverted * (world.registered / world.registered.sum()) * stopped)
