"""Counts told so that none and all can never be read from them.

Answers stand in an order, such as *taking, considering, not*. With n practices, w_k counts those
whose answer is among the first k, so 0 <= w_1 <= ... <= w_(K-1) <= n. Each is moved, in turn, to

    w'_k = max(w'_(k-1) + e, min(w_k, n - (K - k) e)),      w'_0 = 0

with e the edge. Then every answer has at least e practices. What is told is not w' but the range
of counts that would have been moved to the same w': it depends on w' alone. Three properties make
this a defence, each held by a test:

* counts told once are told the same again: moving twice moves no further;
* if k practices change their answer, w' changes as if at most k had, and if none goes back, as if
  none had. So there is always a history in which nobody changed more than they did, which would
  have been told in the same words and in which every answer was given in every week by somebody,
  and no answer by everybody;
* practices that are counted together can be exchanged in that history.

Hence nobody outside can conclude that a practice gave an answer, or that it did not, however many
weeks are told and however few practices are taken to have changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Told:
    """How many practices gave an answer: at least ``low``, at most ``high``."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"low and high must rise from 0; they are {self.low}, {self.high}")

    @property
    def exact(self) -> bool:
        """Return whether the number itself is told."""
        return self.low == self.high

    def __add__(self, other: Told) -> Told:
        return Told(self.low + other.low, self.high + other.high)


def told(counts: Sequence[int], edge: int) -> tuple[Told, ...]:
    """Return what is told of counts by answer, in order; ``edge`` practices stay in doubt.

    Raises ``ValueError`` where there are fewer practices than would keep every answer open.
    """
    if sum(counts) < edge * len(counts) or min(counts) < 0 or edge < 1:
        raise ValueError(f"counts {tuple(counts)} cannot be told with an edge of {edge}")
    return _told(moved(tuple(counts), edge), edge)


def moved(counts: tuple[int, ...], edge: int) -> tuple[int, ...]:
    """Return the counts moved so far inwards that each answer has at least ``edge`` practices."""
    total, kinds = sum(counts), len(counts)
    among, before, found = 0, 0, []
    for place, count in enumerate(counts[:-1], start=1):
        among += count
        here = max(before + edge, min(among, total - (kinds - place) * edge))
        found.append(here - before)
        before = here
    return (*found, total - before)


@lru_cache(maxsize=4096)
def _told(inner: tuple[int, ...], edge: int) -> tuple[Told, ...]:
    """Return the least and most of each answer over all counts moved to ``inner``."""
    alike = [counts for counts in _near(inner, edge) if moved(counts, edge) == inner]
    return tuple(Told(min(column), max(column)) for column in zip(*alike, strict=True))


def _near(inner: tuple[int, ...], edge: int) -> Iterator[tuple[int, ...]]:
    """Yield all counts of as many practices whose running totals are near those of ``inner``."""
    total = sum(inner)
    reach = edge * (len(inner) - 1)

    def further(so_far: tuple[int, ...], wanted: int) -> Iterator[tuple[int, ...]]:
        place = len(so_far)
        if place == len(inner) - 1:
            yield (*so_far, total - sum(so_far))
            return
        here = wanted + inner[place]
        among = sum(so_far)
        for running in range(max(among, here - reach), min(total, here + reach) + 1):
            yield from further((*so_far, running - among), here)

    yield from further((), 0)
