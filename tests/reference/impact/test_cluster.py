"""Blocks on other processes, by a real scheduler: the same bytes, whatever dies on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reference.impact.boards import Board, capped
from tests.reference.impact.test_longer_runs import same
from tests.reference.impact.test_same_numbers import digest

from knockon.errors import KnockonError
from knockon.impact.boards import Board as OfNation
from knockon.impact.cluster import HERE, Cluster, cluster
from knockon.impact.executors import Threads
from knockon.impact.nation import Nation, assess_nation
from knockon.impact.shelf import Shelf

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = [pytest.mark.enable_socket, pytest.mark.filterwarnings("default")]

ASKED = capped(draws=128, weeks=2)
"""Five blocks, the last one of twins."""


@pytest.fixture(scope="module")
def two_processes() -> Iterator[Cluster]:
    """A scheduler on this machine with two worker processes."""
    with cluster(HERE, workers=2) as found:
        assert isinstance(found, Cluster)
        yield found


def test_two_processes_give_the_bytes_of_one_thread(board: Board, two_processes: Cluster) -> None:
    alone, apart = board.run(ASKED), board.run(ASKED, executor=two_processes)
    assert digest(apart) == digest(alone)
    assert apart.symbols() == alone.symbols()


def test_a_worker_killed_in_mid_run_costs_time_only(board: Board, two_processes: Cluster) -> None:
    client = two_processes.client
    processes = client.run(os.getpid)
    killed: list[str] = []
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        if not killed:
            busy = [worker for worker, blocks in client.processing().items() if blocks]
            killed.append((busy or list(processes))[0])
            os.kill(processes[killed[0]], signal.SIGKILL)

    found = board.run(ASKED, executor=two_processes, progress=progress)
    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]
    assert killed[0] not in client.run(os.getpid)
    assert digest(found) == digest(board.run(ASKED))


@pytest.mark.deep
def test_a_worker_killed_in_mid_run_of_many_systems_costs_time_only(
    board: Board, two_processes: Cluster, tmp_path: Path
) -> None:
    "Nor is a draw lost of those kept: a longer run builds on them."
    boards = (OfNation(board.system, board.fit),) * 3
    nation, shelf = Nation(boards, board.catalogue), Shelf(tmp_path / "counts")
    killed: list[int] = []
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        if not killed:
            killed.append(two_processes.client.run(os.getpid).popitem()[1])
            os.kill(killed[0], signal.SIGKILL)

    asked = replace(ASKED, draws=32)
    apart = assess_nation(asked, nation, executor=two_processes, progress=progress, shelf=shelf)
    assert told == [(n, 6) for n in range(1, 7)]
    assert killed[0] not in two_processes.client.run(os.getpid).values()
    here = assess_nation(asked, nation, executor=Threads(1))
    assert same(replace(apart, workers=1), here)
    longer = Shelf(tmp_path / "longer", earlier=shelf.at)
    again = assess_nation(asked, nation, executor=Threads(1), shelf=longer)
    assert same(again, here)


@pytest.mark.deep
def test_a_block_that_kills_its_workers_ends_the_run(two_processes: Cluster) -> None:
    with pytest.raises(KnockonError) as refused:
        list(two_processes.run([(os._exit, 1)]))
    assert refused.value.code == "K515"


def test_a_worker_of_another_version_is_refused(
    two_processes: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knockon.impact.cluster.__version__", "99.0")
    with pytest.raises(KnockonError) as refused:
        list(two_processes.run([(abs, -1)]))
    assert refused.value.code == "K514"
    assert "expected knockon 99.0" in str(refused.value)


def test_an_error_of_a_block_comes_back_as_it_is(two_processes: Cluster) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        list(two_processes.run([(int, "many")]))


def test_tasks_not_read_are_given_up(two_processes: Cluster) -> None:
    results = two_processes.run((abs, -n) for n in range(1000))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    results.close()
    assert list(two_processes.run([(abs, -1)])) == [1]


def test_nobody_at_the_address_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knockon.impact.cluster.SECONDS_TO_CONNECT", 0.5)
    with pytest.raises(KnockonError) as refused, cluster("tcp://127.0.0.1:1", workers=1):
        pass
    assert refused.value.code == "K512"
