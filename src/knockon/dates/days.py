"""Working days, weeks and months.

Bank holidays are those of England, from the library ``holidays``; Good Friday and Christmas Day,
which the contract names beside bank holidays, are among them.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

_WEEKEND = frozenset({calendar.SATURDAY, calendar.SUNDAY})


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in a year.

    A holiday that falls on a weekend stands beside the day that replaces it. The library is slow
    to import and most plans never come near a calendar, so it is asked for here.
    """
    import holidays  # noqa: PLC0415

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether practices must be open: Monday to Friday, not a bank holiday in England."""
    return day.weekday() not in _WEEKEND and day not in bank_holidays(day.year)


def working_days(start: date, until: date) -> int:
    """Count the working days from a day up to, and not including, another; 0 if none between."""
    days = (start + timedelta(days=nth) for nth in range((until - start).days))
    return sum(map(is_working_day, days))


def is_monday(day: date) -> bool:
    """Whether a day is a Monday, as the first day of every week here must be."""
    return day.weekday() == calendar.MONDAY


def monday_of(day: date) -> date:
    """Return the Monday of the week a day is in."""
    return day - timedelta(days=day.weekday())


def mondays(start: date, weeks: int) -> Iterator[date]:
    """Yield the Mondays of so many weeks, the first the week of ``start``."""
    first = monday_of(start)
    return (first + timedelta(weeks=nth) for nth in range(weeks))


def months_after(day: date, months: int) -> date:
    """Return the corresponding date so many months later (or earlier, when below zero).

    From the 15th to a 15th; where the month has no such day, its last.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def days_in_month(day: date) -> int:
    """Return how many days the month of a day has."""
    return calendar.monthrange(day.year, day.month)[1]
