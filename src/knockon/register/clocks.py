"""When notices may end, whether those given are long enough, and what comes due.

The last day of a notice is the day its length ends by :meth:`~knockon.register.terms.Period.after`:
months by the corresponding date, and on the last of a month that has no such day. Weekends and bank
holidays count, and a day of giving on one is a day of giving: an agreement may say otherwise, and
then so must who records the notice. Nothing here assumes a length that is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.register.notice import Notice
from knockon.register.state import NoticeRecord, State

HORIZONS = (14, 30, 90)
"""Days ahead that are usually looked at."""


def earliest_end(notice: Notice) -> date | Unknown | None:
    """Return the earliest day the notice can end on under its terms.

    None where it is not given yet, and so no clock runs; UNKNOWN where its length is not known
    (see :func:`would_settle`). Where none is owed, the day it is given.
    """
    if notice.given_on is None:
        return None
    period = notice.owed.period
    if period is UNKNOWN:
        return UNKNOWN
    return notice.given_on if period is None else period.after(notice.given_on)


def days_short(notice: Notice) -> int | Unknown | None:
    """Return how many days too early the notice ends under its terms; 0 is long enough.

    None where it is not given yet; UNKNOWN where its end or its length is not known.
    """
    earliest = earliest_end(notice)
    if earliest is None or earliest is UNKNOWN:
        return earliest
    if notice.ends_on is UNKNOWN:
        return UNKNOWN
    return max(0, (earliest - notice.ends_on).days)


def over_when_stopping(notice: Notice, on: date) -> bool | Unknown | None:
    """Whether the notice owed has run out when the service stops on a day.

    None on the very day on which it runs out: whether the service may stop on that day itself
    depends on how the agreement counts, so the day alone cannot say. UNKNOWN where the length is
    not known, False where the notice is not given yet.
    """
    earliest = earliest_end(notice)
    if earliest is UNKNOWN:
        return UNKNOWN
    if earliest is None:
        return False
    if notice.owed.period is None:
        return on >= earliest
    return None if on == earliest else on > earliest


def would_settle(notice: Notice) -> tuple[str, ...]:
    """Return what is missing before a notice's clock can be read, in words."""
    needs = []
    if notice.given_on is None:
        needs.append("the day it is given")
    if notice.owed.period is UNKNOWN:
        needs.append(f"how much notice {_source(notice)} asks for")
    if notice.ends_on is UNKNOWN:
        needs.append("the last day of the service")
    return tuple(needs)


@dataclass(frozen=True, slots=True)
class Due:
    """A day on which something comes due, and the notice it comes due for."""

    on: date
    record: NoticeRecord

    def within(self, day: date, days: int) -> bool:
        """Whether it comes due from a day on and before so many days are over."""
        return day <= self.on < day + timedelta(days=days)


def ends(state: State, day: date, days: int) -> tuple[Due, ...]:
    """Return the notices whose last day is one of ``days`` days from ``day``, in order of days.

    All that stand: who asks tells the firm from the conditional and the considered.
    """
    return _within(_last_days(state), day, days)


def decisions(state: State, day: date, days: int) -> tuple[Due, ...]:
    """Return the conditional and considered notices that are to be decided on within so many days.

    Those whose day has passed undecided are :func:`overdue`.
    """
    return _within(_decision_days(state), day, days)


def overdue(state: State, day: date) -> tuple[Due, ...]:
    """Return what was to be decided before a day and is not: silence decides nothing."""
    late = (due for due in _decision_days(state) if due.on < day)
    return tuple(sorted(late, key=_order))


def without_end(state: State) -> tuple[NoticeRecord, ...]:
    """Return the notices that stand and whose last day is not known."""
    return tuple(one for one in state.standing() if one.notice.ends_on is UNKNOWN)


def _within(dated: Iterator[Due], day: date, days: int) -> tuple[Due, ...]:
    return tuple(sorted((due for due in dated if due.within(day, days)), key=_order))


def _order(due: Due) -> tuple[date, int]:
    return due.on, int(due.record.id[1:])


def _last_days(state: State) -> Iterator[Due]:
    for record in state.standing():
        if record.notice.ends_on is not UNKNOWN:
            yield Due(record.notice.ends_on, record)


def _decision_days(state: State) -> Iterator[Due]:
    for record in state.with_status("considered", "conditional"):
        condition = record.notice.condition
        if condition is not None and condition.decide_on is not UNKNOWN:
            yield Due(condition.decide_on, record)


def _source(notice: Notice) -> str:
    name = notice.agreement.name
    return name if isinstance(name, str) else "the agreement"
