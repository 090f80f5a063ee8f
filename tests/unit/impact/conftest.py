"""A small made-up board, one block of its draws, and one run of it: made once for all tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.reference.impact.boards import QUICK, Board, capped

from knockon import catalogue as packs
from knockon.catalogue import Catalogue
from knockon.impact.baseline import Baseline, Ground, baseline
from knockon.impact.catchment import catchment
from knockon.impact.draws import plan_draws
from knockon.impact.fit import fit
from knockon.impact.forecast import Forecast
from knockon.impact.forecasting import forecast
from knockon.impact.futures import Futures, futures
from knockon.impact.horizon import Horizon
from knockon.impact.lanes import Lanes
from knockon.impact.told import Told
from knockon.plans.assessment import Assessment
from knockon.system.synth import synth
from knockon.system.values import System

PROVENANCE: dict[str, Any] = {
    "version": "0",
    "results_version": 1,
    "workers": 1,
    "seconds": 0.0,
    "quality": {},
    "command": "",
    "python": "",
}


@dataclass(frozen=True)
class Block:
    """What is known of one block of draws before anything is simulated."""

    ground: Ground
    future: Futures
    lanes: Lanes
    baseline: Baseline


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The packs as they come."""
    return packs.load()


@pytest.fixture(scope="session")
def system(catalogue: Catalogue) -> System:
    """Ten practices with an emergency department, a treatment centre and a 111 line."""
    return synth(practices=10, seed=7, catalogue=catalogue)[0]


@pytest.fixture(scope="session")
def asked() -> Assessment:
    """A cap taken by about half the practices, four weeks over Christmas, two behaviour sets."""
    return capped(draws=16)


@pytest.fixture(scope="session")
def block(system: System, catalogue: Catalogue, asked: Assessment) -> Block:
    """The first block of the draws asked for, with its baseline."""
    plan = plan_draws(asked.draws, [name for name, _ in asked.behaviours])
    future = futures(asked, system, catalogue, plan)
    horizon = Horizon(asked.start, asked.weeks)
    ground = Ground(system, horizon, catchment(system), asked.seed)
    lanes = future.lanes(np.arange(future.count))
    return Block(ground, future, lanes, baseline(ground, lanes))


@pytest.fixture(scope="session")
def board(system: System, catalogue: Catalogue) -> Board:
    """The board with its fit, made in a hurry."""
    return Board(system, fit(system, catalogue, effort=QUICK), catalogue)


@pytest.fixture(scope="session")
def told(board: Board, asked: Assessment) -> Told:
    """Both arms of what was asked."""
    return board.run(asked)


@pytest.fixture(scope="session")
def made(told: Told) -> Forecast:
    """The forecast of what was asked."""
    return forecast(told, (), PROVENANCE)
