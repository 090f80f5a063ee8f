"""One entry of a chain, and how it stands on its line.

A line is JSON without white space, its keys in this order, keys inside ``value`` sorted::

    {"format":…,"seq":…,"at":…,"by":…,"kind":…,"value":{…},"prev":…,"hash":…}

``hash`` is the SHA-256 of the line's bytes in UTF-8 without ``,"hash":"…"``; ``prev`` is the hash
of the entry before, and :data:`BEGINNING` in the first. So no earlier entry can be changed, left
out or put elsewhere without every later line changing too; whoever noted the last hash elsewhere
can tell (see :func:`knockon.chain.file.holds`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from knockon.errors import KnockonError

BEGINNING = "0" * 64
"""What the first entry names as the one before it."""

_KEYS = ("format", "seq", "at", "by", "kind", "value", "prev")
_SEAL = re.compile(rb',"hash":"([0-9a-f]{64})"\}\Z')


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be recorded: who did what, with the particulars as plain JSON.

    ``at`` None is the moment it is recorded, on this computer's clock; a moment without an offset
    from UTC has the computer's. Raises K715 where nobody is named.
    """

    kind: str
    value: Mapping[str, Any]
    by: str
    at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise KnockonError(
                "K715",
                "an entry names nobody who made it",
                expected="a name or a role",
                remedy="Say with --by who makes the entry.",
            )

    def moment(self) -> datetime:
        """Return when it is recorded, to the second, with its offset from UTC."""
        moment = datetime.now().astimezone() if self.at is None else self.at
        return (moment if moment.tzinfo else moment.astimezone()).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of one person at one moment, recorded and sealed.

    ``seq`` counts from 1. ``at`` has its offset from UTC: the moment as who recorded it had it on
    the clock. ``value`` is plain JSON whose meaning ``kind`` tells.
    """

    seq: int
    at: datetime
    by: str
    kind: str
    value: Mapping[str, Any]
    prev: str
    hash: str


def seal(form: str, entry: Entry) -> tuple[Entry, bytes]:
    """Return an entry with its hash and its value as they will be read, and its line.

    ValueError or TypeError where ``value`` cannot be written as JSON.
    """
    value = _plain(entry.value)
    at = entry.at.isoformat(timespec="seconds")
    body = (
        f'{{"format":{_plain(form)},"seq":{entry.seq},"at":"{at}","by":{_plain(entry.by)},'
        f'"kind":{_plain(entry.kind)},"value":{value},"prev":"{entry.prev}"}}'
    ).encode()
    digest = hashlib.sha256(body).hexdigest()
    sealed = replace(entry, value=json.loads(value), hash=digest)
    return sealed, body[:-1] + f',"hash":"{digest}"}}\n'.encode()


def read_line(line: bytes, form: str, prev: str, seq: int) -> Entry:
    """Return the entry on a line (without its newline), or say in a ValueError what is wrong."""
    found = _SEAL.search(line)
    if found is None:
        raise ValueError("it is not an entry with a seal")
    body = line[: found.start()] + b"}"
    digest = found[1].decode()
    if hashlib.sha256(body).hexdigest() != digest:
        raise ValueError("it was changed after it was sealed")
    fields = _fields(body)
    if fields["format"] != form:
        raise ValueError(f"its format is {fields['format']!r} and not {form!r}")
    if fields["prev"] != prev or fields["seq"] != seq:
        raise ValueError(f"it does not follow on entry {seq - 1}" if prev != BEGINNING else _FIRST)
    by, kind, value = fields["by"], fields["kind"], fields["value"]
    return Entry(seq, _moment(fields["at"]), by, kind, value, prev, digest)


def is_whole(line: bytes) -> bool:
    """Whether a line is all there: one cut short lacks at least the brace that ends it."""
    try:
        json.loads(line)
    except ValueError:
        return False
    except RecursionError:  # too deep for an entry, which is told when it is read
        return True
    return True


_FIRST = "it is not the first entry"


def _fields(body: bytes) -> dict[str, Any]:
    """Return the fields of an entry, each of its kind."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    texts = ("format", "by", "kind", "prev", "at")
    if (
        not isinstance(fields, dict)
        or tuple(fields) != _KEYS
        or not all(isinstance(fields[key], str) for key in texts)
        or type(fields["seq"]) is not int
        or not isinstance(fields["value"], dict)
    ):
        raise ValueError("it is not an entry")
    return fields


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no moment") from None
    if moment.tzinfo is None:
        raise ValueError(f"the moment {text} does not say how far it is from UTC")
    return moment


def _plain(value: Mapping[str, Any] | str) -> str:
    """Return JSON without white space, the keys of every mapping in order."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )
