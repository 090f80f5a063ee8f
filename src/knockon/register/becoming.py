"""What can become of a notice as it stands: one rule for each kind of change.

Errors: K723 the notice stands otherwise, K724 a day that cannot be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import singledispatch
from typing import Any

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register.changes import (
    Change,
    Decided,
    Deferred,
    Given,
    Learned,
    Mistaken,
    Superseded,
    Withdrawn,
    kind_of,
)
from knockon.register.notice import Notice
from knockon.register.state import NoticeRecord, Status


def after(record: NoticeRecord, change: Change) -> NoticeRecord:
    """Return a notice after a change, or refuse a change it cannot undergo (K723, K724)."""
    if isinstance(change, Mistaken):
        require(record.status != "mistaken", record, "mistaken")
    else:
        require(record.stands, record, kind_of(change))
        _require_not_before(record, change.on, kind_of(change))
    return _become(change, record)


def first_status(notice: Notice) -> Status:
    """Return where a notice stands when it is recorded or given."""
    if notice.given_on is None:
        return "considered"
    return "firm" if notice.condition is None else "conditional"


@singledispatch
def _become(change: Change, record: NoticeRecord) -> NoticeRecord:
    raise TypeError(f"nothing becomes of {record.id} by {change!r}")


@_become.register
def _(change: Mistaken, record: NoticeRecord) -> NoticeRecord:
    del change
    return replace(record, status="mistaken")


@_become.register
def _(change: Withdrawn, record: NoticeRecord) -> NoticeRecord:
    _require_running(record, change.on, "withdrawn")
    return replace(record, status="withdrawn")


@_become.register
def _(change: Superseded, record: NoticeRecord) -> NoticeRecord:
    require(record.id not in change.with_ids, record, "put in its own place")
    return replace(record, status="superseded", superseded_by=change.with_ids)


@_become.register
def _(change: Given, record: NoticeRecord) -> NoticeRecord:
    require(record.status == "considered", record, "given")
    ends_on = record.notice.ends_on if change.ends_on is UNKNOWN else change.ends_on
    form = record.notice.form if change.form is UNKNOWN else change.form
    notice = replace(record.notice, given_on=change.on, ends_on=ends_on, form=form)
    return replace(record, notice=notice, status=first_status(notice))


@_become.register
def _(change: Deferred, record: NoticeRecord) -> NoticeRecord:
    _require_running(record, change.on, "deferred")
    before = record.notice.ends_on
    if before is not UNKNOWN and change.to <= before:
        raise KnockonError(
            "K724",
            f"{record.id} ends on {before} and would be put off to {change.to}",
            expected="a later day",
            remedy="Correct the day; to end earlier is a new notice, which supersedes this one.",
        )
    first = before if record.deferred_from is None else record.deferred_from
    notice = replace(record.notice, ends_on=change.to)
    return replace(record, notice=notice, deferred_from=first)


@_become.register
def _(change: Decided, record: NoticeRecord) -> NoticeRecord:
    condition = record.notice.condition
    require(condition is not None, record, "decided: it has no condition")
    if change.outcome == "lapsed":
        require(record.status != "firm", record, "decided to lapse: it is confirmed")
        return replace(record, status="lapsed")
    require(record.status == "conditional", record, "confirmed")
    return replace(record, status="firm")


@_become.register
def _(change: Learned, record: NoticeRecord) -> NoticeRecord:
    facts = change.facts()
    for name in facts:
        known = _what_is_known(record.notice, name)
        if known is not UNKNOWN and known != "unknown" and name != "receiving":
            raise KnockonError(
                "K723",
                f"{name} of {record.id} is known already: {'none' if known is None else known}",
                expected="something not known so far",
                remedy="If it was entered wrongly, mark the notice as mistaken and record it anew.",
            )
    return replace(record, notice=_filled(record.notice, change))


def _what_is_known(notice: Notice, name: str) -> Any:
    """Return what a notice says of something that can be learned."""
    condition = notice.condition
    elsewhere: Mapping[str, Any] = {
        "basis": notice.agreement.basis,
        "agreement": notice.agreement.name,
        "clause": notice.agreement.clause,
        "owed": notice.owed.period,
        "owed_basis": notice.owed.basis,
        "decide_on": condition.decide_on if condition else "it has no condition",
    }
    return elsewhere[name] if name in elsewhere else getattr(notice, name)


def _filled(notice: Notice, change: Learned) -> Notice:
    facts = change.facts()
    agreement = _with(notice.agreement, facts, basis="basis", name="agreement", clause="clause")
    owed = _with(notice.owed, facts, period="owed", basis="owed_basis")
    condition = notice.condition and _with(notice.condition, facts, decide_on="decide_on")
    own = {name: name for name in ("ends_on", "recipient", "form", "capacity", "receiving")}
    whole = replace(notice, agreement=agreement, owed=owed, condition=condition)
    filled: Notice = _with(whole, facts, **own)
    return filled


def _with(value: Any, facts: Mapping[str, object], **fields: str) -> Any:
    """Return a value with those of its fields that were learned."""
    learned = {name: facts[fact] for name, fact in fields.items() if fact in facts}
    return replace(value, **learned) if learned else value


def _require_running(record: NoticeRecord, on: date, what: str) -> None:
    """Refuse what comes too late: the notice had ended before that day."""
    ended = f"{what} on {on}, because it ended on {record.notice.ends_on}"
    require(record.runs_on(on), record, ended)


def require(holds: bool, record: NoticeRecord, what: str) -> None:
    """Refuse what cannot become of a notice as it stands (K723)."""
    if not holds:
        raise _not_possible(record, what)


def _not_possible(record: NoticeRecord, what: str) -> KnockonError:
    return KnockonError(
        "K723",
        f"{record.id} has been {record.status} since {record.since} and cannot be {what}",
        expected="a notice of which that can still become",
        remedy="`knockon register show` tells how each notice stands.",
    )


def _require_not_before(record: NoticeRecord, on: date, kind: str) -> None:
    """Refuse a day before the notice was given."""
    given_on = record.notice.given_on
    if given_on is not None and on < given_on:
        raise KnockonError(
            "K724",
            f"{record.id} was given on {given_on} and would be {kind} on {on}",
            expected="that day or a later one",
            remedy="Correct the day.",
        )
