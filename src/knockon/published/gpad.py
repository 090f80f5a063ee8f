"""Appointments in General Practice (NHS England): a practice summary, coverage, England's waits.

The practice summary is a third party's three-month total of the practice-level crosstab with each
practice's workforce. It counts appointments of every status. What it leaves blank stays missing.
England's waits are a third party's percentages by month; the crosstab itself is in `crosstab`.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = ["COUNTS", "COVERAGE", "MEASURED", "PUBLICATION", "SUMMARY", "WAITS", "waits"]

COUNTS = (
    "total_3m",
    "gp_3m",
    "sd_3m",
    "sd_gp_3m",
    "sd_f2f_3m",
    "urg_3m",
    "urg_sd_3m",
    "dna_3m",
    "unmapped_3m",
    "acute_3m",
    "acute_sd_3m",
    "acute_gp_3m",
    "acute_sd_gp_3m",
    "acute_att_3m",
    "acute_sd_att_3m",
)
"""Appointments in three months: all; with a GP; booked same day (sd), of which with a GP and face
to face; urgent kinds; not attended (dna); unmapped; General Consultation Acute, of which same day,
with a GP, attended (att)."""

MEASURED = (
    "imd",
    "gp_fte_10k",
    "gp_qual_fte_10k",
    "dpc_fte_10k",
    "admin_fte_10k",
    "front_fte_10k",
    "nurse_fte_10k",
    "pts_per_gp",
    "gp_fte",
    "pct_locum",
    "pct_trainee",
    "pct_partner",
)
"""Deprivation score; full-time equivalents, for 10,000 patients where named so; percentages."""

_PARTS = (
    ("gp_3m", "total_3m"),
    ("sd_3m", "total_3m"),
    ("urg_3m", "total_3m"),
    ("dna_3m", "total_3m"),
    ("unmapped_3m", "total_3m"),
    ("acute_3m", "total_3m"),
    ("sd_gp_3m", "sd_3m"),
    ("sd_gp_3m", "gp_3m"),
    ("sd_f2f_3m", "sd_3m"),
    ("urg_sd_3m", "urg_3m"),
    ("urg_sd_3m", "sd_3m"),
    ("acute_sd_3m", "acute_3m"),
    ("acute_gp_3m", "acute_3m"),
    ("acute_att_3m", "acute_3m"),
    ("acute_sd_gp_3m", "acute_sd_3m"),
    ("acute_sd_att_3m", "acute_sd_3m"),
)


def _refuse(row: Row) -> str | None:
    """Return which part is larger than its whole."""
    for part, whole in _PARTS:
        some, every = row[part], row[whole]
        if isinstance(some, int) and isinstance(every, int) and some > every:
            return f"{part} is {some}, more than {whole}, {every}"
    return None


SUMMARY = Layout(
    id="gpad_summary",
    title="Appointments in General Practice, three-month practice summary",
    columns=(
        Column("practice", "practice_code", cells.practice_code, pl.String(), needed=True),
        *(Column(name, name, cells.count, pl.Int64()) for name in COUNTS),
        Column("list_size", "list_size", cells.count, pl.Int64()),
        *(Column(name, name, cells.number, pl.Float64()) for name in MEASURED),
    ),
    keys=("practice",),
    in_name="span",
    refuse=_refuse,
)


def _refuse_coverage(row: Row) -> str | None:
    for what in ("practices", "patients"):
        included, every = row[f"included_{what}"], row[f"open_{what}"]
        if isinstance(included, int) and isinstance(every, int) and included > every:
            return f"{included} {what} included of {every}"
    return None


COVERAGE = Layout(
    id="gpad_coverage",
    title="Appointments in General Practice, coverage",
    columns=(
        Column("sub_icb_code", "SUB_ICB_LOCATION_CODE", cells.ods_code, pl.String(), needed=True),
        Column("month", "Appointment_Month", cells.month, pl.Date(), needed=True),
        Column("included_practices", "Included Practices", cells.count, pl.Int64()),
        Column("open_practices", "Open Practices", cells.count, pl.Int64()),
        Column(
            "included_patients",
            "Patients registered at included practices",
            cells.count,
            pl.Int64(),
        ),
        Column("open_patients", "Patients registered at open practices", cells.count, pl.Int64()),
    ),
    keys=("sub_icb_code", "month"),
    refuse=_refuse_coverage,
)

_WAITS = {
    "gp_same_day": "gp_sd",
    "other_same_day": "oth_sd",
    "gp_15_days": "gp_15p",
    "other_15_days": "oth_15p",
}


def _refuse_waits(row: Row) -> str | None:
    """Return that more than all were booked the same day or fifteen days ahead."""
    for who in ("gp", "other"):
        shares = [row[f"{who}_{wait}"] for wait in ("same_day", "15_days")]
        together = sum(share for share in shares if isinstance(share, float))
        if together > 100:
            return f"{together:g} per cent the same day or 15 days and more ahead"
    return None


WAITS = Layout(
    id="gpad_waits",
    title="Appointments in General Practice, England's waits",
    columns=(
        Column("month", "month", cells.month, pl.Date(), needed=True),
        *(Column(key, header, cells.number, pl.Float64()) for key, header in _WAITS.items()),
    ),
    keys=("month",),
    refuse=_refuse_waits,
)


def waits(rows: pl.DataFrame) -> pl.DataFrame:
    """Return area (England), month, and per cent booked same day and 15 days or more ahead."""
    return rows.select(pl.lit("England").alias("area"), "month", *_WAITS)


PUBLICATION = Publication(
    title="Appointments in General Practice",
    cadence="monthly",
    tables=(
        Table(
            id="gpad_summary",
            title=SUMMARY.title,
            columns={**columns_of(SUMMARY), "first_month": pl.Date(), "last_month": pl.Date()},
            keys=("practice", "last_month"),
            organisation="practice",
            period="last_month",
            improves="The appointments of each practice, with whom and how soon, and its staff.",
            stands_in="Nothing: the appointments of practices cannot be sized.",
            newest_within=("practice",),
            period_is="month",
        ),
        Table(
            id="gpad_coverage",
            title=COVERAGE.title,
            columns=columns_of(COVERAGE),
            keys=("sub_icb_code", "month"),
            organisation="sub_icb_code",
            period="month",
            improves="How much of a board the published appointments cover.",
            stands_in="The practices in the summary are taken as all there are.",
            period_is="month",
        ),
        Table(
            id="gpad_waits",
            title=WAITS.title,
            columns={"area": pl.String(), **columns_of(WAITS)},
            keys=("area", "month"),
            organisation="area",
            period="month",
            improves="How soon England's appointments came about, month by month.",
            stands_in="Nothing: a practice's waits are not set beside England's.",
            period_is="month",
        ),
    ),
    readers=(
        Reader(SUMMARY, "gpad_summary"),
        Reader(COVERAGE, "gpad_coverage"),
        Reader(WAITS, "gpad_waits", waits),
    ),
)
