"""Cloud Based Telephony in full (NHS England, monthly): what became of calls, by time and duration.

Beside the calls answered by wait (`telephony`), two files: by day and time, and by duration. Both
count calls under five indicators: received, ended in the recorded menu, answered, ended in the
queue, and asked to be called back. By duration, the line TOTAL is all durations: it is checked
against them and left out where they are given. Only what is not zero is listed.

The layouts are taken from their description: they have not been tried on real files; how the
first heads its column of times has not been seen.
"""

from __future__ import annotations

import polars as pl

from knockon.places import is_practice_code
from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, whole_sum

__all__ = ["BY_DURATION", "BY_TIME", "INDICATORS", "PUBLICATION", "calls", "durations"]

INDICATORS = {
    "CBT001": "received",
    "CBT002": "ended_in_menu",
    "CBT003": "answered",
    "CBT004": "ended_in_queue",
    "CBT005": "asked_to_be_called_back",
}
"""What became of calls, as the publication numbers it and as we say it."""

_TEXT = pl.String()
_COUNT = pl.Int64()
_NO_PRACTICE = "unmapped"
_TOTAL = "TOTAL"
_PLACES = ("REGION_CODE", "ICB_CODE", "SUB_ICB_LOCATION_CODE", "PCN_CODE")
_OF_CALLS = ("practice", "date", "outcome")


def _is_of_a_practice(row: Row) -> bool:
    return str(row["practice"]).lower() != _NO_PRACTICE


def _code_of_practice(row: Row) -> str | None:
    code = str(row["practice"])
    return None if is_practice_code(code) else f"'{code}' is not a practice code"


def _columns(of: Column) -> tuple[Column, ...]:
    return (
        Column("date", "Date", cells.day, pl.Date(), needed=True),
        Column("practice", "PRACTICE_CODE", cells.text, _TEXT, needed=True),
        Column("outcome", "Indicator", cells.one_of(INDICATORS), _TEXT, needed=True),
        of,
        Column("calls", "Value", cells.count, _COUNT),
    )


def _durations_add_up(rows: pl.DataFrame) -> str | None:
    """Return whose calls of all durations are not the sum of the durations, where all are known."""
    of_total = pl.col("duration").str.to_uppercase() == _TOTAL
    parts = rows.filter(~of_total).group_by(_OF_CALLS).agg(whole_sum("calls").alias("parts"))
    both = rows.filter(of_total).join(parts, on=_OF_CALLS, how="inner")
    wrong = both.filter(pl.col("calls") != pl.col("parts")).sort(_OF_CALLS)
    for row in wrong.iter_rows(named=True):
        return (
            f"calls {row['outcome']} at {row['practice']} on {row['date']} are {row['calls']} in "
            f"total and {row['parts']} by duration"
        )
    return None


BY_TIME = Layout(
    id="telephony_times",
    title="Cloud Based Telephony, by day and time",
    columns=_columns(
        Column("hours", "Time", cells.text, _TEXT, needed=True, also=("Time_Band", "Call_Time"))
    ),
    keys=("practice", "date", "outcome", "hours"),
    keep=_is_of_a_practice,
    refuse=_code_of_practice,
    seen="layout only",
    beside=_PLACES,
)

BY_DURATION = Layout(
    id="telephony_durations",
    title="Cloud Based Telephony, by duration",
    columns=_columns(Column("duration", "Duration", cells.text, _TEXT, needed=True)),
    keys=("practice", "date", "outcome", "duration"),
    keep=_is_of_a_practice,
    refuse=_code_of_practice,
    check=_durations_add_up,
    seen="layout only",
    beside=_PLACES,
)


def calls(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, date, hours, outcome, calls."""
    return rows.select("practice", "date", "hours", "outcome", "calls")


def durations(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, date, outcome, duration, calls; TOTAL only where no duration is given."""
    of_total = pl.col("duration").str.to_uppercase() == _TOTAL
    given = (~of_total).any().over(_OF_CALLS)
    return rows.filter(~of_total | ~given).select(*_OF_CALLS, "duration", "calls")


PUBLICATION = Publication(
    title="Cloud Based Telephony Data in General Practice, in full",
    cadence="monthly, a file a region",
    tables=(
        Table(
            id="telephony_times",
            title=BY_TIME.title,
            columns={
                **{"practice": _TEXT, "date": pl.Date(), "hours": _TEXT, "outcome": _TEXT},
                "calls": _COUNT,
            },
            keys=("practice", "date", "hours", "outcome"),
            organisation="practice",
            period="date",
            improves="How many people ring a practice at each hour and give up unanswered.",
            stands_in="Calls answered, without those that were not.",
        ),
        Table(
            id="telephony_durations",
            title=BY_DURATION.title,
            columns={
                **{"practice": _TEXT, "date": pl.Date(), "outcome": _TEXT, "duration": _TEXT},
                "calls": _COUNT,
            },
            keys=("practice", "date", "outcome", "duration"),
            organisation="practice",
            period="date",
            improves="How long calls to a practice last.",
            stands_in="Nothing: how long calls last is not told.",
        ),
    ),
    readers=(
        Reader(BY_TIME, "telephony_times", calls),
        Reader(BY_DURATION, "telephony_durations", durations),
    ),
)
