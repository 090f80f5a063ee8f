"""A run made longer equals one run of that length, to the bit, and repeats nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.reference.impact.boards import Board, capped
from tests.reference.impact.test_same_numbers import digest

from knockon.errors import KnockonError
from knockon.impact import kept as keeping
from knockon.impact import runs
from knockon.impact.assess import assess
from knockon.impact.consequences import extra_costs
from knockon.impact.executors import Threads
from knockon.impact.kept import MAIN, arms_from, arrays_of
from knockon.plans.assessment import Assessment, Enough

TWO_WEEKS: dict[str, Any] = {"weeks": 2}


@pytest.mark.parametrize(("few", "many"), [(32, 64), (20, 33), (31, 32), (8, 9)])
def test_a_longer_run_is_one_run_of_that_length(board: Board, few: int, many: int) -> None:
    "Also where blocks were not full, and where one draw with its twin is all that is missing."
    short = board.run(capped(draws=few, **TWO_WEEKS))
    longer = runs.longer(short, many, Threads(2))
    whole = board.run(capped(draws=many, **TWO_WEEKS), workers=2)
    assert digest(longer) == digest(whole)
    assert longer.symbols() == whole.symbols()
    for name, values in arrays_of(whole.arms).items():
        assert np.array_equal(values, arrays_of(longer.arms)[name]), name


def test_sums_over_many_weeks_are_taken_in_one_order(board: Board) -> None:
    "To the bit, whether draws were run at once or put together."
    short = board.run(capped(draws=8, weeks=10))
    longer = runs.longer(short, 20, Threads(2))
    whole = board.run(capped(draws=20, weeks=10))
    paid = extra_costs(whole.arms)
    for service, cost in extra_costs(longer.arms).items():
        assert np.array_equal(cost, paid[service]), service
    for made in (longer, whole):
        assert all(values.flags.c_contiguous for values in arrays_of(made.arms).values())


def test_only_what_is_missing_is_simulated(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    simulated: list[int] = []
    real = runs.simulate

    def counted(scenario: Any, plan: Any, *how: Any) -> Any:
        simulated.append(len(plan.point))
        return real(scenario, plan, *how)

    monkeypatch.setattr(runs, "simulate", counted)
    short = board.run(capped(draws=16, **TWO_WEEKS))
    runs.longer(short, 24, Threads(1))
    assert simulated == [16 + 2, 8 + 2], "points 0 and 8 have twins, in two sets"


def forecast_of(board: Board, asked: Assessment, **how: Any) -> Any:
    return assess(asked, board.system, board.fit, {}, board.catalogue, workers=1, **how)


def same(one: Any, other: Any) -> bool:
    "Everything said, but for the seconds and what is kept."
    frames = ("weekly", "by_place", "weekdays", "draws_table", "draw_parameters")
    assert all(getattr(one, name).equals(getattr(other, name)) for name in frames)
    plain = dict.fromkeys(frames) | {"seconds": 0.0, "kept": {}, "stopped": None, "assessment": {}}
    return bool(replace(one, **plain) == replace(other, **plain))


def test_a_forecast_made_longer_from_its_file_says_what_one_run_says(
    board: Board, tmp_path: Path
) -> None:
    asked = capped(draws=16, compare=("reasonable_worst_case",), **TWO_WEEKS)
    first = forecast_of(board, asked)
    keeping.write(first.kept, tmp_path / "counts.npz")
    kept = keeping.read(tmp_path / "counts.npz")
    more = replace(asked, draws=26)
    assert same(forecast_of(board, more, kept=kept), forecast_of(board, more))


def test_arms_are_kept_whole(board: Board, tmp_path: Path) -> None:
    told = board.run(capped(draws=8, **TWO_WEEKS))
    again = arms_from(arrays_of(told.arms), told.arms.seen)
    assert arrays_of(again).keys() == arrays_of(told.arms).keys()
    keeping.write({MAIN: told.kept}, tmp_path / "counts.npz")
    back = keeping.read(tmp_path / "counts.npz")[MAIN]
    assert back.plan.identities() == told.future.plan.identities()
    assert back.plan.partner.tolist() == told.future.plan.partner.tolist()
    assert back.arms.seen == told.arms.seen
    found = arrays_of(back.arms)
    for name, values in arrays_of(told.arms).items():
        assert np.array_equal(values, found[name]), name
        assert values.dtype == found[name].dtype


def test_the_file_is_the_same_when_written_again(board: Board, tmp_path: Path) -> None:
    told = board.run(capped(draws=8, **TWO_WEEKS))
    for name in ("one", "other"):
        keeping.write({MAIN: told.kept}, tmp_path / f"{name}.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "other.npz").read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"not a zip at all"])
def test_a_file_that_holds_no_draws_is_refused_in_one_sentence(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "counts.npz"
    path.write_bytes(content)
    for read in (keeping.read, keeping.read_plan):
        with pytest.raises(KnockonError, match="cannot be read") as refused:
            read(path)
        assert refused.value.code == "K510"


def test_draws_are_added_until_the_median_is_known_well_enough(board: Board) -> None:
    "And the run is then the run of that many draws."
    asked = capped(draws=16, **TWO_WEEKS)
    wide = forecast_of(board, replace(asked, enough=Enough(precision=1000.0)))
    assert wide.draws == 16
    assert wide.stopped.why == "precise"
    precision = wide.stopped.half_width * 0.6
    found = forecast_of(board, replace(asked, enough=Enough(precision=precision)))
    assert found.draws > 16
    assert found.stopped.half_width <= precision
    assert same(found, forecast_of(board, replace(asked, draws=found.draws)))


def test_no_more_draws_are_added_than_the_most(board: Board) -> None:
    found = forecast_of(
        board, capped(draws=8, enough=Enough(precision=1e-6, most_draws=50), **TWO_WEEKS)
    )
    assert (found.draws, found.stopped.why) == (50, "most")
