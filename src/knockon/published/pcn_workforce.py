"""Primary Care Network Workforce (NHS England, quarterly): staff of networks, by role.

The file has one line a contract, under the publisher's pseudonyms. People are not kept: contracts
are added up by network, role and how they are employed. A line without a pseudonym (contracted
services) may truly stand several times.
"""

from __future__ import annotations

from datetime import date
from typing import cast

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["CONTRACTS", "PUBLICATION", "staff"]

_TEXT = pl.String()
_COUNT = pl.Int64()
_ROLE = ("pcn", "month", "employment", "staff_group", "role", "detailed_role")


def _refuse(row: Row) -> str | None:
    """Return that there is no such month."""
    try:
        date(cast(int, row["year"]), cast(int, row["month_of_year"]), 1)
    except ValueError:
        return f"there is no month {row['month_of_year']} of {row['year']}"
    return None


def _check(rows: pl.DataFrame) -> str | None:
    """Return a contract of the same person that stands twice."""
    named = rows.drop_nulls("identifier")
    twice = named.filter(named.is_duplicated())
    if twice.is_empty():
        return None
    who = twice.sort("identifier").row(0, named=True)
    return f"the contract of {who['identifier']} stands twice, word for word"


CONTRACTS = Layout(
    id="pcn_workforce",
    title="Primary Care Network Workforce, individual level",
    columns=(
        Column("employment", "Data_source", cells.text, _TEXT, needed=True),
        Column("year", "CENSUS_YEAR", cells.count, _COUNT, needed=True),
        Column("month_of_year", "CENSUS_MONTH", cells.count, _COUNT, needed=True),
        Column("pcn", "PCN_CODE", cells.ods_code, _TEXT, needed=True),
        Column("staff_group", "STAFF_GROUP", cells.text, _TEXT, needed=True),
        Column("role", "STAFF_ROLE", cells.text, _TEXT, needed=True),
        Column("detailed_role", "DETAILED_STAFF_ROLE", cells.text, _TEXT, needed=True),
        Column("fte", "FTE", cells.number, pl.Float64()),
        Column("identifier", "UNIQUE_IDENTIFIER", cells.text, _TEXT),
    ),
    keys=(),
    refuse=_refuse,
    check=_check,
)


def staff(rows: pl.DataFrame) -> pl.DataFrame:
    """Return pcn, month, employment, staff_group, role, detailed_role, contracts, fte.

    ``fte`` is missing where a contract gives none.
    """
    month = pl.date("year", "month_of_year", 1).alias("month")
    dated = rows.with_columns(month).sort(*_ROLE, "fte")
    whole = pl.when(pl.col("fte").is_not_null().all()).then(pl.col("fte").sum())
    return dated.group_by(_ROLE, maintain_order=True).agg(
        pl.len().cast(_COUNT).alias("contracts"), whole.alias("fte")
    )


PUBLICATION = Publication(
    title="Primary Care Network Workforce",
    cadence="quarterly, by census month",
    tables=(
        Table(
            id="pcn_workforce",
            title=CONTRACTS.title,
            columns={
                **dict.fromkeys(_ROLE, _TEXT),
                "month": pl.Date(),
                "contracts": _COUNT,
                "fte": pl.Float64(),
            },
            keys=_ROLE,
            organisation="pcn",
            period="month",
            improves="The staff that networks add to their practices.",
            stands_in="Nothing: staff of networks are not counted.",
            newest_within=("pcn",),
            period_is="month",
        ),
    ),
    readers=(Reader(CONTRACTS, "pcn_workforce", staff),),
)
