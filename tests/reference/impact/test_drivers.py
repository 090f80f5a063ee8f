"""Drivers, luck and sets on functions whose answers are known."""

import numpy as np
import pytest

from knockon.impact.draws import Design, DrawPlan, plan_draws
from knockon.impact.drivers import doubt, draw_weights, drivers, median_se
from knockon.impact.hashing import hashed_normal

SETS = ("a", "b")
EQUAL = {"a": 1.0, "b": 1.0}
SYMBOLS = tuple(f"p{n}" for n in range(20))


def percentiles(plan: DrawPlan, seed: int = 5) -> dict[str, np.ndarray]:
    design = Design(seed, SYMBOLS, plan.point)
    return {symbol: design.uniform(symbol) for symbol in SYMBOLS}


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
