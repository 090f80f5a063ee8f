"""Independent pieces of a run on threads, their results in order whatever the threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

Progress = Callable[[int, int], None]


def in_order(
    work: Callable[[A], B],
    pieces: Sequence[A],
    *,
    workers: int,
    progress: Progress | None = None,
) -> list[B]:
    """Return ``work`` of every piece, in the order of the pieces.

    The engine releases the interpreter's lock, so threads run side by side. ``progress`` is told
    how many pieces are done, out of how many.
    """
    found = []
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        for result in pool.map(work, pieces):
            found.append(result)
            if progress is not None:
                progress(len(found), len(pieces))
    return found
