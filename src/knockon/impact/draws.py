"""Simulated futures: which draws are run, and the uncertain numbers each of them uses.

Two kinds of chance are kept apart. *Parameters* (what is not known) come from a design
(:mod:`knockon.impact.designs`), one point a draw; *luck* (what would differ between two futures
that knew everything) comes from streams hashed from the seed, the draw's stream and a name
(:mod:`knockon.impact.hashing`). Both are pure functions of their names, so that adding a symbol, a
practice or a draw moves no other number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from knockon.impact.designs import DESIGNS, Axis
from knockon.impact.hashing import Array, Ints, hashed_uniform, rounded
from knockon.impact.pert import Pert

if TYPE_CHECKING:
    from knockon.catalogue.values import Parameter

TWIN_EVERY = 8
TWIN_STREAM = 2**40
HELD_WITHIN_RANGE = frozenset({"ed_q0"})
"""Symbols whose values are cut to their own low and high, since the fit is solved only there."""


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

    @classmethod
    def of(
        cls, sets: tuple[str, ...], set_index: Ints, point: Ints, twin: npt.NDArray[np.bool_]
    ) -> DrawPlan:
        """Return the plan of draws known by their set, their point and whether they are twins."""
        twins = np.flatnonzero(twin)
        originals = {(int(set_index[i]), int(point[i])): int(i) for i in np.flatnonzero(~twin)}
        partner = np.full(len(point), -1, dtype=np.int64)
        partner[twins] = [originals.get((int(set_index[i]), int(point[i])), -1) for i in twins]
        return cls(sets, set_index, point, twin, point + TWIN_STREAM * twin, partner)

    def identities(self) -> list[tuple[str, int, bool]]:
        """Return what each draw is, whatever else is run: its set, its point, whether a twin."""
        named = (self.sets[i] for i in self.set_index)
        return list(zip(named, self.point.tolist(), self.twin.tolist(), strict=True))

    def of_draws(self, draws: Ints) -> DrawPlan:
        """Return the plan of some of the draws; a twin whose partner is not there has none."""
        return DrawPlan.of(self.sets, self.set_index[draws], self.point[draws], self.twin[draws])


def plan_draws(draws: int, sets: Sequence[str], *, twins: bool = True) -> DrawPlan:
    """Return the crossed plan: draw i uses set i mod K and point i // K, sets sorted by id.

    With ``twins``, the draws of points 0, 8, 16, … are run again with other luck.
    """
    names = tuple(sorted(sets))
    order = np.arange(draws, dtype=np.int64)
    set_index, point = order % len(names), order // len(names)
    again = order[point % TWIN_EVERY == 0] if twins else order[:0]
    return DrawPlan.of(
        names,
        np.concatenate([set_index, set_index[again]]),
        np.concatenate([point, point[again]]),
        np.concatenate([np.zeros(draws, bool), np.ones(len(again), bool)]),
    )


@dataclass(frozen=True)
class Design:
    """Where the uncertain numbers of a run come from: seed, registry of dimensions, points, way.

    ``system`` keys the numbers whose truth differs from system to system (parameters marked
    local); all others are the same in every system, so that a national interval is not falsely
    narrow. ``way`` is one of :data:`~knockon.impact.designs.DESIGNS`.
    """

    seed: int
    dimensions: tuple[str, ...]
    points: Ints
    system: str = ""
    way: str = "sobol"

    def uniform(self, symbol: str, *, local: bool = False) -> Array:
        """Return the percentile of belief at which each point takes ``symbol``, inside (0, 1).

        A symbol outside the registry has an independent stream, whatever the design.
        """
        system = self.system if local else ""
        place = _places(self.dimensions).get(symbol)
        if place is None:
            return hashed_uniform(self.seed, self.points, "parameter", symbol, system)
        return DESIGNS[self.way](Axis(self.seed, symbol, place, system), self.points)

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


class DrawnParameters(Mapping[str, Array]):
    """Every parameter at each point of a design, by symbol, each of shape [points].

    A parameter is drawn when it is first asked for: a run looks at a part of the catalogue's.
    """

    def __init__(self, parameters: Mapping[str, Parameter], design: Design) -> None:
        self._parameters, self._design = parameters, design
        self._drawn: dict[str, Array] = {}

    def __getitem__(self, symbol: str) -> Array:
        if symbol not in self._drawn:
            self._drawn[symbol] = self._design.draw(self._parameters[symbol])
        return self._drawn[symbol]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)


def draw_parameters(parameters: Mapping[str, Parameter], design: Design) -> Mapping[str, Array]:
    """Return every parameter at each point of the design.

    ``parameters`` is the catalogue's mapping after the assessment's overrides.
    """
    return DrawnParameters(parameters, design)


@cache
def _places(dimensions: tuple[str, ...]) -> Mapping[str, int]:
    return {symbol: place for place, symbol in enumerate(dimensions)}
