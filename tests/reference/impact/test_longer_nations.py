"""A run over many systems made longer is one run of that length, and repeats no draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reference.impact.boards import QUICK, Board, capped
from tests.reference.impact.test_longer_runs import same

from knockon.catalogue import Catalogue
from knockon.errors import KnockonError
from knockon.impact.boards import Board as OfNation
from knockon.impact.executors import Task, Threads
from knockon.impact.fit import fit
from knockon.impact.forecast import Forecast
from knockon.impact.nation import Nation, assess_nation
from knockon.impact.shelf import Shelf
from knockon.places import Icb
from knockon.plans.assessment import Assessment, Enough
from knockon.system.synth import synth

ASKED = capped(draws=16, weeks=10)
"""Ten weeks: sums of more than eight are taken in another order where arrays lie otherwise."""


class Counting:
    """Threads that remember how many draws each of their blocks had."""

    def __init__(self) -> None:
        self.draws: list[int] = []
        self.workers = 2

    def run(self, tasks: Iterable[Task[Any, Any]]) -> Iterator[Any]:
        """Yield the result of every task, in order."""
        seen = []
        for work, block in tasks:
            self.draws.append(len(block.point))
            seen.append((work, block))
        yield from Threads(2).run(seen)


@pytest.fixture(scope="module")
def nation(board: Board, catalogue: Catalogue) -> Nation:
    """Three small boards, two of them alike but for their names."""
    system = replace(
        synth(practices=5, seed=9, catalogue=catalogue)[0], icbs=(Icb("Q01", "Small", "Region"),)
    )
    alike = replace(board.system, icbs=(Icb("Q02", "Alike", "Region"),))
    small = OfNation(system, fit(system, catalogue, effort=QUICK))
    return Nation((OfNation(board.system, board.fit), small, OfNation(alike, board.fit)), catalogue)


def run(nation: Nation, asked: Assessment, shelf: Shelf | None = None, **how: Any) -> Forecast:
    """Return the forecast of an assessment."""
    return assess_nation(asked, nation, shelf=shelf, **{"executor": Threads(2), **how})


def test_a_longer_run_says_and_keeps_what_one_run_of_that_length_does(
    nation: Nation, tmp_path: Path
) -> None:
    asked = replace(ASKED, compare=("reasonable_worst_case",))
    more = replace(asked, draws=27)
    first, longer, whole = (tmp_path / name for name in ("first", "longer", "whole"))
    run(nation, asked, Shelf(first))
    made = run(nation, more, Shelf(longer, earlier=first))
    assert same(made, run(nation, more, Shelf(whole)))
    names = [path.name for path in sorted(whole.iterdir())]
    assert names[:2] == ["01-Q00.npz", "01-Q00.reasonable_worst_case.npz"]
    assert len(names) == 6
    for name in names:
        assert (longer / name).read_bytes() == (whole / name).read_bytes(), name


def test_keeping_draws_changes_nothing_of_what_is_said(nation: Nation, tmp_path: Path) -> None:
    asked = replace(ASKED, draws=8, weeks=1)
    assert same(run(nation, asked, Shelf(tmp_path / "kept")), run(nation, asked))


def test_only_what_is_missing_is_simulated(nation: Nation, tmp_path: Path) -> None:
    asked = replace(ASKED, weeks=1)
    run(nation, asked, Shelf(tmp_path / "first"))
    lost = next((tmp_path / "first").glob("02-*"))
    lost.unlink()
    executor, told = Counting(), []
    run(
        nation,
        replace(asked, draws=24),
        Shelf(tmp_path / "longer", earlier=tmp_path / "first"),
        executor=executor,
        progress=lambda done, of: told.append((done, of)),
    )
    ran = dict(zip(nation.largest_first, executor.draws, strict=True))
    assert ran == {0: 8 + 2, 1: 24 + 4, 2: 8 + 2}, "all of the board whose draws are gone"
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_largest_board_is_run_first_and_none_is_told_of_out_of_order(nation: Nation) -> None:
    sizes = [len(nation.systems[i].practices) for i in nation.largest_first]
    assert sizes == sorted(sizes, reverse=True)
    codes = run(nation, replace(ASKED, weeks=1)).by_place["place"].unique(maintain_order=True)
    assert [c for c in codes if c in {b.code for b in nation.boards}] == [
        b.code for b in nation.boards
    ]


def test_with_all_its_draws_nothing_is_run_again(nation: Nation, tmp_path: Path) -> None:
    asked, executor = replace(ASKED, weeks=1), Counting()
    first = run(nation, asked, Shelf(tmp_path / "first"))
    again = run(nation, asked, Shelf(tmp_path / "again", tmp_path / "first"), executor=executor)
    assert executor.draws == []
    assert same(again, first)


def test_draws_are_added_until_the_nations_median_is_known_well_enough(nation: Nation) -> None:
    "And the run is then the run of that many draws."
    asked = replace(ASKED, weeks=2)
    wide = run(nation, replace(asked, enough=Enough(precision=1e6)))
    assert wide.stopped is not None
    assert (wide.draws, wide.stopped.why) == (16, "precise")
    assert wide.stopped.half_width is not None
    precision = wide.stopped.half_width * 0.6
    found = run(nation, replace(asked, enough=Enough(precision=precision)))
    assert found.stopped is not None
    assert found.draws > 16
    assert found.stopped.half_width is not None
    assert found.stopped.half_width <= precision
    assert same(found, run(nation, replace(asked, draws=found.draws)))


def test_no_more_draws_are_added_than_the_most(nation: Nation) -> None:
    enough = Enough(precision=1e-6, most_draws=40)
    found = run(nation, replace(ASKED, draws=8, weeks=1, enough=enough))
    assert found.stopped is not None
    assert (found.draws, found.stopped.why) == (40, "most")


def test_damaged_draws_of_a_board_are_refused_with_their_place(
    nation: Nation, tmp_path: Path
) -> None:
    asked = replace(ASKED, draws=8, weeks=1)
    run(nation, asked, Shelf(tmp_path))
    (tmp_path / "02-Q01.npz").write_bytes(b"damaged")
    with pytest.raises(KnockonError, match=r"02-Q01\.npz") as refused:
        run(nation, replace(asked, draws=16), Shelf(tmp_path / "more", earlier=tmp_path))
    assert refused.value.code == "K510"
