"""The ``stopping:`` part of an assessment, taken from a ledger.

Firm notices name the practices that stop. What is only considered or conditional widens the upper
end of a range and nothing else: nobody is taken to stop who has not given notice, and no notice
not given yet is taken for one that never will be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knockon.plans import Stopping, Uptake
from knockon.plans.quoting import as_yaml
from knockon.register.coverage_lists import PatientList, by_holder
from knockon.register.notice import Notice
from knockon.register.state import NoticeRecord, State

__all__ = ["LeftOut", "StoppingPart", "stopping", "stopping_text"]

Key = tuple[str, str]
"""A service and the patients it stops for: ``new``, ``existing`` or ``all``."""

NOBODY = Uptake(0.0, 0.0, 0.0)
DIGITS = 4


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Notices an assessment cannot be told of, and why."""

    ids: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class StoppingPart:
    """What a ledger says an assessment should hold, and what it could not say there."""

    stopping: tuple[Stopping, ...]
    left_out: tuple[LeftOut, ...]


def stopping(state: State, lists: Sequence[PatientList]) -> StoppingPart:
    """Return what practices stop by a ledger, for an assessment over the practices of ``lists``.

    Of several firm notices of a practice the first to end counts. Shares are of the practices that
    no firm notice for the same service and patients names, and later shares hold earlier ones.
    Raises K741 for a practice listed twice.
    """
    holders = by_holder(lists)
    why: dict[str, list[str]] = {}
    firm: dict[Key, dict[str, date]] = {}
    perhaps: dict[Key, dict[str, date]] = {}
    for record in state.standing():
        practices = holders.get((record.notice.holder.kind, record.notice.holder.code), ())
        reason = _unsayable(record.notice, practices)
        if reason:
            why.setdefault(reason, []).append(record.id)
        else:
            into = firm if record.status == "firm" else perhaps
            _soonest(into, record, practices)
    found = [*_known(firm), *_shares(perhaps, firm, len(lists))]
    return StoppingPart(
        tuple(sorted(found, key=_order)),
        tuple(LeftOut(tuple(ids), reason) for reason, ids in why.items()),
    )


def stopping_text(part: StoppingPart, heading: str) -> str:
    """Return the part as YAML to be put into an assessment; what is left out is a comment."""
    lines = [f"# {heading}"]
    for left in part.left_out:
        count = "1 notice" if len(left.ids) == 1 else f"{len(left.ids)} notices"
        lines.append(f"# Left out: {count}, because {left.why}")
    lines.append("stopping:" if part.stopping else "stopping: []")
    for one in part.stopping:
        shares = as_yaml(_shares_of(one.uptake))
        lines.append(f"- service: {one.service}")
        lines.append(f"  patients: {one.patients}")
        lines.append(f"  from: {one.start}")
        lines.append(f"  uptake: {shares}")
        if one.practices:
            lines.append(f"  practices: [{', '.join(one.practices)}]")
    return "\n".join(lines) + "\n"


def _unsayable(notice: Notice, practices: Sequence[PatientList]) -> str:
    """Return why an assessment cannot hold a notice; nothing where it can."""
    if not practices:
        return "no practice of the system holds it"
    if not isinstance(notice.first_day_without, date):
        return "nobody knows when it ends"
    if _patients(notice) is None:
        return "a service stopped at a capacity is no part of `stopping`"
    return ""


def _patients(notice: Notice) -> str | None:
    new, existing = notice.ends_for("new"), notice.ends_for("existing")
    if new and existing:
        return "all"
    return "new" if new else "existing" if existing else None


def _soonest(
    into: dict[Key, dict[str, date]], record: NoticeRecord, practices: Iterable[PatientList]
) -> None:
    notice = record.notice
    day, patients = notice.first_day_without, _patients(notice)
    assert isinstance(day, date)
    assert patients is not None
    of_key = into.setdefault((notice.service, patients), {})
    for one in practices:
        of_key[one.practice] = min(day, of_key.get(one.practice, day))


def _known(firm: Mapping[Key, Mapping[str, date]]) -> Iterable[Stopping]:
    for (service, patients), days in firm.items():
        for day in set(days.values()):
            practices = tuple(sorted(code for code, own in days.items() if own == day))
            yield Stopping(service, patients, day, NOBODY, practices)


def _shares(
    perhaps: Mapping[Key, Mapping[str, date]],
    firm: Mapping[Key, Mapping[str, date]],
    practices: int,
) -> Iterable[Stopping]:
    for key, days in perhaps.items():
        known = firm.get(key, {})
        open_days = {code: day for code, day in days.items() if code not in known}
        for day in set(open_days.values()):
            by_then = sum(own <= day for own in open_days.values())
            share = round(by_then / (practices - len(known)), DIGITS)
            yield Stopping(*key, day, Uptake(0.0, 0.0, share))


def _shares_of(uptake: Uptake) -> dict[str, float]:
    return {"low": uptake.low, "likely": uptake.likely, "high": uptake.high}


def _order(one: Stopping) -> tuple[str, str, date, bool]:
    return one.service, one.patients, one.start, not one.practices
