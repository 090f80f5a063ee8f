"""Published volumes carried forward: level x season x weekday x growth x monthly luck."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from knockon.impact.horizon import WARM_UP_DAYS, Horizon
from knockon.impact.volumes import (
    Luck,
    ceiling,
    daily,
    growth,
    hourly,
    monthly_residual,
    peak_hour,
    practice_pattern,
    practice_scale,
)
from knockon.system.values import System, Volume

MONDAY = date(2026, 12, 7)
POINTS = np.arange(4000)
LUCK = Luck(1, POINTS, POINTS)
ONE = Luck(1, POINTS[:1], POINTS[:1])

STEADY = Volume(
    service="ed",
    site="X-ed",
    level=100.0,
    middle=date(2025, 12, 7),
    month_factor=(1.2, *(1.0,) * 10, 0.8),
    growth_mean=0.0,
    growth_sd=0.0,
    residual_sd=0.0,
    residual_ar=0.5,
    weekday=(1.3, *(0.95,) * 6),
    hour=(0.0,) * 8 + (0.125,) * 8 + (0.0,) * 8,
    months_used=(),
)


def test_a_day_is_level_times_season_times_weekday() -> None:
    horizon = Horizon(MONDAY, 5)
    found = daily(horizon, STEADY, ONE)[:, 0]
    assert found[WARM_UP_DAYS] == pytest.approx(100 * 0.8 * 1.3)
    assert found[WARM_UP_DAYS + 1] == pytest.approx(100 * 0.8 * 0.95)
    january = horizon.dates.index(date(2027, 1, 4))
    assert found[january] == pytest.approx(100 * 1.2 * 1.3)


def test_hours_share_the_day_and_add_up_to_it() -> None:
    horizon = Horizon(MONDAY, 1)
    hours = hourly(horizon, STEADY, ONE)
    assert hours.sum(axis=1) == pytest.approx(daily(horizon, STEADY, ONE))
    assert hours[0, 7, 0] == 0.0 < hours[0, 8, 0]


def test_growth_is_compounded_from_the_middle_of_the_published_months() -> None:
    """A year after the middle of its months a series growing 4% a year is 4% higher; half, less."""
    grown = replace(STEADY, growth_mean=0.04)
    factors = growth(Horizon(MONDAY, 27), grown, ONE)[:, 0]
    assert factors[WARM_UP_DAYS] == pytest.approx(1.04 ** (365 / 365.25))
    assert factors[WARM_UP_DAYS + 182] == pytest.approx(1.04 ** (547 / 365.25))


def test_growth_is_one_number_a_draw_with_the_spread_it_was_given() -> None:
    grown = replace(STEADY, growth_mean=0.02, growth_sd=0.045)
    factors = growth(Horizon(date(2026, 12, 7), 1), grown, LUCK)[WARM_UP_DAYS]
    a_year = factors ** (365.25 / 365)
    assert a_year.mean() == pytest.approx(1.02, abs=0.003)
    assert a_year.std() == pytest.approx(0.045, rel=0.05)


def test_monthly_luck_has_mean_one_its_spread_and_half_its_likeness_a_month_later() -> None:
    horizon = Horizon(MONDAY, 20)
    months = monthly_residual(horizon, "ed X-ed", 0.06, 0.5, LUCK)
    firsts = np.array([np.flatnonzero(horizon.calendar_month == m)[0] for m in range(5)])
    logs = np.log(months[firsts])
    assert months[firsts].mean(axis=1) == pytest.approx(np.ones(5), abs=0.004)
    assert logs.std(axis=1) == pytest.approx(np.full(5, 0.06), rel=0.06)
    likeness = [np.corrcoef(logs[m], logs[m + 1])[0, 1] for m in range(4)]
    assert likeness == pytest.approx([0.5] * 4, abs=0.05)


def test_a_month_has_one_residual_on_all_its_days() -> None:
    horizon = Horizon(MONDAY, 8)
    months = monthly_residual(horizon, "ed", 0.06, 0.5, ONE)[:, 0]
    december = [d.month == 12 for d in horizon.dates]
    assert len(set(months[december])) == 1
    assert len(set(months)) == len(horizon.calendar_months) == 2


def test_luck_belongs_to_the_calendar_month_not_to_the_run() -> None:
    """The same month gives the same shock, however many weeks the run has."""
    short, long = (monthly_residual(Horizon(MONDAY, w), "ed", 0.06, 0.5, ONE) for w in (4, 26))
    assert np.array_equal(short, long[: len(short)])


def test_another_series_and_another_twin_have_other_luck() -> None:
    horizon = Horizon(MONDAY, 1)
    one = monthly_residual(horizon, "ed A", 0.06, 0.5, ONE)
    assert not np.array_equal(one, monthly_residual(horizon, "ed B", 0.06, 0.5, ONE))
    twin = Luck(1, POINTS[:1], POINTS[:1] + 2**40)
    assert not np.array_equal(one, monthly_residual(horizon, "ed A", 0.06, 0.5, twin))
    assert np.array_equal(
        growth(horizon, replace(STEADY, growth_sd=0.05), ONE),
        growth(horizon, replace(STEADY, growth_sd=0.05), twin),
    )


def test_the_ceiling_is_half_as_much_again_as_the_published_peak() -> None:
    """Fixed in the system: neither growth nor luck moves it, so scenarios share it."""
    assert peak_hour(STEADY) == pytest.approx(100 * 1.2 * 1.3 * 0.125)
    lively = replace(STEADY, residual_sd=0.06, growth_mean=0.02)
    assert ceiling(STEADY) == ceiling(lively) == pytest.approx(1.5 * peak_hour(STEADY))


def test_practices_work_on_working_days_only(system: System) -> None:
    """Nothing at weekends, at Christmas, on Boxing Day's substitute, at New Year; or in warm-up."""
    horizon = Horizon(date(2026, 12, 21), 2)
    pattern = practice_pattern(horizon, system)
    worked = [d for d, p in zip(horizon.dates, pattern, strict=True) if p > 0]
    wanted = [21, 22, 23, 24, 29, 30, 31]
    assert worked == [date(2026, 12, day) for day in wanted]
    scale = practice_scale(horizon, system, LUCK)
    assert np.array_equal(scale.any(axis=1), pattern > 0)


def test_practice_activity_varies_about_its_pattern(system: System) -> None:
    horizon = Horizon(MONDAY, 1)
    scale = practice_scale(horizon, system, LUCK)[WARM_UP_DAYS]
    pattern = practice_pattern(horizon, system)[WARM_UP_DAYS]
    assert scale.mean() / pattern == pytest.approx(1.0, abs=0.005)
    assert scale.std() / pattern > 0.9 * system.practice_growth_sd


def test_general_practice_grows_from_the_middle_of_its_months(system: System) -> None:
    """At 4% a year and no spread, two years on there is 1.04 squared of what there was."""
    horizon = Horizon(MONDAY, 1)
    steady = replace(system, practice_growth_sd=0.0)
    years = horizon.years_since(system.practice_middle)[:, None]
    grown = practice_scale(horizon, replace(steady, practice_growth_mean=0.04), LUCK)
    assert grown == pytest.approx(practice_scale(horizon, steady, LUCK) * 1.04**years)
