"""A ledger to write in, and a notice to begin with, for tests of what can become of notices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from knockon.catalogue.facts import UNKNOWN
from knockon.register import (
    Agreement,
    Change,
    Condition,
    Holder,
    Notice,
    NoticeRecord,
    Owed,
    Period,
    Recorded,
    Sender,
    State,
    new_ledger,
    read_ledger,
    writing,
)

ALLIANCE = Sender("alliance", "The Alliance")
SERVICES = ("dmard_monitoring", "phlebotomy", "spirometry")
GIVEN = date(2024, 9, 16)
ENDS = date(2024, 12, 31)
UNLESS_FUNDED = Condition("the service is funded", date(2024, 12, 1))


def notice(practice: str = "X10001", **changed: Any) -> Notice:
    """Three months' notice on phlebotomy for all patients, signed, given on a Monday."""
    said: dict[str, Any] = {
        "sender": ALLIANCE,
        "holder": Holder("practice", practice),
        "service": "phlebotomy",
        "patients": ("all",),
        "given_on": GIVEN,
        "ends_on": ENDS,
        "agreement": Agreement("signed", "Phlebotomy LES", "12.4"),
        "owed": Owed(Period(3, "months"), "clause 12.4"),
        "recipient": "The Board",
        "form": "letter",
        "letter": "A1",
        "receiving": UNKNOWN,
    }
    return Notice(**{**said, **changed})


class Kept:
    """A ledger in a folder, written in from 16 September 2024 on, an hour between entries."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.moment = datetime(2024, 9, 16, 9, 0, tzinfo=UTC)
        new_ledger(path, "Shire", by="A. Clerk", at=self.moment)

    def on(self, day: date) -> Kept:
        """Go on to a later day."""
        self.moment = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)
        return self

    def record(self, change: Recorded | Change, by: str = "A. Clerk") -> tuple[str, ...]:
        """Record an act an hour after the last."""
        self.moment += timedelta(hours=1)
        with writing(self.path) as book:
            return book.record(change, by=by, at=self.moment, services=SERVICES)

    def add(self, *notices: Notice) -> tuple[str, ...]:
        """Record notices."""
        return self.record(Recorded(notices))

    def state(self, **known: Any) -> State:
        """What the file comes to."""
        return read_ledger(self.path).state(**known)

    def __getitem__(self, number: str) -> NoticeRecord:
        return self.state().record(number)
