"""Memory: a block takes what it says, blocks keep to their room, and systems are let go."""

from __future__ import annotations

import os
import subprocess
import sys
import weakref
from pathlib import Path
from typing import Any

import pytest
from tests.reference.impact.boards import QUICK, Board, capped
from tests.reference.peak import PEAK_MIB

from knockon.catalogue import Catalogue
from knockon.impact import nation
from knockon.impact.boards import Board as OfNation
from knockon.impact.boards import Part, together
from knockon.impact.executors import Threads
from knockon.impact.fit import fit
from knockon.system import folder
from knockon.system.synth import synth

SCRIPT = """
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
    asked = capped(draws=800, weeks=13)
    assess_nation(asked, Nation((board,) * boards, packs), executor=Threads(2))
    return round(PEAK_MIB)

print(most_held(4), most_held(16))
"""
IN_TURN = """
import sys
from pathlib import Path
import numpy as np
from tests.reference.impact.boards import capped
from knockon import catalogue
from knockon.impact.capacities import fitted_from
from knockon.impact.draws import plan_draws
from knockon.impact.executors import Threads
from knockon.impact.horizon import Horizon
from knockon.impact.simulate import Scenario, Setting, parts
from knockon.system import folder

packs, at = catalogue.load(), Path(sys.argv[1])
system, fitted = folder.read(at), fitted_from(folder.read_fit(at))

def to_run(weeks, draws):
    asked = capped(draws=draws, weeks=weeks)
    setting = Setting(Horizon(asked.start, weeks), asked.seed, system, fitted)
    plan = plan_draws(draws, [name for name, _ in asked.behaviours])
    return Scenario(asked, packs, setting), plan

def most_held():
    return round(PEAK_MIB * 1024**2)

first, plan = to_run(weeks=1, draws=4)
first(plan)  # all that is imported and kept once
scenario, plan = to_run(weeks=26, draws=113)
before = most_held()
where = Threads(2, most_memory=scenario.memory)
blocks = sum(1 for _ in where.run((scenario, block) for block in parts(plan)))
print(blocks, scenario.memory, most_held() - before)
"""
MOST_MORE = 45
"""Megabytes that twelve boards more may add: their tables, not their draws (about 60)."""


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
    few, many = map(int, said_by(SCRIPT, repository).split())
    assert many - few < MOST_MORE


@pytest.mark.deep
def test_blocks_of_two_threads_keep_to_the_room_they_are_given(
    catalogue: Catalogue, repository: object, tmp_path: Path
) -> None:
    """A block takes no more than it says; and what one thread lets go of, the other can use."""
    system, quality = synth(practices=68, seed=9, catalogue=catalogue)
    folder.write(system, quality, fit(system, catalogue, effort=QUICK), tmp_path / "board")
    blocks, said, held = map(int, said_by(IN_TURN, repository, tmp_path / "board").split())
    assert blocks == 4
    assert 0.5 * said < held < 1.1 * said


def said_by(script: str, repository: object, *words: object) -> str:
    """Return what a script prints in a process of its own, of whose memory it may speak."""
    return subprocess.run(
        [sys.executable, "-c", script.replace("PEAK_MIB", PEAK_MIB), *map(str, words)],
        cwd=str(repository),
        env={**os.environ, "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
