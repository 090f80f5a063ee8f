"""Quantiles over draws, pooled over behaviour sets by their weights."""

from __future__ import annotations

import numpy as np

from knockon.impact.forecast import Quantiles
from knockon.impact.hashing import Ints
from knockon.impact.horizon import Array

LEVELS = (0.05, 0.10, 0.50, 0.90, 0.95)
NAMES = ("p5", "p10", "p50", "p90", "p95")
WITHHELD = Quantiles(None, None, None, None, None)


def weighted(values: Array, weights: Array) -> Array:
    """Return the five quantiles over the last axis (draws), shape [5, ...].

    Each draw stands in the middle of its own weight; between draws the quantile is linear. Draws
    of weight 0 (twins) take no part. Draws that are not a number (nothing to take a share of)
    make the quantiles not a number.
    """
    kept = weights > 0.0
    ranked, heavy = _ranked(values[..., kept], weights[kept])
    place = (np.cumsum(heavy, axis=-1) - heavy / 2.0) / weights[kept].sum()
    return np.moveaxis(_at_levels(place, ranked), -1, 0)


def _ranked(values: Array, weights: Array) -> tuple[Array, Array]:
    """Return values from least to most with the weight of each, one for all where all weigh alike.

    Draws of sets that count alike do: sorting their values alone is several times faster.
    """
    if np.ptp(weights) == 0.0:
        return np.sort(values, axis=-1), weights
    order = np.argsort(values, axis=-1, kind="stable")
    return np.take_along_axis(values, order, axis=-1), weights[order]


def _at_levels(place: Array, ranked: Array) -> Array:
    """Return the value at each level, [..., levels]; that of an end beyond it.

    ``place`` is where each value ranked stands between 0 and 1, or the same for all of them.
    """
    levels, last = np.array(LEVELS), ranked.shape[-1] - 1
    passed = (place[..., None, :] <= levels[:, None]).sum(axis=-1)
    below = np.clip(passed - 1, 0, max(last - 1, 0))
    above = np.minimum(below + 1, last)
    near, far = (np.take_along_axis(place, index, axis=-1) for index in (below, above))
    low, high = (_taken(ranked, index) for index in (below, above))
    slope = np.divide(high - low, far - near, out=np.zeros(low.shape), where=far > near)
    between = slope * (levels - near) + low
    return np.where(levels <= near, low, np.where(levels >= far, high, between))


def _taken(ranked: Array, index: Ints) -> Array:
    shape = (*ranked.shape[:-1], len(LEVELS))
    return np.take_along_axis(ranked, np.broadcast_to(index, shape), axis=-1)


def quantiles(values: Array, weights: Array) -> Quantiles:
    """Return the quantiles of one number a draw; withheld where it is not a number."""
    found = weighted(values, weights)
    if not np.all(np.isfinite(found)):
        return WITHHELD
    return Quantiles(*(float(q) for q in found))
