"""Lists of patients and ledgers made up for tests of coverage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from knockon.catalogue.facts import UNKNOWN
from knockon.register import Holder, Notice, NoticeRecord, Sender, State, Status, Step
from knockon.register.coverage_lists import PatientList

ALLIANCE = Sender("alliance", "The Alliance")
MONDAY = date(2024, 9, 16)
MIDNIGHT = datetime(2024, 9, 16, tzinfo=UTC)
LISTS = (
    PatientList("X10001", 10_000, "Hill", "U00001", adults=8_000),
    PatientList("X10002", 6_000, "Hill", "U00001", adults=5_000),
    PatientList("X10003", 4_000, "Vale", "U00002", adults=3_000),
)


def notice(practice: str = "X10001", **changed: Any) -> Notice:
    """A notice on DMARD monitoring of present patients, given on 16 September for 31 December."""
    patients = changed.pop("patients", ("existing",))
    given: dict[str, Any] = {
        "sender": ALLIANCE,
        "holder": Holder("practice", practice),
        "service": "dmard_monitoring",
        "patients": patients,
        "given_on": date(2024, 9, 16),
        "ends_on": date(2024, 12, 31),
        "capacity": UNKNOWN if "beyond_capacity" in patients else None,
    }
    return Notice(**{**given, **changed})


def state(*notices: Notice | tuple[Status, Notice]) -> State:
    """A ledger's state in which these notices stand; a notice alone is firm."""
    return State("Made up", dict(_records(notices)), seq=len(notices), at=MIDNIGHT)


def _records(
    notices: Iterable[Notice | tuple[Status, Notice]],
) -> Iterable[tuple[str, NoticeRecord]]:
    for number, each in enumerate(notices, start=1):
        status, one = ("firm", each) if isinstance(each, Notice) else each
        step = Step(number, "recorded", MONDAY, MIDNIGHT, "the LMC")
        yield f"N{number}", NoticeRecord(f"N{number}", one, one, status, (step,))
