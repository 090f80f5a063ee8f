"""Two pieces of queue arithmetic that set a practice's slots and list from what is published.

*Same-day slots.* Offered O contacts on a day (Poisson) and c slots leave E[(Poisson(O) - c)+]
unseen. Given the share unseen o0, the slots c0 solve E[(Poisson(O) - c0)+] = o0 O, taken linear
between whole slots, because a fraction of a slot is there on that fraction of days.

*A list people leave.* C0 seen a day, W whole working days' wait, a share h of those waiting leaving
each day: arrivals are C0 / (1 - h)^W, and the list before leaving holds arrivals x (1 - h)^a at
age a < W, so that seen = arrivals - h x list, stationary exactly.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln, pdtrc, xlogy

from knockon.impact.horizon import Array

GRID = 96


def expected_overflow(slots: Array, offered: Array) -> Array:
    """Return E[(Poisson(offered) - slots)+], linear between whole numbers of slots.

    With O offered and k the whole part of c slots, that is (O - c) P(more than k) + O P(k). The
    shapes are broadcast together.
    """
    whole = np.floor(slots)
    just = np.exp(xlogy(whole, offered) - offered - gammaln(whole + 1.0))
    return np.asarray((offered - slots) * pdtrc(whole, offered) + offered * just)


def _overflow(slots: Array, offered: Array) -> Array:
    """Return E[(Poisson(offered) - slots)+] for whole numbers of slots."""
    return offered * _at_least(slots, offered) - slots * pdtrc(slots, offered)


def _at_least(slots: Array, offered: Array) -> Array:
    """Return P(Poisson(offered) >= slots) for whole numbers of slots."""
    above_one_less = pdtrc(np.maximum(slots - 1.0, 0.0), offered)
    return np.asarray(np.where(slots >= 1.0, above_one_less, 1.0))


def slots_for(offered: Array, unseen_share: Array) -> Array:
    """Return c0 with E[(Poisson(offered) - c0)+] = unseen_share x offered (same shapes).

    Bisection to the whole number below, then linear within it.
    """
    wanted = unseen_share * offered
    low = np.zeros_like(offered)
    high = np.ceil(offered + 12.0 * np.sqrt(offered) + 12.0)
    while np.any(high - low > 1.0):
        middle = np.floor((low + high) / 2.0)
        enough = _overflow(middle, offered) <= wanted
        high = np.where(enough, middle, high)
        low = np.where(enough, low, middle)
    above, below = _overflow(low, offered), _overflow(high, offered)
    gap = np.where(above > below, above - below, 1.0)
    return low + np.clip((above - wanted) / gap, 0.0, 1.0)


def slots_by_lane(offered: Array, unseen_share: Array) -> Array:
    """Return :func:`slots_for` for many offered values a lane, shape [..., lanes].

    Solved on a grid of offered values, each lane's from its own least to its own most, so that no
    lane looks at another; interpolated in (c0 - O) / sqrt(O), which is smooth. ``unseen_share``
    has shape [lanes]. Where nothing is offered there are no slots.
    """
    days = offered.reshape(-1, offered.shape[-1])
    some = np.flatnonzero(days.any(axis=1))
    asked = np.ascontiguousarray(days[some].T)
    least = np.min(asked, axis=1, where=asked > 0.0, initial=np.inf)
    least = np.where(np.isfinite(least), least, 1.0)
    most = np.maximum(np.max(asked, axis=1, initial=0.0), least * 1.01)
    mesh = np.geomspace(least, most, GRID)
    solved = slots_for(mesh, np.broadcast_to(unseen_share, mesh.shape))
    scaled = (solved - mesh) / np.sqrt(mesh)
    slots = np.empty_like(asked)
    for lane, here in enumerate(asked):
        place = np.log(np.maximum(here, least[lane]))
        excess = np.interp(place, np.log(mesh[:, lane]), scaled[:, lane])
        slots[lane] = np.where(here > 0.0, here + excess * np.sqrt(here), 0.0)
    result = np.zeros_like(days)
    result[some] = np.maximum(slots, 0.0).T
    return result.reshape(offered.shape)


def arrivals_for(seen: Array, leaving: Array, wait_days: Array) -> Array:
    """Return the arrivals a day of a list on which ``seen`` a day are reached after the wait."""
    return seen / np.power(1.0 - leaving, wait_days)


def opening_list(arrivals: Array, leaving: Array, wait_days: Array) -> Array:
    """Return who waits at the start of a day by age, shape [ages, ...]; age 0 is empty.

    Age a (1 to W) holds arrivals x (1 - h)^a: the list the day before after its leavers have gone.
    """
    ages = np.arange(int(np.max(wait_days)) + 1, dtype=np.float64)
    ages = ages.reshape((-1,) + (1,) * np.ndim(arrivals))
    held = arrivals * np.power(1.0 - leaving, ages)
    return np.where((ages >= 1.0) & (ages <= wait_days), held, 0.0)


def leavers_a_day(arrivals: Array, leaving: Array, wait_days: Array) -> Array:
    """Return the people leaving the list each day in the stationary state."""
    return arrivals * (1.0 - np.power(1.0 - leaving, wait_days))
