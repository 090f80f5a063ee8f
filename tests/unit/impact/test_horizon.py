"""The days of a run."""

from datetime import date

import pytest

from knockon.errors import KnockonError
from knockon.impact.horizon import WARM_UP_DAYS, Horizon


def test_a_run_starts_on_the_friday_before_and_ends_on_a_sunday() -> None:
    horizon = Horizon(date(2026, 12, 7), 2)
    assert horizon.dates[0] == date(2026, 12, 4)
    assert horizon.dates[-1] == horizon.end == date(2026, 12, 20)
    assert len(horizon.dates) == horizon.days == 17
    assert horizon.week.tolist() == [-1] * 3 + [0] * 7 + [1] * 7


def test_practices_are_closed_in_the_warm_up_at_weekends_and_on_bank_holidays() -> None:
    horizon = Horizon(date(2026, 12, 21), 1)
    assert horizon.open.tolist() == [False] * 3 + [True] * 4 + [False] * 3


def test_days_gathered_for_an_open_day_are_all_days_since_the_last() -> None:
    horizon = Horizon(date(2026, 12, 7), 4)
    gathered = horizon.days_since_open
    assert not gathered[~horizon.open].any()
    last_open = int(horizon.open.nonzero()[0][-1])
    assert gathered.sum() == last_open, "each day before the last open one is gathered once"


def test_months_run_on_over_the_new_year() -> None:
    horizon = Horizon(date(2026, 12, 28), 1)
    assert horizon.calendar_months == ((2026, 12), (2027, 1))
    assert horizon.month[WARM_UP_DAYS] == 11
    assert horizon.month[-1] == 0


def test_years_are_counted_from_the_middle_of_a_level_s_months() -> None:
    horizon = Horizon(date(2026, 12, 7), 1)
    years = horizon.years_since(date(2026, 12, 7))
    assert years[WARM_UP_DAYS] == 0.0
    assert years[0] == pytest.approx(-3 / 365.25)


@pytest.mark.parametrize(("start", "weeks"), [(date(2026, 12, 8), 4), (date(2026, 12, 7), 0)])
def test_a_tuesday_and_no_week_are_refused(start: date, weeks: int) -> None:
    with pytest.raises(KnockonError):
        Horizon(start, weeks)
