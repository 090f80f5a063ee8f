"""What a limit on contacts a GP a day takes from a practice's capacity.

Contacts a GP has on a day, X, are lognormal with the practice's mean m and a coefficient of
variation; with v = ln(1 + cv^2) and mu = ln m - v/2 the mean excess over c is

    E[(X - c)+] = m N((mu + v - ln c) / sqrt v) - c N((mu - ln c) / sqrt v)

A cap c loses the share E[(X - c)+] / m; where a practice already limits itself to c0 it loses
only what lies between, over what it does now. m is the recorded rate of GP-led appointments a GP a
day, scaled by contacts reported over appointments recorded nationally.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from knockon.impact.hashing import Ints, hashed_uniform, name_words

Array = npt.NDArray[np.float64]


def mean_excess(mean: Array, cv: Array, cap: Array | float) -> Array:
    """Return E[(X - cap)+] of a lognormal day, 0 where the cap is infinite."""
    variance = np.log1p(cv**2)
    spread = np.sqrt(variance)
    centre = np.log(mean) - variance / 2.0
    limit = np.asarray(cap, dtype=float)
    finite = np.where(np.isfinite(limit), limit, 1.0)
    above = (centre - np.log(finite)) / spread
    excess = mean * ndtr(above + spread) - finite * ndtr(above)
    return np.where(np.isfinite(limit), np.maximum(excess, 0.0), 0.0)


def mean_limited(mean: Array, cv: Array, cap: Array | float) -> Array:
    """Return E[min(X, cap)]: contacts a day a GP has under the cap, on average."""
    return np.asarray(mean - mean_excess(mean, cv, cap))


def contacts_a_day(recorded_rate: Array, parameters: Mapping[str, Array]) -> Array:
    """Return mean contacts a GP a day, shape [practices, draws].

    ``recorded_rate``: GP-led appointments seen a fully qualified FTE GP a working day, [practices].
    """
    scale = parameters["k_gp"] / parameters["k_recq"]
    return np.asarray(recorded_rate)[:, None] * scale[None, :]


def limits_now(
    codes: Sequence[str], parameters: Mapping[str, Array], seed: int, streams: Ints
) -> Array:
    """Return the daily limit each practice already keeps, infinite for none, [practices, draws].

    A share ``precap`` of practices limits; to how many is spread evenly over
    ``precap_lo`` to ``precap_hi`` contacts.
    """
    names = name_words(codes)[:, None]
    limiting = hashed_uniform(seed, streams, "precap", names) < parameters["precap"]
    place = hashed_uniform(seed, streams, "precap limit", names)
    lowest, highest = parameters["precap_lo"], parameters["precap_hi"]
    return np.where(limiting, lowest + (highest - lowest) * place, np.inf)


def cap_loss(
    contacts: Array, now: Array, parameters: Mapping[str, Array], cap: Array | float
) -> Array:
    """Return the share of today's contacts a cap leaves no room for, [practices, draws].

    ``contacts`` from :func:`contacts_a_day`, ``now`` from :func:`limits_now`; ``cap`` a number or
    one for each practice and draw. Falls as the cap rises; 0 where the present limit is lower.
    """
    cv = parameters["cv_gp"]
    before = mean_excess(contacts, cv, now)
    after = mean_excess(contacts, cv, cap)
    return np.asarray(np.maximum(after - before, 0.0) / (contacts - before))


def slots_left(
    params: Mapping[str, Any], contacts: Array, now: Array, parameters: Mapping[str, Array]
) -> Array:
    """Return slots as a multiple of the baseline's where an action is taken as ``params`` say.

    ``cap``: contacts a GP a day, as far as the arithmetic loss really happens; ``cut``: a stated
    share of all contacts, taken as it stands. Shape [practices, draws].
    """
    if "cut" in params:
        return np.full(contacts.shape, 1.0 - float(params["cut"]))
    return capacity_factor(cap_loss(contacts, now, parameters, float(params["cap"])), parameters)


def capacity_factor(loss: Array, parameters: Mapping[str, Array]) -> Array:
    """Return slots on capped days as a multiple of the baseline's: 1 - loss x ``cap_real``."""
    return np.asarray(1.0 - loss * parameters["cap_real"])
