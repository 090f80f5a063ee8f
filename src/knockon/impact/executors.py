"""Where blocks of draws are run: threads of this process, or whatever else keeps to the contract.

A task is what is to be done and the block it is done to, both plain values, so that it can be sent
to another machine. An executor gives back results in the order of the tasks, holds only some of
them at a time, and changes no number. What is done may say how many bytes of memory a block of it
takes (``memory``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Protocol, TypeVar

from knockon.flow import run_blocks
from knockon.impact.room import Room, give_back, share_memory

S = TypeVar("S")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

MOST_MEMORY = 3_800_000_000
"""Bytes of the blocks under way on threads: with the rest of the process they are under 4 GiB."""

Task = tuple[Callable[[S], T], S]
"""What is to be done, and to which block. The same object does all the blocks of a system."""


class Executor(Protocol):
    """Runs tasks, several at a time."""

    @property
    def workers(self) -> int:
        """How many tasks are run at a time."""
        ...

    def run(self, tasks: Iterable[Task[S, T]]) -> Iterator[T]:
        """Yield the result of every task, in order."""
        ...


class Promise(Protocol[T_co]):
    """A result that is on its way."""

    def result(self) -> T_co:
        """Wait for the result."""
        ...

    def cancel(self) -> object:
        """Give up on it."""
        ...


@dataclass(frozen=True, slots=True)
class Threads:
    """Threads of this process; the kernel lets go of the interpreter while it counts.

    Blocks that together take more than ``most_memory`` bytes wait for one another.
    """

    workers: int
    most_memory: int = MOST_MEMORY

    def run(self, tasks: Iterable[Task[S, T]]) -> Iterator[T]:
        """Yield the result of every task, in order."""
        share_memory()
        return run_blocks(partial(_done, Room(self.most_memory)), tasks, threads=self.workers)


def in_order(
    send: Callable[[Task[S, T]], Promise[T]],
    tasks: Iterable[Task[S, T]],
    ahead: Callable[[], int],
) -> Iterator[T]:
    """Yield the result of every task, in order, with up to ``ahead()`` tasks sent and not read.

    What is under way when the reader stops is given up.
    """
    pending = iter(tasks)
    under_way: deque[Promise[T]] = deque()
    try:
        while True:
            room = max(0, ahead() - len(under_way))
            under_way.extend(send(task) for task in islice(pending, room))
            if not under_way:
                return
            yield under_way.popleft().result()
    finally:
        for promise in under_way:
            promise.cancel()


def _done(room: Room, task: Task[S, T]) -> T:
    work, block = task
    with room.taken(getattr(work, "memory", 0)):
        try:
            return work(block)
        finally:
            give_back()
