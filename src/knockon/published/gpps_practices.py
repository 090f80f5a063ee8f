"""GP Patient Survey by practice (NHS England and Ipsos, yearly; comparable from 2024).

A row is a practice; a column is a question and a statistic of it (``overallexp.pcteval``). Only
some questions are read. Values below zero are not results but marks: -97 is suppressed; they are
missing here. The year is only in the file's name.

The description does not say whether shares are printed as 0 to 1 or 0 to 100. A file in which no
share of any practice is over 1 is taken as the former.

The layout is taken from its description: it has not been tried on a real file.
"""

from __future__ import annotations

import re

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout
from knockon.published.tables import Publication, Reader, Table

__all__ = ["PRACTICES", "PUBLICATION", "QUESTIONS", "results"]

QUESTIONS = {
    "easy_by_telephone": "localgpservicesphone.pcteval",
    "contact_good": "gpcontactoverall.pcteval",
    "experience_good": "overallexp.pcteval",
    "preferred_professional_seen": "localgpservicesprefhpsee.pcteval",
    "seen_same_day": "lastgpapptwhen_1.pct",
}
"""What is read of the survey, and the column of each; shares of those who gave an opinion."""

_MARK = re.compile(r"-9[0-9](?:\.0+)?")
_TEXT = pl.String()


def share(cell: str) -> float | None:
    """Read a share; None where the file prints a mark such as -97 in its place."""
    stripped = cell.strip()
    if _MARK.fullmatch(stripped):
        return None
    value = cells.number(stripped)
    if value is not None and value > 100:
        raise cells.UnreadableError(f"'{stripped}' is not a share")
    return value


PRACTICES = Layout(
    id="gpps_practices",
    title="GP Patient Survey, practices",
    columns=(
        Column("practice", "ad_practicecode", cells.practice_code, _TEXT, needed=True),
        *(Column(key, header, share, pl.Float64()) for key, header in QUESTIONS.items()),
    ),
    keys=("practice",),
    in_name="year",
    seen="layout only",
    beside=("distributed", "received", "resprate"),
    beside_like=r"ad_[a-z0-9_]+|[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*",
)


def results(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, year, question, percent (0 to 100)."""
    long = rows.unpivot(
        list(QUESTIONS), index=("practice", "year"), variable_name="question", value_name="percent"
    )
    largest = long.select(pl.col("percent").fill_null(0).max()).item()
    scale = 100.0 if largest is not None and largest <= 1 else 1.0
    return long.with_columns(pl.col("percent") * scale)


PUBLICATION = Publication(
    title="GP Patient Survey, practices",
    cadence="yearly",
    tables=(
        Table(
            id="gpps_practices",
            title=PRACTICES.title,
            columns={
                **{"practice": _TEXT, "year": pl.Date(), "question": _TEXT},
                "percent": pl.Float64(),
            },
            keys=("practice", "year", "question"),
            organisation="practice",
            period="year",
            improves="How easily patients of each practice reach it and are seen the same day.",
            stands_in="England's results.",
            newest_within=("practice",),
            period_is="year",
        ),
    ),
    readers=(Reader(PRACTICES, "gpps_practices", results),),
)
