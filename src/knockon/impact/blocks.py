"""Blocks of draws on threads, told as they are done."""

from __future__ import annotations

from collections.abc import Callable
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
    found = []
    for result in run_blocks(work, blocks, threads=workers):
        found.append(result)
        if progress is not None:
            progress(len(found), len(blocks))
    return found
