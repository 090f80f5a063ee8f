"""Hours, weekdays and opening times."""

from __future__ import annotations

from itertools import pairwise

import pytest

from knockon.system.profiles import (
    monday_share_week,
    monday_to_friday,
    sharpen,
    week_of,
    within_opening,
)
from knockon.system.sites import usual_site

CURVE = [1.0] * 8 + [2.0] * 4 + [1.5] * 12


@pytest.mark.parametrize("peak", [1.5, 1.91, 3.0, 5.0])
def test_the_curve_reaches_the_published_peak(peak):
    hours = sharpen(CURVE, peak)
    assert max(hours) * 24 == pytest.approx(peak)
    assert sum(hours) == pytest.approx(1.0)


def test_a_flat_curve_has_no_peak_to_reach():
    with pytest.raises(ValueError, match="no power"):
        sharpen([1.0] * 24, 1.9)


def test_people_come_only_while_a_site_is_open():
    centre = usual_site("utc", "RX1", "Centre")
    hours = within_opening(sharpen(CURVE, 1.91), centre, monday_share_week(0.16))
    assert sum(hours) == pytest.approx(1.0)
    assert all(share == 0 for share in (*hours[:8], *hours[20:]))
    assert all(share > 0 for share in hours[8:20])


def test_a_site_open_all_day_keeps_the_curve():
    curve = sharpen(CURVE, 1.91)
    department = usual_site("ed", "RX1", "Department")
    assert within_opening(curve, department, (1.0,) * 7) == pytest.approx(curve)


def test_mondays_share_makes_a_week_of_mean_one():
    week = monday_share_week(0.16)
    assert sum(week) == pytest.approx(7.0)
    assert week[0] / sum(week) == pytest.approx(0.16)


def test_monday_to_friday_is_a_straight_line_with_its_ratio():
    days = monday_to_friday(1.18)
    assert sum(days) == pytest.approx(5.0)
    assert days[0] / days[4] == pytest.approx(1.18)
    steps = [b - a for a, b in pairwise(days)]
    assert steps == pytest.approx([steps[0]] * 4)


def test_one_odd_day_does_not_move_its_weekday():
    values = {day: [100.0] * 5 for day in range(7)}
    values[3] = [100.0, 100.0, 100.0, 100.0, 400.0]
    assert week_of(values) == pytest.approx((1.0,) * 7)
