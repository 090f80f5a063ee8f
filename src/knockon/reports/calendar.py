"""A ledger's days as a calendar (RFC 5545): last days of services, and decisions to be taken.

Notices that differ in nothing but who holds them are one entry. An entry keeps its identity
from one export to the next, so a calendar that takes the file in again moves what was put off and
crosses out what was withdrawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, timedelta

from knockon.register import NoticeRecord, State

__all__ = ["calendar"]

PRODUCT = "-//Knock-on//Register of notices//EN"
OCTETS = 75
"""The longest line, in octets, that a calendar may have before it is folded."""

STATUS = {"firm": "CONFIRMED", "conditional": "TENTATIVE", "considered": "TENTATIVE"}
OVER = "CANCELLED"


def calendar(state: State, names: Mapping[str, str]) -> str:
    """Return the calendar's text; ``names`` are what services are called, by id."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_escaped(state.title)}",
        f"X-WR-CALNAME:{_escaped(state.title)}",
    ]
    for group in _alike(state):
        lines += _events(state, group, names)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _alike(state: State) -> list[list[NoticeRecord]]:
    """Return the notices in groups that differ in nothing but who holds them."""
    groups: dict[object, list[NoticeRecord]] = {}
    for record in state.records.values():
        if record.status != "mistaken":
            notice = record.notice
            condition = notice.condition
            key = (
                *(notice.service, notice.patients, notice.letter, notice.ends_on),
                *(condition, record.status, notice.receiving),
            )
            groups.setdefault(key, []).append(record)
    return list(groups.values())


def _events(state: State, group: list[NoticeRecord], names: Mapping[str, str]) -> Iterator[str]:
    first = group[0]
    notice = first.notice
    name = names.get(notice.service, notice.service)
    patients = " and ".join(notice.patients).replace("_", " ")
    if isinstance(notice.ends_on, date):
        words = {"firm": "", "conditional": " (conditional)", "considered": " (considered)"}
        title = f"Last day of {name} for {patients} patients{words.get(first.status, '')}"
        yield from _event(state, group, "end", notice.ends_on, title)
    if notice.condition is not None and isinstance(notice.condition.decide_on, date):
        title = f"Decide: {name} for {patients} patients lapses if {notice.condition.lapses_if}"
        yield from _event(state, group, "decision", notice.condition.decide_on, title)


def _event(
    state: State, group: list[NoticeRecord], kind: str, day: date, title: str
) -> Iterator[str]:
    first = group[0]
    yield "BEGIN:VEVENT"
    yield f"UID:{_identity(state, first, kind)}"
    yield f"DTSTAMP:{state.at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{state.seq}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(title)}"
    yield f"DESCRIPTION:{_escaped(_described(group))}"
    yield f"STATUS:{STATUS.get(first.status, OVER)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _identity(state: State, first: NoticeRecord, kind: str) -> str:
    """Return an identity of the first notice in the ledger of this title, the same every time."""
    ledger = hashlib.sha256(state.title.encode()).hexdigest()[:16]
    return f"{first.id}-{kind}-{ledger}@knockon"


def _described(group: list[NoticeRecord]) -> str:
    notice = group[0].notice
    held = ", ".join(record.notice.holder.code for record in group)
    given = "not given yet" if notice.given_on is None else f"given on {notice.given_on}"
    numbers = ", ".join(record.id for record in group)
    letter = f" {notice.letter}." if notice.letter else ""
    return f"Notices {numbers}, {given}, {group[0].status}.{letter} Held by {held}."


def _escaped(text: str) -> str:
    """Return text with what has a meaning in a calendar escaped."""
    for plain, escape in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\n")):
        text = text.replace(plain, escape)
    return text.replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line broken so that none is longer than a calendar allows, no letter cut in two."""
    parts: list[str] = []
    part = ""
    for letter in line:
        room = OCTETS if not parts else OCTETS - 1
        if len((part + letter).encode()) > room:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join((*parts, part))
