"""Cloud Based Telephony in General Practice (NHS England, monthly): calls answered, by wait.

One row a practice, day, part of the day and wait; only what is not zero is listed. So of a practice
and day with any row, what is not listed is zero; of one with none, nothing is known. Practices that
share a supplier's account cannot be told apart and are not in the file.
"""

from __future__ import annotations

import polars as pl

from knockon.places import is_practice_code
from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["ANSWERED", "HOURS", "PUBLICATION", "WAITS", "answered"]

WAITS = {
    "0": 0,
    "1_30": 1,
    "31_60": 31,
    "61_90": 61,
    "91_120": 91,
    "121_180": 121,
    "181_240": 181,
    "241_300": 241,
    ">300": 301,
}
"""The waits printed, and the shortest of each in seconds; the next begins where one ends."""

HOURS = {
    "core_8_10": "08:00-10:00",
    "core_10_1830": "10:00-18:30",
    "non-core": "other",
}
"""The parts of the day printed, in lower case, and as we call them."""

_TEXT = pl.String()
_COUNT = pl.Int64()
_ANSWERED = "CBT003"
_NO_PRACTICE = "unmapped"


def _wait(cell: str) -> str:
    """Read a wait as one of those printed."""
    label = cell.strip()
    if label not in WAITS:
        raise cells.UnreadableError(f"'{label}' is not one of the waits {', '.join(WAITS)}")
    return label


def _hours(cell: str) -> str:
    """Read a part of the day."""
    known = HOURS.get(cell.strip().lower())
    if known is None:
        raise cells.UnreadableError(f"'{cell.strip()}' is not a part of the day known here")
    return known


def _is_answered_at_a_practice(row: Row) -> bool:
    return row["indicator"] == _ANSWERED and str(row["practice"]).lower() != _NO_PRACTICE


def _code_of_practice(row: Row) -> str | None:
    code = str(row["practice"])
    return None if is_practice_code(code) else f"'{code}' is not a practice code"


ANSWERED = Layout(
    id="telephony_answered",
    title="Cloud Based Telephony, calls answered",
    columns=(
        Column("date", "Date", cells.day, pl.Date(), needed=True),
        Column("practice", "PRACTICE_CODE", cells.text, _TEXT, needed=True),
        Column("indicator", "Indicator", cells.text, _TEXT, needed=True),
        Column("wait", "Wait_Time", _wait, _TEXT, needed=True),
        Column("hours", "Core_Category", _hours, _TEXT, needed=True),
        Column("calls", "Value", cells.count, _COUNT),
    ),
    keys=("date", "practice", "wait", "hours"),
    keep=_is_answered_at_a_practice,
    refuse=_code_of_practice,
)


def answered(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, date, hours, wait, wait_from (seconds), calls."""
    shortest = pl.col("wait").replace_strict(WAITS, return_dtype=_COUNT).alias("wait_from")
    return rows.select("practice", "date", "hours", "wait", shortest, "calls")


PUBLICATION = Publication(
    title="Cloud Based Telephony Data in General Practice",
    cadence="monthly, a file a region",
    tables=(
        Table(
            id="telephony",
            title=ANSWERED.title,
            columns={
                **{"practice": _TEXT, "date": pl.Date(), "hours": _TEXT, "wait": _TEXT},
                **{"wait_from": _COUNT, "calls": _COUNT},
            },
            keys=("practice", "date", "hours", "wait_from"),
            organisation="practice",
            period="date",
            improves="How many people telephone a practice and how long they wait.",
            stands_in="Nothing: calls to practices are not told.",
        ),
    ),
    readers=(Reader(ANSWERED, "telephony", answered),),
)
