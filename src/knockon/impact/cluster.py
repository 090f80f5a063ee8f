"""Blocks of draws on a Dask scheduler: other processes of this machine, or many machines.

A block's task is small (which draws) and what is to be done with it is sent once a system. A task
depends on nothing but what the scheduler keeps, so a worker that is killed costs the time of the
blocks it had under way and nothing else: the scheduler gives them to another. Workers may join and
leave while a run goes on.

Dask is the extra ``cluster``; nothing of it is imported until a cluster is asked for. Errors: K511
it is not installed, K512 nobody answers at the address, K513 no worker there, K514 a worker has
another version, K515 a block was lost.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar

from knockon import __version__
from knockon.errors import KnockonError
from knockon.impact.executors import Executor, Task, in_order

if TYPE_CHECKING:
    from distributed import Client, Future

S = TypeVar("S")
T = TypeVar("T")

HERE = "local"
"""The address that means: start workers on this machine."""

SECONDS_TO_CONNECT = 10.0
SECONDS_FOR_A_WORKER = 60.0
AHEAD = 4
"""Blocks sent or waiting to be read, for each block that can be run at a time."""

_LIBRARIES = ("numpy", "scipy")


@contextmanager
def cluster(address: str, *, workers: int) -> Iterator[Executor]:
    """Yield the executor that runs blocks at a scheduler's address.

    With the address :data:`HERE` so many worker processes are started on this machine, and stopped
    at the end.
    """
    distributed = _distributed()
    with _scheduler(distributed, address, workers) as at, _connected(distributed, at) as client:
        _wait_for_a_worker(client, address)
        yield Cluster(client, _threads(client))


class Cluster:
    """Runs tasks on the workers of a Dask scheduler."""

    def __init__(self, client: Client, workers: int) -> None:
        self.client = client
        self.workers = workers
        self._sent: tuple[object, Future[Any] | None] = (None, None)

    def run(self, tasks: Iterable[Task[S, T]]) -> Iterator[T]:
        """Yield the result of every task, in order (K514, K515)."""
        try:
            yield from in_order(self._send, tasks, self._ahead)
        except _losses() as lost:
            raise KnockonError(
                "K515",
                f"the cluster lost a block of draws ({type(lost).__name__}: {lost})",
                expected="workers that live long enough for a block, and a scheduler that stays",
                remedy="Look at the workers' memory and logs, then run the same again.",
            ) from lost

    def _send(self, task: Task[S, T]) -> Any:
        work, block = task
        return self.client.submit(_run, self._at_the_scheduler(work), block, _mine(), pure=False)

    def _at_the_scheduler(self, work: object) -> Future[Any]:
        """Return where the workers find ``work``: sent once, made again if it is lost."""
        last, held = self._sent
        if held is None or work is not last:
            held = self.client.submit(_same, work, pure=False)
            self._sent = (work, held)
        return held

    def _ahead(self) -> int:
        """Return how many blocks may be under way with the workers there are now."""
        return AHEAD * max(1, _threads(self.client))


@dataclass(frozen=True, slots=True)
class Versions:
    """What must be the same on every machine for its counts to be the same."""

    knockon: str
    python: str
    libraries: tuple[str, ...]

    def __str__(self) -> str:
        """Return the versions as words."""
        return f"knockon {self.knockon}, Python {self.python}, {', '.join(self.libraries)}"


def _mine() -> Versions:
    libraries = tuple(f"{name} {version(name)}" for name in _LIBRARIES)
    return Versions(__version__, ".".join(platform.python_version_tuple()[:2]), libraries)


def _same(work: T) -> T:
    return work


def _run(work: Callable[[S], T], block: S, wanted: Versions) -> T:
    """Return ``work`` of a block, on a worker."""
    mine = _mine()
    if mine != wanted:
        raise KnockonError(
            "K514",
            f"a worker of the cluster has {mine}",
            expected=f"{wanted}, as here",
            remedy="Install the same on every machine: results are the same to the bit only then.",
        )
    return work(block)


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 - an extra, and slow to import
    except ImportError:
        raise KnockonError(
            "K511",
            "Dask is not installed here",
            expected="the extra `cluster`",
            remedy="Install it with `pip install knockon[cluster]`, or leave out --cluster.",
        ) from None
    return distributed


@contextmanager
def _scheduler(distributed: Any, address: str, workers: int) -> Iterator[Any]:
    """Yield what a client connects to: the address, or a cluster of this machine's processes."""
    if address != HERE:
        yield address
        return
    with distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.ERROR,
    ) as found:
        yield found


@contextmanager
def _connected(distributed: Any, at: Any) -> Iterator[Client]:
    try:
        client = distributed.Client(at, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except (OSError, ValueError) as problem:
        raise KnockonError(
            "K512",
            f"nobody answers at {at} ({problem})",
            expected="the address of a Dask scheduler, as tcp://host:8786, or `local`",
            remedy="Start one with `dask scheduler`, or correct --cluster.",
        ) from None
    with client:
        yield client


def _threads(client: Any) -> int:
    """Return how many blocks the workers there are now can run at a time."""
    return int(sum(client.nthreads().values()))


def _wait_for_a_worker(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_FOR_A_WORKER)
    except TimeoutError:
        raise KnockonError(
            "K513",
            f"the scheduler at {address} has no worker",
            expected=f"one at least within {SECONDS_FOR_A_WORKER:.0f} seconds",
            remedy=f"Start some with `dask worker {address}`.",
        ) from None


def _losses() -> tuple[type[Exception], ...]:
    """Return what is raised where a worker died too often over one block, or the scheduler went."""
    distributed = _distributed()
    return (
        distributed.KilledWorker,
        distributed.client.FutureCancelledError,
        distributed.comm.CommClosedError,
    )
