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
    calls = (known.answered * known.total("nhs111")).sum(axis=1)
    wanted = _gathered(calls * known.after.primary_care, known.horizon)
    return SentBack(
        booked=_booked(known.reach.lists, wanted, slots),
        from_pharmacy=_from_pharmacy(known, demand, lanes, calls),
        from_ed=_from_departments(known, lanes),
    )


def _from_pharmacy(known: Known, demand: Demand, lanes: Lanes, calls: Array) -> Array:
    """Return who comes back of those a practice did not see or who called, by practice."""
    odds = lanes.overflow / (1.0 - lanes.overflow)
    unseen = odds * exits_per_odds(demand, lanes) * known.choices.shares["pharmacy"]
    own = unseen + demand.leavers() * known.late.shares["pharmacy"]
    scale = _gathered(demand.scale, known.horizon)
    called = _gathered(calls * known.after.pharmacy, known.horizon)
    back = np.empty((len(own), *scale.shape))
    for into, usual, registered in zip(back, own, known.reach.lists, strict=True):
        into[:] = (usual * scale + registered * called) * lanes.parameters["ph_back"]
    return back


def _from_departments(known: Known, lanes: Lanes) -> Array:
    """Return who is told by a department to see their GP, by practice."""
    p, sites = lanes.parameters, known.reach.sites["ed"]
    followed = (1.0 - p["lwbs"]) * p["ed_gpfu"]
    daily = [published_of(known, (site.id, NOT_ADMITTED)).sum(axis=1) for site in sites]
    sent = [_gathered(each * followed, known.horizon) for each in daily]
    homes = np.stack([known.reach.homes_of("ed", i) for i in range(len(sites))], axis=1)
    back = np.empty((len(homes), *sent[0].shape))
    for into, shares in zip(back, homes, strict=True):
        into[:] = sum(share * each for share, each in zip(shares, sent, strict=True))
    return back


def _gathered(sent: Array, horizon: Horizon) -> Array:
    """Return what arrives on each open day: everything sent since the open day before.

    Both have shape [days, lanes].
    """
    arriving = np.zeros_like(sent)
    for day, since in enumerate(horizon.days_since_open):
        if since:
            arriving[day] = sent[day - since : day].sum(axis=0)
    return arriving


def _booked(lists: Array, wanted: Array, slots: Array) -> Array:
    """Return E[min(Poisson(wanted), slots)] by practice, slots in part there in part of days.

    ``wanted`` is the system's, [days, lanes], of which each practice has its share in ``lists``.
    Draws that differ only in what people say they would do are alike here, and worked once.
    """
    open_days = np.flatnonzero((wanted > 0.0).any(axis=1))
    both = np.concatenate([wanted[open_days], slots])
    _, once, again = np.unique(both, axis=1, return_index=True, return_inverse=True)
    wanted_once, lane_of = wanted[np.ix_(open_days, once)], again.reshape(-1)
    booked = np.zeros((len(lists), *wanted.shape))
    for into, registered, own in zip(booked, lists, slots[:, once], strict=True):
        asked = registered * wanted_once
        over = expected_overflow(own, np.maximum(asked, LEAST))
        into[open_days] = np.maximum(asked - over, 0.0)[:, lane_of]
    return booked
