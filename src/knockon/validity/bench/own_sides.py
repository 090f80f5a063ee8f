"""Our engine by itself: how much a paired difference narrows, and a first result."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from knockon.flow import Block, Counts, Window, blocks_of, run, run_blocks
from knockon.flow.model import Network
from knockon.flow.results import SITE_FIELDS
from knockon.validity.bench.board import CENTRES, DAY, DEPARTMENTS, whole
from knockon.validity.bench.queues import ED_SITE, LANES
from knockon.validity.bench.values import Spent

Floats = NDArray[np.float64]
LESS_DEMAND = 0.97
"""The scenario of the paired difference: a little less demand at every practice."""
PAIRED_DAYS = 182
SENT, WAIT = "sent from practices to urgent care", "wait in departments"
UNSEEN, LONG = "left departments unseen", "over four hours in departments"
HELD = "held in departments for a bed"
HEADLINES = (SENT, WAIT, UNSEEN, LONG)
"""Measures the goal is about; how many are held for a bed is told beside them."""


def narrowing(seed: int, draws: float) -> Spent:
    """Return by how much less a paired difference varies than an unpaired one, by measure.

    Both arms of a draw share their luck, so independent arms are not run: an unpaired difference
    varies by the sum of the arms' variances. Parameters are fixed.
    """
    blocks = blocks_of(round(draws))
    started = time.process_time()
    arms = [
        list(run_blocks(partial(_totals, seed, demand), blocks, threads=os.cpu_count() or 1))
        for demand in (1.0, LESS_DEMAND)
    ]
    seconds = time.process_time() - started
    base, scenario = ({n: _joined(arm, n) for n in arm[0]} for arm in arms)
    ratios = {name: _narrowed(base[name], scenario[name]) for name in base}
    return Spent(2 * draws, seconds, parts=ratios)


def _totals(seed: int, demand: float, block: Block) -> Mapping[str, Floats]:
    """Return what a block's half-year comes to, [draws]; people sent by practice, [73, draws]."""
    days = PAIRED_DAYS
    counts = run(
        _narrow(whole(demand=demand), block),
        seed=seed,
        streams=np.asarray(block.draws),
        days=days,
        window=Window(0.0, days * DAY),
    )
    to_care = [f"utc{i}" for i in range(CENTRES)] + [f"ed{i}" for i in range(DEPARTMENTS)]
    sent = sum(counts.diverted_to(way).sum(axis=(0, 2, 3)) for way in to_care)
    eds = range(CENTRES, CENTRES + DEPARTMENTS)
    assert counts.window is not None
    waits = [counts.window.mean("wait", ed) for ed in eds]
    return {
        SENT: np.asarray(sent, dtype=np.float64),
        WAIT: np.mean(waits, axis=0),
        UNSEEN: _people(counts, eds, "left"),
        LONG: _people(counts, eds, "served") - _people(counts, eds, "within_limit"),
        HELD: np.mean([counts.window.mean("boarding", ed) for ed in eds], axis=0),
    }


def _people(counts: Counts, sites: range, measure: str) -> Floats:
    field = SITE_FIELDS.index(measure)
    people = counts.sites[:, sites.start : sites.stop, :, field].sum(axis=(0, 1, 2))
    return np.asarray(people, dtype=np.float64)


def _narrow(network: Network, block: Block) -> Network:
    return replace(network, lanes=block.lanes)


def _joined(arm: list[Mapping[str, Floats]], name: str) -> Floats:
    return np.concatenate([block[name] for block in arm], axis=-1)


def _narrowed(base: Floats, scenario: Floats) -> float:
    """Return the variance of an unpaired difference over that of a paired one.

    Given by practice, variances are added up: nothing joins practices here, as parameters are
    fixed and nobody comes back, so that is the variance of their sum, told with a ninth of the
    noise.
    """
    return (_variance(base) + _variance(scenario)) / _variance(scenario - base)


def _variance(by_draw: Floats) -> float:
    return float(np.var(by_draw, axis=-1, ddof=1).sum())


def first_result(seed: int, days: float) -> Spent:
    """Describe an emergency department, load the kernel and run it, as a process does first."""
    started = time.perf_counter()
    counts = run(ED_SITE.network(), seed=seed, streams=np.arange(LANES), days=round(days))
    seconds = time.perf_counter() - started
    return Spent(1.0, seconds, parts={"events": counts.events})
