"""Room in memory for blocks under way: what does not fit waits, and nobody is overtaken."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Lock

_ARENAS, _FROM_THE_SYSTEM = -8, -3
"""What glibc's ``mallopt`` calls the number of places threads take memory from, and the size from
which on it is taken from the system."""
LARGE = 4_000_000
"""Bytes of an array that goes back to the system as soon as it is let go of."""


def share_memory() -> None:
    """Let every thread use what another has let go of, and no large array leave a gap.

    The GNU C library keeps for each thread what it frees, so that two threads that take turns at
    large blocks would hold twice the memory of one; and it keeps what large arrays leave free
    between others, which the next array seldom fits into. Other libraries have no such places.
    """
    _of_the_library("mallopt", _ARENAS, 1)
    _of_the_library("mallopt", _FROM_THE_SYSTEM, LARGE)


def give_back() -> None:
    """Give what is free back to the system, so that the next block need not fit into its gaps."""
    _of_the_library("malloc_trim", 0)


def _of_the_library(name: str, *arguments: int) -> None:
    found = getattr(ctypes.CDLL(None), name, None) if os.name == "posix" else None
    if found is not None:
        found(*arguments)


class Room:
    """So many bytes for the threads of a process; a block larger than all of it is run alone."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._taken = 0
        self._turn = Lock()
        self._changed = Condition()

    @property
    def waited_for(self) -> bool:
        """Whether somebody waits."""
        return self._turn.locked()

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """Wait for so many bytes, and hold them until the block ends.

        Who waits keeps the turn, so that small blocks never keep a large one waiting for ever.
        """
        with self._turn, self._changed:
            self._changed.wait_for(lambda: self._taken == 0 or self._taken + size <= self.most)
            self._taken += size
        try:
            yield
        finally:
            with self._changed:
                self._taken -= size
                self._changed.notify_all()
