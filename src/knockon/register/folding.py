"""From entries to what they come to.

Each change is held against the rules of :mod:`knockon.register.becoming` before an entry is
written, and again for every entry that is read, so a ledger never holds what makes no sense.

Errors: K722 no such notice, K723 not as it stands, K724 a day that cannot be, K725 no entry of a
ledger.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from knockon.errors import KnockonError
from knockon.register.becoming import after, first_status, require
from knockon.register.changes import Change, Opened, Recorded, Superseded, kind_of
from knockon.register.state import NoticeRecord, State, Step, no_such_notice

Touched = dict[str, NoticeRecord]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The number, moment and maker of the entry that is applied."""

    seq: int
    at: datetime
    by: str

    def step(self, kind: str, on: date, why: str | None = None) -> Step:
        """Return what a notice remembers of the entry."""
        return Step(self.seq, kind, on, self.at, self.by, why)


@dataclass(slots=True)
class Fold:
    """The entries applied so far."""

    title: str = ""
    records: Touched = field(default_factory=dict)
    last: Stamp | None = None

    def touched(self, change: Opened | Recorded | Change, stamp: Stamp) -> Touched:
        """Return the notices a change makes or alters, as they will stand; nothing is kept yet."""
        if isinstance(change, Opened) != (self.last is None):
            raise _misplaced(change)
        if isinstance(change, Opened):
            return {}
        if isinstance(change, Recorded):
            return self._recorded(change, stamp)
        _require_past(change.on, stamp)
        return {one: self._changed(self.record(one), change, stamp) for one in change.ids}

    def keep(self, change: Opened | Recorded | Change, touched: Touched, stamp: Stamp) -> None:
        """Take over what :meth:`touched` returned for a change."""
        if isinstance(change, Opened):
            self.title = change.title
        self.records.update(touched)
        self.last = stamp

    def state(self) -> State:
        """Return what the entries so far come to."""
        assert self.last is not None, "a ledger begins with an entry"
        return State(self.title, dict(self.records), self.last.seq, self.last.at)

    def record(self, number: str) -> NoticeRecord:
        """Return a notice by its id (K722 if there is none)."""
        if number not in self.records:
            raise no_such_notice(number, self.records)
        return self.records[number]

    def _recorded(self, change: Recorded, stamp: Stamp) -> Touched:
        made: Touched = {}
        today = stamp.at.date()
        steps: dict[date, tuple[Step, ...]] = {}
        for nth, notice in enumerate(change.notices, len(self.records) + 1):
            day = notice.given_on or today
            if day not in steps:
                _require_past(day, stamp)
                steps[day] = (stamp.step("recorded", day),)
            number = f"N{nth}"
            made[number] = NoticeRecord(number, notice, notice, first_status(notice), steps[day])
        return made

    def _changed(self, record: NoticeRecord, change: Change, stamp: Stamp) -> NoticeRecord:
        if isinstance(change, Superseded):
            for number in change.with_ids:
                require(self.record(number).stands, self.record(number), "put in another's place")
        step = stamp.step(kind_of(change), change.on, change.why)
        changed = after(record, change)
        return replace(changed, steps=(*record.steps, step))


def _require_past(on: date, stamp: Stamp) -> None:
    """Refuse a day after the one on which it is recorded."""
    if on > stamp.at.date():
        raise KnockonError(
            "K724",
            f"something of {on} is recorded on {stamp.at.date()}",
            expected="a day that has come",
            remedy="Correct the day. What is only meant so far is considered: `given_on: null`.",
        )


def _misplaced(change: Opened | Recorded | Change) -> KnockonError:
    return KnockonError(
        "K725",
        f"the entry is of the kind {kind_of(change)!r}",
        expected="`opened` first, and never again",
        remedy="Put back a copy from before it was changed.",
    )
