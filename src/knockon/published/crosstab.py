"""Appointments in General Practice, practice-level crosstab (NHS England, monthly).

A row is a practice, a month, a kind of staff, a mode, a national category, a wait from booking and
a status, with its appointments: some twelve million rows a year, sometimes in several files by
region. It is read in blocks, of which only sums are kept: a practice, month, status, mode and kind
of staff is one row, its appointments in all and by wait. Categories are not kept apart.

That no row stands twice is still known exactly: each category and wait has a bit, so a sum whose
bits are fewer than its rows holds one twice.

The layout is taken from its description: it has not been tried on a real file.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Fold, Layout
from knockon.published.tables import Publication, Reader, Table

__all__ = ["CATEGORIES", "CROSSTAB", "HCP_TYPES", "MODES", "PUBLICATION", "STATUSES", "WAITS"]

STATUSES = {"Attended": "attended", "DNA": "dna", "Unknown": "unknown"}
"""What became of an appointment (DNA: the patient did not attend), as printed and as we say it."""

MODES = {
    "Face-to-Face": "face_to_face",
    "Telephone": "telephone",
    "Video Conference/Online": "video_online",
    "Home Visit": "home_visit",
    "Unknown": "unknown",
}

HCP_TYPES = {"GP": "gp", "Other Practice staff": "other_staff", "Unknown": "unknown"}

WAITS = {
    "Same Day": "same_day",
    "1 Day": "day_1",
    "2 to 7 Days": "days_2_7",
    "8 to 14 Days": "days_8_14",
    "15 to 21 Days": "days_15_21",
    "22 to 28 Days": "days_22_28",
    "More than 28 Days": "over_28_days",
    "Unknown / Data Quality": "unknown_wait",
}
"""Days from booking to appointment. The publication prints some with two spaces."""

CATEGORIES = (
    "Care Home Needs Assessment & Personalised Care and Support Planning",
    "Care Home Visit",
    "Clinical Triage",
    "General Consultation Acute",
    "General Consultation Routine",
    "Group Consultation and Group Education",
    "Home Visit",
    "Inconsistent Mapping",
    "Non-contractual chargeable work",
    "Patient contact during Care Home Round",
    "Planned Clinical Procedure",
    "Planned Clinics",
    "Service provided by organisation external to the practice",
    "Social Prescribing Service",
    "Structured Medication Review",
    "Unmapped",
    "Unplanned Clinical Activity",
    "Walk-in",
)

_WAIT_NAMES = tuple(WAITS.values())
_SPELLINGS = {**WAITS, "Unknown / Data Issue": "unknown_wait"}
_BY = ("practice", "month", "status", "mode", "hcp_type", "supplier")
_KEYS = _BY[:-1]
_BITS_IN_WORD = 64
_PLACES = len(CATEGORIES) * len(WAITS)
_WORDS = tuple(
    pl.Series(
        f"bits_{first // _BITS_IN_WORD}",
        [
            1 << place - first if first <= place < first + _BITS_IN_WORD else 0
            for place in range(_PLACES)
        ],
        dtype=pl.UInt64(),
    )
    for first in range(0, _PLACES, _BITS_IN_WORD)
)
"""For each word of 64 bits, the bit of every category and wait: 0 where it stands in another."""


def _labelled(key: str, header: str, known: Mapping[str, str]) -> Column:
    kind = pl.Enum(list(dict.fromkeys(known.values())))
    return Column(key, header, cells.one_of(known), kind, needed=True)


def _of_block(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return a block's sums: rows, appointments by wait, and the bits of what was there."""
    place = pl.col("category").to_physical().cast(pl.UInt8) * len(WAITS)
    place += pl.col("wait").to_physical().cast(pl.UInt8)
    by_wait = [
        pl.when(pl.col("wait") == name).then(pl.col("appointments")).otherwise(0).sum().alias(name)
        for name in _WAIT_NAMES
    ]
    bits = [pl.lit(word).gather(pl.col("place")).alias(word.name) for word in _WORDS]
    return (
        rows.with_columns(place.alias("place"))
        .with_columns(bits)
        .group_by(_BY)
        .agg(pl.len(), *by_wait, *(pl.col(word.name).bitwise_or() for word in _WORDS))
    )


def _together(sums: pl.LazyFrame) -> pl.LazyFrame:
    """Return the sums of several blocks as one."""
    bits = [pl.col(word.name).bitwise_or() for word in _WORDS]
    return sums.group_by(_BY).agg(pl.col("len", *_WAIT_NAMES).sum(), *bits)


def _repeated(sums: pl.DataFrame) -> str | None:
    """Return the first practice and month of which a row stands twice."""
    distinct = pl.sum_horizontal(pl.col(word.name).bitwise_count_ones() for word in _WORDS)
    twice = sums.filter(distinct < pl.col("len")).sort("practice", "month")
    for one in twice.iter_rows(named=True):
        return ", ".join(str(one[name]) for name in _KEYS)
    return None


def _finish(sums: pl.DataFrame) -> pl.DataFrame:
    """Return practice, month, status, mode, hcp_type, appointments and those of each wait."""
    whole = sums.group_by(_KEYS).agg(pl.col(_WAIT_NAMES).sum())
    appointments = pl.sum_horizontal(_WAIT_NAMES).alias("appointments")
    return whole.select(*_KEYS, appointments, *_WAIT_NAMES)


CROSSTAB = Layout(
    id="gpad_crosstab",
    title="Appointments in General Practice, practice-level crosstab",
    columns=(
        Column("month", "APPOINTMENT_MONTH_START_DATE", cells.month, pl.Date(), needed=True),
        Column("practice", "GP_CODE", cells.practice_code, pl.String(), needed=True),
        Column("supplier", "SUPPLIER", cells.text, pl.String()),
        _labelled("hcp_type", "HCP_TYPE", HCP_TYPES),
        _labelled("mode", "APPT_MODE", MODES),
        _labelled("category", "NATIONAL_CATEGORY", dict(zip(CATEGORIES, CATEGORIES, strict=True))),
        _labelled("wait", "TIME_BETWEEN_BOOK_AND_APPT", _SPELLINGS),
        Column("appointments", "COUNT_OF_APPOINTMENTS", cells.count, pl.Int64(), needed=True),
        _labelled("status", "APPT_STATUS", STATUSES),
    ),
    keys=("practice", "month", "hcp_type", "mode", "category", "wait", "status"),
    fold=Fold(_of_block, _together, _repeated, _finish),
    seen="layout only",
    beside=("GP_NAME", "PCN_CODE", "PCN_NAME", "SUB_ICB_LOCATION_CODE", "SUB_ICB_LOCATION_NAME"),
)

_KINDS = {column.key: column.kind for column in CROSSTAB.columns}

PUBLICATION = Publication(
    title="Appointments in General Practice, practice level",
    cadence="monthly, three months a release",
    tables=(
        Table(
            id="gpad_crosstab",
            title=CROSSTAB.title,
            columns={
                **{key: _KINDS[key] for key in _KEYS},
                **dict.fromkeys(("appointments", *_WAIT_NAMES), pl.Int64()),
            },
            keys=_KEYS,
            organisation="practice",
            period="month",
            improves="Each practice's appointments month by month: with whom, how, how soon and "
            "whether they were kept.",
            stands_in="The three-month practice summary.",
            period_is="month",
        ),
    ),
    readers=(Reader(CROSSTAB, "gpad_crosstab"),),
)
