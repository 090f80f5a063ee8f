"""Submissions via online consultation systems (NHS England, monthly), by practice.

Two layouts: by month, a row a practice, supplier and metric, in files for the north and the south;
and by day and time of day, a row a practice, date and hour band with its submissions by kind.
Older editions of the latter are added up to weekdays: they have no date and are not read.

The layouts are taken from their description: they have not been tried on real files.
"""

from __future__ import annotations

import re

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = ["BY_DAY", "BY_MONTH", "PUBLICATION"]

_TEXT = pl.String()
_COUNT = pl.Int64()
_METRIC = re.compile(r"[A-Z][A-Z0-9_]*")
_KINDS = ("clinical", "administrative", "other")
_PLACES = (
    *("GP_NAME", "PCN_CODE", "PCN_NAME", "SUB_ICB_LOCATION_CODE", "SUB_ICB_LOCATION_NAME"),
    *("ICB_CODE", "ICB_NAME", "REGION_CODE", "REGION_NAME"),
)


def _metric(cell: str) -> str:
    """Read a metric's name: OC_PARTICIPATION."""
    name = cell.strip().upper()
    if not _METRIC.fullmatch(name):
        raise cells.UnreadableError(f"'{cell.strip()}' is not the name of a metric")
    return name


def _refuse(row: Row) -> str | None:
    """Return that the submissions of a line are not the sum of its kinds."""
    whole, kinds = row["submissions"], [row[name] for name in _KINDS]
    known = [kind for kind in kinds if isinstance(kind, int)]
    if isinstance(whole, int) and len(known) == len(kinds) and sum(known) != whole:
        return f"TOTAL is {whole} and its kinds add up to {sum(known)}"
    return None


BY_MONTH = Layout(
    id="online_month",
    title="Online consultation submissions, by month",
    columns=(
        Column("month", "MONTH", cells.month, pl.Date(), needed=True),
        Column("practice", "GP_CODE", cells.practice_code, _TEXT, needed=True),
        Column("supplier", "SUPPLIER", cells.text, _TEXT),
        Column("metric", "METRIC", _metric, _TEXT, needed=True),
        Column("value", "VALUE", cells.number, pl.Float64()),
    ),
    keys=("practice", "month", "supplier", "metric"),
    seen="layout only",
    beside=_PLACES,
)

BY_DAY = Layout(
    id="online_day",
    title="Online consultation submissions, by day and time",
    columns=(
        Column("date", "DATE", cells.day, pl.Date(), needed=True),
        Column("practice", "GP_CODE", cells.practice_code, _TEXT, needed=True),
        Column("hours", "SUBMISSION_TIME", cells.text, _TEXT, needed=True),
        Column("clinical", "CLINICAL", cells.count, _COUNT),
        Column("administrative", "ADMIN", cells.count, _COUNT),
        Column("other", "UNKNOWN_OTHER", cells.count, _COUNT),
        Column("submissions", "TOTAL", cells.count, _COUNT),
    ),
    keys=("practice", "date", "hours"),
    refuse=_refuse,
    seen="layout only",
    beside=_PLACES,
)


PUBLICATION = Publication(
    title="Submissions via Online Consultation Systems in General Practice",
    cadence="monthly",
    tables=(
        Table(
            id="online",
            title=BY_MONTH.title,
            columns={
                **{"practice": _TEXT, "month": pl.Date(), "supplier": _TEXT, "metric": _TEXT},
                "value": pl.Float64(),
            },
            keys=("practice", "month", "supplier", "metric"),
            organisation="practice",
            period="month",
            improves="How much of a practice's demand comes online.",
            stands_in="Nothing: online requests are not told apart.",
            period_is="month",
        ),
        Table(
            id="online_days",
            title=BY_DAY.title,
            columns=columns_of(BY_DAY),
            keys=("practice", "date", "hours"),
            organisation="practice",
            period="date",
            improves="On which days and at what hours requests come online.",
            stands_in="Nothing: online requests are not told by the hour.",
        ),
    ),
    readers=(Reader(BY_MONTH, "online"), Reader(BY_DAY, "online_days")),
)
