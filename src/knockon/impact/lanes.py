"""A block of draws side by side: which points, which luck, which parameters, which behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from knockon.impact.hashing import Words
from knockon.impact.horizon import Array, Ints


@dataclass(frozen=True)
class Lanes:
    """One block of draws, each with its own parameters. All arrays have shape [lanes]."""

    indices: Ints
    """Place of each draw in the run's list of draws, twins last."""
    points: Ints
    """The point of the low-discrepancy sequence, which keys what is not known."""
    streams: Ints
    """The draw's luck: it stands for the draw in every hash of chance; a twin's differs."""
    parameters: Mapping[str, Array]
    chosen: Mapping[str, Array]
    """Share of those who stop trying that choose each destination; the rest do nothing."""
    late: Mapping[str, Array]
    """The same for people who leave a waiting list."""
    retry: Array
    """Share of unseen contacts that try again on the next working day."""
    overflow: Array
    """Share of same-day contacts not seen in the baseline (o0)."""

    @property
    def count(self) -> int:
        """Draws in the block."""
        return len(self.points)

    @property
    def words(self) -> Words:
        """The streams as the engine takes them."""
        return self.streams.astype("uint64")

    def with_overflow(self, overflow: Array) -> Lanes:
        """Return the same lanes with another baseline overflow."""
        return replace(self, overflow=overflow)
