"""Core hours and what touches them, against looking at one minute after another."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from knockon import dates

MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
minutes = st.integers(0, 24 * 60 - 1)
quarters = st.integers(0, 24 * 4 - 1).map(lambda n: time(n // 4, n % 4 * 15))
weekdays = st.sets(st.sampled_from(dates.WEEKDAYS))


def at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + minute * MINUTE


@given(day=days, minute=minutes)
def test_a_response_is_due_at_the_end_of_something(day: date, minute: int) -> None:
    "By midnight for a contact in core hours; else at the first closing after the next opening."
    contact = at(day, minute)
    due = dates.response_due(contact)
    assert contact < due
    if dates.is_core_hours(contact):
        assert due == at(day + timedelta(days=1), 0)
        return
    last = due - MINUTE
    assert dates.is_core_hours(last)
    assert not dates.is_core_hours(due)
    opening = datetime.combine(last.date(), dates.CORE_HOURS[0])
    between = (contact + nth * QUARTER for nth in range(int((opening - contact) / QUARTER)))
    assert not any(dates.is_core_hours(moment) for moment in between)


@given(day=days, minute=minutes, later=st.integers(0, 14 * 24 * 60))
def test_a_later_contact_is_never_due_sooner(day: date, minute: int, later: int) -> None:
    "But for one within core hours, which is due by midnight whatever follows."
    contact = at(day, minute)
    after = contact + later * MINUTE
    if dates.is_core_hours(contact) == dates.is_core_hours(after):
        assert dates.response_due(contact) <= dates.response_due(after)


@settings(deadline=None)
@given(first=days, lasts=st.integers(0, 12), opens=quarters, closes=quarters, named=weekdays)
def test_hours_overlap_where_one_of_their_minutes_is_in_core_hours(
    first: date, lasts: int, opens: time, closes: time, named: set[str]
) -> None:
    last = first + timedelta(days=lasts)
    length = datetime.combine(first, closes) - datetime.combine(first, opens)
    length += timedelta(days=1) if length <= timedelta() else timedelta()
    touched = any(
        dates.is_core_hours(datetime.combine(day, opens) + nth * QUARTER)
        for day in (first + timedelta(days=nth) for nth in range(lasts + 1))
        if dates.WEEKDAYS[day.weekday()] in named
        for nth in range(int(length / QUARTER))
    )
    assert dates.core_hours_overlap(named, opens, closes, first=first, last=last) is touched


@given(opens=quarters, closes=quarters, named=weekdays, first=days)
def test_what_runs_on_without_an_end_meets_an_ordinary_week(
    opens: time, closes: time, named: set[str], first: date
) -> None:
    "A year holds an ordinary week, so the two agree."
    year = first + timedelta(days=365)
    without_end = dates.core_hours_overlap(named, opens, closes, first=first)
    assert without_end is dates.core_hours_overlap(named, opens, closes, first=first, last=year)


@given(given=days, months=st.integers(0, 60))
def test_notice_ends_on_the_same_day_of_the_month_or_its_last(given: date, months: int) -> None:
    ends = dates.notice_ends(given, months)
    assert (ends.year - given.year) * 12 + ends.month - given.month == months
    assert ends.day == min(given.day, dates.days_in_month(ends))
