"""Take a table of notices into a ledger: good rows in, bad ones told, nothing twice.

A notice that is in the ledger already, as first recorded or as it stands now, whatever became of
it, is not recorded again; so the same file may be taken in as often as one likes. Where a table
says how a notice stands, the ledger is brought there by the acts that lead to it, never back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from knockon.errors import KnockonError
from knockon.register.becoming import after, first_status
from knockon.register.changes import Change, Decided, Mistaken, Recorded, Superseded, Withdrawn
from knockon.register.importing_rows import OVER, RowProblem, TableRow, row_from, told
from knockon.register.importing_tables import read_table
from knockon.register.ledger import Book
from knockon.register.notice import Notice
from knockon.register.state import NoticeRecord

__all__ = ["Imported", "Table", "import_table", "read_rows"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: its good rows, and what is wrong with the others."""

    rows: tuple[TableRow, ...]
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of taking a table into a ledger.

    ``added`` are the numbers of the new notices, ``changed`` those of notices brought to how the
    table says they stand; ``there`` counts rows whose notice was in the ledger or in an earlier
    row. ``problems`` are of the rows left out.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    there: int
    problems: tuple[RowProblem, ...]


def read_rows(path: Path, *, services: Collection[str], today: date) -> Table:
    """Return the rows of a CSV file or workbook, good and bad (K731, K732: no such table)."""
    rows: list[TableRow] = []
    problems: list[RowProblem] = []
    for number, cells in read_table(path):
        read = row_from(number, cells, services=services, today=today)
        if isinstance(read, TableRow):
            rows.append(read)
        else:
            problems += read
    return Table(tuple(rows), tuple(problems))


def import_table(  # noqa: PLR0913 - who and when stand with every act
    book: Book,
    table: Table,
    *,
    services: Collection[str],
    today: date,
    by: str,
    at: datetime | None = None,
    all_or_none: bool = False,
) -> Imported:
    """Record a table's good rows in a ledger held for writing.

    ``today`` is the day of recording. With ``all_or_none`` one bad row is enough for nothing to be
    recorded (K733). What became of notices is recorded after them, one act for each day and reason.
    """
    before = book.state().records
    there = _there(before.values())
    rows, refused = _that_can_be(_one_each(table.rows), there, before, today)
    problems = tuple(sorted((*table.problems, *refused), key=lambda one: one.row))
    if all_or_none and problems:
        raise _nothing_taken(problems)
    fresh = tuple(row.notice for row in rows if row.notice not in there)
    added = book.record(Recorded(fresh), by=by, at=at, services=services) if fresh else ()
    numbers = {**there, **dict(zip(fresh, added, strict=True))}
    changed: list[str] = []
    for change in _changes(rows, numbers, book.state().records):
        changed += book.record(change, by=by, at=at)
    return Imported(
        added=added,
        changed=tuple(dict.fromkeys(changed)),
        there=len(table.rows) - len(fresh) - len(refused),
        problems=problems,
    )


def _there(records: Iterable[NoticeRecord]) -> dict[Notice, str]:
    """Return every notice of a ledger, as first recorded and as it stands, with its number."""
    found: dict[Notice, str] = {}
    for record in sorted(records, key=lambda one: not one.stands):
        found.setdefault(record.first, record.id)
        found.setdefault(record.notice, record.id)
    return found


def _one_each(rows: Iterable[TableRow]) -> list[TableRow]:
    """Return a row for each notice: of several, one that still stands, else the last."""
    found: dict[Notice, TableRow] = {}
    for row in rows:
        if row.notice not in found or found[row.notice].status in OVER:
            found[row.notice] = row
    return list(found.values())


def _that_can_be(
    rows: Iterable[TableRow],
    there: Mapping[Notice, str],
    records: Mapping[str, NoticeRecord],
    today: date,
) -> tuple[list[TableRow], list[RowProblem]]:
    """Try what each row says became of its notice, before anything is recorded."""
    good: list[TableRow] = []
    refused: list[RowProblem] = []
    listed = list(rows)
    known = {*records, *(row.number for row in listed)}
    for row in listed:
        number = there.get(row.notice)
        record = _as_new(row) if number is None else records[number]
        try:
            _try(row, record, known, today)
            good.append(row)
        except KnockonError as problem:
            refused.append(told(row.row, "status", problem))
    return good, refused


def _as_new(row: TableRow) -> NoticeRecord:
    """Return the record of a notice just recorded, as the row numbers it."""
    number = row.number or f"row {row.row}"
    return NoticeRecord(number, row.notice, row.notice, first_status(row.notice), ())


def _try(row: TableRow, record: NoticeRecord, known: Collection[str | None], today: date) -> None:
    if not _leads_on(record, row):
        return
    if row.since is None or row.since > today:
        raise _odd(f"the notice is {row.status} since {row.since or 'nobody says when'}", today)
    missing = [one for one in row.superseded_by if one not in known]
    if row.status == "superseded" and (missing or not row.superseded_by):
        raise _odd(f"it is superseded by {', '.join(missing) or 'nobody says what'}", today)
    after(record, _change((record.id,), row, ("another",)))


def _odd(found: str, today: date) -> KnockonError:
    return KnockonError(
        "K734",
        found,
        expected=f"a day up to {today} in `since`, and numbers of this table or ledger",
        remedy="Correct the row, or clear `status`.",
    )


def _changes(
    rows: Sequence[TableRow],
    numbers: Mapping[Notice, str],
    records: Mapping[str, NoticeRecord],
) -> Iterator[Change]:
    """Yield the acts that bring notices to how a table says they stand, those of a day together."""
    own = {row.number: numbers[row.notice] for row in rows if row.number}
    together: dict[tuple[str, ...], tuple[TableRow, list[str]]] = {}
    for row in rows:
        number = numbers[row.notice]
        if _leads_on(records[number], row):
            key = (str(row.since), str(row.status), row.why or "", *row.superseded_by)
            together.setdefault(key, (row, []))[1].append(number)
    for _, (row, ids) in sorted(together.items()):
        yield _change(tuple(ids), row, tuple(own.get(one, one) for one in row.superseded_by))


def _leads_on(record: NoticeRecord, row: TableRow) -> bool:
    """Whether a notice can still come to stand as the table says, and does not yet."""
    if row.status == "firm":
        return record.status == "conditional"
    if row.status == "lapsed":
        return record.status in ("conditional", "considered")
    return row.status in OVER and record.stands


def _change(ids: tuple[str, ...], row: TableRow, with_ids: tuple[str, ...]) -> Change:
    """Return the act a row tells of; its day is there, because the row was tried."""
    assert row.since is not None
    if row.status == "superseded":
        return Superseded(ids, row.since, with_ids, row.why)
    if row.status == "withdrawn":
        return Withdrawn(ids, row.since, row.why)
    if row.status == "mistaken":
        return Mistaken(ids, row.since, row.why)
    return Decided(ids, row.since, "lapsed" if row.status == "lapsed" else "confirmed", row.why)


def _nothing_taken(problems: Sequence[RowProblem]) -> KnockonError:
    rows = len({problem.row for problem in problems})
    count = "1 row" if rows == 1 else f"{rows} rows"
    return KnockonError(
        "K733",
        f"{count} cannot be taken, and nothing was recorded; the first: {problems[0].sentence()}",
        expected="every row to hold a notice",
        remedy="Put the rows right, or leave out --all-or-none.",
    )
