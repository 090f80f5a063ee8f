"""A draw's luck belongs to its number: not to threads, lanes, blocks, processors or neighbours.

Clauses 4 (streams by name), 5 (the same bits) and the end of 6 (a run made longer) of what the
engine promises of luck; the others are in `test_each_ones_luck.py` and `test_scenarios_….py`.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knockon.flow import Block, Counts, Window, blocks_of, kernel, run, run_blocks
from knockon.flow.model import (
    Arrivals,
    Calendar,
    DailyArrivals,
    Law,
    Network,
    Site,
    WaitingList,
    Ward,
)

Towns = Callable[..., Network]
PARTS = ("clinics", "empty", "diverted", "sites", "wards", "lists", "ends", "backs")
DAYS = 21


def work(network: Network, streams: object, days: int = DAYS) -> Counts:
    bins = np.arange(days)
    return run(
        network, seed=7, streams=streams, days=days, bins=bins, window=Window(24, 400, (99,))
    )


def parts(counts: Counts, lanes: slice = slice(None)) -> list[np.ndarray]:
    assert counts.window is not None
    window = [counts.window.counts, counts.window.sums, counts.window.present_at]
    return [part[..., lanes] for part in (*(getattr(counts, p) for p in PARTS), *window)]


def alike(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))


def digest(counts: Counts) -> str:
    return hashlib.sha256(
        b"".join(p.tobytes() for p in map(np.ascontiguousarray, parts(counts)))
    ).hexdigest()


def test_a_lane_alone_is_the_lane_among_32(town: Towns) -> None:
    together = work(town(lanes=32), np.arange(32))
    for draw in (0, 5, 31):
        alone = work(town(lanes=1), [draw])
        assert alike(parts(alone), parts(together, slice(draw, draw + 1)))


def test_draws_keep_their_numbers_in_any_lane(town: Towns) -> None:
    forward = work(town(lanes=4), [10, 11, 12, 13])
    backward = work(town(lanes=4), [13, 12, 11, 10])
    assert alike(parts(forward), [part[..., ::-1] for part in parts(backward)])


@pytest.mark.parametrize("width", [5, 8])
def test_the_first_draws_are_the_same_in_a_longer_run(town: Towns, width: int) -> None:
    def block_work(block: Block) -> list[np.ndarray]:
        return parts(work(town(lanes=block.lanes), list(block.draws)))

    few = list(run_blocks(block_work, blocks_of(8, 8)))
    many = list(run_blocks(block_work, blocks_of(16, width)))
    joined = [np.concatenate(pieces, axis=-1)[..., :8] for pieces in zip(*many, strict=True)]
    assert alike(few[0], joined)


def test_two_threads_give_what_one_gives_in_the_same_order(town: Towns) -> None:
    def block_work(block: Block) -> str:
        return digest(work(town(lanes=block.lanes), list(block.draws)))

    blocks = blocks_of(40, 4)
    assert list(run_blocks(block_work, blocks, threads=2)) == list(run_blocks(block_work, blocks))


@pytest.mark.parametrize("isa", kernel.instruction_sets())
def test_every_instruction_set_gives_the_same_bits(
    town: Towns, isa: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = digest(work(town(), np.arange(8)))
    monkeypatch.setenv(kernel.CHOICE, isa)
    assert kernel.library_path().name == f"_flow_{isa}.so"
    assert digest(work(town(), np.arange(8))) == best


SCRIPT = """
import numpy as np
from knockon.flow import run
from knockon.flow.model import *
site = Site("a", ("x",), {"x": Law.lognormal(1, 1)}, {"x": Arrivals([[2.0]], 24.0, 3.0)},
            servers=Calendar.constant(3), patience={"x": Law.erlang(3, 2)})
network = Network(24.0, (site,), lanes=2)
print(run(network, seed=3, streams=[4, 9], days=30).sites.sum(axis=0).tolist())
"""


def test_another_process_gives_the_same_counts() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    told = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT], env={**environment, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, cwd=Path(__file__).parent,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert told[0] == told[1] != ""


def test_a_longer_run_repeats_nothing_and_changes_nothing_before(town: Towns) -> None:
    shorter, longer = work(town(), np.arange(8)), work(town(), np.arange(8), days=DAYS + 9)
    for part in PARTS:
        counted = getattr(shorter, part)
        assert np.array_equal(counted, getattr(longer, part)[: len(counted)])


def test_a_station_more_moves_nobody_elses_numbers(town: Towns) -> None:
    law = {"x": Law.exponential(1.0)}
    own = {"x": Arrivals([[5.0]], 24.0, 8.0)}
    more = (
        Site("aardvark", ("x",), law, own, servers=Calendar.constant(2), home_shares=[0.5, 0.5]),
        Ward("abbey", [0.5], beds=[9], arrivals=Arrivals([[0.5]], 24.0, 1.0)),
        WaitingList("abacus", [0.2], 1, 2, DailyArrivals([[9.0]])),
    )
    before, after = work(town(), np.arange(8)), work(town(extra=more), np.arange(8))
    assert np.array_equal(before.clinics, after.clinics)
    assert np.array_equal(before.wards, after.wards[:, :1])
    assert np.array_equal(before.lists, after.lists[:, :1])
    assert np.array_equal(before.sites, after.sites[:, :3])
    assert np.array_equal(before.ends, after.ends)


def test_another_seed_or_draw_is_other_luck(town: Towns) -> None:
    network = town(lanes=2)
    mine = run(network, seed=1, streams=[0, 1], days=20)
    other = run(network, seed=2, streams=[0, 1], days=20)
    assert not np.array_equal(mine.sites[..., 0], mine.sites[..., 1])
    assert not np.array_equal(mine.sites, other.sites)
