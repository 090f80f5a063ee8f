"""The ledger's file: begun once, read whole, added to one act at a time.

A chain (:mod:`knockon.chain`) of entries whose kinds are those of
:mod:`knockon.register.changes`. Notices recorded together carry their ids in the entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from knockon import chain
from knockon.catalogue.yaml import did_you_mean
from knockon.chain import Act, Entry, Torn
from knockon.errors import KnockonError
from knockon.register.changes import Change, Opened, Recorded, kind_of
from knockon.register.folding import Fold, Stamp, Touched
from knockon.register.notice import Notice
from knockon.register.plain import change_from, change_value, notice_value
from knockon.register.state import State

FORM = "knockon/ledger/1"


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger as read: every entry checked, and a last line cut short told of in ``torn``."""

    path: Path
    entries: tuple[Entry, ...]
    torn: Torn | None
    head: str

    def state(self, *, known_on: date | None = None, seq: int | None = None) -> State:
        """Return what the entries come to: all of them, or those up to a day or to an entry.

        The day is that on the clock of whoever recorded an entry. K728 where nothing was known yet.
        """
        kept = [entry for entry in self.entries if seq is None or entry.seq <= seq]
        if known_on is not None:
            kept = [entry for entry in kept if entry.at.date() <= known_on]
        if not kept:
            raise KnockonError(
                "K728",
                f"the ledger begins on {self.entries[0].at.date()}",
                expected="that day or a later one, and an entry it has",
                remedy="Name a later day.",
                place=str(self.path),
            )
        return folded(kept, str(self.path)).state()

    def entry_noted(self, noted: str) -> int:
        """Return the number of the entry whose hash was noted elsewhere (K718 if none has it).

        Nothing up to that entry was changed since it was noted.
        """
        found = chain.holds(chain.Chain(self.entries), noted)
        if found is None:
            raise KnockonError(
                "K718",
                f"no entry has the hash {noted}",
                expected="the hash of an entry, as `knockon register verify` gave it then",
                remedy="If it was noted rightly, this is not that ledger or it was written anew.",
                place=str(self.path),
            )
        return found


@dataclass(slots=True)
class Book:
    """A ledger held for writing; what it comes to is kept up with every entry."""

    _writer: chain.Writer = field(repr=False)
    _fold: Fold

    @property
    def torn(self) -> Torn | None:
        """A last line that was cut short and has been cleared away."""
        return self._writer.torn

    @property
    def last(self) -> Entry:
        """The entry recorded last."""
        return self._writer.entries[-1]

    def state(self) -> State:
        """Return what the entries come to."""
        return self._fold.state()

    def record(
        self,
        change: Recorded | Change,
        *,
        by: str,
        at: datetime | None = None,
        services: Collection[str] = (),
    ) -> tuple[str, ...]:
        """Record one act, whole or not at all, and return the ids of the notices it touched.

        ``services`` are the ids a notice may name. ``at`` is when it is recorded; now if not
        given. Refused before anything is written: K720 to K724, K726, K712.
        """
        if isinstance(change, Recorded):
            _require_services(change.notices, services)
            self._require_new(change.notices)
        act = Act(kind_of(change), {}, by, at)
        stamp = Stamp(len(self._writer.entries) + 1, act.moment(), by)
        touched = self._fold.touched(change, stamp)
        self._writer.append(Act(act.kind, _value(change, touched), by, stamp.at))
        self._fold.keep(change, touched, stamp)
        return tuple(touched)

    def _require_new(self, notices: tuple[Notice, ...]) -> None:
        """Refuse notices that stand in the ledger already, or twice in what is to be recorded."""
        there = self.state().recorded()
        for notice in notices:
            if notice in there:
                raise _twice(notice, there[notice])
            there[notice] = "another of those to be recorded"


def new_ledger(path: Path, title: str, *, by: str, at: datetime | None = None) -> Entry:
    """Begin a ledger in a new file (K713 where there is one)."""
    return chain.create(path, FORM, Act("opened", change_value(Opened(title)), by, at))


def read_ledger(path: Path) -> Ledger:
    """Return a ledger with every entry checked (K710 to K712, K714, K729)."""
    held = chain.read(path, FORM)
    _require_begun(held, path)
    return Ledger(path, held.entries, held.torn, held.head)


@contextmanager
def writing(path: Path) -> Iterator[Book]:
    """Hold a ledger for writing; nobody else can write in it meanwhile."""
    with chain.writing(path, FORM) as writer:
        _require_begun(writer, path)
        yield Book(writer, folded(writer.entries, str(path)))


def folded(entries: Collection[Entry], name: str) -> Fold:
    """Apply entries one after another; one that makes no sense is refused with its line."""
    fold = Fold()
    for entry in entries:
        try:
            change = change_from(entry.kind, entry.value)
            stamp = Stamp(entry.seq, entry.at, entry.by)
            fold.keep(change, fold.touched(change, stamp), stamp)
        except KnockonError as problem:
            raise problem.at(f"{name}:{entry.seq}") from None
    return fold


def _require_begun(held: chain.Chain | chain.Writer, path: Path) -> None:
    """Refuse a file that is empty, or whose only line was cut short (K729)."""
    chain.require_begun(held, path, code="K729", called="ledger", begin="knockon register new")


def _value(change: Recorded | Change, touched: Touched) -> dict[str, Any]:
    """Return what an entry holds; notices that are recorded carry the ids they are given."""
    if isinstance(change, Recorded):
        return {"notices": [{"id": n, **notice_value(one.first)} for n, one in touched.items()]}
    return change_value(change)


def _require_services(notices: tuple[Notice, ...], services: Collection[str]) -> None:
    for notice in notices:
        if notice.service not in services:
            raise KnockonError(
                "K721",
                f"no service is called {notice.service!r}",
                expected="a local service of the packs",
                remedy=did_you_mean(notice.service, services),
            )


def _twice(notice: Notice, where: str) -> KnockonError:
    return KnockonError(
        "K726",
        f"the notice of {notice.holder.code} on {notice.service} stands already: {where}",
        expected="each notice once",
        remedy="Leave it out; a change to it is recorded as a change.",
    )
