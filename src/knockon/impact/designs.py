"""Where the points of a run lie in the space of what is not known: four designs.

Each is a function of the seed, the number of a point and the name of what is drawn, and of
nothing else: not of how many points there are, nor of what else is drawn. So adding a symbol moves
no other's values, and a run of more points begins with the points of a shorter one.

*Sobol* (the usual one) is Latin supercube sampling: symbols stand in groups of sixteen, in the
order of the registry; a group takes the sixteen dimensions of the scrambled Sobol sequence, and
each group takes the points of the sequence in an order of its own within every batch of 64. Within
a group points fill space evenly; between groups they meet by chance, as they would if drawn
independently. (One sequence over all symbols would leave pairs of its far dimensions hanging
together until there are about a thousand points.)

*Latin hypercube*: in every batch of 64 points each symbol takes each 64th of its range once.
*Plain*: every number independent. *Antithetic*: of points 2k and 2k + 1 the second is the mirror
image of the first. Batches and pairs are whole at multiples of 64 and of 2 points; a run of
another length has a random part of its last batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knockon.impact.hashing import Array, Ints, hashed_uniform, hashed_words
from knockon.impact.sobol import DIMENSIONS, inside_unit, scrambled, sobol_words

BATCH = 64
_FINE = 2**40
"""Parts of a stratum: with 64 strata, all that a double holds short of 1."""


@dataclass(frozen=True)
class Axis:
    """One uncertain number: its symbol, its place in the registry, the system it differs by.

    ``system`` is empty for what is the same in every system.
    """

    seed: int
    symbol: str
    place: int
    system: str = ""

    @property
    def dimension(self) -> int:
        """Which dimension of its group's sequence the number takes."""
        return self.place % DIMENSIONS

    @property
    def order(self) -> tuple[str, ...]:
        """What the order of points is hashed from: the group, or the number where it is local."""
        group = f"group {self.place // DIMENSIONS}"
        return (self.symbol, self.system) if self.system else (group,)


def sobol(axis: Axis, points: Ints) -> Array:
    """Return the percentile of each point, evenly spread together with those of its group."""
    order = in_batches(points, axis.seed, "order", *axis.order)
    words = sobol_words(order, axis.dimension)
    return inside_unit(scrambled(words, axis.seed, "scramble", axis.symbol, axis.system))


def latin_hypercube(axis: Axis, points: Ints) -> Array:
    """Return the percentile of each point: every 64th of the range once in every batch."""
    name = (axis.symbol, axis.system)
    stratum = in_batches(points, axis.seed, "stratum", *name) % BATCH
    part = hashed_words(axis.seed, points, "within", *name) % np.uint64(_FINE)
    return np.asarray((stratum + (part.astype(np.float64) + 0.5) / _FINE) / BATCH)


def plain(axis: Axis, points: Ints) -> Array:
    """Return the percentile of each point, independent of all others."""
    return hashed_uniform(axis.seed, points, "parameter", axis.symbol, axis.system)


def antithetic(axis: Axis, points: Ints) -> Array:
    """Return the percentile of each point, of each pair the second one less the first."""
    first = plain(axis, points // 2)
    return np.where(points % 2 == 0, first, 1.0 - first)


DESIGNS: Mapping[str, Callable[[Axis, Ints], Array]] = {
    "sobol": sobol,
    "latin_hypercube": latin_hypercube,
    "plain": plain,
    "antithetic": antithetic,
}
"""The designs by the names an assessment gives them."""


def in_batches(points: Ints, seed: int, *name: str) -> Ints:
    """Return the points in an order hashed from the seed and the name, each within its batch."""
    return _in_batches(points.astype(np.int64).tobytes(), seed, name)


@lru_cache(maxsize=64)
def _in_batches(whole: bytes, seed: int, name: tuple[str, ...]) -> Ints:
    """Return the order of points given as bytes: all numbers of a group ask for the same."""
    points = np.frombuffer(whole, np.int64)
    batch, place = np.divmod(points, BATCH)
    batches, which = np.unique(batch, return_inverse=True)
    keys = hashed_words(seed, *name, batches[:, None], np.arange(BATCH))
    order = batch * BATCH + np.argsort(keys, axis=1, kind="stable")[which, place]
    order.setflags(write=False)
    return np.asarray(order)
