"""How many draws come next, and when there are enough."""

import math

import pytest

from knockon.impact.stopping import HALF_WIDTH_OF_90, next_draws
from knockon.plans.assessment import Enough


def test_the_interval_of_90_per_cent_is_1_645_standard_errors() -> None:
    assert abs(HALF_WIDTH_OF_90 - 1.6449) < 1e-4


def test_precise_enough_is_enough() -> None:
    assert next_draws(64, 4.9, 1.0, Enough(precision=5.0)) == "precise"
    assert next_draws(64, 0.0, 1.0, Enough(precision=5.0)) == "precise"


def test_half_the_width_takes_four_times_the_draws_in_steps_that_double() -> None:
    enough = Enough(precision=5.0)
    assert next_draws(500, 10.0, 1.0, enough) == 992, "whole blocks, no more than doubled"
    assert next_draws(1000, 5.5, 1.0, enough) == 1216, "1,000 x 1.21 and a block, whole blocks"


def test_a_step_is_at_least_a_block() -> None:
    assert next_draws(10, 5.1, 1.0, Enough(precision=5.0)) == 42


def test_the_most_is_never_passed() -> None:
    enough = Enough(precision=5.0, most_draws=600)
    assert next_draws(500, 50.0, 1.0, enough) == 600
    assert next_draws(600, 50.0, 1.0, enough) == "most"


def test_time_allows_what_the_pace_so_far_says() -> None:
    enough = Enough(seconds=10.0)
    assert next_draws(100, None, 1.0, enough) == 192, "no more than doubled"
    assert next_draws(800, 3.0, 8.0, enough) == 992
    assert next_draws(992, 3.0, 9.9, enough) == "time"
    assert next_draws(64, 50.0, 60.0, Enough(precision=1.0, seconds=10.0)) == "time"


def test_without_a_clock_that_moves_time_is_no_bound() -> None:
    assert next_draws(64, None, 0.0, Enough(seconds=10.0)) == 128


def test_where_the_headline_is_withheld_no_precision_can_be_told() -> None:
    assert next_draws(64, None, 1.0, Enough(precision=5.0)) == "unknown"


@pytest.mark.parametrize(
    "wrong",
    [{}, {"precision": 0.0}, {"seconds": -1.0}, {"precision": math.inf}, {"precision": math.nan}],
)
def test_a_rule_bounds_something(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="precision"):
        Enough(**wrong)
