"""The log of requests for assurance: what was asked of whom, by when, what came, what followed.

A chain (:mod:`knockon.chain`) holds one entry for each step. It holds references, rules, days and
kinds of answer, never what an answer says: that stays where letters are kept, and can be deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from knockon import chain
from knockon.chain import Act, Torn
from knockon.errors import KnockonError

FORMAT = "knockon/assurance-log/1"

Reply: TypeAlias = Literal["given", "given_in_part", "more_time_asked", "purpose_asked", "declined"]
Outcome: TypeAlias = Literal[
    "assured", "more_asked", "support_agreed", "not_assured", "remedial_notice", "withdrawn"
]
Standing: TypeAlias = Literal["open", "overdue", "answered", "closed"]

REPLIES: tuple[Reply, ...] = get_args(Reply)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
STANDINGS: tuple[Standing, ...] = get_args(Standing)
_WAITING: tuple[Reply, ...] = ("more_time_asked", "purpose_asked")
"""Replies after which the answer itself is still to come."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request for assurance: what was asked of a holder, what was answered, what followed.

    ``provisions`` are ids of rules. ``reply`` None: nothing came yet; ``outcome`` None: nothing
    was decided yet.
    """

    id: str
    holder: str
    provisions: tuple[str, ...]
    asked_on: date
    due_on: date
    reference: str
    reply: Reply | None = None
    replied_on: date | None = None
    outcome: Outcome | None = None
    decided_on: date | None = None

    def standing(self, on: date) -> Standing:
        """Return where the request stands on a day; it is overdue from the day after it was due."""
        if self.outcome is not None and _by(self.decided_on, on):
            return "closed"
        if self.reply is not None and self.reply not in _WAITING and _by(self.replied_on, on):
            return "answered"
        return "overdue" if self.due_on < on else "open"


@dataclass(frozen=True, slots=True)
class Replied:
    """What came in reply to a request, on which day."""

    id: str
    reply: Reply
    on: date

    def told(self) -> tuple[str, dict[str, Any]]:
        """Return the kind of entry and what it changes of the request."""
        return "replied", {"reply": self.reply, "replied_on": self.on}


@dataclass(frozen=True, slots=True)
class Decided:
    """What a request came to, on which day."""

    id: str
    outcome: Outcome
    on: date

    def told(self) -> tuple[str, dict[str, Any]]:
        """Return the kind of entry and what it changes of the request."""
        return "decided", {"outcome": self.outcome, "decided_on": self.on}


@dataclass(frozen=True, slots=True)
class Log:
    """The requests of a log in the order they were made; ``torn``: a last line was cut short."""

    title: str
    requests: tuple[Request, ...]
    torn: Torn | None = None

    def holders(self) -> Mapping[str, tuple[Request, ...]]:
        """Return the requests by who was asked."""
        names = sorted({one.holder for one in self.requests})
        return {name: tuple(r for r in self.requests if r.holder == name) for name in names}


def new_log(path: Path, title: str, *, by: str, at: datetime | None = None) -> None:
    """Begin a log in a new file (K713 if the file holds anything)."""
    chain.create(path, FORMAT, Act("opened", {"title": title}, by, at))


def read_log(path: Path) -> Log:
    """Return a log, every entry of it checked (K633, K710 to K714)."""
    held = chain.read(path, FORMAT)
    return _folded(held, path)


def record_request(
    path: Path, request: Mapping[str, Any], *, by: str, at: datetime | None = None
) -> Request:
    """Record a request that was made; K631 where it is due before it was asked, or asks nothing.

    ``request`` holds ``holder``, ``provisions``, ``asked_on``, ``due_on`` and ``reference``.
    """
    with chain.writing(path, FORMAT) as book:
        number = f"A{len(_folded(book, path).requests) + 1}"
        made = Request(id=number, **request)
        _check_request(made)
        value = {**request, "id": number, "provisions": list(made.provisions)}
        book.append(Act("asked", _plain(value), by, at))
    return made


def record(path: Path, step: Replied | Decided, *, by: str, at: datetime | None = None) -> Request:
    """Record a step of a request; K630: no such request, K631: it is closed, or asked later."""
    kind, told = step.told()
    with chain.writing(path, FORMAT) as book:
        found = _found(_folded(book, path), step.id)
        _check_step(found, step.on)
        book.append(Act(kind, _plain({"id": step.id, **told}), by, at))
    return replace(found, **told)


def _folded(held: chain.Chain | chain.Writer, path: Path) -> Log:
    """Return what the entries of a chain come to (K633 where there is none)."""
    chain.require_begun(held, path, code="K633", called="log", begin="knockon evidence log new")
    requests: dict[str, Request] = {}
    for entry in held.entries[1:]:
        told = {name: _value(name, value) for name, value in entry.value.items()}
        number = told["id"]
        if entry.kind == "asked":
            requests[number] = Request(**told)
        else:
            requests[number] = replace(requests[number], **told)
    return Log(str(held.entries[0].value["title"]), tuple(requests.values()), held.torn)


def _found(log: Log, number: str) -> Request:
    for one in log.requests:
        if one.id == number:
            return one
    raise KnockonError(
        "K630",
        f"the log has no request {number!r}",
        expected="the number of one of its requests, such as A1",
        remedy="`knockon evidence log show` lists them.",
    )


def _check_request(request: Request) -> None:
    if not request.provisions:
        raise _wrong(
            "the request names no provision", "a rule at least", "Name it with --provision."
        )
    if not request.holder.strip():
        raise _wrong("nobody is asked", "a practice, by its code", "Name it with --holder.")
    if request.due_on < request.asked_on:
        found = f"an answer is due on {request.due_on}, before it was asked on {request.asked_on}"
        raise _wrong(found, "the same day or a later one", "Correct one of the two days.")


def _check_step(request: Request, on: date) -> None:
    if request.outcome is not None and request.outcome != "more_asked":
        found = f"{request.id} was closed on {request.decided_on} ({request.outcome})"
        raise _wrong(found, "a request that is not closed", "Record a new request.")
    if on < request.asked_on:
        found = f"{request.id} was asked on {request.asked_on}, after {on}"
        raise _wrong(found, "that day or a later one", "Correct the day.")


def _wrong(found: str, expected: str, remedy: str) -> KnockonError:
    return KnockonError("K631", found, expected=expected, remedy=remedy)


def _by(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _plain(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
    }


def _value(name: str, value: Any) -> Any:
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value
