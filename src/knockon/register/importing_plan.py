"""What taking a table into a ledger will do, worked out and tried before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from knockon.errors import KnockonError
from knockon.register.changes import Change, Decided, Mistaken, Recorded, Superseded, Withdrawn
from knockon.register.folding import Fold, Stamp
from knockon.register.importing_rows import OVER, RowProblem, TableRow, told
from knockon.register.notice import Notice
from knockon.register.state import NoticeRecord, State

__all__ = ["Plan", "plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The notices to record, the acts to record after them in this order, and the rows refused."""

    fresh: tuple[Notice, ...]
    acts: tuple[Change, ...]
    refused: tuple[RowProblem, ...]


def plan(state: State, rows: Iterable[TableRow], stamp: Stamp) -> Plan:
    """Return what bringing a ledger's state to what rows say takes; ``stamp`` is the import's.

    A row that says of its notice what cannot have become of it is refused whole, and so is one
    that names it as its successor.
    """
    wanted = _one_each(rows)
    there = _there(state.records.values())
    refused: list[RowProblem] = []
    while True:
        trial = _Trial(state, wanted, there, stamp)
        problems = trial.run()
        if not problems:
            return Plan(trial.fresh, tuple(_acts(trial.done)), tuple(refused))
        refused += problems
        bad = {problem.row for problem in problems}
        wanted = [row for row in wanted if row.row not in bad]


def _one_each(rows: Iterable[TableRow]) -> list[TableRow]:
    """Return a row for each notice: of several, one that still stands, else the last."""
    found: dict[Notice, TableRow] = {}
    for row in rows:
        if row.notice not in found or found[row.notice].status in OVER:
            found[row.notice] = row
    return list(found.values())


def _there(records: Iterable[NoticeRecord]) -> dict[Notice, str]:
    """Return every notice of a ledger, as first recorded and as it stands, with its number."""
    found: dict[Notice, str] = {}
    for record in sorted(records, key=lambda one: not one.stands):
        found.setdefault(record.first, record.id)
        found.setdefault(record.notice, record.id)
    return found


class _Trial:
    """The ledger as it would be, in memory alone."""

    def __init__(
        self,
        state: State,
        rows: Sequence[TableRow],
        there: Mapping[Notice, str],
        stamp: Stamp,
    ) -> None:
        self.rows = rows
        self.stamp = stamp
        self.fold = Fold(state.title, dict(state.records), replace(stamp, seq=state.seq))
        self.fresh = tuple(row.notice for row in rows if row.notice not in there)
        self.numbers = {**there, **self._recorded()}
        self.own = {row.number: self.numbers[row.notice] for row in rows if row.number}
        self.done: list[tuple[TableRow, Change]] = []

    def run(self) -> list[RowProblem]:
        """Do what each row says, in an order in which it can be done; return what cannot."""
        problems = []
        for row in _in_order(self.rows):
            number = self.numbers[row.notice]
            if _leads_on(self.fold.records[number], row):
                try:
                    self._do(row, number)
                except KnockonError as problem:
                    problems.append(told(row.row, "status", problem))
        return problems

    def _recorded(self) -> dict[Notice, str]:
        if not self.fresh:
            return {}
        act = Recorded(self.fresh)
        touched = self.fold.touched(act, self.stamp)
        self.fold.keep(act, touched, self.stamp)
        return dict(zip(self.fresh, touched, strict=True))

    def _do(self, row: TableRow, number: str) -> None:
        today = self.stamp.at.date()
        if row.since is None or row.since > today:
            raise _odd(f"the notice is {row.status} since {row.since or 'nobody says when'}", today)
        if row.status == "superseded" and not row.superseded_by:
            raise _odd("it is superseded and nobody says by what", today)
        with_ids = tuple(self.own.get(one, one) for one in row.superseded_by)
        act = _act(number, row, row.since, with_ids)
        self.fold.keep(act, self.fold.touched(act, self.stamp), self.stamp)
        self.done.append((row, act))


def _in_order(rows: Sequence[TableRow]) -> Iterator[TableRow]:
    """Yield rows so that a notice takes another's place while it still stands itself."""
    naming: dict[str, list[TableRow]] = {}
    for row in rows:
        for number in row.superseded_by:
            naming.setdefault(number, []).append(row)
    opened: set[int] = set()
    given: set[int] = set()
    for start in rows:
        waiting = [start]
        while waiting:
            row = waiting[-1]
            named_by = naming.get(row.number or "", ())
            before = [one for one in named_by if one.row not in opened]
            opened.add(row.row)
            if before:
                waiting += before
                continue
            waiting.pop()
            if row.row not in given:
                given.add(row.row)
                yield row


def _leads_on(record: NoticeRecord, row: TableRow) -> bool:
    """Whether a notice can still come to stand as the table says, and does not yet."""
    if row.status == "firm":
        return record.status == "conditional"
    if row.status == "lapsed":
        return record.status in ("conditional", "considered")
    return row.status in OVER and record.stands


def _act(number: str, row: TableRow, since: date, with_ids: tuple[str, ...]) -> Change:
    ids = (number,)
    if row.status == "superseded":
        return Superseded(ids, since, with_ids, row.why)
    if row.status == "withdrawn":
        return Withdrawn(ids, since, row.why)
    if row.status == "mistaken":
        return Mistaken(ids, since, row.why)
    return Decided(ids, since, "lapsed" if row.status == "lapsed" else "confirmed", row.why)


def _acts(done: Iterable[tuple[TableRow, Change]]) -> Iterator[Change]:
    """Yield the acts, those that follow one another and differ in their notice alone as one."""

    def but_the_notice(one: tuple[TableRow, Change]) -> Change:
        return replace(one[1], ids=("N0",))

    for _, alike in groupby(done, key=but_the_notice):
        acts = [act for _, act in alike]
        yield replace(acts[0], ids=tuple(number for act in acts for number in act.ids))


def _odd(found: str, today: date) -> KnockonError:
    return KnockonError(
        "K734",
        found,
        expected=f"a day up to {today} in `since`, and what replaces it in `superseded_by`",
        remedy="Correct the row, or clear `status`.",
    )
