"""What the ledger comes to: each notice as it stands, with everything that became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.errors import KnockonError
from knockon.register.notice import Notice

Status = Literal[
    "considered", "conditional", "firm", "withdrawn", "lapsed", "superseded", "mistaken"
]
"""Where a notice stands.

``considered``: not given yet. ``conditional``: given, and it is not decided whether it lapses.
``firm``: given, without condition or confirmed. The others end it: ``withdrawn`` by who gave it,
``lapsed`` because its condition came about, ``superseded`` by another, ``mistaken``: entered by
mistake, and never a notice.
"""

STATUSES: tuple[Status, ...] = get_args(Status)
STANDING: frozenset[Status] = frozenset({"considered", "conditional", "firm"})
"""Of these something may still come; the others are over."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that became of a notice: what kind of entry, on what day, by whom recorded.

    ``on`` is the day it happened; ``at`` when it was recorded; ``seq`` the entry's number.
    """

    seq: int
    kind: str
    on: date
    at: datetime
    by: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A notice and what became of it.

    ``notice`` is as it stands: given since, put off, what was learned filled in. ``first`` is as it
    was first recorded. ``deferred_from`` is the end before any deferral, None where there was none.
    """

    id: str
    notice: Notice
    first: Notice
    status: Status
    steps: tuple[Step, ...]
    deferred_from: date | Unknown | None = None
    superseded_by: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is neither withdrawn, lapsed, superseded nor a mistake."""
        return self.status in STANDING

    def runs_on(self, day: date) -> bool:
        """Whether something can still be done about its end: it has not ended before that day."""
        ends_on = self.notice.ends_on
        return self.status == "considered" or ends_on is UNKNOWN or ends_on >= day

    @property
    def since(self) -> date:
        """The day of the last thing that became of it."""
        return self.steps[-1].on


@dataclass(frozen=True, slots=True)
class State:
    """Every notice of a ledger as known after its entry ``seq``, recorded at ``at``.

    ``records`` is in the order the notices were recorded. ``title`` says what the ledger is of.
    """

    title: str
    records: Mapping[str, NoticeRecord]
    seq: int
    at: datetime

    def record(self, number: str) -> NoticeRecord:
        """Return a notice by its id (K722 if there is none)."""
        if number not in self.records:
            raise no_such_notice(number, self.records)
        return self.records[number]

    def with_status(self, *statuses: Status) -> tuple[NoticeRecord, ...]:
        """Return the notices that stand so."""
        return tuple(one for one in self.records.values() if one.status in statuses)

    def standing(self) -> tuple[NoticeRecord, ...]:
        """Return the notices that are considered, conditional or firm."""
        return tuple(one for one in self.records.values() if one.stands)

    def of_letter(self, letter: str) -> tuple[NoticeRecord, ...]:
        """Return the notices sent in one letter, whatever became of them."""
        return tuple(one for one in self.records.values() if one.notice.letter == letter)

    def recorded(self) -> dict[Notice, str]:
        """Return the notices that stand as they were first recorded, each with its id."""
        return {one.first: one.id for one in self.standing()}


def no_such_notice(number: str, numbers: Collection[str]) -> KnockonError:
    """Return the error for a notice the ledger has not (K722)."""
    there_are = "N1" if len(numbers) == 1 else f"N1 to N{len(numbers)}"
    return KnockonError(
        "K722",
        f"the ledger has no notice {number!r}",
        expected=there_are if numbers else "notices, once recorded",
        remedy="`knockon register show` lists them.",
    )
