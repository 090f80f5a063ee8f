"""Facts worked out of others: the functions a pack may name under ``derived``.

A pack writes ``derived: overlaps_core_hours`` with the ``inputs`` in the order the function takes
them. A number or a day that stands in a document is the pack's to give, in brackets after the
name: ``derived: slots_for_111_enough(3000)``; it comes after the inputs.

Each function takes answers, any of which may be unknown, and decides as soon as nothing still
unknown could change the result: a diversion on Saturdays alone touches no core hours, whatever
its times. Where it cannot decide it returns :data:`~knockon.catalogue.facts.UNKNOWN`, and its
unknown inputs are asked for (all of them, where none is unknown and they do not go together); or
:class:`Undecided`, when what is missing is a text and not a fact.
"""

from __future__ import annotations

import ast
import datetime as dt
import functools
import inspect
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from knockon import dates
from knockon.catalogue.expressions import Constant
from knockon.catalogue.facts import UNKNOWN, Answer, Fact
from knockon.errors import KnockonError


@dataclass(frozen=True, slots=True)
class Undecided:
    """A result that waits for a text nobody has loaded, such as a contract's own words."""

    words: str


Result: TypeAlias = Answer | Undecided

_HALF_HOURS = tuple(dt.time(half // 2, half % 2 * 30) for half in range(48))
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def overlaps_core_hours(
    days: Answer, opens: Answer, closes: Answer, start: Answer = UNKNOWN, end: Answer = UNKNOWN
) -> Result:
    """Whether hours on these weekdays touch core hours: ``[days, from, to]``.

    Hours that end no later than they begin run into the next day. With ``start`` and ``end`` as
    further inputs a short closure is held against the bank holidays within it.
    """
    named = tuple(day.lower() for day in days) if isinstance(days, tuple) else None
    begins = opens if isinstance(opens, dt.time) else None
    ends = closes if isinstance(closes, dt.time) else None
    first = start if isinstance(start, dt.date) else None
    last = end if isinstance(end, dt.date) else None
    return _overlap(named, begins, ends, first, last)


@functools.lru_cache(maxsize=4096)
def _overlap(
    days: tuple[str, ...] | None,
    opens: dt.time | None,
    closes: dt.time | None,
    first: dt.date | None,
    last: dt.date | None,
) -> Result:
    """Return what every way of filling in the unknown leads to, or unknown where they differ.

    A result depends on the times only by their order around the edges of core hours, which are
    whole half hours, so half hours stand for every time; and one weekday at a time stands for
    every list of them, since a list overlaps where one of its days does.
    """
    if days is not None and not set(days) <= set(dates.WEEKDAYS):
        return UNKNOWN
    weeks = [days] if days is not None else [(day,) for day in dates.WEEKDAYS]
    ways = itertools.product(
        weeks,
        _HALF_HOURS if opens is None else (opens,),
        _HALF_HOURS if closes is None else (closes,),
    )
    found = (
        dates.core_hours_overlap(week, begins, ends, first=first, last=last)
        for week, begins, ends in ways
    )
    decided = next(found)
    return decided if all(other is decided for other in found) else UNKNOWN


def in_core_hours(moment: Answer) -> Result:
    """Whether a moment lies within core hours: ``[contact_at]``."""
    return dates.is_core_hours(moment) if isinstance(moment, dt.datetime) else UNKNOWN


def answered_in_time(contact_at: Answer, response_at: Answer) -> Result:
    """Whether a contact had its response when it was due: ``[contact_at, response_at]``.

    A response known not to have come is not in time. One before the contact is a slip: both
    moments are asked for again.
    """
    if response_at is None:
        return False
    if not isinstance(contact_at, dt.datetime) or not isinstance(response_at, dt.datetime):
        return UNKNOWN
    if response_at < contact_at:
        return UNKNOWN
    return dates.responded_in_time(contact_at, response_at)


def answered_by_following_core_hours(contact_at: Answer, response_at: Answer, words: str) -> Result:
    """Whether a contact was answered when it was due, a text deciding on the core hours after.

    ``answered_by_following_core_hours('the words of …')`` on ``[contact_at, response_at]``: true
    where :func:`answered_in_time`; by the end of the core hours that follow the text alone can
    say; later it was not.
    """
    in_time = answered_in_time(contact_at, response_at)
    if not isinstance(contact_at, dt.datetime) or not isinstance(response_at, dt.datetime):
        return in_time
    _, closes = dates.following_core_hours(contact_at)
    return Undecided(words) if in_time is False and response_at < closes else in_time


def notice_long_enough(given_on: Answer, months: Answer, start: Answer) -> Result:
    """Whether notice is over: ``[notice_given_on, notice_required_months, start]``.

    No notice is long enough where none is required. On the very day on which notice ends only the
    contract's own words can say.
    """
    if months == 0:
        return True
    if isinstance(months, bool) or not isinstance(months, int) or not isinstance(start, dt.date):
        return UNKNOWN
    if given_on is None:
        return False
    if not isinstance(given_on, dt.date):
        return UNKNOWN
    over = dates.notice_is_over(given_on, months, start)
    if over is None:
        ends = dates.notice_ends(given_on, months).isoformat()
        return Undecided(f"the contract's words on the very day on which notice ends ({ends})")
    return over


def notice_on_stated_terms(terms: Answer, given: Answer) -> Result:
    """Whether notice was given on an agreement's own terms: ``[notice_terms, notice_given]``.

    The terms are a text nobody reads here; until they are known, notice decides nothing.
    """
    return UNKNOWN if terms is UNKNOWN or given is UNKNOWN else given is True


def waits_for_a_text(answer: Answer, words: str) -> Result:
    """Whether something is so where a fact is true; where it is not, a text alone can say.

    ``waits_for_a_text('the regulation on practices without a digital system')``
    """
    if answer is UNKNOWN:
        return UNKNOWN
    return True if answer is True else Undecided(words)


def one_answer_waits_for_a_text(answer: Answer, so: str, waiting: str, words: str) -> Result:
    """Whether a choice is the answer ``so``; where it is ``waiting``, a text alone can say.

    ``one_answer_waits_for_a_text('same_day', 'later', 'the words of …')``
    """
    if answer is UNKNOWN:
        return UNKNOWN
    return Undecided(words) if answer == waiting else answer == so


def slots_for_111_enough(slots: Answer, patients: Answer, patients_a_slot: int) -> Result:
    """Whether enough appointments a day are left for 111: ``[slots…, registered_patients]``.

    One for a list smaller than ``patients_a_slot``, else one for each whole ``patients_a_slot``.
    """
    if isinstance(slots, int) and slots == 0:
        return False
    if not isinstance(slots, int) or not isinstance(patients, int):
        return UNKNOWN
    return slots >= max(1, patients // patients_a_slot)


def starts_on_or_after(start: Answer, day: str) -> Result:
    """Whether something starts on or after a day: ``starts_on_or_after('2025-04-01')``."""
    return start >= dt.date.fromisoformat(day) if isinstance(start, dt.date) else UNKNOWN


def runs_past(end: Answer, day: str) -> Result:
    """Whether something is still running after a day: ``runs_past('2025-03-31')`` on ``[end]``.

    What has no end runs past every day.
    """
    if end is None:
        return True
    return end > dt.date.fromisoformat(day) if isinstance(end, dt.date) else UNKNOWN


def came_by(day: Answer, start: Answer) -> Result:
    """Whether something came no later than an action begins: ``[commissioner_notified_on, start]``.

    Null, known not to have come, is not in time.
    """
    if day is None:
        return False
    if not isinstance(day, dt.date) or not isinstance(start, dt.date):
        return UNKNOWN
    return day <= start


def completed_by(
    contract_year: Answer, completed_on: Answer, start: Answer, first_day: str, last_day: str
) -> Result:
    """Whether something was done by a day of its contract year: ``completed_by('04-01', '09-30')``.

    ``[contract_year, completed_on, start]``; "2024/25" begins on ``first_day`` of 2024. Done before
    the year began is a slip, and all is asked for again. Null, not done: too late where the action
    starts after the last day; until then only what is done by it can say.
    """
    year = _YEAR.search(contract_year) if isinstance(contract_year, str) else None
    if year is None:
        return UNKNOWN
    first, last = (dt.date.fromisoformat(f"{year[0]}-{day}") for day in (first_day, last_day))
    if isinstance(completed_on, dt.date):
        return completed_on <= last if completed_on >= first else UNKNOWN
    if completed_on is not None or not isinstance(start, dt.date):
        return UNKNOWN
    return False if start > last else Undecided(f"what is done by {last.isoformat()}")


FUNCTIONS: Final[Mapping[str, Callable[..., Result]]] = {
    "answered_by_following_core_hours": answered_by_following_core_hours,
    "answered_in_time": answered_in_time,
    "came_by": came_by,
    "completed_by": completed_by,
    "in_core_hours": in_core_hours,
    "notice_long_enough": notice_long_enough,
    "notice_on_stated_terms": notice_on_stated_terms,
    "one_answer_waits_for_a_text": one_answer_waits_for_a_text,
    "overlaps_core_hours": overlaps_core_hours,
    "runs_past": runs_past,
    "slots_for_111_enough": slots_for_111_enough,
    "starts_on_or_after": starts_on_or_after,
    "waits_for_a_text": waits_for_a_text,
}
"""The functions by the name a pack writes."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one fact is worked out: the function, its inputs by name, and what the pack gave it."""

    function: Callable[..., Result]
    inputs: tuple[str, ...]
    constants: tuple[Constant, ...]

    def __call__(self, answers: tuple[Answer, ...]) -> Result:
        """Return the result for the answers to the inputs, in their order."""
        return self.function(*answers, *self.constants)


def derivation(fact: Fact) -> Derivation:
    """Return how a derived fact is worked out; K701 where no function here does it."""
    written = fact.derived or ""
    try:
        match ast.parse(written, mode="eval").body:
            case ast.Name(name):
                constants: tuple[Constant, ...] = ()
            case ast.Call(ast.Name(name), arguments, []):
                constants = tuple(ast.literal_eval(argument) for argument in arguments)
            case _:
                raise ValueError
        return _fitting(FUNCTIONS[name], fact.inputs, constants)
    except (SyntaxError, ValueError, TypeError, KeyError):
        raise _no_such(fact) from None


def _fitting(
    function: Callable[..., Result], inputs: tuple[str, ...], constants: tuple[Constant, ...]
) -> Derivation:
    """Return the derivation if the function takes so many inputs; TypeError if it does not."""
    inspect.signature(function).bind(*inputs, *constants)
    return Derivation(function, inputs, constants)


def _no_such(fact: Fact) -> KnockonError:
    return KnockonError(
        "K701",
        f"the fact {fact.id} is derived by {fact.derived!r} from {len(fact.inputs)} inputs",
        expected=f"a function with its inputs out of {', '.join(sorted(FUNCTIONS))}",
        remedy="Correct the pack; numbers the pack gives stand in brackets after the name.",
    )
