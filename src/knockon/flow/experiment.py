"""Run many blocks of draws on a few threads; the kernel lets go of the interpreter meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from knockon.errors import KnockonError
from knockon.flow._checks import LANES

S = TypeVar("S")
T = TypeVar("T")

_PAIR = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Up to 32 draws that run side by side: their numbers, from `first` on."""

    index: int
    first: int
    lanes: int

    @property
    def draws(self) -> range:
        """The numbers of the draws."""
        return range(self.first, self.first + self.lanes)


def blocks_of(draws: int, width: int = LANES) -> tuple[Block, ...]:
    """Return draws 0 … draws − 1 in blocks of `width`; how they are cut changes no result.

    No draw is left alone beside others in blocks: numbers of a single lane may be added up in
    another order, which the last bit shows. The block before gives it company.
    """
    if draws < 1 or not 1 <= width <= LANES:
        raise KnockonError(
            "K425",
            f"{draws} draws in blocks of {width}",
            expected=f"at least one draw, in blocks of 1 to {LANES}",
            remedy="Ask for more draws or narrower blocks.",
        )
    starts = list(range(0, draws, width))
    if draws > width > _PAIR and draws - starts[-1] == 1:
        starts[-1] -= 1
    ends = [*starts[1:], draws]
    return tuple(
        Block(i, start, end - start)
        for i, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def run_blocks(work: Callable[[S], T], blocks: Iterable[S], *, threads: int = 1) -> Iterator[T]:
    """Yield `work(block)` for every block, in the order given, whatever the threads.

    A block is a `Block` of draws or whatever `work` is done to; `work` builds its networks, runs
    them and boils the counts down. At most two blocks
    a thread are under way or waiting to be read, so memory does not grow with the draws.
    """
    if threads < 1:
        raise KnockonError(
            "K426",
            f"{threads} threads",
            expected="at least one",
            remedy="Ask for one thread or more.",
        )
    pending = iter(blocks)
    if threads == 1:
        yield from map(work, pending)
        return
    with ThreadPoolExecutor(threads) as pool:
        under_way: deque[Future[T]] = deque(
            pool.submit(work, block) for block in islice(pending, 2 * threads)
        )
        try:
            while under_way:
                result = under_way.popleft().result()
                under_way.extend(pool.submit(work, block) for block in islice(pending, 1))
                yield result
        finally:
            for future in under_way:
                future.cancel()
