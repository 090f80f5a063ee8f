"""Specialist advice (System EROC, monthly): requests for advice and guidance, by board.

A row is a board, a month and a type of request, with marks for whether it counts for elective
recovery, was processed, and was diverted from a referral.

Part of its columns have been seen, none of specialties; it has not been tried on a real file.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = ["BOARDS", "PUBLICATION"]

_TEXT = pl.String()
_MARK = cells.one_of({"Yes": True, "No": False})
_BY = ("icb_code", "month", "kind", "scope", "diverted", "processed")

BOARDS = Layout(
    id="advice_boards",
    title="Specialist advice, boards",
    columns=(
        Column("month", "Activity Month", cells.month, pl.Date(), needed=True),
        Column("icb_code", "ICB Code", cells.ods_code, _TEXT, needed=True),
        Column("kind", "Type", cells.text, _TEXT, needed=True),
        Column("scope", "In scope of ERF?", cells.text, _TEXT, needed=True),
        Column("diverted", "Metric Diverted Requests", _MARK, pl.Boolean(), needed=True),
        Column("processed", "Metric Processed Requests", _MARK, pl.Boolean(), needed=True),
        Column("requests", "Requests", cells.count, pl.Int64()),
    ),
    keys=_BY,
    seen="layout only",
    beside=("ICB Name",),
)


PUBLICATION = Publication(
    title="Specialist advice (System EROC)",
    cadence="monthly",
    tables=(
        Table(
            id="advice",
            title=BOARDS.title,
            columns=columns_of(BOARDS),
            keys=_BY,
            organisation="icb_code",
            period="month",
            improves="How many requests for advice practices send, and how many spare a referral.",
            stands_in="The shares of the parameters pack.",
            period_is="month",
        ),
    ),
    readers=(Reader(BOARDS, "advice"),),
)
