"""The columns of a table of notices: what each holds, and how a cell is read and written.

The same columns stand in CSV and in workbooks, format ``knockon/notices-table/1``. A blank cell is
not known wherever something can be unknown; ``none`` is known to be none. Days are real dates of
the spreadsheet, or text like 2024-12-31.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register.notice import FORMS, PATIENT_GROUPS, Capacity
from knockon.register.parties import HOLDER_KINDS, SENDER_KINDS
from knockon.register.state import Status
from knockon.register.terms import BASES, Period

__all__ = ["BLANK", "COLUMNS", "NONE", "NOTICE_COLUMNS", "Column", "read_cell", "write_cell"]

NONE = "none"
BLANK = ""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORMULA = ("=", "+", "-", "@")
"""What makes a spreadsheet take text for a formula."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, what it holds, and how its cells are read.

    ``kind`` is what a cell holds; ``words`` are the only texts it may hold, where there are such.
    """

    name: str
    holds: str
    kind: str
    words: tuple[str, ...] = ()
    required: bool = False


NOTICE_COLUMNS: tuple[Column, ...] = (
    Column("sender_kind", "who sends it; blank: the holder itself", "word", SENDER_KINDS),
    Column("sender", "the sender's name", "text"),
    Column("sender_code", "the ODS code of a practice or PCN that sends it", "text"),
    Column("holder_kind", "who holds the agreement; blank: a practice", "word", HOLDER_KINDS),
    Column("holder", "the ODS code of who holds it", "text", required=True),
    Column("service", "the id of a local service", "text", required=True),
    Column(
        "patients",
        "all, or any of new, existing, beyond_capacity with commas",
        "groups",
        required=True,
    ),
    Column("given_on", "the day it was given; none: considered, not given", "day", required=True),
    Column("ends_on", "the last day of the service, or unknown", "day", required=True),
    Column("basis", "what the agreement stands on", "word", BASES),
    Column("agreement", "the agreement's name; none where there is none", "known"),
    Column("clause", "its clause on notice; none where there is none", "known"),
    Column("owed", "notice owed: 3 months, 4 weeks, 10 days, none or unknown", "period"),
    Column("owed_basis", "where that length stands", "unknown_text"),
    Column("recipient", "to whom it is given", "unknown_text"),
    Column("form", "how it is given", "unknown_word", FORMS),
    Column("letter", "what notices sent in one letter share", "text"),
    Column("tier", "the heading it stands under in the letter", "text"),
    Column("capacity", "for beyond_capacity: 40 a week, 12 at once", "capacity"),
    Column("receiving", "who takes the patients; none where nobody does", "known"),
    Column("lapses_if", "what would make it lapse", "text"),
    Column("decide_on", "when that is decided", "day"),
    Column("note", "anything else", "text"),
)
"""What makes a notice."""

COLUMNS: tuple[Column, ...] = (
    *NOTICE_COLUMNS,
    Column("id", "its number in the ledger it was taken from", "text"),
    Column("status", "how it stands; blank: as the notice says", "word", get_args(Status)),
    Column("since", "the day it came to stand so", "day"),
    Column("why", "why", "text"),
    Column("superseded_by", "the numbers of the notices that replace it", "text"),
)


def read_cell(column: Column, cell: object) -> Any:
    """Return what a cell says, or refuse it (K730) with what the column holds."""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, str):
        return _read_text(column, cell.strip())
    if cell is None:
        return _read_text(column, BLANK)
    if isinstance(cell, dt.date):
        if column.kind == "day":
            return cell
        raise _refused(column, f"the date {cell}")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return _read_text(column, str(cell))


@lru_cache(maxsize=1 << 14)
def _read_text(column: Column, text: str) -> Any:
    if text[:1] == "'" and text[1:2] in _FORMULA:
        text = text[1:]
    return _READERS[column.kind](column, text)


def write_cell(column: Column, value: object) -> dt.date | str:
    """Return the cell that :func:`read_cell` reads as this value."""
    if value is UNKNOWN:
        return UNKNOWN.value
    if value is None:
        return BLANK if column.kind in ("text", "word") or _blank_is_none(column) else NONE
    if isinstance(value, dt.date):
        return value
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _blank_is_none(column: Column) -> bool:
    """Whether a blank cell says None: a condition without a day, a notice without a capacity."""
    return column.name in ("capacity", "since", "decide_on")


def _text(_: Column, text: str) -> str | None:
    return text or None


def _unknown_text(_: Column, text: str) -> Any:
    return UNKNOWN if text in (BLANK, UNKNOWN.value) else text


def _known(column: Column, text: str) -> Any:
    return None if text == NONE else _unknown_text(column, text)


def _word(column: Column, text: str) -> str | None:
    if text and text not in column.words:
        raise _refused(column, f"{text!r}")
    return text or None


def _unknown_word(column: Column, text: str) -> Any:
    return UNKNOWN if text in (BLANK, UNKNOWN.value) else _word(column, text)


def _day(column: Column, text: str) -> Any:
    if text == BLANK and _blank_is_none(column):
        return None
    if text == NONE and column.name == "given_on":
        return None
    if text == UNKNOWN.value and column.name in ("ends_on", "decide_on"):
        return UNKNOWN
    try:
        return dt.date.fromisoformat(text if _DAY.fullmatch(text) else BLANK)
    except ValueError:
        raise _refused(column, f"{text!r}" if text else "nothing") from None


def _groups(column: Column, text: str) -> tuple[str, ...]:
    named = {word for word in re.split(r"[\s,;+]+", text) if word}
    if not named or not named <= set(PATIENT_GROUPS):
        raise _refused(column, f"{text!r}" if text else "nothing")
    return tuple(group for group in PATIENT_GROUPS if group in named)


def _period(column: Column, text: str) -> Any:
    return _parsed(column, text, Period.parse, none=True)


def _capacity(column: Column, text: str) -> Any:
    return None if text == BLANK else _parsed(column, text, Capacity.parse)


def _parsed(column: Column, text: str, parse: Callable[[str], Any], *, none: bool = False) -> Any:
    if text in (BLANK, UNKNOWN.value):
        return UNKNOWN
    if none and text == NONE:
        return None
    try:
        return parse(text)
    except KnockonError:
        raise _refused(column, f"{text!r}") from None


def _refused(column: Column, found: str) -> KnockonError:
    one_of = f"{', '.join(column.words)} or blank" if column.words else column.holds
    remedies = {
        "day": "Format the cell as a date, or write it like 2024-12-31.",
        "word": "Choose one of these.",
        "unknown_word": "Choose one of these.",
    }
    return KnockonError(
        "K730",
        f"{column.name} is {found}",
        expected=one_of,
        remedy=remedies.get(column.kind, "Correct the cell."),
    )


_READERS: dict[str, Callable[[Column, str], Any]] = {
    "text": _text,
    "word": _word,
    "unknown_word": _unknown_word,
    "unknown_text": _unknown_text,
    "known": _known,
    "day": _day,
    "groups": _groups,
    "period": _period,
    "capacity": _capacity,
}
