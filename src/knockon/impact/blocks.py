"""Blocks of draws, told as they are done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from knockon.flow import Block, blocks_of, run_blocks

T = TypeVar("T")

Progress = Callable[[int, int], None]


def in_blocks(
    work: Callable[[Block], T],
    draws: int,
    *,
    workers: int,
    progress: Progress | None = None,
) -> list[T]:
    """Return ``work`` of every block of the draws, in order, whatever the number of workers.

    ``progress`` is told how many blocks are done, out of how many.
    """
    blocks = blocks_of(draws)
    return list(counted(run_blocks(work, blocks, threads=workers), len(blocks), progress))


def counted(results: Iterable[T], of: int, progress: Progress | None) -> Iterator[T]:
    """Yield the results, telling ``progress`` how many of so many there are."""
    for done, result in enumerate(results, start=1):
        if progress is not None:
            progress(done, of)
        yield result
