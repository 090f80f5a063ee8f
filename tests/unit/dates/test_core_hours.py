"""Core hours, and by when a practice answers a contact."""

from datetime import date, datetime, time

import pytest

from knockon import dates

WORKING_WEEK = dates.WEEKDAYS[:5]


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        (datetime(2026, 12, 7, 8, 0), True),
        (datetime(2026, 12, 7, 7, 59), False),
        (datetime(2026, 12, 7, 18, 29), True),
        (datetime(2026, 12, 7, 18, 30), False),
        (datetime(2026, 12, 5, 12, 0), False),
        (datetime(2026, 12, 25, 12, 0), False),
        (datetime(2026, 4, 3, 12, 0), False),
    ],
)
def test_core_hours(moment, open_):
    "From eight until half past six, Monday to Friday, not on a bank holiday or Good Friday."
    assert dates.is_core_hours(moment) is open_


def test_core_hours_of_a_day():
    friday = date(2026, 12, 4)
    assert dates.core_hours_on(friday) == (datetime(2026, 12, 4, 8), datetime(2026, 12, 4, 18, 30))
    assert dates.core_hours_on(date(2026, 12, 5)) is None


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (datetime(2024, 9, 5, 7, 59), datetime(2024, 9, 5, 8)),
        (datetime(2024, 9, 5, 8, 0), datetime(2024, 9, 6, 8)),
        (datetime(2024, 9, 5, 12, 0), datetime(2024, 9, 6, 8)),
        (datetime(2024, 9, 6, 18, 30), datetime(2024, 9, 9, 8)),
    ],
    ids=["before they open", "as they open", "within them", "as they close on a Friday"],
)
def test_the_core_hours_that_follow_begin_after_the_moment(moment, opens):
    assert dates.following_core_hours(moment) == (opens, opens.replace(hour=18, minute=30))


@pytest.mark.parametrize(
    ("contact", "due"),
    [
        (datetime(2024, 9, 5, 7, 20), datetime(2024, 9, 5, 18, 30)),
        (datetime(2024, 9, 5, 8, 0), datetime(2024, 9, 6)),
        (datetime(2024, 9, 5, 12, 0), datetime(2024, 9, 6)),
        (datetime(2024, 9, 5, 18, 29), datetime(2024, 9, 6)),
        (datetime(2024, 9, 5, 18, 30), datetime(2024, 9, 6, 18, 30)),
        (datetime(2024, 9, 5, 18, 31), datetime(2024, 9, 6, 18, 30)),
        (datetime(2024, 9, 6, 18, 31), datetime(2024, 9, 9, 18, 30)),
        (datetime(2024, 9, 7, 11, 20), datetime(2024, 9, 9, 18, 30)),
        (datetime(2024, 8, 24, 9, 0), datetime(2024, 8, 27, 18, 30)),
        (datetime(2024, 8, 26, 12, 0), datetime(2024, 8, 27, 18, 30)),
        (datetime(2024, 12, 24, 19, 0), datetime(2024, 12, 27, 18, 30)),
        (datetime(2026, 12, 24, 18, 31), datetime(2026, 12, 29, 18, 30)),
        (datetime(2026, 4, 2, 20, 0), datetime(2026, 4, 7, 18, 30)),
        (datetime(2026, 4, 3, 10, 0), datetime(2026, 4, 7, 18, 30)),
    ],
    ids=[
        "early the same morning",
        "at the very opening",
        "at noon",
        "in the last minute",
        "at the very closing",
        "after closing",
        "after closing on a Friday",
        "on a Saturday",
        "on the Saturday before a bank holiday",
        "on a bank holiday",
        "on Christmas Eve",
        "on the Christmas Eve before a long run of holidays",
        "on Maundy Thursday",
        "on Good Friday",
    ],
)
def test_a_response_is_due(contact, due):
    "Within core hours: by midnight. Outside: by the end of the core hours that follow."
    assert dates.response_due(contact) == due


@pytest.mark.parametrize(
    ("contact", "response", "in_time"),
    [
        (datetime(2024, 9, 5, 12, 0), datetime(2024, 9, 5, 23, 59), True),
        (datetime(2024, 9, 5, 12, 0), datetime(2024, 9, 6, 0, 0), False),
        (datetime(2024, 9, 7, 11, 20), datetime(2024, 9, 9, 18, 29), True),
        (datetime(2024, 9, 7, 11, 20), datetime(2024, 9, 9, 18, 30), False),
        (datetime(2024, 9, 7, 11, 20), datetime(2024, 9, 7, 11, 20), True),
        (datetime(2024, 9, 7, 11, 20), datetime(2024, 9, 7, 11, 19), False),
    ],
)
def test_a_response_in_time(contact, response, in_time):
    "Before it is due, and not before the contact itself."
    assert dates.responded_in_time(contact, response) is in_time


@pytest.mark.parametrize(
    ("days", "opens", "closes", "overlap"),
    [
        (WORKING_WEEK, time(12), time(14), True),
        (WORKING_WEEK, time(18), time(18, 31), True),
        (WORKING_WEEK, time(18, 30), time(20), False),
        (WORKING_WEEK, time(6), time(8), False),
        (WORKING_WEEK, time(6), time(8, 1), True),
        (("saturday", "sunday"), time(8), time(18), False),
        (("saturday", "monday"), time(8), time(18), True),
        (WORKING_WEEK, time(18, 30), time(8), False),
        (WORKING_WEEK, time(18), time(8), True),
        (WORKING_WEEK, time(18, 30), time(0), False),
        (("monday",), time(20), time(9), True),
        (("thursday",), time(20), time(9), True),
        (("friday",), time(20), time(9), False),
        (("saturday",), time(20), time(9), False),
        (("sunday",), time(20), time(9), True),
        (("friday",), time(8), time(8), True),
        ((), time(8), time(18), False),
    ],
)
def test_hours_that_touch_core_hours(days, opens, closes, overlap):
    "A minute within is enough; half past six to eight in the morning is not."
    assert dates.core_hours_overlap(days, opens, closes) is overlap


@pytest.mark.parametrize(
    ("first", "last", "overlap"),
    [
        (date(2024, 12, 25), date(2024, 12, 26), False),
        (date(2024, 12, 25), date(2024, 12, 27), True),
        (date(2024, 12, 25), None, True),
        (None, date(2024, 12, 26), True),
        (date(2024, 9, 7), date(2024, 9, 8), False),
    ],
)
def test_bank_holidays_tell_where_both_dates_are_known(first, last, overlap):
    "Closed over Christmas alone touches no core hours; closed from Christmas on does."
    found = dates.core_hours_overlap(WORKING_WEEK, time(8), time(18), first=first, last=last)
    assert found is overlap


@pytest.mark.parametrize(
    ("night", "overlap"),
    [
        (date(2024, 12, 23), True),
        (date(2024, 12, 24), False),
        (date(2024, 8, 25), False),
    ],
    ids=["into a working day", "into Christmas Day", "into a bank holiday"],
)
def test_a_night_into_a_bank_holiday_touches_no_core_hours(night, overlap):
    evening, morning = time(20), time(9)
    every_day = dates.WEEKDAYS
    found = dates.core_hours_overlap(every_day, evening, morning, first=night, last=night)
    assert found is overlap
