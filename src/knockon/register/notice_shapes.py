"""The shape of a file of notices: its keys, and what kind of value each holds.

What many notices share (the day, the letter, the terms) may stand once for all of them; each notice
may say otherwise. A key left out is not known; ``null`` is known to be none.
:mod:`knockon.register.notice_files` turns these shapes into notices.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.yaml import Document
from knockon.plans.shaping import Shape, Within, fit

FORMAT = "knockon/notices/1"


def _day(value: object) -> object:
    """Take a day, also in quotation marks as JSON must write it, ``unknown`` or null."""
    if value is None or isinstance(value, date):
        return value
    if value == UNKNOWN.value:
        return UNKNOWN
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise PydanticCustomError("day", "a date such as 2026-12-07, unknown, or null") from None


def _text(value: object) -> object:
    """Take text, ``unknown`` or null."""
    if value is None or isinstance(value, str):
        return UNKNOWN if value == UNKNOWN.value else value
    raise PydanticCustomError("text", "text, unknown, or null for none")


def _groups(value: object) -> object:
    """Take one group of patients, or a list of them."""
    groups = [value] if isinstance(value, str) else value
    if not isinstance(groups, list) or not all(isinstance(one, str) for one in groups):
        raise PydanticCustomError("groups", "a group of patients, or a list of them")
    return tuple(groups)


DayKnownOrNot = Annotated[Any, BeforeValidator(_day)]
TextKnownOrNot = Annotated[Any, BeforeValidator(_text)]


class SenderShape(Shape):
    """Who sends the notices."""

    kind: Literal["practice", "pcn", "alliance"]
    name: str | None = None
    code: str | None = None


class TermsShape(Shape):
    """What notices may share, or say for themselves."""

    given_on: DayKnownOrNot = UNKNOWN
    ends_on: DayKnownOrNot = UNKNOWN
    recipient: TextKnownOrNot = UNKNOWN
    form: TextKnownOrNot = UNKNOWN
    practices: list[str] = Field(default_factory=list)
    pcns: list[str] = Field(default_factory=list)
    basis: TextKnownOrNot = UNKNOWN
    agreement: TextKnownOrNot = UNKNOWN
    clause: TextKnownOrNot = UNKNOWN
    owed: TextKnownOrNot = UNKNOWN
    owed_basis: TextKnownOrNot = UNKNOWN
    receiving: TextKnownOrNot = UNKNOWN
    lapses_if: str | None = None
    decide_on: DayKnownOrNot = UNKNOWN
    tier: str | None = None
    note: str | None = None


class NoticeShape(TermsShape):
    """One notice, for each of its holders."""

    service: str
    patients: Annotated[tuple[str, ...], BeforeValidator(_groups)]
    capacity: TextKnownOrNot = None


class NoticesShape(TermsShape):
    """A whole file of notices."""

    inner: ClassVar[Mapping[str, type[Shape]]] = {"sender": SenderShape}

    format: str = FORMAT
    letter: str | None = None
    sender: SenderShape | None = None
    notices: list[NoticeShape]


_WITHIN: Within = {"notices": (1, NoticeShape)}


def notices_shape_of(document: Document) -> NoticesShape:
    """Return the file's shape, or refuse the first key or value that does not fit it.

    K005: a key that is not known; K101: a value of the wrong kind; K102: a key that is missing.
    """
    return fit(document, NoticesShape, _WITHIN)
