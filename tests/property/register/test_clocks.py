"""The clock against a calendar walked day by day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knockon.catalogue.facts import UNKNOWN
from knockon.register import (
    Agreement,
    Holder,
    Notice,
    Owed,
    Period,
    Sender,
    days_short,
    earliest_end,
    over_when_stopping,
)

DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
PERIODS = st.builds(
    Period,
    st.integers(1, 24),
    st.sampled_from(["days", "weeks", "months"]),  # type: ignore[arg-type]
)


def walked(day: date, period: Period) -> date:
    "Step from day to day; of a month, to the day with that number or the last before the next."
    if period.unit != "months":
        for _ in range(period.count * (7 if period.unit == "weeks" else 1)):
            day += timedelta(days=1)
        return day
    wanted, months = day.day, 0
    while True:
        after = day + timedelta(days=1)
        if after.day == 1:
            if months == period.count:
                return day
            months += 1
        day = after
        if months == period.count and day.day == wanted:
            return day


def noticed(given_on: date, ends_on: date, period: Period) -> Notice:
    return Notice(
        sender=Sender("alliance", "The Alliance"),
        holder=Holder("practice", "X10001"),
        service="phlebotomy",
        patients=("all",),
        given_on=given_on,
        ends_on=ends_on,
        agreement=Agreement(),
        owed=Owed(period, UNKNOWN),
    )


@given(DAYS, PERIODS)
def test_the_earliest_end_is_where_a_walk_ends(day: date, period: Period) -> None:
    assert period.after(day) == walked(day, period)
    assert earliest_end(noticed(day, day, period)) == walked(day, period)


@given(DAYS, st.integers(0, 800), PERIODS)
def test_short_is_as_many_days_as_must_be_added(day: date, length: int, period: Period) -> None:
    ends_on = day + timedelta(days=length)
    short = days_short(noticed(day, ends_on, period))
    assert isinstance(short, int)
    until = ends_on
    added = 0
    while until < walked(day, period):
        until += timedelta(days=1)
        added += 1
    assert short == added


@given(DAYS, DAYS, PERIODS)
def test_it_is_over_after_that_day_and_not_before(day: date, stop: date, period: Period) -> None:
    over = over_when_stopping(noticed(day, day, period), stop)
    last = walked(day, period)
    assert over is (None if stop == last else stop > last)
