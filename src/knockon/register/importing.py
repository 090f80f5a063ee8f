"""Take a table of notices into a ledger: good rows in, bad ones told, nothing twice.

A notice that is in the ledger already, as first recorded or as it stands now, whatever became of
it, is not recorded again; so the same file may be taken in as often as one likes. Where a table
says how a notice stands, the ledger is brought there by the acts that lead to it, never back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from knockon.chain import Act
from knockon.errors import KnockonError
from knockon.register.changes import Recorded
from knockon.register.folding import Stamp
from knockon.register.importing_plan import plan
from knockon.register.importing_rows import RowProblem, TableRow, row_from
from knockon.register.importing_tables import read_table
from knockon.register.ledger import Book

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
    by: str,
    at: datetime | None = None,
    all_or_none: bool = False,
) -> Imported:
    """Record a table's good rows in a ledger held for writing.

    With ``all_or_none`` one bad row is enough for nothing to be
    recorded (K733). What became of notices is recorded after them, one act for each day and reason.
    """
    state = book.state()
    act = Act("recorded", {}, by, at)
    found = plan(state, table.rows, Stamp(state.seq + 1, act.moment(), by))
    problems = tuple(sorted((*table.problems, *found.refused), key=lambda one: one.row))
    if all_or_none and problems:
        raise _nothing_taken(problems)
    added: tuple[str, ...] = ()
    if found.fresh:
        added = book.record(Recorded(found.fresh), by=by, at=at, services=services)
    changed = [number for act in found.acts for number in book.record(act, by=by, at=at)]
    refused = {problem.row for problem in found.refused}
    return Imported(
        added=added,
        changed=tuple(dict.fromkeys(changed)),
        there=len(table.rows) - len(found.fresh) - len(refused),
        problems=problems,
    )


def _nothing_taken(problems: Sequence[RowProblem]) -> KnockonError:
    rows = len({problem.row for problem in problems})
    count = "1 row" if rows == 1 else f"{rows} rows"
    return KnockonError(
        "K733",
        f"{count} cannot be taken, and nothing was recorded; the first: {problems[0].sentence()}",
        expected="every row to hold a notice",
        remedy="Put the rows right, or leave out --all-or-none.",
    )
