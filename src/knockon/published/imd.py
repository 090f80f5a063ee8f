"""Indices of Deprivation by practice (Office for Health Improvement and Disparities, Fingertips).

One score a practice: that of where its patients live. The year is the index's, not the patients'.
"""

from __future__ import annotations

import re
from datetime import date

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["PUBLICATION", "SCORES"]

_TEXT = pl.String()
_END_OF_SCALE = 100
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _year(cell: str) -> date:
    """Read the year of an index, as its first day."""
    stripped = cell.strip()
    if not _YEAR.fullmatch(stripped):
        raise cells.UnreadableError(f"'{stripped}' is not a year")
    return date(int(stripped), 1, 1)


def _refuse(row: Row) -> str | None:
    """Return that a score is beyond the end of the scale."""
    score = row["score"]
    if isinstance(score, float) and score > _END_OF_SCALE:
        return f"a score of {score:g}; scores end at {_END_OF_SCALE}"
    return None


SCORES = Layout(
    id="imd_practices",
    title="Indices of Deprivation by practice",
    columns=(
        Column("practice", "PRACTICE_CODE", cells.practice_code, _TEXT, needed=True),
        Column("year", "IMD_YEAR", _year, pl.Date(), needed=True),
        Column("score", "IMD_SCORE", cells.number, pl.Float64()),
    ),
    keys=("practice", "year"),
    refuse=_refuse,
)

PUBLICATION = Publication(
    title="Indices of Deprivation by GP practice",
    cadence="when a new index comes out, some six years apart",
    tables=(
        Table(
            id="imd",
            title=SCORES.title,
            columns={"practice": _TEXT, "year": pl.Date(), "score": pl.Float64()},
            keys=("practice", "year"),
            organisation="practice",
            period="year",
            improves="How deprived the patients of each practice are.",
            stands_in="The score printed in the practice summary, where there is one.",
            newest_within=("practice",),
            period_is="year",
        ),
    ),
    readers=(Reader(SCORES, "imd"),),
)
