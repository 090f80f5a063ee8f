"""General Practice Workforce, practice level (NHS England, monthly): full-time equivalents.

Two layouts of the same figures. The detailed file has a row a practice and some three hundred
columns, of which the headline ones are read; the high-level file a row a practice, staff group,
role and measure. The month is only in the file's name. NA is not supplied, which is not none.

In the high-level file the line "Total" of a group is not relied on: its roles are added up, and the
total is read only where a group gives no roles. Roles in training are told by their name.

The layouts are taken from their description: they have not been tried on real files.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, whole_sum

__all__ = ["DETAILED", "HIGH_LEVEL", "PUBLICATION", "STAFF", "detailed", "high_level"]

STAFF = {
    "gp": "TOTAL_GP_FTE",
    "gp_qualified": "TOTAL_GP_EXTG_FTE",
    "gp_not_locum": "TOTAL_GP_EXL_FTE",
    "gp_qualified_not_locum": "TOTAL_GP_EXTGL_FTE",
    "gp_senior_partner": "TOTAL_GP_SEN_PTNR_FTE",
    "gp_partner": "TOTAL_GP_PTNR_PROV_FTE",
    "gp_salaried": "TOTAL_GP_SAL_BY_PRAC_FTE",
    "nurses": "TOTAL_NURSES_FTE",
    "direct_patient_care": "TOTAL_DPC_FTE",
    "administration": "TOTAL_ADMIN_FTE",
}
"""Staff told apart, and the detailed file's column of each (qualified: not in training)."""

_GROUPS = {
    "GP": "gp",
    "Nurses": "nurses",
    "Direct Patient Care": "direct_patient_care",
    "Admin/Non-Clinical": "administration",
}
_MEASURES = {"FTE": "fte", "Headcount": "headcount"}
_TEXT = pl.String()
_TOTAL = "total"
_TRAINING = "training"


def _refuse(row: Row) -> str | None:
    """Return that a part of the GPs is larger than all of them."""
    whole = row["gp"]
    for name in ("gp_qualified", "gp_not_locum", "gp_qualified_not_locum", "gp_salaried"):
        part = row[name]
        if isinstance(whole, float) and isinstance(part, float) and part > whole + 1e-6:
            return f"{STAFF[name]} is {part:g} of {whole:g}"
    return None


DETAILED = Layout(
    id="workforce_detailed",
    title="General Practice Workforce, practices in detail",
    columns=(
        Column("practice", "PRAC_CODE", cells.practice_code, _TEXT, needed=True),
        Column("patients", "TOTAL_PATIENTS", cells.count, pl.Int64()),
        *(Column(key, header, cells.number, pl.Float64()) for key, header in STAFF.items()),
    ),
    keys=("practice",),
    refuse=_refuse,
    in_name="month",
    seen="layout only",
    beside=(
        *("PRAC_NAME", "PCN_CODE", "PCN_NAME", "SUB_ICB_CODE", "SUB_ICB_NAME", "ICB_CODE"),
        *("ICB_NAME", "REGION_CODE", "REGION_NAME", "CCG_CODE", "CCG_NAME", "CONTRACT"),
    ),
    beside_like=r"total_[a-z0-9_]+_(?:hc|fte)(?:_[a-z0-9_]+)?|[a-z]+_source"
    r"|(?:total_)?(?:male|female)(?:_patients_[a-z0-9]+)?",
)

HIGH_LEVEL = Layout(
    id="workforce_high_level",
    title="General Practice Workforce, practices at high level",
    columns=(
        Column("practice", "PRAC_CODE", cells.practice_code, _TEXT, needed=True),
        Column("group", "STAFF_GROUP", cells.one_of(_GROUPS), _TEXT, needed=True),
        Column("role", "DETAILED_STAFF_ROLE", cells.text, _TEXT, needed=True),
        Column("measure", "MEASURE", cells.one_of(_MEASURES), _TEXT, needed=True),
        Column("value", "VALUE", cells.number, pl.Float64()),
    ),
    keys=("practice", "group", "role", "measure"),
    keep=lambda row: row["measure"] == "fte",
    in_name="month",
    seen="layout only",
    beside=("PRAC_NAME",),
)


def detailed(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, month, staff, fte: one row a practice and kind of staff."""
    return rows.unpivot(
        list(STAFF), index=("practice", "month"), variable_name="staff", value_name="fte"
    )


def high_level(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the same from staff groups and roles: GPs, those qualified, and the other groups."""
    role = pl.col("role").str.to_lowercase()
    is_total = role == _TOTAL
    has_roles = (~is_total).any().over("practice", "group")
    roles = rows.filter(~is_total | ~has_roles)
    groups = roles.with_columns(pl.col("group").alias("staff"))
    in_training = role.str.contains(_TRAINING, literal=True)
    qualified = roles.filter((pl.col("group") == "gp") & ~is_total & ~in_training)
    every = pl.concat([groups, qualified.with_columns(pl.lit("gp_qualified").alias("staff"))])
    fte = whole_sum("value").alias("fte")
    in_order = every.sort("practice", "staff", "value")
    return in_order.group_by("practice", "month", "staff", maintain_order=True).agg(fte)


PUBLICATION = Publication(
    title="General Practice Workforce",
    cadence="monthly",
    tables=(
        Table(
            id="workforce",
            title="General Practice Workforce, practices",
            columns={
                **{"practice": _TEXT, "month": pl.Date(), "staff": _TEXT, "fte": pl.Float64()},
            },
            keys=("practice", "month", "staff"),
            organisation="practice",
            period="month",
            improves="How many GPs, nurses and others a practice has, month by month.",
            stands_in="The staff of the practice summary.",
            period_is="month",
        ),
    ),
    readers=(
        Reader(DETAILED, "workforce", detailed),
        Reader(HIGH_LEVEL, "workforce", high_level, rank=1),
    ),
)
