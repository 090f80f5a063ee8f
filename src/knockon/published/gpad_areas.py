"""Appointments in General Practice by area (NHS England, monthly): sub-ICBs by day, and by month.

The daily file holds a row a sub-ICB, day, status, kind of staff, mode and wait; the regional one,
one file a board, the same by month. Both are read in blocks to sums, as the practice-level crosstab
is: a row a sub-ICB, period, status, mode and kind of staff, its appointments in all and by wait.

A sub-ICB without a row on a day is not a sub-ICB without appointments.

The layouts are taken from their description: they have not been tried on real files.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from knockon.published import cells
from knockon.published.crosstab import HCP_TYPES, MODES, STATUSES, WAITS
from knockon.published.layout import Column, Fold, Layout
from knockon.published.tables import Publication, Reader, Table

__all__ = ["DAILY", "PUBLICATION", "REGIONAL"]

_TEXT = pl.String()
_DAY = pl.Date()
_COUNT = pl.Int64()
_WAIT_NAMES = tuple(WAITS.values())
_KINDS = {
    "status": pl.Enum(list(STATUSES.values())),
    "mode": pl.Enum(list(MODES.values())),
    "hcp_type": pl.Enum(list(HCP_TYPES.values())),
    "wait": pl.Enum(_WAIT_NAMES),
}
_LABELS = ("status", "mode", "hcp_type")


def _columns(period: Column) -> tuple[Column, ...]:
    """Return the columns of a file whose period is this column."""
    waits = {**WAITS, "Unknown / Data Issue": "unknown_wait"}
    return (
        Column("sub_icb_code", "SUB_ICB_LOCATION_CODE", cells.ods_code, _TEXT, needed=True),
        period,
        Column("status", "APPT_STATUS", cells.one_of(STATUSES), _KINDS["status"], needed=True),
        Column("hcp_type", "HCP_TYPE", cells.one_of(HCP_TYPES), _KINDS["hcp_type"], needed=True),
        Column("mode", "APPT_MODE", cells.one_of(MODES), _KINDS["mode"], needed=True),
        Column(
            "wait", "TIME_BETWEEN_BOOK_AND_APPT", cells.one_of(waits), _KINDS["wait"], needed=True
        ),
        Column("appointments", "COUNT_OF_APPOINTMENTS", cells.count, _COUNT, needed=True),
    )


def _by_wait(keys: tuple[str, ...]) -> Fold:
    """Return sums by these columns: appointments of each wait, and a bit for each wait met.

    A sum of more rows than it has bits holds a row twice.
    """
    one_bit = pl.Series([1 << place for place in range(len(WAITS))], dtype=pl.UInt8())

    def of_block(rows: pl.LazyFrame) -> pl.LazyFrame:
        of_wait = [
            pl.col("appointments").filter(pl.col("wait") == name).sum().alias(name)
            for name in _WAIT_NAMES
        ]
        bits = pl.lit(one_bit).gather(pl.col("wait").to_physical()).alias("bits")
        grouped = rows.with_columns(bits).group_by(keys)
        return grouped.agg(pl.len().alias("rows"), *of_wait, pl.col("bits").bitwise_or())

    def together(sums: pl.LazyFrame) -> pl.LazyFrame:
        added = pl.col("rows", *_WAIT_NAMES).sum()
        return sums.group_by(keys).agg(added, pl.col("bits").bitwise_or())

    def repeated(sums: pl.DataFrame) -> str | None:
        twice = sums.filter(pl.col("bits").bitwise_count_ones() < pl.col("rows")).sort(keys)
        for row in twice.select(keys).iter_rows():
            return ", ".join(str(part) for part in row)
        return None

    return Fold(of_block, together, repeated, _finish(keys))


def _finish(keys: tuple[str, ...]) -> Callable[[pl.DataFrame], pl.DataFrame]:
    def finish(sums: pl.DataFrame) -> pl.DataFrame:
        appointments = pl.sum_horizontal(_WAIT_NAMES).alias("appointments")
        return sums.select(*keys, appointments, *_WAIT_NAMES)

    return finish


_BY_DAY = ("sub_icb_code", "date", *_LABELS)
_BY_MONTH = ("sub_icb_code", "month", *_LABELS)
_PLACES = (
    *("SUB_ICB_LOCATION_ONS_CODE", "SUB_ICB_LOCATION_NAME", "ICB_ONS_CODE", "REGION_ONS_CODE"),
)

DAILY = Layout(
    id="gpad_daily",
    title="Appointments in General Practice, sub-ICBs by day",
    columns=_columns(Column("date", "Appointment_Date", cells.day, _DAY, needed=True)),
    keys=(*_BY_DAY, "wait"),
    fold=_by_wait(_BY_DAY),
    seen="layout only",
    beside=_PLACES,
)

REGIONAL = Layout(
    id="gpad_regional",
    title="Appointments in General Practice, sub-ICBs by month (regional files)",
    columns=_columns(Column("month", "APPOINTMENT_MONTH", cells.month, _DAY, needed=True)),
    keys=(*_BY_MONTH, "wait"),
    fold=_by_wait(_BY_MONTH),
    seen="layout only",
    beside=(*_PLACES, "ICB_NAME", "REGION_NAME"),
)


def _sums(period: str) -> dict[str, pl.DataType]:
    kinds = {name: _KINDS[name] for name in _LABELS}
    counts = dict.fromkeys(("appointments", *_WAIT_NAMES), _COUNT)
    return {"sub_icb_code": _TEXT, period: _DAY, **kinds, **counts}


PUBLICATION = Publication(
    title="Appointments in General Practice, sub-ICBs",
    cadence="monthly",
    tables=(
        Table(
            id="gpad_daily",
            title=DAILY.title,
            columns=_sums("date"),
            keys=_BY_DAY,
            organisation="sub_icb_code",
            period="date",
            improves="How appointments spread over the days of the week; with the months, growth "
            "and seasons.",
            stands_in="The weekdays of the parameters pack.",
        ),
        Table(
            id="gpad_regional",
            title=REGIONAL.title,
            columns=_sums("month"),
            keys=_BY_MONTH,
            organisation="sub_icb_code",
            period="month",
            improves="A board's appointments month by month before the crosstab begins: growth, "
            "seasons, and what changed in August 2024.",
            stands_in="Nothing: a board's appointments are known from the newest files alone.",
            period_is="month",
        ),
    ),
    readers=(Reader(DAILY, "gpad_daily"), Reader(REGIONAL, "gpad_regional")),
)
