"""Many systems together: totals are summed within draws, then ranked; each board is as if alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.reference.impact.boards import QUICK, Board, capped

from knockon.catalogue import Catalogue
from knockon.impact.assess import assess
from knockon.impact.boards import Board as OfNation
from knockon.impact.executors import Threads
from knockon.impact.fit import fit
from knockon.impact.forecast import Forecast
from knockon.impact.measures import MEASURES
from knockon.impact.nation import Nation, assess_nation
from knockon.places import Icb
from knockon.system.synth import synth

ASKED = capped(draws=40, weeks=3)
COUNTS = {m.key for m in MEASURES if m.below is None}
OTHER = Icb("Q01", "Another Synthetic Board", "Synthetic Region")


def together(*boards: Board, asked: Any = ASKED) -> Forecast:
    """Return the forecast of boards as a nation."""
    nation = Nation(tuple(OfNation(b.system, b.fit) for b in boards), boards[0].catalogue)
    return assess_nation(asked, nation, executor=Threads(2))


def alone(board: Board) -> Forecast:
    """Return the forecast of one board by itself."""
    return assess(ASKED, board.system, board.fit, {}, board.catalogue)


@pytest.fixture(scope="module")
def another(catalogue: Catalogue) -> Board:
    """A smaller board with a code of its own."""
    system = replace(synth(practices=6, seed=9, catalogue=catalogue)[0], icbs=(OTHER,))
    return Board(system, fit(system, catalogue, effort=QUICK), catalogue)


@pytest.fixture(scope="module")
def nation(board: Board, another: Board) -> Forecast:
    """Both boards together."""
    return together(board, another)


def by_draw(made: Forecast) -> pl.DataFrame:
    """Return the counts of every draw and week, in order; no shares."""
    keys = ["service", "measure", "draw", "week"]
    kept = [(s, m) in COUNTS for s, m in made.draws_table.select(keys[:2]).iter_rows()]
    return made.draws_table.filter(pl.Series(kept)).sort(keys)


def test_a_nation_is_the_sum_of_its_boards_within_every_draw(
    nation: Forecast, board: Board, another: Board
) -> None:
    parts = [by_draw(alone(one)) for one in (board, another)]
    for arm in ("baseline", "scenario"):
        assert (by_draw(nation)[arm] == parts[0][arm] + parts[1][arm]).all()


def test_the_same_board_twice_is_twice_the_board_draw_by_draw(board: Board) -> None:
    """All that is not known is shared, and luck goes by the places' own codes: it is the same."""
    twice, once = by_draw(together(board, board)), by_draw(alone(board))
    for arm in ("baseline", "scenario"):
        assert (twice[arm] == 2 * once[arm]).all()


def test_quantiles_are_not_those_of_the_boards_added(nation: Forecast) -> None:
    weekly = nation.weekly.filter(
        (pl.col("service") == "ed") & (pl.col("measure") == "attendances")
    )
    ends = weekly.filter(pl.col("quantile") == "p95").sort("week")
    whole = ends.filter(pl.col("place").is_null())["baseline"]
    added = ends.drop_nulls("place").group_by("week", maintain_order=True).agg(pl.sum("baseline"))
    assert (whole < added["baseline"]).any()


def test_each_board_is_a_place_with_the_numbers_of_its_own_run(
    nation: Forecast, another: Board
) -> None:
    keys = ["service", "measure", "week", "quantile"]
    own = alone(another).weekly.filter(pl.col("place").is_null()).drop("place").sort(keys)
    here = nation.weekly.filter(pl.col("place") == OTHER.code).drop("place").sort(keys)
    assert_frame_equal(here, own, check_exact=True)


def test_the_accounts_of_a_nation_balance(nation: Forecast) -> None:
    assert nation.accounting.imbalance == 0
    assert nation.accounting.contacts_sought > 0


def test_what_a_nation_says_of_itself(nation: Forecast, board: Board, another: Board) -> None:
    assert nation.practices == 16
    assert nation.icb_name == "2 boards together"
    assert dict(nation.places)[OTHER.code] == OTHER.name
    stations = [one for b in (board, another) for one in (*b.system.sites, *b.system.wards)]
    sites = [one.id for one in stations]
    assert sorted(one.place for one in nation.breaches) == sorted(sites)
    fifths = [g for g in nation.groups if g.kind == "deprivation_fifth"]
    assert sum(g.registered_patients for g in fifths) == nation.registered_patients


def test_costs_are_those_of_the_boards_together(nation: Forecast, board: Board) -> None:
    twice, once = together(board, board).cost, alone(board).cost
    assert once.total.p50 is not None
    assert twice.total.p50 == pytest.approx(2 * once.total.p50)
    assert nation.cost.price_year == once.price_year


def test_assumptions_are_all_that_any_board_used(nation: Forecast, board: Board) -> None:
    assert {a.symbol for a in nation.assumptions} == {a.symbol for a in alone(board).assumptions}


def test_a_case_beside_it_is_run_in_every_board(board: Board) -> None:
    asked = replace(ASKED, draws=16, weeks=1, compare=("reasonable_worst_case",))
    (found,) = together(board, board, asked=asked).compare
    (once,) = assess(asked, board.system, board.fit, {}, board.catalogue).compare
    for (*key, of_both), (*_, of_one) in zip(found.measures, once.measures, strict=True):
        if tuple(key) in COUNTS and of_one.p50 is not None:
            assert of_both.p50 == pytest.approx(2 * of_one.p50), key
