"""How the notices of a ledger are shown: in a table, one alone, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from knockon.catalogue.facts import UNKNOWN
from knockon.cli.page import Line
from knockon.cli.register_options import spans
from knockon.register import (
    STATUSES,
    Holder,
    Notice,
    NoticeRecord,
    Sender,
    State,
    days_short,
    earliest_end,
    notice_value,
    would_settle,
)

_NOBODY = Holder("practice", "X00000")
_ITSELF = Sender("alliance", "each for itself")
COLUMNS = ("Notices", "Service", "For", "Held by", "Given", "Last day", "Stands", "Length")


def document(state: State) -> dict[str, Any]:
    """Return a state as JSON, every notice with its clock and its history."""
    return {
        "format": "knockon/notices-standing/1",
        "title": state.title,
        "entry": state.seq,
        "recorded": state.at.isoformat(),
        "notices": [described(record) for record in state.records.values()],
    }


def described(record: NoticeRecord) -> dict[str, Any]:
    """Return a notice as JSON: as it stands, its clock, and what became of it."""
    notice = record.notice
    return {
        "id": record.id,
        "stands": record.status,
        **notice_value(notice),
        "first_day_without": _plain(notice.first_day_without),
        "deferred_from": _plain(record.deferred_from),
        "superseded_by": list(record.superseded_by),
        "earliest_end": _plain(earliest_end(notice)),
        "days_short": _plain(days_short(notice)),
        "would_settle": list(would_settle(notice)),
        "steps": [
            {
                "entry": step.seq,
                "kind": step.kind,
                "on": step.on.isoformat(),
                "recorded": step.at.isoformat(),
                "by": step.by,
                "why": step.why,
            }
            for step in record.steps
        ],
    }


def heading(state: State) -> Iterator[Line]:
    """Yield what stands above the table."""
    standing = {word: len(state.with_status(word)) for word in STATUSES}
    counted = [f"{count} {word}" for word, count in standing.items() if count]
    yield Line(state.title, style="bold")
    known = f"as known on {state.at.date()} (entry {state.seq})"
    yield Line(f"{len(state.records)} notices, {known}: {', '.join(counted) or 'none yet'}.")
    yield Line()


def rows(state: State, *, each: bool) -> list[tuple[str, ...]]:
    """Return a row for those that differ in nothing but who holds them, or for each."""
    records = list(state.records.values())
    alike = [[one] for one in records] if each else [list(g) for _, g in groupby(records, _kind)]
    return [_row(group) for group in alike]


def page(record: NoticeRecord) -> Iterator[Line]:
    """Yield a notice and what became of it as text."""
    notice = record.notice
    yield Line(f"{record.id}: {notice.service}, {notice.holder.code}", style="bold")
    for label, text in _facts(record):
        yield Line(f"{label}: {text}", 2)
    yield Line("What became of it:", 2)
    for step in record.steps:
        why = f" ({step.why})" if step.why else ""
        recorded = f"recorded {step.at:%Y-%m-%d %H:%M} by {step.by}, entry {step.seq}"
        yield Line(f"{step.on}: {step.kind}{why}; {recorded}", 4, bullet="- ")


def length(notice: Notice) -> str:
    """Return in words whether a notice is long enough under its terms."""
    short = days_short(notice)
    if short is None:
        return "no clock runs yet"
    if short is UNKNOWN:
        return f"cannot tell: {', '.join(would_settle(notice))}"
    if short:
        return f"{short} {'day' if short == 1 else 'days'} short"
    return "none owed" if notice.owed.period is None else "long enough"


def last_day(notice: Notice) -> str:
    """Return the last day of a notice in words."""
    return _said(notice.ends_on)


def holders(records: Sequence[NoticeRecord]) -> str:
    """Return who holds the agreements: one by its code, several by their number."""
    if len(records) == 1:
        return records[0].notice.holder.code
    kinds = [record.notice.holder.kind for record in records]
    counted = {"practices": kinds.count("practice"), "PCNs": kinds.count("pcn")}
    return ", ".join(f"{count} {kind}" for kind, count in counted.items() if count)


def _kind(record: NoticeRecord) -> tuple[object, ...]:
    """Return everything of a notice but its holder."""
    return _whoever(record.notice), record.status, record.deferred_from, record.superseded_by


def _whoever(notice: Notice) -> Notice:
    """Return a notice as if nobody in particular held it."""
    sender = _ITSELF if notice.sender.kind == "practice" else notice.sender
    return replace(notice, sender=sender, holder=_NOBODY)


def _row(group: Sequence[NoticeRecord]) -> tuple[str, ...]:
    notice = group[0].notice
    return (
        spans([record.id for record in group]),
        notice.service,
        " and ".join(notice.patients).replace("_", " "),
        holders(group),
        "not yet" if notice.given_on is None else notice.given_on.isoformat(),
        last_day(notice),
        group[0].status,
        length(notice),
    )


def _facts(record: NoticeRecord) -> Iterator[tuple[str, str]]:
    notice = record.notice
    deferred = record.deferred_from
    yield "Stands", record.status + _replaced(record)
    yield "Sent by", f"{notice.sender.name} ({notice.sender.kind})"
    yield "To", _said(notice.recipient)
    yield "For patients", " and ".join(notice.patients).replace("_", " ")
    if notice.capacity is not None:
        yield "Capacity", _said(notice.capacity)
    yield "Given on", "not yet" if notice.given_on is None else notice.given_on.isoformat()
    yield "Last day", last_day(notice) + (f", put off from {_said(deferred)}" if deferred else "")
    yield "Agreement", f"{_said(notice.agreement.name)} ({notice.agreement.basis})"
    yield "Clause", _said(notice.agreement.clause)
    yield "Notice owed", f"{_said(notice.owed.period)} (basis: {_said(notice.owed.basis)})"
    earliest = earliest_end(notice)
    yield "Earliest end", "no clock runs yet" if earliest is None else _said(earliest)
    yield "Length", length(notice)
    yield "Patients go to", _said(notice.receiving)
    if notice.condition is not None:
        day = _said(notice.condition.decide_on)
        yield "Lapses if", f"{notice.condition.lapses_if} (decided on: {day})"
    for label, text in (("Letter", notice.letter), ("Tier", notice.tier), ("Note", notice.note)):
        if text:
            yield label, text


def _replaced(record: NoticeRecord) -> str:
    return f", by {', '.join(record.superseded_by)}" if record.superseded_by else ""


def _said(value: object) -> str:
    """Return a value in words: what is not known, and what there is none of, say so."""
    if value is UNKNOWN:
        return "not known"
    return "none" if value is None else str(value)


def _plain(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN.value
    return value.isoformat() if isinstance(value, date) else value
