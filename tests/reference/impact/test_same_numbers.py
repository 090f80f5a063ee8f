"""The same question gives the same numbers, whatever the workers, draws beside it or process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from tests.reference.impact.boards import Board, capped
from tests.reference.impact.test_what_changes import everything

from knockon.catalogue.yaml import load_strict_text
from knockon.impact import simulate
from knockon.impact.told import Told
from knockon.plans.reading import assessment_from


def digest(told: Told) -> str:
    """Return a digest of every count of both arms."""
    found = hashlib.sha256()
    for arm in (told.arms.baseline, told.arms.scenario):
        for name, values in sorted(everything(arm).items()):
            found.update(name.encode() + np.ascontiguousarray(values).tobytes())
    return found.hexdigest()


def test_one_worker_or_two(board: Board) -> None:
    asked = capped(draws=80, weeks=2)
    assert digest(board.run(asked, workers=1)) == digest(board.run(asked, workers=2))


def test_blocks_of_any_width(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = capped(draws=32, weeks=2)
    wide = digest(board.run(asked))
    blocks: list[int] = []
    monkeypatch.setattr(simulate, "LANES", 7)
    narrow = board.run(asked, progress=lambda _, of: blocks.append(of))
    assert set(blocks) == {6}  # 32 draws and 4 twins, seven at a time
    assert digest(narrow) == wide


def test_the_first_draws_of_more_draws(board: Board) -> None:
    few = board.run(capped(draws=32, weeks=2))
    many = board.run(capped(draws=64, weeks=2), workers=2)
    for key, values in few.arms.scenario.weekly.items():
        assert np.array_equal(values[:, :32], many.arms.scenario.weekly[key][:, :32]), key


def test_sets_named_in_any_order(board: Board) -> None:
    """Sets are sorted, so an assessment that names them otherwise is the same assessment."""
    asked = [
        assessment_from(
            load_strict_text(
                f"{{assessment: a, system: s, from: 2026-12-07, weeks: 2, draws: 8, seed: 3, "
                f"behaviour: [{', '.join(names)}], uptake: {{}}}}",
                "a.yaml",
            ),
            board.catalogue,
        )
        for names in (("gpps-2026", "implied-nhse-2024"), ("implied-nhse-2024", "gpps-2026"))
    ]
    assert digest(board.run(asked[0])) == digest(board.run(asked[1]))


SCRIPT = """
from tests.reference.impact import boards as c
from tests.reference.impact.test_same_numbers import digest
from knockon import catalogue
from knockon.impact.fit import fit
from knockon.system.synth import synth
packs = catalogue.load()
system, _ = synth(practices=10, seed=7, catalogue=packs)
board = c.Board(system, fit(system, packs, effort=c.QUICK), packs)
print(digest(board.run(c.capped(weeks=2))))
"""


def test_another_process(board: Board, repository: object) -> None:
    """Two processes with other hash seeds and numbers of threads agree to the bit."""
    found = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=str(repository),
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == digest(board.run(capped(weeks=2)))
