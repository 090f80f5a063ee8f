"""Make a notice of each row of a table, or say what is wrong with the row, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError
from knockon.register.importing_columns import COLUMNS, Column, read_cell
from knockon.register.notice import Condition, Notice
from knockon.register.parties import Holder, Sender
from knockon.register.state import Status
from knockon.register.terms import Agreement, Owed

__all__ = ["OVER", "RowProblem", "TableRow", "row_from", "told"]

OVER = ("withdrawn", "lapsed", "superseded", "mistaken")
"""Ways to stand that a notice comes to by something done on a day."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing to put right in a table: its row as the spreadsheet numbers it, and the column.

    ``column`` is empty where several cells contradict one another.
    """

    row: int
    column: str
    code: str
    found: str
    expected: str
    remedy: str

    def sentence(self) -> str:
        """Return where it stands, what was found, what was expected and the remedy."""
        where = f"row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.found}; expected {self.expected}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that holds together: its notice, and how it stands if the table says so.

    ``number`` is what the notice was called in the ledger the table was made from, and
    ``superseded_by`` those that replace it there.
    """

    row: int
    notice: Notice
    number: str | None = None
    status: Status | None = None
    since: date | None = None
    why: str | None = None
    superseded_by: tuple[str, ...] = ()


def row_from(
    row: int, cells: Mapping[str, object], *, services: Collection[str], today: date
) -> TableRow | list[RowProblem]:
    """Return what a row says, or everything that is wrong with it.

    ``cells`` are by column. ``services`` are the ids a notice may name. A notice cannot have been
    given after ``today``: what is only meant so far is written ``none``.
    """
    said: dict[str, Any] = {}
    problems: list[RowProblem] = []
    for column in COLUMNS:
        try:
            said[column.name] = _cell(column, cells.get(column.name), services, today)
        except KnockonError as problem:
            problems.append(told(row, column.name, problem))
    if problems:
        return problems
    try:
        return _table_row(row, said)
    except KnockonError as problem:
        return [told(row, "", problem)]


def _cell(column: Column, cell: object, services: Collection[str], today: date) -> Any:
    value = read_cell(column, cell)
    if column.required and value is None and column.name != "given_on":
        raise _wrong(column, "nothing", column.holds, "Fill the cell in.")
    if column.name == "service" and value not in services:
        raise _wrong(column, f"{value!r}", "a local service", did_you_mean(value, services))
    if column.name == "given_on" and value is not None and value > today:
        found = f"{value}, which is after {today}"
        raise _wrong(column, found, "a day that has come", "Write none until it is given.")
    return value


def _table_row(row: int, said: Mapping[str, Any]) -> TableRow:
    notice = _notice(said)
    status: Status | None = said["status"]
    named = said["superseded_by"] or ""
    if status in OVER and said["since"] is None:
        raise KnockonError(
            "K730",
            f"the notice is {status} and nobody says since when",
            expected="the day in `since`",
            remedy="Fill it in.",
        )
    return TableRow(
        row,
        notice,
        said["id"],
        status,
        said["since"],
        said["why"],
        tuple(named.replace(",", " ").split()),
    )


def _notice(said: Mapping[str, Any]) -> Notice:
    holder = Holder(said["holder_kind"] or "practice", said["holder"])
    capacity = said["capacity"]
    if capacity is None and "beyond_capacity" in said["patients"]:
        capacity = UNKNOWN
    return Notice(
        sender=_sender(said, holder),
        holder=holder,
        service=said["service"],
        patients=said["patients"],
        given_on=said["given_on"],
        ends_on=said["ends_on"],
        agreement=Agreement(said["basis"] or "unknown", said["agreement"], said["clause"]),
        owed=Owed(said["owed"], said["owed_basis"]),
        recipient=said["recipient"],
        form=said["form"],
        letter=said["letter"],
        tier=said["tier"],
        capacity=capacity,
        receiving=said["receiving"],
        condition=_condition(said),
        note=said["note"],
    )


def _sender(said: Mapping[str, Any], holder: Holder) -> Sender:
    if said["sender_kind"] is None:
        return Sender(holder.kind, said["sender"] or holder.code, holder.code)
    code = said["sender_code"]
    return Sender(said["sender_kind"], said["sender"] or code or "", code)


def _condition(said: Mapping[str, Any]) -> Condition | None:
    if said["lapses_if"] is None:
        if said["decide_on"] is not None:
            raise KnockonError(
                "K730",
                "a day for a decision stands there and no condition",
                expected="what would make the notice lapse, in `lapses_if`",
                remedy="Fill it in, or clear `decide_on`.",
            )
        return None
    return Condition(said["lapses_if"], said["decide_on"] or UNKNOWN)


def _wrong(column: Column, found: str, expected: str, remedy: str) -> KnockonError:
    return KnockonError("K730", f"{column.name} is {found}", expected=expected, remedy=remedy)


def told(row: int, column: str, problem: KnockonError) -> RowProblem:
    """Return what is wrong with a row from how it was refused."""
    return RowProblem(row, column, problem.code, problem.found, problem.expected, problem.remedy)
