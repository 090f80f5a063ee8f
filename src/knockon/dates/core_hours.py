"""Core hours, and by when a practice answers a contact.

Core hours are 8.00 to 18.30 from Monday to Friday, bank holidays, Good Friday and Christmas Day
left out: National Health Service (General Medical Services Contracts) Regulations 2015,
regulation 3. By when a contact is answered: the same Regulations, Schedule 3, Part 1, paragraph
4(3). Every moment is local time, without a zone; a stretch of time holds its first moment and not
its last, so half past six itself lies outside core hours.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from knockon.dates.days import is_working_day

CORE_HOURS = (time(8), time(18, 30))
"""When a practice must provide essential services on a working day: from, until."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The days of a week by name, in the order of :meth:`datetime.date.weekday`."""

_A_DAY = timedelta(days=1)
_WORKING_WEEK = 5


def core_hours_on(day: date) -> tuple[datetime, datetime] | None:
    """Return when core hours begin and end on a day, or None on a day without any."""
    if not is_working_day(day):
        return None
    opens, closes = CORE_HOURS
    return datetime.combine(day, opens), datetime.combine(day, closes)


def is_core_hours(moment: datetime) -> bool:
    """Whether a moment is within core hours; eight o'clock is, half past six is not."""
    hours = core_hours_on(moment.date())
    return hours is not None and hours[0] <= moment < hours[1]


def following_core_hours(moment: datetime) -> tuple[datetime, datetime]:
    """Return the first core hours that begin after a moment: from, until."""
    day = moment.date()
    while (hours := core_hours_on(day)) is None or hours[0] <= moment:
        day += _A_DAY
    return hours


def response_due(contact_at: datetime) -> datetime:
    """Return the moment by which a contact must have its response; at that moment it is late.

    A contact outside core hours is due during the following core hours, so one at 7.20 is due by
    half past six the same day (paragraph 4(3)(a)). One within core hours is due during "the day
    on which the core hours fall" (4(3)(b)), read as the calendar day: by midnight.
    """
    if is_core_hours(contact_at):
        return datetime.combine(contact_at.date() + _A_DAY, time())
    return following_core_hours(contact_at)[1]


def responded_in_time(contact_at: datetime, response_at: datetime) -> bool:
    """Whether a response came before it was due, and not before the contact.

    It says by when, not at which hours: an answer at night before the following core hours is in
    time. Where it holds and the answer came after half past six on the day of a contact in core
    hours, another reading of 4(3)(b) has it late; :func:`is_core_hours` of the response tells.
    """
    return contact_at <= response_at < response_due(contact_at)


def core_hours_overlap(
    days: Collection[str],
    opens: time,
    closes: time,
    *,
    first: date | None = None,
    last: date | None = None,
) -> bool:
    """Whether any part of something done at these hours on these weekdays is in core hours.

    ``days`` are names out of :data:`WEEKDAYS`. Hours that end no later than they begin run into
    the next day. Bank holidays tell only where both the first and the last day are known: what
    runs on without an end meets ordinary weeks.
    """
    own_day, next_day = _parts_in_core_hours(opens, closes)
    named = {WEEKDAYS.index(day) for day in days}
    ordinarily = any(
        (own_day and day < _WORKING_WEEK)
        or (next_day and (day + 1) % len(WEEKDAYS) < _WORKING_WEEK)
        for day in named
    )
    if not ordinarily or first is None or last is None:
        return ordinarily
    stretch = (first + timedelta(days=nth) for nth in range((last - first).days + 1))
    return any(
        (own_day and is_working_day(day)) or (next_day and is_working_day(day + _A_DAY))
        for day in stretch
        if day.weekday() in named
    )


def _parts_in_core_hours(opens: time, closes: time) -> tuple[bool, bool]:
    """Return whether hours touch core hours on their own day, and on the day they run into."""
    core_from, core_until = CORE_HOURS
    if opens < closes:
        return opens < core_until and core_from < closes, False
    return opens < core_until, core_from < closes
