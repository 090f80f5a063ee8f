"""Beds available and occupied (NHS England urgent and emergency care daily situation report).

A third party's monthly long form of the published workbook, one line a trust and month. Printed
occupancy rates are not read, but the beds must agree with them as far as rounding goes. In March
2025, and now and then elsewhere, general and acute beds are more than adult and paediatric ones
together, so those are not held against each other.

Not reported although zeros are printed: a month in which every count of beds is zero.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.not_reported import told_by
from knockon.published.tables import Publication, Reader, Table

__all__ = ["KINDS", "LAYOUT", "MEASURES", "PUBLICATION"]

_HEADERS = {
    "general_acute": ("general_acute_beds_{}", "general_acute_beds_occupancy_rate"),
    "adult_general_acute": (
        "adult_general_acute_beds_{}",
        "adult_general_acute_beds_occupancy_rate",
    ),
    "paediatric_general_acute": (
        "paediatric_general_acute_beds_{}",
        "paediatric_general_acute_beds_occupancy_rate",
    ),
    "adult_critical_care": ("adult_critical_care_beds_{}", "adult_critical_care_occupancy_rate"),
    "paediatric_intensive_care": (
        "paediatric_intensive_cared_beds_{}",
        "paediatric_intensive_cared_occupancy_rate",
    ),
    "neonatal_intensive_care": (
        "neonatal_intensive_care_bed_{}",
        "neonatal_intensive_care_occupancy_rate",
    ),
}
"""For each kind of bed the headers of its counts and of its rate, misspelt ones as published."""

KINDS = tuple(_HEADERS)
MEASURES = tuple(f"{kind}_{what}" for kind in KINDS for what in ("available", "occupied"))
"""Beds available and occupied by kind: means over the days of a month, in whole beds."""

_COUNT = pl.Int64()
_KEYS = ("provider", "month")
_HALF_A_BED = 0.5
_HALF_A_RATE = 0.0005


def _refuse(row: Row) -> str | None:
    """Return which printed occupancy rate its beds cannot have."""
    for kind in KINDS:
        available, occupied = row[f"{kind}_available"], row[f"{kind}_occupied"]
        rate = row[f"{kind}_rate"]
        if not (isinstance(available, int) and isinstance(occupied, int)):
            continue
        if not isinstance(rate, float) or not available:
            continue
        rounding = _HALF_A_BED * (1 + rate) / available + _HALF_A_RATE
        if abs(occupied / available - rate) > rounding + 1e-9:
            return f"{occupied} of {available} {kind} beds is not the rate printed, {rate}"
    return None


def _columns_of_kind(kind: str) -> tuple[Column, ...]:
    counts, rate = _HEADERS[kind]
    return (
        Column(f"{kind}_available", counts.format("available"), cells.count, _COUNT),
        Column(f"{kind}_occupied", counts.format("occupied"), cells.count, _COUNT),
        Column(f"{kind}_rate", rate, cells.number, pl.Float64()),
    )


LAYOUT = Layout(
    id="beds",
    title="Urgent and Emergency Care Daily Situation Report, beds by trust and month",
    columns=(
        Column("provider", "nhs_trust22_code", cells.ods_code, pl.String(), needed=True),
        Column("month", "date", cells.month, pl.Date(), needed=True),
        *(column for kind in KINDS for column in _columns_of_kind(kind)),
    ),
    keys=_KEYS,
    refuse=_refuse,
)


def _empty_return(name: str) -> tuple[pl.Expr, str]:
    none = pl.all_horizontal(pl.col(other).fill_null(0) == 0 for other in MEASURES)
    return none & (pl.col(name) == 0), "every count of beds in the month is zero"


PUBLICATION = Publication(
    title="Urgent and Emergency Care Daily Situation Report, beds",
    cadence="monthly",
    tables=(
        Table(
            id="beds",
            title=LAYOUT.title,
            columns={
                "provider": pl.String(),
                "month": pl.Date(),
                **dict.fromkeys(MEASURES, _COUNT),
            },
            keys=_KEYS,
            organisation="provider",
            period="month",
            improves="How many beds a trust has and how full they are.",
            stands_in="Nothing: wards cannot be sized.",
            period_is="month",
            tell=told_by(MEASURES, _empty_return, keys=_KEYS),
        ),
    ),
    readers=(Reader(LAYOUT, "beds"),),
)
