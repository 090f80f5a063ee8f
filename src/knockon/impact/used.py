"""Which parameters a run looked at, so that assumptions are listed by use and not by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from knockon.impact.horizon import Array, Ints


@dataclass(frozen=True, slots=True)
class _OfDraws(Mapping[str, Array]):
    """Drawn parameters at some of the draws, taken when they are asked for."""

    values_of_all: Mapping[str, Array]
    draws: Ints

    def __getitem__(self, symbol: str) -> Array:
        return np.asarray(self.values_of_all[symbol][self.draws])

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_of_all)

    def __len__(self) -> int:
        return len(self.values_of_all)


class Used(Mapping[str, Array]):
    """A mapping of drawn parameters that remembers the symbols asked for.

    Blocks of draws share one memory with the whole.
    """

    def __init__(self, values: Mapping[str, Array], seen: set[str] | None = None) -> None:
        self._values = values
        self._seen: set[str] = set() if seen is None else seen

    def __getitem__(self, symbol: str) -> Array:
        value = self._values[symbol]
        self._seen.add(symbol)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def block(self, draws: Ints) -> Used:
        """Return the parameters of some of the draws."""
        return Used(_OfDraws(self._values, draws), self._seen)

    def note(self, symbols: Iterable[str]) -> None:
        """Remember symbols that were asked for where this memory does not reach."""
        self._seen.update(symbols)

    @property
    def seen(self) -> tuple[str, ...]:
        """Symbols asked for so far, sorted."""
        return tuple(sorted(self._seen))
