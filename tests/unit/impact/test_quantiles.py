"""Quantiles over draws, pooled by weight."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knockon.impact.quantiles import LEVELS, WITHHELD, quantiles, weighted


def alike(count: int) -> np.ndarray:
    return np.full(count, 1.0 / count)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60))
def test_with_equal_weights_they_are_hazen_s(values: list[float]) -> None:
    """Each draw in the middle of its own share of the whole, linear between."""
    found = weighted(np.array(values), alike(len(values)))
    wanted = np.quantile(values, LEVELS, method="hazen")
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-6)


def test_a_weight_of_two_counts_as_two_draws() -> None:
    """With many draws it makes no difference whether one stands twice or weighs double."""
    values = np.sin(np.arange(2000.0))
    weights = 1.0 + (np.arange(2000) % 3 == 0)
    twice = np.repeat(values, weights.astype(int))
    assert weighted(values, weights / weights.sum()) == pytest.approx(
        weighted(twice, alike(len(twice))), abs=2e-3
    )


@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.booleans())
def test_with_any_weights_they_are_linear_between_draws(seed: int, draws: int, same: bool) -> None:
    """Row by row: the draws in order, each in the middle of its own weight."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(3, draws)).round(1)
    weights = alike(draws) if same else random.dirichlet(np.ones(draws))
    for row, found in zip(values, weighted(values, weights).T, strict=True):
        order = np.argsort(row, kind="stable")
        heavy = weights[order]
        place = np.cumsum(heavy) - heavy / 2
        assert found == pytest.approx(np.interp(LEVELS, place, row[order]), rel=1e-9, abs=1e-9)


def test_twins_take_no_part() -> None:
    values, weights = np.array([3.0, 1.0, 2.0, 99.0]), np.array([1.0, 1.0, 1.0, 0.0]) / 3
    assert np.array_equal(weighted(values, weights), weighted(values[:3], alike(3)))
    assert quantiles(np.array([1.0, np.nan]), np.array([1.0, 0.0])).p50 == 1.0


def test_the_order_of_draws_changes_nothing() -> None:
    values, weights = np.array([5.0, 1.0, 4.0, 2.0]), np.array([0.1, 0.4, 0.2, 0.3])
    order = [2, 0, 3, 1]
    assert np.array_equal(weighted(values, weights), weighted(values[order], weights[order]))


def test_weeks_and_places_are_each_their_own() -> None:
    values = np.arange(24.0).reshape(2, 3, 4)
    found = weighted(values, alike(4))
    assert found.shape == (5, 2, 3)
    assert found[2] == pytest.approx(np.median(values, axis=-1))


def test_where_there_is_nothing_to_take_a_share_of_they_are_withheld() -> None:
    assert quantiles(np.array([0.5, np.nan]), alike(2)) == WITHHELD
    assert WITHHELD.p50 is None
