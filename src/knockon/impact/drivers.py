"""What the doubt in a paired change is made of: parameters, behaviour sets, luck.

*Drivers*: the given-data first-order index, the variance of the change's means over 16 equal bins
of a parameter, as a share of its whole variance; less what shuffled values give by chance, which
for B bins of n points is (B - 1) / (n - 1) of the variance of the points' means, whatever they are.
Named is only what passes the luckiest: in each of 200 shufflings the best of every parameter for
any of the measures told together is looked up, and the 95th percentile of those is the bar. With
fifty parameters and forty measures a bar made for one of each would let through a hundred by
chance. Nor is a parameter named that explains nothing beyond those already named: in a few hundred
points some run along with others by chance, and one that does nothing would borrow from one that
does much. So the strongest is named first, its bin means are taken away, and the next must still
pass the bar on what is left. Sets are crossed with points, so the change is averaged over the sets
of a point before it is binned. Indices are not scaled to 1.

*Luck*: twins are draws run again with the same parameters and other luck; half their squared
difference is an unbiased guess of the variance of luck. *Sets*: variance of the sets' means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
_ALIKE = 9
"""Decimals to which two measures agree that vary alike and need be shuffled once only."""
_SIDE_BY_SIDE = 1024
"""Shuffled measures looked at together, so that they stay in the processor's own memory."""


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


@dataclass(frozen=True)
class Points:
    """The points of a run and what each took, as far as it ranks them: [symbols, points].

    ``orders`` holds, for each symbol, the points from the one that took least to the one that took
    most. ``weight`` is each draw's, from :func:`draw_weights`; ``point`` counts the points of the
    draws that are no twins.
    """

    plan: DrawPlan
    weight: Array
    point: Ints
    seed: int
    symbols: tuple[str, ...]
    orders: Ints

    @classmethod
    def of(
        cls,
        plan: DrawPlan,
        percentiles: Mapping[str, Array],
        weights: Mapping[str, float],
        seed: int,
    ) -> Points:
        """Return the points of a plan; symbols that took the same everywhere are left out.

        ``percentiles``: each symbol at every draw of the plan, as a value or percentile that ranks
        the points alike under every set.
        """
        _, first, point = np.unique(plan.point[~plan.twin], return_index=True, return_inverse=True)
        took = {s: values[first] for s, values in percentiles.items() if np.ptp(values[first]) > 0}
        orders = [np.argsort(values, kind="stable") for values in took.values()]
        ranked = np.array(orders, dtype=np.int64).reshape(len(took), len(first))
        return cls(plan, draw_weights(plan, weights), point, seed, tuple(took), ranked)

    @property
    def count(self) -> int:
        """How many points there are."""
        return int(self.orders.shape[1])

    @property
    def bins(self) -> int:
        """How many bins of each parameter the points are put into."""
        return min(BINS, self.count // _FEWEST_A_BIN)

    def means(self, change: Array) -> Array:
        """Return a change averaged over the sets of each point, [points]."""
        kept = ~self.plan.twin
        total = np.bincount(self.point, self.weight[kept] * change[kept])
        return np.asarray(total / np.bincount(self.point, self.weight[kept]))

    def explained(self, values: Array) -> Array:
        """Return the share of the variance of points' values between bins, [symbols]."""
        return np.asarray(_between_bins(values[self.orders], self.bins) / values.var())

    def share(self, change: Array, symbol: str) -> float:
        """Return the share of a change's whole variance that goes with a symbol, 0 to 1.

        Less what chance gives, as for drivers, whether it stands out or not.
        """
        means, order = self.means(change), self.orders[self.symbols.index(symbol)]
        explained = _between_bins(means[order], self.bins) - self.expected_by_chance * means.var()
        whole = self.weight @ (change - self.weight @ change) ** 2
        return float(np.clip(explained / whole, 0.0, 1.0))

    @property
    def expected_by_chance(self) -> float:
        """What bins of a parameter that does nothing explain on average over all shufflings."""
        return (self.bins - 1) / (self.count - 1)

    def luckiest(self, standard: Array) -> float:
        """Return the bar: what the luckiest of all parameters explains in one shuffling of twenty.

        ``standard``: values of points with mean 0 and variance 1, [measures, points]. The same
        shuffling serves all measures, which may go together.
        """
        binned = _as_bins(self.orders, self.bins)
        at_once = max(1, _SIDE_BY_SIDE // len(standard))
        best = []
        for start in range(0, PERMUTATIONS, at_once):
            some = standard[:, self.shuffles[start : start + at_once]]
            means = binned @ some.reshape(-1, self.count).T
            between = (means**2).reshape(len(self.orders), self.bins, -1).sum(axis=1)
            best.append(between.max(axis=0).reshape(len(standard), -1).max(axis=0))
        return float(np.quantile(np.concatenate(best), NAMED_ABOVE))

    @cached_property
    def shuffles(self) -> Ints:
        """The points in 200 other orders, [shufflings, points]."""
        shuffle = np.arange(PERMUTATIONS)[:, None]
        keys = hashed_words(self.seed, "permutation", shuffle, np.arange(self.count))
        return np.argsort(keys, axis=1)

    @cached_property
    def resampled(self) -> Array:
        """The weight of each draw in 200 resamplings of the points, [resamplings, draws].

        Points are taken again with all their sets, since draws of a point share their parameters.
        """
        kept, points = ~self.plan.twin, self.count
        again = np.arange(PERMUTATIONS)[:, None]
        chosen = hashed_words(self.seed, "bootstrap", again, np.arange(points)) % np.uint64(points)
        times = np.stack([np.bincount(row.astype(np.int64), minlength=points) for row in chosen])
        return np.asarray(self.weight[kept] * times[:, self.point])

    def median_se(self, change: Array) -> float:
        """Return the Monte Carlo standard error of the pooled median: a bootstrap over points."""
        values = change[~self.plan.twin]
        if np.ptp(values) == 0:
            return 0.0
        order = np.argsort(values, kind="stable")
        cumulated = np.cumsum(self.resampled[:, order], axis=1)
        middle = np.argmax(cumulated >= cumulated[:, -1:] / 2.0, axis=1)
        return float(values[order][middle].std(ddof=1))


Named = tuple[tuple[str, float], ...]
"""(symbol, share of the variance of the change) of what is named, largest first."""


def drivers(changes: Sequence[Array], points: Points) -> tuple[Named, ...]:
    """Return what is named for each of the changes of measures that are told together.

    Each change is scenario less baseline of every draw of the plan, twins included.
    """
    means = [points.means(change) for change in changes]
    varying = [i for i, values in enumerate(means) if values.std() > 0]
    if points.bins < 2 or not points.symbols or not varying:
        return ((),) * len(changes)
    standard = np.stack([(means[i] - means[i].mean()) / means[i].std() for i in varying])
    bar = points.luckiest(np.unique(standard.round(_ALIKE), axis=0))
    found: list[Named] = [()] * len(changes)
    for i, values in zip(varying, standard, strict=True):
        whole = points.weight @ (changes[i] - points.weight @ changes[i]) ** 2
        found[i] = _named(values, points, bar, float(means[i].var() / whole))
    return tuple(found)


def _named(values: Array, points: Points, bar: float, of_whole: float) -> Named:
    """Return what passes the bar; ``of_whole`` is the points' part of the change's variance."""
    alone = dict(zip(points.symbols, points.explained(values).tolist(), strict=True))
    order = dict(zip(points.symbols, points.orders, strict=True))
    left, found = values, []
    for symbol in sorted((s for s in alone if alone[s] > bar), key=lambda s: (-alone[s], s)):
        still = float(_between_bins(left[order[symbol]], points.bins))
        if still > bar * float(left.var()):
            share = (alone[symbol] - points.expected_by_chance) * of_whole
            found.append((symbol, min(1.0, share)))
            left = without(left, order[symbol], points.bins)
    return tuple(found)


def median_se(change: Array, plan: DrawPlan, weights: Mapping[str, float], seed: int) -> float:
    """Return the Monte Carlo standard error of the pooled median of one change."""
    return Points.of(plan, {}, weights, seed).median_se(change)


def _luck(change: Array, plan: DrawPlan, weight: Array) -> float | None:
    if not plan.twin.any():
        return None
    partner = plan.partner[plan.twin]
    half_squares = (change[plan.twin] - change[partner]) ** 2 / 2.0
    return float(weight[partner] @ half_squares / weight[partner].sum())


def without(values: Array, order: Ints, bins: int) -> Array:
    """Return points' values less the means of their bins in this order."""
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


def _as_bins(orders: Ints, bins: int) -> Array:
    """Return the matrix that makes values into bin means, [symbols times bins, points].

    Each mean is scaled so that the squares of a symbol's add up to the variance between its bins.
    """
    symbols, count = orders.shape
    starts = np.arange(bins) * count // bins
    bin_of = np.searchsorted(starts, np.arange(count), side="right") - 1
    scale = 1.0 / np.sqrt(np.bincount(bin_of, minlength=bins) * count)
    found = np.zeros((symbols, bins, count))
    found[np.arange(symbols)[:, None], bin_of, orders] = scale[bin_of]
    return found.reshape(symbols * bins, count)
