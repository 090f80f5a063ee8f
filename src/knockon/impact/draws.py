"""Simulated futures: which draws are run, and the uncertain numbers each of them uses.

Two kinds of chance are kept apart. *Parameters* (what is not known) come from a low-discrepancy
sequence, one dimension a symbol, one point a draw; *luck* (what would differ between two futures
that knew everything) comes from streams hashed from the seed, the draw's stream and a name. Both
are pure functions of their names, so that adding a symbol, a practice or a draw moves no other
number.

Hash: every part is taken through the SplitMix64 finaliser and folded into the running 64 bits;
names by the first eight bytes of BLAKE2b. The top 52 bits and a half give a double strictly
between 0 and 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from knockon.impact.pert import Pert
from knockon.impact.sobol import sobol_uniform

if TYPE_CHECKING:
    from knockon.catalogue.values import Parameter

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint64]

TWIN_EVERY = 8
TWIN_STREAM = 2**40
OWN_ORDER_BITS = 16
HELD_WITHIN_RANGE = frozenset({"ed_q0"})
"""Symbols whose values are cut to their own low and high, since the fit is solved only there."""

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def hashed_words(seed: int, *parts: str | int | Ints | Words) -> Words:
    """Return 64 hashed bits for each combination of the parts, in their broadcast shape."""
    with np.errstate(over="ignore"):
        state = _mixed(_word(seed))
        for part in parts:
            state = _mixed(state ^ _mixed(_word(part) + _GOLDEN))
    return np.asarray(state, dtype=np.uint64)


def hashed_uniform(seed: int, points: int | Ints, *parts: str | int | Ints | Words) -> Array:
    """Return uniforms strictly inside (0, 1), one for each point and combination of parts."""
    words = hashed_words(seed, points, *parts)
    return np.asarray(((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52)


def hashed_normal(seed: int, points: int | Ints, *parts: str | int | Ints | Words) -> Array:
    """Return standard normals, rounded to 24 bits, one for each point and combination of parts."""
    return rounded(ndtri(hashed_uniform(seed, points, *parts)))


def name_words(names: Sequence[str]) -> Words:
    """Return the 64 bits a hash takes for each name: hashing these is hashing the names."""
    return np.array([_word(name) for name in names], dtype=np.uint64)


def rounded(values: Array) -> Array:
    """Return values with a 24-bit mantissa, so that a library's last bits cannot change counts."""
    return np.asarray(values, dtype=np.float32).astype(np.float64)


@dataclass(frozen=True, slots=True)
class DrawPlan:
    """Which draws are run; all arrays have one entry a draw, the twins after the others.

    ``set_index`` counts the behaviour sets sorted by id; ``point`` is the draw's point, shared by
    all sets; ``stream`` is what every hash of luck takes in place of a draw number: the point, or
    for a twin another stream. ``partner`` is the draw a twin repeats, -1 for the others.
    """

    sets: tuple[str, ...]
    set_index: Ints
    point: Ints
    twin: npt.NDArray[np.bool_]
    stream: Ints
    partner: Ints

    @property
    def draws(self) -> int:
        """Draws that count in quantiles: all but the twins."""
        return int((~self.twin).sum())

    def of_set(self, set_id: str) -> npt.NDArray[np.bool_]:
        """Return which draws that count in quantiles use ``set_id``."""
        chosen: npt.NDArray[np.bool_] = self.set_index == self.sets.index(set_id)
        return chosen & ~self.twin


def plan_draws(draws: int, sets: Sequence[str], *, twins: bool = True) -> DrawPlan:
    """Return the crossed plan: draw i uses set i mod K and point i // K, sets sorted by id.

    With ``twins``, the draws of points 0, 8, 16, … are run again with other luck.
    """
    names = tuple(sorted(sets))
    order = np.arange(draws, dtype=np.int64)
    set_index, point = order % len(names), order // len(names)
    again = order[point % TWIN_EVERY == 0] if twins else order[:0]
    return DrawPlan(
        sets=names,
        set_index=np.concatenate([set_index, set_index[again]]),
        point=np.concatenate([point, point[again]]),
        twin=np.concatenate([np.zeros(draws, bool), np.ones(len(again), bool)]),
        stream=np.concatenate([point, point[again] + TWIN_STREAM]),
        partner=np.concatenate([np.full(draws, -1, dtype=np.int64), again]),
    )


@dataclass(frozen=True)
class Design:
    """Where the uncertain numbers of a run come from: seed, registry of dimensions, points.

    ``system`` keys the numbers whose truth differs from system to system (parameters marked
    local); all others are the same in every system, so that a national interval is not falsely
    narrow.
    """

    seed: int
    dimensions: tuple[str, ...]
    points: Ints
    system: str = ""

    def uniform(self, symbol: str, *, local: bool = False) -> Array:
        """Return the percentile of belief at which each point takes ``symbol``, inside (0, 1)."""
        system = self.system if local else ""
        place = _places(self.dimensions).get(symbol)
        if place is None:
            return hashed_uniform(self.seed, self.points, "parameter", symbol, system)
        points = self._in_own_order(symbol) if local else self.points
        shift = int(hashed_words(self.seed, "shift", symbol)) >> 32
        return sobol_uniform(points, place, shift)

    def _in_own_order(self, symbol: str) -> Ints:
        """Return the points in an order of this system's own, as evenly spread as before.

        Each bit of a point's number is flipped by a hash of the bits above it, so that every
        aligned run of 2, 4, 8, … points stays one, and systems are independent of one another.
        """
        points = self.points.copy()
        for bit in range(OWN_ORDER_BITS):
            above = self.points >> (bit + 1)
            words = hashed_words(self.seed, "order", symbol, self.system, bit, above)
            points ^= (words & np.uint64(1)).astype(np.int64) << bit
        return points

    def sample(self, symbol: str, low: float, central: float, high: float) -> Array:
        """Return ``symbol`` at each point, from its own range."""
        held = symbol in HELD_WITHIN_RANGE
        return rounded(Pert(low, central, high, held=held).ppf(self.uniform(symbol)))

    def draw(self, parameter: Parameter) -> Array:
        """Return a catalogue parameter at each point, 24-bit; a constant as it is written."""
        if parameter.constant:
            return np.full(len(self.points), parameter.central)
        held = parameter.symbol in HELD_WITHIN_RANGE
        pert = Pert(parameter.low, parameter.central, parameter.high, held=held)
        return rounded(pert.ppf(self.uniform(parameter.symbol, local=parameter.local)))


def draw_parameters(parameters: Mapping[str, Parameter], design: Design) -> dict[str, Array]:
    """Return every parameter at each point of the design, by symbol, each of shape [points].

    ``parameters`` is the catalogue's mapping after the assessment's overrides.
    """
    return {symbol: design.draw(parameter) for symbol, parameter in parameters.items()}


@cache
def _places(dimensions: tuple[str, ...]) -> Mapping[str, int]:
    return {symbol: place for place, symbol in enumerate(dimensions)}


def _word(part: str | int | Ints | Words) -> Words:
    if isinstance(part, str):
        digest = hashlib.blake2b(part.encode(), digest_size=8).digest()
        return np.array(int.from_bytes(digest, "little"), dtype=np.uint64)
    if isinstance(part, int):
        return np.array(part % 2**64, dtype=np.uint64)
    return np.asarray(part).astype(np.uint64)


def _mixed(words: Words) -> Words:
    words = (words ^ (words >> np.uint64(30))) * _FIRST
    words = (words ^ (words >> np.uint64(27))) * _SECOND
    return words ^ (words >> np.uint64(31))
