"""Notices and changes as plain JSON, the way a ledger keeps them, and back.

UNKNOWN is written ``unknown`` and None ``null``; days are ``2024-09-16``, lengths of notice
``3 months``. Every key of a notice is always there; of what was learned only what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.errors import KnockonError
from knockon.register.changes import KINDS, LEARNABLE, Change, Learned, Opened, Recorded
from knockon.register.notice import Capacity, Condition, Notice
from knockon.register.parties import Holder, Sender
from knockon.register.terms import Agreement, Owed, Period

Plain = dict[str, Any]


def notice_value(notice: Notice) -> Plain:
    """Return a notice as plain JSON."""
    return {
        "sender": _parts(notice.sender),
        "holder": _parts(notice.holder),
        "service": notice.service,
        "patients": list(notice.patients),
        "given_on": _written(notice.given_on),
        "ends_on": _written(notice.ends_on),
        "agreement": _parts(notice.agreement),
        "owed": _parts(notice.owed),
        "recipient": _written(notice.recipient),
        "form": _written(notice.form),
        "letter": notice.letter,
        "tier": notice.tier,
        "capacity": _written(notice.capacity),
        "receiving": _written(notice.receiving),
        "condition": None if notice.condition is None else _parts(notice.condition),
        "note": notice.note,
    }


def notice_from(value: Mapping[str, Any]) -> Notice:
    """Return the notice plain JSON holds (K720, K725 where it holds none)."""
    notice: Notice = _of("notice", _notice, value)
    return notice


def change_value(change: Opened | Change) -> Plain:
    """Return a change as plain JSON; what was learned with only what it was."""
    written = _parts(change)
    if isinstance(change, Learned):
        learned = change.facts()
        return {key: value for key, value in written.items() if key in _ALWAYS or key in learned}
    return written


def change_from(kind: str, value: Mapping[str, Any]) -> Opened | Recorded | Change:
    """Return the change an entry holds (K725: a kind or a key no ledger has).

    Of notices recorded, their ids are left to whoever folds the entries.
    """
    if kind not in KINDS:
        raise _no_entry(f"a {kind!r}")
    made: Opened | Recorded | Change = _of(kind, lambda plain: _change(kind, plain), value)
    return made


def _change(kind: str, value: Mapping[str, Any]) -> Opened | Recorded | Change:
    if kind == "recorded":
        return Recorded(tuple(_notice(one) for one in value["notices"]))
    return KINDS[kind](**{key: _read(key, one) for key, one in value.items()})


_ALWAYS = ("ids", "on", "why")
_KEYS = frozenset(one.name for one in fields(Notice))
_DAYS = frozenset({"on", "to", "ends_on", "given_on", "decide_on"})


def _notice(value: Mapping[str, Any]) -> Notice:
    """Return the notice plain JSON holds; the id it has in a ledger is left to who numbers them."""
    if value.keys() - {"id"} != _KEYS:
        raise KeyError("a notice has these keys and no others")
    condition, capacity = value["condition"], value["capacity"]
    return Notice(
        sender=_sender(**value["sender"]),
        holder=_holder(**value["holder"]),
        service=value["service"],
        patients=tuple(value["patients"]),
        given_on=_day(value["given_on"]),
        ends_on=_day(value["ends_on"]),
        agreement=_agreement(**value["agreement"]),
        owed=_owed(**value["owed"]),
        recipient=_known(value["recipient"]),
        form=_known(value["form"]),
        letter=value["letter"],
        tier=value["tier"],
        capacity=Capacity(**capacity) if isinstance(capacity, dict) else _known(capacity),
        receiving=_known(value["receiving"]),
        condition=None if condition is None else _condition(**condition),
        note=value["note"],
    )


# Of many notices few parts differ, so equal ones are one value.
@lru_cache(maxsize=16384)
def _holder(kind: Any, code: str) -> Holder:
    return Holder(kind, code)


@lru_cache(maxsize=1024)
def _sender(kind: Any, name: str, code: str | None) -> Sender:
    return Sender(kind, name, code)


@lru_cache(maxsize=1024)
def _agreement(basis: Any, name: str | None, clause: str | None) -> Agreement:
    return Agreement(basis, _known(name), _known(clause))


@lru_cache(maxsize=1024)
def _condition(lapses_if: str, decide_on: str) -> Condition:
    return Condition(lapses_if, _day(decide_on))


@lru_cache(maxsize=1024)
def _owed(period: str | None, basis: str) -> Owed:
    return Owed(_period(period), _known(basis))


def _read(key: str, value: Any) -> Any:
    if key in _DAYS:
        return _day(value)
    if key == "owed":
        return _period(value)
    if key == "capacity" and isinstance(value, dict):
        return Capacity(**value)
    if isinstance(value, list):
        return tuple(value)
    return _known(value) if key in LEARNABLE else value


def _day(value: str | None) -> Any:
    return _known(value) if value in (None, "unknown") else date.fromisoformat(str(value))


def _period(value: str | None) -> Period | Unknown | None:
    return _known(value) if value in (None, "unknown") else Period.parse(str(value))


def _known(value: Any) -> Any:
    return UNKNOWN if value == "unknown" else value


def _parts(value: Any) -> Plain:
    """Return the fields of a small value as plain JSON."""
    return {name: _written(getattr(value, name)) for name in value.__dataclass_fields__}


def _written(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, Capacity):
        return _parts(value)
    return list(value) if isinstance(value, tuple) else value


def _of(what: str, build: Callable[[Mapping[str, Any]], Any], value: Mapping[str, Any]) -> Any:
    """Return what ``build`` makes of plain JSON; a key or kind of value it cannot take is K725."""
    try:
        return build(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _no_entry(f"a {what} with other keys or values") from None


def _no_entry(what: str) -> KnockonError:
    return KnockonError(
        "K725",
        f"{what} stands here",
        expected=f"what a ledger records: {', '.join(KINDS)}",
        remedy="It may be of a later version of knockon: read it with that.",
    )
