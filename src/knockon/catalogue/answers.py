"""Read an answer to a fact, the same way in a plan, in a worked example and in a rule.

Values come from the strict reader of YAML and JSON. A fact is answered in its own kind or by the
word ``unknown``; everything else is refused at its line. ``null`` answers a date or a moment alone:
known not to have happened. JSON has no dates, so a date may also be text in ISO form.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from knockon.catalogue.facts import UNKNOWN, Answer, AnswerKind, Fact
from knockon.catalogue.yaml import did_you_mean, nearest, type_names
from knockon.errors import KnockonError

UNKNOWN_WORD: Final = "unknown"
MOST_WHOLE: Final = 1_000_000_000
"""The largest number a fact takes; anything above it is a slip of the keyboard."""
LONGEST_SHOWN: Final = 60
"""As many letters of a wrong answer as a refusal repeats."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_CALENDAR = "Check it against the calendar and the clock."
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_EXPECTED: Mapping[AnswerKind, str] = {
    "bool": "true, false or unknown",
    "whole": "a whole number of 0 or more, or unknown",
    "number": "a number of 0 or more, or unknown",
    "date": "a date such as 2024-09-02, null if it has not happened, or unknown",
    "moment": 'a local date and time such as "2024-09-02T18:30", null if it has not happened, '
    "or unknown",
    "time": 'a time of day in quotation marks such as "08:00" or "18:30", or unknown',
    "text": "text, or unknown",
    "texts": "a list of texts such as [one, another], or unknown",
}


def read_answer(fact: Fact, value: Any, place: str | None) -> Answer:
    """Return what ``value``, as read from a file, answers to ``fact``.

    ``place`` is the ``file:line`` told in a refusal. K022: an answer the fact does not allow, with
    the nearest one it does; or any answer to a derived fact, which is never stated.
    """
    if fact.derived is not None:
        raise _refused(fact, value, place, "nothing: it is worked out", _instead_of_derived(fact))
    if value == UNKNOWN_WORD:
        return UNKNOWN
    return _READERS[fact.kind](fact, value, place)


def fact_called(name: str, facts: Mapping[str, Fact], asked_of: str, place: str | None) -> Fact:
    """Return the fact of that name; K023 with the nearest name when there is none.

    ``asked_of`` says whose facts these are, as in "the practice" or an action type.
    """
    if name not in facts:
        raise KnockonError(
            "K023",
            f"{name!r} is not a fact asked of {asked_of}",
            expected=f"a fact of {asked_of} as the packs spell it",
            remedy=did_you_mean(name, [key for key, fact in facts.items() if not fact.derived]),
            place=place,
        )
    return facts[name]


def allowed_answers(fact: Fact) -> str:
    """Return in words what answers a fact, for a refusal or a question."""
    if fact.kind == "choice":
        return f"{_listed(fact.answers)} or {UNKNOWN_WORD}"
    if fact.kind == "choices":
        return f"a list of one or more of {_listed(fact.answers)}, or {UNKNOWN_WORD}"
    if fact.kind == "bool" and fact.answers:
        return f"true, false, {_listed(fact.answers)} or {UNKNOWN_WORD}"
    return _EXPECTED[fact.kind]


def _bool(fact: Fact, value: Any, place: str | None) -> Answer:
    if isinstance(value, bool) or (isinstance(value, str) and value in fact.answers):
        return value
    raise _impossible(fact, value, place, remedy=_truth(value, fact.answers))


def _choice(fact: Fact, value: Any, place: str | None) -> Answer:
    if isinstance(value, str) and value in fact.answers:
        return value
    raise _impossible(fact, value, place, remedy=did_you_mean(_as_written(value), fact.answers))


def _whole(fact: Fact, value: Any, place: str | None) -> Answer:
    if _is_number(value) and value == math.floor(value) and 0 <= value <= MOST_WHOLE:
        return int(value)
    raise _impossible(fact, value, place)


def _number(fact: Fact, value: Any, place: str | None) -> Answer:
    if _is_number(value) and 0 <= value <= MOST_WHOLE:
        return float(value) if isinstance(value, float) else int(value)
    raise _impossible(fact, value, place)


def _date(fact: Fact, value: Any, place: str | None) -> Answer:
    if value is None:
        return None
    if type(value) is dt.date:
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _parsed(dt.date.fromisoformat, fact, value, place)
    raise _impossible(fact, value, place)


def _moment(fact: Fact, value: Any, place: str | None) -> Answer:
    if value is None:
        return None
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return _parsed(dt.datetime.fromisoformat, fact, value, place)
    raise _impossible(fact, value, place)


def _time(fact: Fact, value: Any, place: str | None) -> Answer:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return dt.time.fromisoformat(value)
    raise _impossible(fact, value, place, remedy="Write hours and minutes of 24 hours.")


def _text(fact: Fact, value: Any, place: str | None) -> Answer:
    written = isinstance(value, (str, int, float, dt.date)) and not isinstance(value, bool)
    if not written or not str(value).strip():
        raise _impossible(fact, value, place)
    return str(value).strip()


def _choices(fact: Fact, value: Any, place: str | None) -> Answer:
    found = _list_of_texts(fact, value, place)
    for word in found:
        if word not in fact.answers:
            remedy = did_you_mean(_as_written(word), fact.answers)
            raise _impossible(fact, word, place, remedy=remedy)
    return found


def _texts(fact: Fact, value: Any, place: str | None) -> Answer:
    return _list_of_texts(fact, value, place)


def _list_of_texts(fact: Fact, value: Any, place: str | None) -> tuple[str, ...]:
    """Return a list of different texts; an empty one says nothing and is refused."""
    if not isinstance(value, list) or not value:
        raise _impossible(fact, value, place, remedy="Put it in square brackets, or write unknown.")
    for position, word in enumerate(value):
        if not isinstance(word, str) or not word.strip() or word == UNKNOWN_WORD:
            remedy = "Write unknown for the whole list where part of it is not known."
            raise _impossible(fact, word, place, remedy=remedy)
        if word in value[:position]:
            raise _impossible(fact, value, place, remedy=f"Name {word!r} once.")
    return tuple(value)


_READERS: Mapping[AnswerKind, Callable[[Fact, Any, str | None], Answer]] = {
    "bool": _bool,
    "choice": _choice,
    "whole": _whole,
    "number": _number,
    "date": _date,
    "moment": _moment,
    "time": _time,
    "text": _text,
    "choices": _choices,
    "texts": _texts,
}


def _parsed(parse: Callable[[str], Answer], fact: Fact, value: str, place: str | None) -> Answer:
    try:
        return parse(value)
    except ValueError:
        raise _impossible(fact, value, place, remedy=_CALENDAR) from None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _truth(value: Any, answers: Collection[str]) -> str:
    """Return the remedy for what is not true or false: people write yes, no and quotation marks."""
    word = str(value).lower()
    if word in ("true", "yes", "y"):
        return "Write true, without quotation marks."
    if word in ("false", "no", "n"):
        return "Write false, without quotation marks."
    guess = nearest(word, [*answers, "true", "false", UNKNOWN_WORD])
    return f"Did you mean {guess!r}?" if guess else "Write true or false."


def _instead_of_derived(fact: Fact) -> str:
    return f"Take it out and state {_listed(fact.inputs)}."


def _listed(words: Collection[str]) -> str:
    return ", ".join(words)


def _as_written(value: Any) -> str:
    """Return a value as a file spells it, for a sentence."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (dict, list)):
        return type_names[type(value)] if value else f"an empty {type(value).__name__}"
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _impossible(
    fact: Fact, value: Any, place: str | None, remedy: str = "Correct the answer."
) -> KnockonError:
    return _refused(fact, value, place, allowed_answers(fact), remedy)


def _refused(fact: Fact, value: Any, place: str | None, expected: str, remedy: str) -> KnockonError:
    return KnockonError(
        "K022",
        f"{fact.name} is {_as_written(value)}",
        expected=expected,
        remedy=remedy,
        place=place,
    )
