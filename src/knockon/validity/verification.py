"""The whole verification: every built-in case, every sampler, every way of running."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from knockon.validity.builtin import builtin_names, verify_case
from knockon.validity.rows import PARTS, Row
from knockon.validity.same_bits import CASE, verify_same_bits
from knockon.validity.samplers import verify_samplers

OTHER_CASES = ("counts", "times", "uniforms", CASE)
"""The names of what is verified beside the built-in cases: samplers, and ways of running."""

Told = Callable[[int, int], None]
"""Told how much is done of how much."""


def verify_all(
    *, threads: int = 1, quick: bool = False, told: Told | None = None
) -> tuple[Row, ...]:
    """Hold the engine against everything that is known beforehand and return the rows, by part.

    In full, statistical cases run four times the draws of the ``quick`` form, in which their
    standard errors are already under 1%.
    """
    rows: list[Row] = []
    steps = list(_steps(threads, quick=quick))
    for done, step in enumerate(steps, start=1):
        rows += step()
        if told is not None:
            told(done, len(steps))
    return tuple(sorted(rows, key=lambda row: PARTS.index(row.part)))


def _steps(threads: int, *, quick: bool) -> Iterator[Callable[[], Sequence[Row]]]:
    for name in builtin_names():
        yield lambda name=name: verify_case(name, threads=threads, quick=quick)  # type: ignore[misc]
    yield lambda: tuple(verify_samplers())
    yield lambda: tuple(verify_same_bits())
