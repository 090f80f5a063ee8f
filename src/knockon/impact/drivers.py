"""What the doubt in a paired change is made of: parameters, behaviour sets, luck.

*Drivers*: the given-data first-order index, the variance of the change's means over 16 equal bins
of a parameter, as a share of its whole variance; less what 200 permutations give by chance. A
parameter under the 95th percentile of what chance gives the luckiest of all the parameters looked
at is not named: with fifty of them, two or three would pass a bar made for one. Nor is one that
explains nothing beyond those already named: in a few hundred points some run along with others by
chance, and a parameter that does nothing would borrow from one that does much. So the strongest is
named first, its bin means are taken away, and the next must still pass the bar on what is left.
Sets are crossed with points, so the change is averaged over the sets of a point before it is
binned. Indices are not scaled to 1.

*Luck*: twins are draws run again with the same parameters and other luck; half their squared
difference is an unbiased guess of the variance of luck. *Sets*: variance of the sets' means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from knockon.impact.hashing import hashed_words

if TYPE_CHECKING:
    from knockon.impact.draws import DrawPlan

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

BINS = 16
PERMUTATIONS = 200
NAMED_ABOVE = 0.95
_FEWEST_A_BIN = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """Variance of a paired change, and how much of it goes with luck and with the sets.

    ``luck_share`` and ``set_share`` lie between 0 and 1; None where nothing varies, or, for luck,
    where no twin was run.
    """

    variance: float
    luck_share: float | None
    set_share: float | None


def draw_weights(plan: DrawPlan, weights: Mapping[str, float]) -> Array:
    """Return each draw's weight when sets are pooled, adding to 1; 0 for twins, [all draws]."""
    found = np.zeros(len(plan.point))
    for set_id in plan.sets:
        chosen = plan.of_set(set_id)
        if chosen.any():
            found[chosen] = weights[set_id] / chosen.sum()
    return np.asarray(found / found.sum())


def doubt(change: Array, plan: DrawPlan, weights: Mapping[str, float]) -> Doubt:
    """Return the variance of the pooled change and the shares due to luck and to the sets.

    ``change``: scenario less baseline of every draw of the plan, twins included.
    """
    weight = draw_weights(plan, weights)
    mean = float(weight @ change)
    variance = float(weight @ (change - mean) ** 2)
    if variance == 0:
        return Doubt(0.0, None, None)
    between = 0.0
    for set_id in plan.sets:
        mine = weight[plan.of_set(set_id)]
        if mine.sum() > 0:
            set_mean = float(mine @ change[plan.of_set(set_id)] / mine.sum())
            between += float(mine.sum()) * (set_mean - mean) ** 2
    luck = _luck(change, plan, weight)
    return Doubt(variance, None if luck is None else min(1.0, luck / variance), between / variance)


def drivers(
    change: Array,
    plan: DrawPlan,
    percentiles: Mapping[str, Array],
    weights: Mapping[str, float],
    seed: int,
) -> tuple[tuple[str, float], ...]:
    """Return (symbol, share of the variance of the change) of what is named, largest first.

    ``percentiles``: each symbol at every draw of the plan, as a value or percentile that ranks the
    points alike under every set.
    """
    weight = draw_weights(plan, weights)
    points, first = np.unique(plan.point[~plan.twin], return_index=True)
    bins = min(BINS, len(points) // _FEWEST_A_BIN)
    variance = doubt(change, plan, weights).variance
    if bins < 2 or variance == 0:
        return ()
    means = _point_means(change, plan, weight, len(points))
    orders = {
        symbol: np.argsort(values[first], kind="stable")
        for symbol, values in percentiles.items()
        if np.ptp(values[first]) > 0
    }
    if not orders:
        return ()
    chance = _by_chance(means, tuple(orders.values()), bins, seed) / variance
    level, bar = float(chance.mean()), float(np.quantile(chance.max(axis=0), NAMED_ABOVE))
    alone = {s: float(_between_bins(means[o], bins)) / variance for s, o in orders.items()}
    passing = sorted((s for s in alone if alone[s] > bar), key=lambda s: (-alone[s], s))
    named = []
    left, spread = means - means.mean(), float(means.var())
    for symbol in passing:
        still = float(_between_bins(left[orders[symbol]], bins)) / variance
        if still > bar * float(left.var()) / spread:
            named.append((symbol, min(1.0, alone[symbol] - level)))
            left = _without(left, orders[symbol], bins)
    return tuple(named)


def median_se(change: Array, plan: DrawPlan, weights: Mapping[str, float], seed: int) -> float:
    """Return the Monte Carlo standard error of the pooled median: a bootstrap over points.

    Points are taken again with all their sets, since draws of a point share their parameters.
    """
    kept = ~plan.twin
    order = np.argsort(change[kept], kind="stable")
    values, point = change[kept][order], plan.point[kept][order]
    weight = draw_weights(plan, weights)[kept][order]
    points = int(plan.point.max()) + 1
    resample = np.arange(PERMUTATIONS)[:, None]
    chosen = hashed_words(seed, "bootstrap", resample, np.arange(points)) % np.uint64(points)
    times = np.stack([np.bincount(row.astype(np.int64), minlength=points) for row in chosen])
    cumulated = np.cumsum(weight * times[:, point], axis=1)
    middle = np.argmax(cumulated >= cumulated[:, -1:] / 2.0, axis=1)
    return float(values[middle].std(ddof=1))


def _luck(change: Array, plan: DrawPlan, weight: Array) -> float | None:
    if not plan.twin.any():
        return None
    partner = plan.partner[plan.twin]
    half_squares = (change[plan.twin] - change[partner]) ** 2 / 2.0
    return float(weight[partner] @ half_squares / weight[partner].sum())


def _point_means(change: Array, plan: DrawPlan, weight: Array, points: int) -> Array:
    kept = ~plan.twin
    total = np.bincount(plan.point[kept], weight[kept] * change[kept], minlength=points)
    return np.asarray(total / np.bincount(plan.point[kept], weight[kept], minlength=points))


def _without(values: Array, order: Ints, bins: int) -> Array:
    """Return values less the means of their bins in this order."""
    count = len(values)
    bin_of = np.empty(count, dtype=np.int64)
    starts = np.arange(bins) * count // bins
    bin_of[order] = np.searchsorted(starts, np.arange(count), side="right") - 1
    sizes = np.bincount(bin_of, minlength=bins)
    return np.asarray(values - (np.bincount(bin_of, values, minlength=bins) / sizes)[bin_of])


def _between_bins(ordered: Array, bins: int) -> Array:
    """Return the variance of bin means of values put in order, last axis; bins equal within 1."""
    count = ordered.shape[-1]
    starts = np.arange(bins) * count // bins
    sizes = np.diff(np.append(starts, count))
    means = np.add.reduceat(ordered, starts, axis=-1) / sizes
    centre = ordered.mean(axis=-1, keepdims=True)
    return np.asarray(((means - centre) ** 2 * sizes).sum(axis=-1) / count)


def _by_chance(means: Array, orders: Sequence[Ints], bins: int, seed: int) -> Array:
    """Return what each parameter's bins explain of shuffled values, [parameters, permutations]."""
    shuffle = np.arange(PERMUTATIONS)[:, None]
    keys = hashed_words(seed, "permutation", shuffle, np.arange(len(means)))
    shuffled = means[np.argsort(keys, axis=1)]
    return np.stack([_between_bins(shuffled[:, order], bins) for order in orders])
