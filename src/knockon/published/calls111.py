"""NHS 111 calls, daily by contract, and the contracts' names (NHS England daily situation report).

A third party's long form of the published workbook. Its calls abandoned and all its percentages
were misread there and are never used.

By contract and day, not reported although numbers are printed:

1. All four counts zero.
2. None answered within 60 seconds of at least `IMPLAUSIBLE_ZERO` answered: an unfinished return.
3. More triaged than answered: the triaged are not reported.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.not_reported import BLANK, IMPLAUSIBLE_ZERO, first_reason, long_form
from knockon.published.tables import Publication, Reader, Table

__all__ = ["CONTRACTS", "DAILY", "MEASURES", "PUBLICATION", "contracts", "daily", "tell"]

MEASURES = ("calls_received", "calls_answered", "calls_answered_60s", "calls_triaged")
"""Calls a day: received, answered, answered within a minute, triaged."""

_TEXT = pl.String()
_EMPTY_DAY = "every count of the day is zero"
_UNFINISHED = "none answered within 60 seconds of those answered: an unfinished return"
_TRIAGED = "more calls triaged than answered"


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


def tell(wide: pl.DataFrame) -> pl.DataFrame:
    """Return contract, date, measure, value, reported, published, reason from one row a day."""
    empty = pl.all_horizontal(pl.col(name) == 0 for name in MEASURES)
    in_time, answered = pl.col("calls_answered_60s"), pl.col("calls_answered")
    unfinished = (in_time == 0) & (answered >= IMPLAUSIBLE_ZERO)
    triaged = pl.col("calls_triaged") > answered
    reasons = [
        first_reason(
            (pl.col(name).is_null(), BLANK),
            (empty, _EMPTY_DAY),
            (unfinished, _UNFINISHED),
            *([(triaged, _TRIAGED)] if name == "calls_triaged" else []),
        ).alias(name)
        for name in MEASURES
    ]
    return long_form(wide, reasons, keys=("contract", "date"), measures=MEASURES)


PUBLICATION = Publication(
    title="NHS 111 calls",
    cadence="with the daily situation report",
    tables=(
        Table(
            id="calls111",
            title=DAILY.title,
            columns={"contract": _TEXT, "date": pl.Date(), **dict.fromkeys(MEASURES, pl.Int64())},
            keys=("contract", "date"),
            organisation="contract",
            period="date",
            improves="The volume of NHS 111, its weekdays, and what its answering is fitted to.",
            stands_in="Nothing: NHS 111 cannot be sized.",
            tell=tell,
        ),
        Table(
            id="calls111_contracts",
            title=CONTRACTS.title,
            columns={"contract": _TEXT, "name": _TEXT, "region": _TEXT},
            keys=("contract",),
            organisation="contract",
            period=None,
            improves="The names of NHS 111 contracts.",
            stands_in="The contract's code in place of its name.",
        ),
    ),
    readers=(
        Reader(DAILY, "calls111", daily),
        Reader(CONTRACTS, "calls111_contracts", contracts),
    ),
)
