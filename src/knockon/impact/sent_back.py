"""Who other services send back to practices in the baseline, so that it is not counted twice.

Three ways back, each arriving on the practice's next open day: primary-care outcomes of 111, booked
while the practice has slots for them; people discharged from an emergency department to their GP;
pharmacy consultations sent back. Published practice activity contains them, so fresh arrivals are
what is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.horizon import Array, Horizon
from knockon.impact.netting import NOT_ADMITTED, exits_per_odds, published_of
from knockon.impact.queues import expected_overflow

if TYPE_CHECKING:
    from knockon.impact.demand import Demand
    from knockon.impact.lanes import Lanes
    from knockon.impact.netting import Known

PER_THOUSAND = 1000.0
LEAST = 1e-12
"""Below this nobody is wanted."""


@dataclass(frozen=True)
class SentBack:
    """Expected arrivals from elsewhere on each open day, each [practices, days, lanes]."""

    booked: Array
    from_pharmacy: Array
    from_ed: Array


def slots_for_111(registered: Array, p: Mapping[str, Array]) -> Array:
    """Return slots a working day that 111 can fill, shape [practices, lanes]."""
    filled = p["slot111"] * p["slot_fill"] / PER_THOUSAND
    return np.asarray(registered[:, None] * filled[None, :])


def sent_back(known: Known, demand: Demand, lanes: Lanes, slots: Array) -> SentBack:
    """Return E0 into practices; ``slots`` is :func:`slots_for_111`."""
    lists = known.reach.lists
    calls = (known.answered * known.total("nhs111")).sum(axis=1)
    wanted = _by_practice(calls * known.after.primary_care, lists)
    return SentBack(
        booked=_booked(_gathered(wanted, known.horizon), slots),
        from_pharmacy=_gathered(_pharmacy(known, demand, lanes, calls), known.horizon),
        from_ed=_gathered(_discharged(known, lanes), known.horizon),
    )


def _by_practice(daily: Array, lists: Array) -> Array:
    return lists[:, None, None] * daily[None]


def _pharmacy(known: Known, demand: Demand, lanes: Lanes, calls: Array) -> Array:
    odds = lanes.overflow / (1.0 - lanes.overflow)
    unseen = odds * exits_per_odds(demand, lanes) * known.choices.shares["pharmacy"][:, None, :]
    left = demand.leavers() * known.late.shares["pharmacy"][:, None, :]
    called = _by_practice(calls * known.after.pharmacy, known.reach.lists)
    return np.asarray((unseen + left + called) * lanes.parameters["ph_back"])


def _discharged(known: Known, lanes: Lanes) -> Array:
    p = lanes.parameters
    followed = (1.0 - p["lwbs"]) * p["ed_gpfu"]
    total = np.zeros((len(known.reach.lists), known.horizon.days, lanes.count))
    for i, site in enumerate(known.reach.sites["ed"]):
        daily = published_of(known, (site.id, NOT_ADMITTED)).sum(axis=1)
        total += known.reach.homes_of("ed", i)[:, None, None] * (daily * followed)[None]
    return total


def _gathered(sent: Array, horizon: Horizon) -> Array:
    """Return what arrives on each open day: everything sent since the open day before."""
    arriving = np.zeros_like(sent)
    for day, since in enumerate(horizon.days_since_open):
        if since:
            arriving[:, day] = sent[:, day - since : day].sum(axis=1)
    return arriving


def _booked(wanted: Array, slots: Array) -> Array:
    """Return E[min(Poisson(wanted), slots)]: slots a fraction of which is there at times."""
    open_days = np.flatnonzero((wanted > 0.0).any(axis=(0, 2)))
    asked = wanted[:, open_days]
    over = expected_overflow(slots[:, None, :], np.maximum(asked, LEAST))
    booked = np.zeros_like(wanted)
    booked[:, open_days] = np.maximum(asked - over, 0.0)
    return booked
