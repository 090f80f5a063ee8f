"""Urgent and emergency care daily situation report, as its workbooks (NHS England, weekly).

Of the workbook of NHS 111, items by contract and day: it fills the same table as the long form a
third party made of it (see `calls111`), on days that form does not hold. Of the workbook of beds,
general and acute beds by trust and day; what else stands beside them is not read.

The workbooks of ambulances and of discharges could not be described: they are left.

The layouts are taken from their description: they have not been tried on real files.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.calls111 import MEASURES
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["BEDS", "CALLS", "PUBLICATION", "calls", "daily_beds"]

_ITEMS = {
    "calls_received": "A01",
    "calls_answered": "A03",
    "calls_answered_60s": "B01",
    "calls_triaged": "C01",
}
_TEXT = pl.String()
_DAY = pl.Date()
_COUNT = pl.Int64()


def _refuse(row: Row) -> str | None:
    """Return that more beds are occupied than are there, by more than half as many again."""
    available, occupied = row["available"], row["occupied"]
    if isinstance(available, int) and isinstance(occupied, int) and 2 * occupied > 3 * available:
        return f"{occupied} beds occupied of {available}"
    return None


CALLS = Layout(
    id="sitrep_calls111",
    title="NHS 111 calls, workbook of the daily situation report",
    columns=(
        Column("contract", "Code", cells.ods_code, _TEXT, needed=True),
        Column("date", "Date", cells.day, _DAY, needed=True),
        *(Column(key, item, cells.count, _COUNT) for key, item in _ITEMS.items()),
    ),
    keys=("contract", "date"),
    seen="layout only",
    beside_like=r"[a-h][0-9]{2}",
)

BEDS = Layout(
    id="sitrep_beds",
    title="Beds, workbook of the daily situation report",
    columns=(
        Column("provider", "Code", cells.ods_code, _TEXT, needed=True),
        Column("date", "Date", cells.day, _DAY, needed=True),
        Column("available", "G&A beds available", cells.count, _COUNT),
        Column("occupied", "G&A beds occupied", cells.count, _COUNT),
    ),
    keys=("provider", "date"),
    refuse=_refuse,
    seen="layout only",
    beside=("Name", "G&A occupancy rate"),
    beside_like=r"(?:adult|paediatric|neonatal)\b.*",
)


def calls(rows: pl.DataFrame) -> pl.DataFrame:
    """Return contract, date and the calls of each measure."""
    return rows.select("contract", "date", *MEASURES)


def daily_beds(rows: pl.DataFrame) -> pl.DataFrame:
    """Return provider, date, available, occupied: general and acute beds."""
    return rows.select("provider", "date", "available", "occupied")


PUBLICATION = Publication(
    title="Urgent and Emergency Care Daily Situation Report, workbooks",
    cadence="weekly in winter, monthly otherwise",
    tables=(
        Table(
            id="beds_daily",
            title=BEDS.title,
            columns={
                **{"provider": _TEXT, "date": _DAY},
                **{"available": _COUNT, "occupied": _COUNT},
            },
            keys=("provider", "date"),
            organisation="provider",
            period="date",
            improves="How full wards are from day to day, and on which days of the week.",
            stands_in="The monthly means of beds.",
        ),
    ),
    readers=(
        Reader(CALLS, "calls111", calls, rank=1),
        Reader(BEDS, "beds_daily", daily_beds),
    ),
)
