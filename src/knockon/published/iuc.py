"""Integrated Urgent Care Aggregate Data Collection (NHS England, monthly): NHS 111 by item.

A row is a contract, a month and an item of the collection (A01 calls received ... H22). Values are
text with thousands commas; some are blank, which is not zero. Several organisations may report for
one contract: their rows are kept apart.

The layout is taken from its description: it has not been tried on a real file.
"""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout
from knockon.published.tables import Publication, Reader, Table

__all__ = ["COLLECTION", "ITEMS", "PUBLICATION"]

ITEMS = {
    "A01": "calls received",
    "A02": "calls routed through a recorded menu",
    "A03": "calls answered",
    "B01": "calls answered within 60 seconds",
    "B02": "calls abandoned",
    "B03": "calls abandoned within 30 seconds",
    "B04": "calls abandoned after 30 to 60 seconds",
    "B05": "calls abandoned after more than 60 seconds",
}
"""The items whose meaning has been seen; the others are read under their number alone."""

_TEXT = pl.String()
_ITEM = re.compile(r"[A-H][0-9]{2}[A-Z]?")
_PREFIX = re.compile(r"IUCADC-MONTHLY-", re.IGNORECASE)


def _month(cell: str) -> date:
    """Read a month such as IUCADC-MONTHLY-APR-2023."""
    return cells.month(_PREFIX.sub("IUCADC-", cell.strip(), count=1))


def _item(cell: str) -> str:
    """Read an item's number: A01."""
    code = cell.strip().upper()
    if not _ITEM.fullmatch(code):
        raise cells.UnreadableError(f"'{cell.strip()}' is not an item of the collection")
    return code


COLLECTION = Layout(
    id="iuc_adc",
    title="Integrated Urgent Care Aggregate Data Collection",
    columns=(
        Column("month", "REPORTING_PERIOD", _month, pl.Date(), needed=True),
        Column("provider", "ORG_CODE", cells.ods_code, _TEXT, needed=True),
        Column("contract", "CONTRACT_CODE", cells.ods_code, _TEXT, needed=True),
        Column("item", "ITEM_NUMBER", _item, _TEXT, needed=True),
        Column("value", "VALUE", cells.number, pl.Float64()),
    ),
    keys=("contract", "provider", "month", "item"),
    seen="layout only",
    beside=("ORG_NAME", "CONTRACT_NAME", "REGION_CODE", "REGION_NAME"),
)

PUBLICATION = Publication(
    title="Integrated Urgent Care Aggregate Data Collection",
    cadence="monthly",
    tables=(
        Table(
            id="iuc",
            title=COLLECTION.title,
            columns={
                **{"contract": _TEXT, "provider": _TEXT, "month": pl.Date(), "item": _TEXT},
                "value": pl.Float64(),
            },
            keys=COLLECTION.keys,
            organisation="contract",
            period="month",
            improves="NHS 111 over years: growth and seasons of its own.",
            stands_in="The daily report: months of England's A&E, growth with mean 0.",
            period_is="month",
        ),
    ),
    readers=(Reader(COLLECTION, "iuc"),),
)
