"""Networks and their practices, ePCN (Organisation Data Service): who belonged to which, and when.

A row is a practice, a network and a spell of belonging; a spell that goes on has no end. Two
layouts: the workbook's sheet "PCN Core Partner Details", and the report of the same name, which
prints no header. Before July 2022 columns spoke of CCGs where they now speak of sub-ICBs.

The layouts are taken from their description: they have not been tried on real files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from knockon.places import is_practice_code
from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["PUBLICATION", "REPORT", "SHEET", "spells"]

FIELDS = (
    "Partner Organisation Code",
    "Partner Name",
    "Practice Parent Sub ICB Loc Code",
    "Practice Parent Sub ICB Loc Name",
    "PCN Code",
    "PCN Name",
    "PCN Parent Sub ICB Loc Code",
    "PCN Parent Sub ICB Loc Name",
    "Practice to PCN Relationship Start Date",
    "Practice to PCN Relationship End Date",
    "Core Partner",
)
"""The fields of a row, in order."""

_TEXT = pl.String()
_DAY = pl.Date()
_DIGITS = re.compile(r"[0-9]{8}")
_NETWORK = re.compile(r"U[0-9]{5}")


def _day(cell: str) -> date | None:
    """Read a date that may be blank: 20190701, or any other form."""
    stripped = cell.strip()
    if not stripped:
        return None
    if not _DIGITS.fullmatch(stripped):
        return cells.day(stripped)
    try:
        return datetime.strptime(stripped, "%Y%m%d").date()
    except ValueError:
        raise cells.UnreadableError(f"'{stripped}' is not a date such as 20190701") from None


def _network(cell: str) -> str:
    """Read a network's code: U and five digits."""
    code = cell.strip().upper()
    if not _NETWORK.fullmatch(code):
        raise cells.UnreadableError(f"'{cell.strip()}' is not the code of a network")
    return code


def _is_first_row(row: Sequence[str]) -> bool:
    """Whether a row can only be of the report: a practice first, its network fifth."""
    return (
        len(row) == len(FIELDS)
        and is_practice_code(row[0].strip().upper())
        and _NETWORK.fullmatch(row[4].strip().upper()) is not None
    )


def _refuse(row: Row) -> str | None:
    """Return that a spell ends before it begins."""
    start, end = row["start"], row["end"]
    if isinstance(start, date) and isinstance(end, date) and end < start:
        return f"left on {end}, before joining on {start}"
    return None


_COLUMNS = (
    Column("practice", FIELDS[0], cells.ods_code, _TEXT, needed=True),
    Column("pcn_code", FIELDS[4], _network, _TEXT, needed=True),
    Column("pcn_name", FIELDS[5], cells.text, _TEXT, needed=True),
    Column("start", FIELDS[8], _day, _DAY, needed=True),
    Column("end", FIELDS[9], _day, _DAY),
)
_KEYS = ("practice", "pcn_code", "start")
_OF_CCGS = tuple(name.replace("Sub ICB Loc", "CCG") for name in FIELDS)

SHEET = Layout(
    id="pcn_members",
    title="Practices of networks (ePCN, sheet with its header)",
    columns=_COLUMNS,
    keys=_KEYS,
    refuse=_refuse,
    holds_counts=False,
    seen="layout only",
    beside=(*FIELDS, *_OF_CCGS),
)

REPORT = Layout(
    id="pcn_members_report",
    title="Practices of networks (ePCN, report without a header)",
    columns=(
        *_COLUMNS,
        Column("core", FIELDS[10], cells.text, _TEXT),
    ),
    keys=_KEYS,
    refuse=_refuse,
    holds_counts=False,
    unprinted_header=FIELDS,
    is_first_row=_is_first_row,
    seen="layout only",
    beside=FIELDS,
)


def spells(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, pcn_code, pcn_name, start, end: one row a spell; no end goes on."""
    return rows.select("practice", "pcn_code", "pcn_name", "start", "end")


PUBLICATION = Publication(
    title="Organisation Data Service: networks and their practices",
    cadence="quarterly, and by amendments",
    tables=(
        Table(
            id="pcn_members",
            title="Practices of networks (ePCN)",
            columns={
                **{"practice": _TEXT, "pcn_code": _TEXT, "pcn_name": _TEXT},
                **{"start": _DAY, "end": _DAY},
            },
            keys=_KEYS,
            organisation="practice",
            period="start",
            improves="Which network a practice belonged to on a past day.",
            stands_in="The map: networks as they are in its month.",
        ),
    ),
    readers=(
        Reader(SHEET, "pcn_members", spells),
        Reader(REPORT, "pcn_members", spells, rank=1),
    ),
)
