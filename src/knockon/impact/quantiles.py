"""Quantiles over draws, pooled over behaviour sets by their weights."""

from __future__ import annotations

import numpy as np

from knockon.impact.forecast import Quantiles
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
    used, weight = values[..., kept], weights[kept]
    order = np.argsort(used, axis=-1, kind="stable")
    ranked = np.take_along_axis(used, order, axis=-1)
    heavy = weight[order]
    place = (np.cumsum(heavy, axis=-1) - heavy / 2.0) / weight.sum()
    flat = ranked.reshape(-1, ranked.shape[-1])
    flat_place = place.reshape(-1, ranked.shape[-1])
    found = np.array([np.interp(LEVELS, p, v) for p, v in zip(flat_place, flat, strict=True)])
    return np.moveaxis(found.reshape(*used.shape[:-1], len(LEVELS)), -1, 0)


def quantiles(values: Array, weights: Array) -> Quantiles:
    """Return the quantiles of one number a draw; withheld where it is not a number."""
    found = weighted(values, weights)
    if not np.all(np.isfinite(found)):
        return WITHHELD
    return Quantiles(*(float(q) for q in found))
