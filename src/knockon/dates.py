"""Working days, weeks, core hours and notice, as contracts in England count them.

Bank holidays are those of England, from the library ``holidays``. Core hours and the
corresponding-date rule are those of the General Medical Services contract.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import holidays

__all__ = [
    "CORE_HOURS",
    "bank_holidays",
    "days_in_month",
    "is_core_hours",
    "is_monday",
    "is_working_day",
    "monday_of",
    "mondays",
    "months_after",
    "working_days",
]

CORE_HOURS = (time(8), time(18, 30))
"""When a practice must provide essential services on a working day: from, until.

Source: National Health Service (General Medical Services Contracts) Regulations 2015,
regulation 3 ("core hours").
"""

_WEEKEND = frozenset({calendar.SATURDAY, calendar.SUNDAY})


def bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of England in a year.

    A holiday that falls on a weekend stands beside the day that replaces it.
    """
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether practices must be open: Monday to Friday, not a bank holiday in England."""
    return day.weekday() not in _WEEKEND and day not in bank_holidays(day.year)


def is_core_hours(moment: datetime) -> bool:
    """Whether a moment, in local time, is within core hours; half past six itself is not."""
    opens, closes = CORE_HOURS
    return is_working_day(moment.date()) and opens <= moment.time() < closes


def working_days(start: date, until: date) -> int:
    """Count the working days from a day up to, and not including, another; 0 if none between."""
    closed = {day for year in range(start.year, until.year + 1) for day in bank_holidays(year)}
    days = (start + timedelta(days=nth) for nth in range((until - start).days))
    return sum(day.weekday() not in _WEEKEND and day not in closed for day in days)


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

    Notice given on the 15th ends on a 15th; where the month has no such day, on its last.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def days_in_month(day: date) -> int:
    """Return how many days the month of a day has."""
    return calendar.monthrange(day.year, day.month)[1]
