"""A small made-up board, fitted quickly."""

from __future__ import annotations

import pytest
from tests.reference.impact.boards import QUICK, Board

from knockon import catalogue as packs
from knockon.catalogue import Catalogue
from knockon.impact.fit import fit
from knockon.system.synth import synth


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The packs as they come."""
    return packs.load()


@pytest.fixture(scope="session")
def board(catalogue: Catalogue) -> Board:
    """Ten practices with an emergency department, a treatment centre and a 111 line."""
    system, _ = synth(practices=10, seed=7, catalogue=catalogue)
    return Board(system, fit(system, catalogue, effort=QUICK), catalogue)
