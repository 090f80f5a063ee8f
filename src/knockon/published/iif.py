"""Investment and Impact Fund (NHS England, yearly): indicators of practices and networks.

Each indicator is printed as counts: its numerator and, where it has one, its denominator, each on
a row of its own. Appointments within two weeks of booking (ACC-08) stand by practice.
"""

from __future__ import annotations

import polars as pl

from knockon.places import is_practice_code
from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = ["INDICATORS", "KINDS", "PUBLICATION"]

KINDS = {"pcn": "pcn", "gp practice": "practice"}
"""Kinds of organisation as printed, in lower case, and as we call them."""

_TEXT = pl.String()
_PART = "^(.+) (numerator|denominator)$"


def _kind(cell: str) -> str:
    """Read what kind of organisation a row is of."""
    known = KINDS.get(cell.strip().lower())
    if known is None:
        raise cells.UnreadableError(f"'{cell.strip()}' is neither 'PCN' nor 'GP practice'")
    return known


def _refuse(row: Row) -> str | None:
    """Return that a practice's row has no practice's code."""
    code = str(row["organisation"])
    if row["kind"] == "practice" and not is_practice_code(code):
        return f"'{code}' is not a practice code"
    return None


def _check(rows: pl.DataFrame) -> str | None:
    """Return the first indicator whose numerator is more than its denominator."""
    lowered = pl.col("measure").str.to_lowercase()
    parts = rows.with_columns(
        lowered.str.extract(_PART, 1).alias("of"), lowered.str.extract(_PART, 2).alias("part")
    )
    same = ("organisation", "day", "indicator", "of")
    pairs = parts.filter(part="numerator").join(
        parts.filter(part="denominator"), on=same, suffix="_whole"
    )
    wrong = pairs.filter(pl.col("value") > pl.col("value_whole")).sort(same)
    for one in wrong.iter_rows(named=True):
        return (
            f"{one['measure']} of {one['organisation']} is {one['value']}, "
            f"more than {one['measure_whole']}, {one['value_whole']}"
        )
    return None


INDICATORS = Layout(
    id="iif_indicators",
    title="Investment and Impact Fund, indicators",
    columns=(
        Column("kind", "ORGANISATION_TYPE", _kind, _TEXT, needed=True),
        Column("organisation", "ORGANISATION_CODE", cells.ods_code, _TEXT, needed=True),
        Column("day", "ACH_DATE", cells.day, pl.Date(), needed=True),
        Column("indicator", "IND_CODE", cells.text, _TEXT, needed=True),
        Column("measure", "MEASURE", cells.text, _TEXT, needed=True),
        Column("value", "VALUE", cells.count, pl.Int64()),
    ),
    keys=("organisation", "day", "indicator", "measure"),
    refuse=_refuse,
    check=_check,
)

PUBLICATION = Publication(
    title="Network Contract: Investment and Impact Fund",
    cadence="yearly, by financial year",
    tables=(
        Table(
            id="iif",
            title=INDICATORS.title,
            columns=columns_of(INDICATORS),
            keys=("organisation", "day", "indicator", "measure"),
            organisation="organisation",
            period="day",
            improves="How many of a practice's appointments come within two weeks of booking.",
            stands_in="The waits of the practice-level appointments, else England's.",
            newest_within=("organisation",),
        ),
    ),
    readers=(Reader(INDICATORS, "iif"),),
)
