"""Write a ledger's notices as a table: the columns of an import, one row a notice.

What is written here and taken in again gives notices that stand the same way.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from knockon.register.importing_columns import COLUMNS, Column, write_cell
from knockon.register.notice import Notice
from knockon.register.state import NoticeRecord, State

__all__ = ["table_csv", "table_rows"]

Cell = date | str
_FORMULA = ("=", "+", "-", "@")


def table_rows(state: State) -> list[list[Cell]]:
    """Return a row of cells for each notice, in the order of the columns of an import."""
    return [_row(record) for record in state.records.values()]


def table_csv(state: State) -> str:
    """Return the table as CSV text; what a spreadsheet would take for a formula is marked text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows([_as_text(cell) for cell in row] for row in table_rows(state))
    return out.getvalue()


def _as_text(cell: Cell) -> str:
    text = cell.isoformat() if isinstance(cell, date) else cell
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(record: NoticeRecord) -> list[Cell]:
    said = {**_said(record.notice), **_stands(record)}
    return [_cell(column, said[column.name]) for column in COLUMNS]


def _cell(column: Column, value: Any) -> Cell:
    if column.name == "given_on" and value is None:
        return "none"
    return write_cell(column, value)


def _said(notice: Notice) -> dict[str, Any]:
    condition = notice.condition
    return {
        "sender_kind": notice.sender.kind,
        "sender": notice.sender.name,
        "sender_code": notice.sender.code,
        "holder_kind": notice.holder.kind,
        "holder": notice.holder.code,
        "service": notice.service,
        "patients": notice.patients,
        "given_on": notice.given_on,
        "ends_on": notice.ends_on,
        "basis": notice.agreement.basis,
        "agreement": notice.agreement.name,
        "clause": notice.agreement.clause,
        "owed": notice.owed.period,
        "owed_basis": notice.owed.basis,
        "recipient": notice.recipient,
        "form": notice.form,
        "letter": notice.letter,
        "tier": notice.tier,
        "capacity": notice.capacity,
        "receiving": notice.receiving,
        "lapses_if": condition.lapses_if if condition else None,
        "decide_on": condition.decide_on if condition else None,
        "note": notice.note,
    }


def _stands(record: NoticeRecord) -> dict[str, Any]:
    last = record.steps[-1]
    return {
        "id": record.id,
        "status": record.status,
        "since": record.since,
        "why": last.why,
        "superseded_by": record.superseded_by or None,
    }
