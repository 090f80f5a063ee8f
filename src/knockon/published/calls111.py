"""NHS 111 calls, daily by contract, and the contracts' names (NHS England daily situation report).

A third party's long form of the published workbook. Its calls abandoned and all its percentages
were misread there and are never used.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row

__all__ = ["CONTRACTS", "DAILY", "MEASURES", "contracts", "daily"]

MEASURES = ("calls_received", "calls_answered", "calls_answered_60s", "calls_triaged")
"""Calls a day: received, answered, answered within a minute, triaged."""

_TEXT = pl.String()


def _refuse(row: Row) -> str | None:
    """Return why a day cannot be true: more answered than rang, or in time than answered."""
    received, answered, in_time = (row[name] for name in MEASURES[:3])
    if isinstance(answered, int):
        if isinstance(received, int) and answered > received:
            return f"{answered} calls answered of {received} received"
        if isinstance(in_time, int) and in_time > answered:
            return f"{in_time} calls answered within 60 seconds of {answered} answered"
    return None


DAILY = Layout(
    id="calls111_daily",
    title="NHS 111 calls, daily",
    columns=(
        Column("date", "date", cells.day, pl.Date(), needed=True),
        Column("contract", "contract_code", cells.ods_code, _TEXT, needed=True),
        Column("name", "contract_name", cells.text, _TEXT, needed=True),
        *(Column(name, name, cells.count, pl.Int64()) for name in MEASURES),
    ),
    keys=("date", "contract"),
    refuse=_refuse,
)

CONTRACTS = Layout(
    id="calls111_contracts",
    title="NHS 111 contracts",
    columns=(
        Column("contract", "contract_code", cells.ods_code, _TEXT, needed=True),
        Column("name", "contract_name", cells.text, _TEXT, needed=True),
        Column("region_code", "region_code", cells.text, _TEXT),
        Column("region", "region_name", cells.text, _TEXT),
    ),
    keys=("contract",),
    others_allowed=False,
    holds_counts=False,
)


def daily(rows: pl.DataFrame) -> pl.DataFrame:
    """Return contract, date and one column for each of `MEASURES`."""
    return rows.select("contract", "date", *MEASURES)


def contracts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return contract, name, region."""
    return rows.select("contract", "name", "region")
