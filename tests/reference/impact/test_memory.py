"""A run over many systems holds one of them and the sum so far: memory does not grow with them."""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from typing import Any

import pytest
from tests.reference.impact.boards import Board, capped

from knockon.impact import nation
from knockon.impact.boards import Board as OfNation
from knockon.impact.boards import Part, together
from knockon.impact.executors import Threads

SCRIPT = """
import resource
from tests.reference.impact.boards import QUICK, capped
from knockon import catalogue
from knockon.impact.boards import Board
from knockon.impact.executors import Threads
from knockon.impact.fit import fit
from knockon.impact.nation import Nation, assess_nation
from knockon.system.synth import synth

packs = catalogue.load()
system, _ = synth(practices=6, seed=9, catalogue=packs)
board = Board(system, fit(system, packs, effort=QUICK))

def most_held(boards):
    asked = capped(draws=400, weeks=13)
    assess_nation(asked, Nation((board,) * boards, packs), executor=Threads(2))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

print(most_held(4), most_held(16))
"""
MOST_MORE = 15
"""Megabytes that twelve boards more may add: their tables, not their draws (about 30)."""


def test_a_board_is_let_go_once_it_is_added(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[weakref.ref[Any]] = []

    def watched(first: Part, second: Part) -> Part:
        assert [one for one in added if one() is not None] == []
        added.append(weakref.ref(second.arms))
        return together(first, second)

    monkeypatch.setattr(nation, "together", watched)
    boards = (OfNation(board.system, board.fit),) * 5
    asked = capped(draws=8, weeks=1)
    nation.assess_nation(asked, nation.Nation(boards, board.catalogue), executor=Threads(2))
    assert len(added) == 4


@pytest.mark.deep
def test_four_times_the_boards_take_no_more_memory(repository: object) -> None:
    """Measured in a process of its own: what it ever held at most."""
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=str(repository),
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )
    few, many = map(int, found.stdout.split())
    assert many - few < MOST_MORE
