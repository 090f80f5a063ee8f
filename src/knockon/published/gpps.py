"""GP Patient Survey, national results (NHS England and Ipsos, yearly).

A third party's table of weighted answers for England: question, response, per cent and weighted
number of people. Questions are known by number only: their wording is not in the file. Where people
could give several answers the percentages do not sum to 100. The year stands in the file's name.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["LAYOUT", "PUBLICATION"]

_TEXT = pl.String()


def _refuse(row: Row) -> str | None:
    percent = row["percent"]
    return f"{percent} per cent" if isinstance(percent, float) and percent > 100 else None


LAYOUT = Layout(
    id="gpps_national",
    title="GP Patient Survey, national results",
    columns=(
        Column("question", "question", cells.text, _TEXT, needed=True),
        Column("response", "response", cells.text, _TEXT, needed=True),
        Column("percent", "national_pct", cells.number, pl.Float64()),
        Column("people", "national_n", cells.count, pl.Int64()),
    ),
    keys=("question", "response"),
    refuse=_refuse,
    in_name="year",
)

PUBLICATION = Publication(
    title="GP Patient Survey",
    cadence="yearly",
    tables=(
        Table(
            id="gpps_national",
            title=LAYOUT.title,
            columns={
                "year": pl.Date(),
                "question": _TEXT,
                "response": _TEXT,
                "percent": pl.Float64(),
                "people": pl.Int64(),
            },
            keys=("year", "question", "response"),
            organisation="question",
            period="year",
            improves="What people say they do when their practice cannot be reached, beside the "
            "behaviour sets.",
            stands_in="The behaviour sets of the packs alone.",
            newest_within=("question",),
            period_is="year",
        ),
    ),
    readers=(Reader(LAYOUT, "gpps_national"),),
)
