"""Prescribing by practice (OpenPrescribing, from the English Prescribing Dataset; monthly).

A row is a practice and a month: items, quantity and cost of what was asked for. What that was, the
file does not say: one of another question is not to be put beside it.

The layout is taken from its description: it has not been tried on a real file.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = ["PUBLICATION", "SPENDING"]

SPENDING = Layout(
    id="prescribing",
    title="Prescribing by practice (OpenPrescribing)",
    columns=(
        Column("practice", "row_id", cells.practice_code, pl.String(), needed=True),
        Column("name", "row_name", cells.text, pl.String()),
        Column("month", "date", cells.month, pl.Date(), needed=True),
        Column("items", "items", cells.count, pl.Int64()),
        Column("quantity", "quantity", cells.number, pl.Float64()),
        Column("pounds", "actual_cost", cells.number, pl.Float64()),
    ),
    keys=("practice", "month"),
    seen="layout only",
    beside=("setting", "ccg"),
)

PUBLICATION = Publication(
    title="Prescribing by practice",
    cadence="monthly",
    tables=(
        Table(
            id="prescribing",
            title=SPENDING.title,
            columns=columns_of(SPENDING, "name"),
            keys=SPENDING.keys,
            organisation="practice",
            period="month",
            improves="What a practice prescribes of what was asked for.",
            stands_in="Nothing: prescribing is not told.",
            period_is="month",
        ),
    ),
    readers=(Reader(SPENDING, "prescribing"),),
)
