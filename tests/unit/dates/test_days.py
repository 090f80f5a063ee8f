"""Working days, weeks and months."""

from datetime import date

import pytest

from knockon import dates


def test_bank_holidays_are_those_of_england():
    "Good Friday and Easter Monday are; St Andrew's Day and the second of January are Scotland's."
    assert dates.bank_holidays(2026) == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 26),
        date(2026, 12, 28),
    }


def test_a_substitute_day_is_a_bank_holiday():
    assert date(2027, 12, 27) in dates.bank_holidays(2027)
    assert date(2027, 12, 28) in dates.bank_holidays(2027)


def test_a_day_proclaimed_once_is_a_bank_holiday():
    assert date(2022, 9, 19) in dates.bank_holidays(2022)


def test_working_days_leave_out_the_last_day():
    assert dates.working_days(date(2026, 12, 7), date(2026, 12, 14)) == 5


def test_working_days_over_christmas():
    "Monday 21 December to Monday 4 January: ten weekdays less Christmas, its substitute, New Year."
    assert dates.working_days(date(2026, 12, 21), date(2027, 1, 4)) == 7


def test_working_days_of_nothing():
    assert dates.working_days(date(2026, 12, 7), date(2026, 12, 7)) == 0
    assert dates.working_days(date(2027, 1, 7), date(2026, 12, 7)) == 0


def test_weeks_start_on_monday():
    assert dates.is_monday(date(2026, 12, 7))
    assert not dates.is_monday(date(2026, 12, 8))
    assert dates.monday_of(date(2026, 12, 13)) == date(2026, 12, 7)
    assert list(dates.mondays(date(2026, 12, 9), 2)) == [date(2026, 12, 7), date(2026, 12, 14)]


@pytest.mark.parametrize(
    ("given", "months", "ends"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_on_the_corresponding_date(given, months, ends):
    "Where the month has no such day, on its last day."
    assert dates.months_after(given, months) == ends


def test_days_in_month():
    assert dates.days_in_month(date(2028, 2, 10)) == 29
