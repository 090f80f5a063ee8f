"""The reader's sum: 25 a day, the rest on a list; how long is the list?"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knockon.safeday.waiting import (
    days_to_settle,
    list_by_day,
    months_until,
    settled_list,
    wait_in_days,
)

A_DAY = 21
"""Working days in a month, for the reader's sum; it does not matter which."""


def test_of_40_wanted_and_25_seen_ten_months_work_waits_after_16_7_months() -> None:
    assert months_until(10, 40, 25) == pytest.approx(16.7, abs=0.04)
    days = round(months_until(10, 40, 25) * A_DAY)
    waiting = list_by_day(np.full(days, 40.0), np.full(days, 25.0), 0.0, 0.0)
    assert waiting[-1] / 25 / A_DAY == pytest.approx(10, abs=0.01)


def test_where_one_in_a_hundred_gives_up_a_day_the_list_settles_long_before() -> None:
    year = list_by_day(np.full(2000, 40.0), np.full(2000, 25.0), 0.01, 0.0)
    assert settled_list(15, 0.01) == 1500
    assert year[-1] == pytest.approx(1500)
    assert wait_in_days(1500, 25, 0.01) == pytest.approx(math.log(40 / 25) / -math.log(0.99))
    assert max(year) / 25 / A_DAY < 3, "never ten months' work, nor three"


def test_two_thirds_of_the_way_after_the_time_constant() -> None:
    waiting = list_by_day(np.full(400, 40.0), np.full(400, 25.0), 0.01, 0.0)
    day = round(days_to_settle(0.01))
    assert waiting[day - 1] == pytest.approx(1500 * (1 - math.exp(-1)), rel=0.01)


@given(
    asked=st.floats(1, 200),
    seen=st.floats(1, 200),
    leaving=st.floats(0.001, 0.2),
    start=st.floats(0, 2000),
    days=st.integers(1, 300),
)
def test_the_list_follows_its_closed_form_while_anybody_waits(
    asked: float, seen: float, leaving: float, start: float, days: int
) -> None:
    waiting = list_by_day(np.full(days, asked), np.full(days, seen), leaving, start)
    tends_to = (asked - seen) / leaving
    formula = [tends_to + (start - tends_to) * (1 - leaving) ** (t + 1) for t in range(days)]
    if min(formula) >= 0:
        assert waiting == pytest.approx(formula, rel=1e-9, abs=1e-6)
    assert waiting.min() >= 0


@given(st.floats(1, 3000), st.floats(1, 100), st.floats(0.001, 0.1))
def test_the_wait_is_that_of_serving_those_ahead_day_by_day(
    waiting: float, slots: float, leaving: float
) -> None:
    ahead, days = waiting, 0
    while ahead > 0:
        ahead = (1 - leaving) * ahead - slots
        days += 1
    assert days - 1 <= wait_in_days(waiting, slots, leaving) * (1 + leaving) + 1
    assert wait_in_days(waiting, slots, leaving) <= days + 1


def test_nobody_waits_where_there_is_room_and_for_ever_where_there_is_none() -> None:
    assert settled_list(-1, 0.01) == 0
    assert settled_list(1, 0) == math.inf
    assert wait_in_days(0, 25, 0.01) == 0
    assert wait_in_days(10, 0, 0.01) == math.inf
    assert wait_in_days(50, 25, 0) == 2
    assert months_until(10, 20, 25) == math.inf
