"""Swings on functions whose answers are known, against runs one at a time, and what would tell."""

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.impact.boards import Board, capped

from knockon.catalogue.inquiries import Inquiry
from knockon.impact.draws import Design, DrawPlan, plan_draws
from knockon.impact.drivers import Points, drivers
from knockon.impact.forecast import Driver
from knockon.impact.forecasting import SENSITIVE
from knockon.impact.hashing import hashed_normal
from knockon.impact.measured import measured
from knockon.impact.sensitivity import ACCOUNT, sensitivity, swings, would_tell
from knockon.impact.told import Told

SETS = ("a", "b")
EQUAL = {"a": 1.0, "b": 1.0}
SYMBOLS = tuple(f"p{n}" for n in range(20))
DISPLACED = ("practice", "contacts_displaced")


def percentiles(plan: DrawPlan) -> dict[str, np.ndarray]:
    design = Design(5, SYMBOLS, plan.point)
    return {symbol: design.uniform(symbol) for symbol in SYMBOLS}


def luck(plan: DrawPlan) -> np.ndarray:
    return hashed_normal(8, plan.stream, "luck", plan.set_index)


@pytest.fixture(scope="module")
def plan() -> DrawPlan:
    return plan_draws(2048, SETS)


def test_a_straight_line_swings_from_its_tenth_to_its_ninetieth_percentile(plan: DrawPlan) -> None:
    """y = 3 p0 - 2 p1: where p0 is low, 3 x 0.1 - 2 x 0.5; p1 swings the other way."""
    u = percentiles(plan)
    points = Points.of(plan, u, EQUAL, 1)
    (found,) = swings([3 * u["p0"] - 2 * u["p1"] + 0.1 * luck(plan)], points)
    assert [symbol for symbol, _, _ in found] == ["p0", "p1"]
    ends = np.array([[low, high] for _, low, high in found])
    assert ends == pytest.approx(np.array([[-0.7, 1.7], [1.3, -0.3]]), abs=0.08)


def test_swings_without_chance_are_means_of_fifths() -> None:
    plan = plan_draws(20, ("a",), twins=False)
    took = np.array([7, 3, 19, 0, 11, 15, 2, 9, 18, 5, 1, 13, 17, 4, 8, 16, 6, 12, 10, 14.0])
    points = Points.of(plan, {"k": took}, {"a": 1.0}, 1)
    (((symbol, low, high),),) = swings([took**2], points)
    assert symbol == "k"
    assert low == pytest.approx(np.mean(np.arange(4.0) ** 2))
    assert high == pytest.approx(np.mean(np.arange(16.0, 20.0) ** 2))


def test_luck_swings_nothing(plan: DrawPlan) -> None:
    points = Points.of(plan, percentiles(plan), EQUAL, 1)
    noise = [hashed_normal(9, plan.stream, f"measure {n}", plan.set_index) for n in range(4)]
    assert swings(noise, points) == ((), (), (), ())
    assert swings([0.0 * noise[0]], points) == ((),)


def test_a_handful_of_draws_swings_nothing() -> None:
    plan = plan_draws(16, SETS)
    u = percentiles(plan)
    assert swings([u["p0"]], Points.of(plan, u, EQUAL, 1)) == ((),)


def test_a_share_is_that_of_the_drivers(plan: DrawPlan) -> None:
    u = percentiles(plan)
    points = Points.of(plan, u, EQUAL, 1)
    change = 3 * u["p0"] + u["p1"] + 0.3 * luck(plan) + plan.set_index
    (found,) = drivers([change], points)
    assert {"p0", "p1"} == {symbol for symbol, _ in found}
    for symbol, share in found:
        assert points.share(change, symbol) == pytest.approx(share)
    assert points.share(change, "p7") < 0.01


def test_what_an_inquiry_takes_away_adds_up() -> None:
    driving = (
        Driver("x", "an x", 0.3),
        Driver("behaviour.ed", "A&E", 0.2),
        Driver("y", "a y", 0.1),
    )
    survey = Inquiry("s", "A survey", "survey", "Ask.", ("behaviour.*",), accounts=True)
    count = Inquiry("c", "A count", "count", "Count.", ("x", "y", "z"))
    other = Inquiry("o", "A file", "file", "Read.", ("z",))
    found = would_tell(driving, 0.25, (other, survey, count))
    assert [(one.title, one.of) for one in found] == [
        ("A survey", ("A&E", ACCOUNT)),
        ("A count", ("an x", "a y")),
    ]
    assert [one.share for one in found] == pytest.approx([0.45, 0.4])
    (alone, _) = would_tell(driving, 0.001, (survey, count))
    assert alone.title == "A count"


@pytest.fixture(scope="module")
def told(board: Board) -> Told:
    return board.run(capped(weeks=2, draws=192))


def test_a_run_tells_what_moves_its_headline(told: Told) -> None:
    found = {(s.service, s.measure): s for s in sensitivity(told, measured(told), SENSITIVE)}
    assert set(found) == set(SENSITIVE)
    displaced = found[DISPLACED]
    assert displaced.swings[0].parameter == "cap_real"
    assert displaced.swings[0].low < displaced.mean < displaced.swings[0].high
    assert [title for title, _ in displaced.accounts] == [
        told.catalogue.behaviours[name].title for name in ("gpps-2026", "implied-nhse-2024")
    ]
    assert np.mean([mean for _, mean in displaced.accounts]) == pytest.approx(displaced.mean)
    assert any("Contacts a GP a day" in one.title for one in displaced.would_tell)
    assert displaced.untold == ()


def test_a_swing_is_what_two_runs_with_the_number_held_there_give(board: Board, told: Told) -> None:
    """Every draw again with ``cap_real`` at its 10th and at its 90th percentile."""
    (displaced,) = sensitivity(told, measured(told), [DISPLACED])
    (swing,) = [one for one in displaced.swings if one.parameter == "cap_real"]
    values = told.future.parameters["cap_real"][~told.future.plan.twin]
    for share, told_mean in ((0.1, swing.low), (0.9, swing.high)):
        held = float(np.quantile(values, share))
        asked = replace(told.assessment, overrides={"cap_real": (held,) * 3})
        one = board.run(asked)
        m = next(m for m in one.measures if m.key == DISPLACED)
        change = m.over_horizon(one.arms.scenario) - m.over_horizon(one.arms.baseline)
        # A fifth of 96 points: the mean told of them is off by what else those took.
        error = float(change.std()) / np.sqrt(19)
        assert float(one.weights @ change) == pytest.approx(told_mean, abs=2.5 * error)
