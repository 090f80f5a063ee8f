"""Blocks that together take too much memory wait for one another, each in its turn."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from knockon.impact.executors import Threads
from knockon.impact.room import Room

WAIT = 30.0


@dataclass
class Work:
    """Work that takes memory, and remembers how much was under way at once and in what order."""

    memory: int
    under_way: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    together: threading.Barrier | None = None

    def __call__(self, number: int) -> int:
        with self.lock:
            self.under_way.append(number)
            self.most.append(len(self.under_way))
        if self.together is not None:
            self.together.wait(WAIT)
        with self.lock:
            self.under_way.remove(number)
        return number


def test_blocks_that_do_not_fit_together_are_run_one_after_another() -> None:
    work = Work(memory=60)
    found = Threads(2, most_memory=100).run((work, n) for n in range(20))
    assert list(found) == list(range(20))
    assert max(work.most) == 1


def test_blocks_that_fit_are_run_side_by_side() -> None:
    work = Work(memory=50, together=threading.Barrier(2))
    assert list(Threads(2, most_memory=100).run((work, n) for n in range(4))) == [0, 1, 2, 3]


def test_a_block_larger_than_all_the_room_is_run_alone() -> None:
    work = Work(memory=500)
    assert list(Threads(2, most_memory=100).run((work, n) for n in range(4))) == [0, 1, 2, 3]
    assert max(work.most) == 1


def test_work_that_says_nothing_of_memory_takes_none() -> None:
    assert list(Threads(2, most_memory=0).run((abs, -n) for n in range(4))) == [0, 1, 2, 3]


def test_a_block_that_fails_gives_its_room_back() -> None:
    room = Room(100)
    with pytest.raises(ZeroDivisionError), room.taken(100):
        1 / 0  # noqa: B018
    with room.taken(100):
        pass


def test_nobody_overtakes_a_block_that_waits() -> None:
    room, order, inside, leave = Room(100), [], threading.Event(), threading.Event()

    def take(name: str, size: int, then: Callable[[], object]) -> None:
        with room.taken(size):
            order.append(name)
            then()

    def first() -> None:
        inside.set()
        leave.wait(WAIT)

    with ThreadPoolExecutor(3) as pool:
        pool.submit(take, "first", 50, first)
        assert inside.wait(WAIT)
        pool.submit(take, "large", 100, int)
        while not room.waited_for:
            pass
        pool.submit(take, "small", 10, int)
        leave.set()
    assert order == ["first", "large", "small"]
