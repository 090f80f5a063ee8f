"""Drivers, luck and sets on functions whose answers are known."""

from itertools import pairwise, permutations

import numpy as np
import pytest

from knockon.impact import drivers as doubts
from knockon.impact.designs import DESIGNS
from knockon.impact.draws import Design, DrawPlan, plan_draws
from knockon.impact.drivers import PERMUTATIONS, Points, doubt, draw_weights, median_se
from knockon.impact.hashing import hashed_normal, hashed_words

SETS = ("a", "b")
EQUAL = {"a": 1.0, "b": 1.0}
SYMBOLS = tuple(f"p{n}" for n in range(20))


def percentiles(plan: DrawPlan, seed: int = 5) -> dict[str, np.ndarray]:
    design = Design(seed, SYMBOLS, plan.point)
    return {symbol: design.uniform(symbol) for symbol in SYMBOLS}


def drivers(
    change: np.ndarray,
    plan: DrawPlan,
    percentiles: dict[str, np.ndarray],
    weights: dict[str, float],
    seed: int,
) -> tuple[tuple[str, float], ...]:
    """What is named of one measure told alone."""
    return doubts.drivers([change], Points.of(plan, percentiles, weights, seed))[0]


def luck(plan: DrawPlan) -> np.ndarray:
    return hashed_normal(8, plan.stream, "luck", plan.set_index)


@pytest.fixture(scope="module")
def plan() -> DrawPlan:
    return plan_draws(4096, SETS)


def test_shares_of_a_linear_function_are_its_squared_weights(plan: DrawPlan) -> None:
    u = percentiles(plan)
    change = 3 * u["p0"] + 2 * u["p1"] + u["p2"] + np.sqrt(1 / 12) * luck(plan)
    found = dict(drivers(change, plan, u, EQUAL, 1))
    assert found["p0"] == pytest.approx(9 / 15, abs=0.03)
    assert found["p1"] == pytest.approx(4 / 15, abs=0.03)
    assert found["p2"] == pytest.approx(1 / 15, abs=0.03)


def test_the_ishigami_function_has_its_textbook_indices() -> None:
    plan = plan_draws(8192, ("a",), twins=False)
    u = percentiles(plan)
    x, y, z = (np.pi * (2 * u[f"p{n}"] - 1) for n in range(3))
    change = np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)
    found = dict(drivers(change, plan, u, {"a": 1.0}, 1))
    assert found["p0"] == pytest.approx(0.314, abs=0.03)
    assert found["p1"] == pytest.approx(0.442, abs=0.03)
    assert found.get("p2", 0.0) < 0.02


def test_what_does_nothing_is_seldom_named(plan: DrawPlan) -> None:
    "One in twenty passes by chance; largest first."
    change = percentiles(plan)["p0"] + luck(plan)
    found = drivers(change, plan, percentiles(plan), EQUAL, 1)
    assert found[0][0] == "p0"
    assert len(found) <= 5
    assert [share for _, share in found] == sorted((s for _, s in found), reverse=True)


def test_drivers_do_not_depend_on_the_scale_or_on_a_monotone_change_of_values(
    plan: DrawPlan,
) -> None:
    u = percentiles(plan)
    change = u["p0"] + 0.1 * luck(plan)
    stretched = {symbol: values**3 for symbol, values in u.items()}
    one = drivers(change, plan, u, EQUAL, 1)
    other = drivers(1000 * change, plan, stretched, EQUAL, 1)
    assert dict(other) == pytest.approx(dict(one))


def test_of_two_parameters_that_run_alike_only_the_first_is_named(plan: DrawPlan) -> None:
    u = percentiles(plan)
    alike = {"first": u["p0"], "second": u["p0"] + 0.1 * u["p1"], "p2": u["p2"]}
    found = drivers(u["p0"] + u["p2"], plan, alike, EQUAL, 1)
    assert {symbol for symbol, _ in found} == {"first", "p2"}


def test_sets_that_differ_do_not_hide_the_drivers(plan: DrawPlan) -> None:
    u = percentiles(plan)
    change = u["p0"] + 2.0 * plan.set_index
    found = dict(drivers(change, plan, u, EQUAL, 1))
    assert found["p0"] == pytest.approx((1 / 12) / (1 / 12 + 1), abs=0.01)


def test_twins_give_the_variance_of_luck_and_sets_theirs(plan: DrawPlan) -> None:
    u = percentiles(plan)
    change = np.sqrt(12) * u["p0"] + 0.5 * luck(plan) + 2.0 * plan.set_index
    found = doubt(change, plan, EQUAL)
    assert found.variance == pytest.approx(1 + 0.25 + 1, rel=0.03)
    assert found.luck_share == pytest.approx(0.25 / 2.25, abs=0.02)
    assert found.set_share == pytest.approx(1 / 2.25, abs=0.02)


def test_weights_of_sets_count(plan: DrawPlan) -> None:
    weight = draw_weights(plan, {"a": 3.0, "b": 1.0})
    assert weight.sum() == pytest.approx(1)
    assert weight[plan.of_set("a")].sum() == pytest.approx(0.75)
    assert weight[plan.twin].max() == 0
    found = doubt(plan.set_index.astype(float), plan, {"a": 3.0, "b": 1.0})
    assert found.variance == pytest.approx(0.75 * 0.25)
    assert found.set_share == pytest.approx(1)


def test_a_change_that_never_varies_has_no_doubt(plan: DrawPlan) -> None:
    nothing = np.zeros(len(plan.point))
    assert doubt(nothing, plan, EQUAL).luck_share is None
    assert drivers(nothing, plan, percentiles(plan), EQUAL, 1) == ()
    assert median_se(nothing, plan, EQUAL, 1) == 0


def test_without_twins_luck_is_unknown() -> None:
    plan = plan_draws(100, SETS, twins=False)
    assert doubt(luck(plan), plan, EQUAL).luck_share is None


def test_a_handful_of_draws_names_nothing() -> None:
    plan = plan_draws(4, SETS)
    assert drivers(luck(plan), plan, percentiles(plan), EQUAL, 1) == ()


def test_the_error_of_a_median_is_that_of_theory() -> None:
    "For a normal sample of n: sqrt(pi / 2n)."
    plan = plan_draws(2000, ("a",))
    found = median_se(luck(plan), plan, {"a": 1.0}, 1)
    assert found == pytest.approx(np.sqrt(np.pi / 2 / 2000), rel=0.25)
    assert found == median_se(luck(plan), plan, {"a": 1.0}, 1)


@pytest.mark.parametrize("way", DESIGNS)
def test_the_ishigami_function_keeps_its_order_at_250_points(way: str) -> None:
    """Textbook first-order indices .314, .442 and 0; the third acts with others only.

    What chance gives is taken off (15 bins of 250: .06), so shares are told that much low at most.
    """
    plan = plan_draws(250, ("a",), twins=False)
    shares = np.zeros(3)
    for seed in range(4):
        design = Design(seed, SYMBOLS, plan.point, way=way)
        u = {symbol: design.uniform(symbol) for symbol in SYMBOLS}
        x, y, z = (np.pi * (2 * u[f"p{n}"] - 1) for n in range(3))
        change = np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)
        found = dict(drivers(change, plan, u, {"a": 1.0}, seed))
        shares += np.array([found.get(f"p{n}", 0.0) for n in range(3)]) / 4
    assert shares[2] == 0
    assert shares == pytest.approx([0.314 - 0.03, 0.442 - 0.03, 0.0], abs=0.08)


@pytest.mark.parametrize("way", DESIGNS)
def test_parameters_luck_and_sets_are_told_apart_at_250_points(way: str) -> None:
    "Variance of two parameters 1 and .64, luck 1/4, sets 1/4: mean of four seeds."
    plan = plan_draws(500, SETS)
    told = np.zeros(4)
    for seed in range(4):
        design = Design(seed, SYMBOLS, plan.point, way=way)
        u = {symbol: design.uniform(symbol) for symbol in SYMBOLS}
        noise = hashed_normal(seed, plan.stream, "luck", plan.set_index)
        change = np.sqrt(12) * (u["p0"] + 0.8 * u["p1"]) + 0.5 * noise + 1.0 * plan.set_index
        parts, found = doubt(change, plan, EQUAL), dict(drivers(change, plan, u, EQUAL, seed))
        assert parts.luck_share is not None
        assert parts.set_share is not None
        told += np.array([found["p0"], found["p1"], parts.luck_share, parts.set_share]) / 4
    true = np.array([1, 0.64, 0.25, 0.25])
    assert told == pytest.approx(true / true.sum(), abs=0.09)


@pytest.mark.parametrize("way", DESIGNS)
def test_the_simulation_error_told_is_that_of_another_seed_or_more(way: str) -> None:
    "The median of a sum of parameters and luck, over 30 seeds, against the mean error told."
    plan = plan_draws(256, ("a",), twins=False)
    medians, told = [], []
    for seed in range(30):
        design = Design(seed, SYMBOLS, plan.point, way=way)
        change = sum(design.uniform(f"p{n}") for n in range(4))
        change = change + 0.2 * hashed_normal(seed, plan.stream, "luck")
        medians.append(float(np.median(change)))
        told.append(median_se(change, plan, {"a": 1.0}, seed))
    ratio = float(np.std(medians, ddof=1) / np.mean(told))
    assert ratio < 1.3
    if way == "plain":
        assert ratio > 0.7
    else:
        assert ratio < 0.85, "evenly spread points do better than told"


def slowly_the_luckiest(points: Points, standard: np.ndarray) -> float:
    """The bar by going through shufflings, measures, parameters and bins one at a time."""
    count, bins = points.count, points.bins
    best = []
    for shuffle in range(PERMUTATIONS):
        keys = hashed_words(points.seed, "permutation", np.int64(shuffle), np.arange(count))
        shuffled = np.argsort(keys)
        found = []
        for values in standard:
            for order in points.orders:
                there = values[shuffled][order]
                edges = [b * count // bins for b in range(bins)] + [count]
                parts = [there[a:b] for a, b in pairwise(edges)]
                found.append(sum(len(part) * part.mean() ** 2 for part in parts) / count)
        best.append(max(found))
    return float(np.quantile(best, 0.95))


def test_the_bar_is_that_of_going_through_shufflings_one_at_a_time() -> None:
    plan = plan_draws(60, SETS)
    points = Points.of(plan, dict(list(percentiles(plan).items())[:4]), EQUAL, 3)
    values = np.stack([points.means(luck(plan)), points.means(luck(plan) ** 3)])
    standard = (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)
    assert points.luckiest(standard) == pytest.approx(slowly_the_luckiest(points, standard))


def test_what_chance_gives_on_average_needs_no_shuffling() -> None:
    """(B - 1) / (n - 1), whatever the values: the mean over all orders is exactly that."""
    plan = plan_draws(5, ("a",), twins=False)
    points = Points.of(plan, {"p0": np.arange(5.0)}, {"a": 1.0}, 3)
    values = np.array([0.0, 1.0, 1.0, 4.0, 30.0])
    explained = [points.explained(np.array(order))[0] for order in permutations(values)]
    assert np.mean(explained) == pytest.approx(points.expected_by_chance)
    assert points.expected_by_chance == pytest.approx(1 / 4)


def test_the_more_measures_are_told_together_the_luckier_a_driver_must_be() -> None:
    few = plan_draws(96, SETS)
    points = Points.of(few, percentiles(few), EQUAL, 1)
    noise = np.stack([hashed_normal(9, few.stream, f"measure {n}") for n in range(40)])
    standard = np.stack([points.means(one) for one in noise])
    standard = (standard - standard.mean(axis=1)[:, None]) / standard.std(axis=1)[:, None]
    assert points.luckiest(standard) > points.luckiest(standard[:1]) + 0.05
    named = [one for one in doubts.drivers(list(noise), points) if one]
    assert len(named) <= 1, "of forty measures of pure luck one in twenty runs names a driver"


def test_a_measure_told_twice_raises_no_bar() -> None:
    plan = plan_draws(96, SETS)
    points = Points.of(plan, percentiles(plan), EQUAL, 1)
    change = percentiles(plan)["p0"] + 0.1 * luck(plan)
    (alone,) = doubts.drivers([change], points)
    assert doubts.drivers([change, 2.0 * change, 0.0 * change], points) == (alone, alone, ())
