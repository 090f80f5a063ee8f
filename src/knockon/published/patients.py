"""Patients Registered at a GP Practice (NHS England, monthly): map, all-ages totals, ages.

Three files: the *map* (which practice is in which network and board, often as a ZIP), *all* (one
total a practice) and *quin-age* (by sex and five-year band, for practices and every organisation
above them, of which only practices are read). The three write their dates differently.
"""

from __future__ import annotations

import polars as pl

from knockon.places import is_practice_code
from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = ["ALL", "MAP", "PUBLICATION", "QUIN_AGE", "ages", "totals", "totals_of_ages"]

_TEXT = pl.String()
_DAY = pl.Date()
_COUNT = pl.Int64()
_EVERYONE = "ALL"
_PRACTICE_ROWS = "GP"

MAP = Layout(
    id="patients_map",
    title="Patients Registered at a GP Practice, map",
    columns=(
        Column("period", "EXTRACT_DATE", cells.day, _DAY, needed=True),
        Column("practice", "PRACTICE_CODE", cells.practice_code, _TEXT, needed=True),
        Column("name", "PRACTICE_NAME", cells.text, _TEXT, needed=True),
        Column("postcode", "PRACTICE_POSTCODE", cells.text, _TEXT),
        Column("pcn_code", "PCN_CODE", cells.text, _TEXT, needed=True),
        Column("pcn_name", "PCN_NAME", cells.text, _TEXT),
        Column("sub_icb_code", "SUB_ICB_LOCATION_CODE", cells.ods_code, _TEXT, needed=True),
        Column("sub_icb_name", "SUB_ICB_LOCATION_NAME", cells.text, _TEXT),
        Column("icb_code", "ICB_CODE", cells.ods_code, _TEXT, needed=True),
        Column("icb_name", "ICB_NAME", cells.text, _TEXT, needed=True),
        Column("region", "COMM_REGION_NAME", cells.text, _TEXT),
        Column("supplier", "SUPPLIER_NAME", cells.text, _TEXT),
    ),
    keys=("period", "practice"),
)


def _is_practice_total(row: Row) -> bool:
    return (row["type"], row["sex"], row["age"]) == (_PRACTICE_ROWS, _EVERYONE, _EVERYONE)


def _is_practice(row: Row) -> bool:
    return row["type"] == _PRACTICE_ROWS


def _code_of_practice(row: Row) -> str | None:
    code = str(row["practice"])
    return None if is_practice_code(code) else f"'{code}' is not a practice code"


ALL = Layout(
    id="patients_all",
    title="Patients Registered at a GP Practice, all ages",
    columns=(
        Column("period", "EXTRACT_DATE", cells.day, _DAY, needed=True),
        Column("type", "TYPE", cells.text, _TEXT, needed=True),
        Column("practice", "CODE", cells.text, _TEXT, needed=True),
        Column("sex", "SEX", cells.text, _TEXT, needed=True),
        Column("age", "AGE", cells.text, _TEXT, needed=True),
        Column("patients", "NUMBER_OF_PATIENTS", cells.count, _COUNT),
    ),
    keys=("period", "practice"),
    keep=_is_practice_total,
    refuse=_code_of_practice,
)

QUIN_AGE = Layout(
    id="patients_quin_age",
    title="Patients Registered at a GP Practice, five-year ages",
    columns=(
        Column("period", "EXTRACT_DATE", cells.day, _DAY, needed=True),
        Column("type", "ORG_TYPE", cells.text, _TEXT, needed=True),
        Column("practice", "ORG_CODE", cells.text, _TEXT, needed=True),
        Column("sex", "SEX", cells.text, _TEXT, needed=True),
        Column("age", "AGE_GROUP_5", cells.text, _TEXT, needed=True),
        Column("patients", "NUMBER_OF_PATIENTS", cells.count, _COUNT),
    ),
    keys=("period", "practice", "sex", "age"),
    keep=_is_practice,
    refuse=_code_of_practice,
)


def totals(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, period, patients from the file of all ages."""
    return rows.select("practice", "period", "patients")


def totals_of_ages(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, period, patients from the rows of everyone in the file of ages."""
    everyone = (pl.col("sex") == _EVERYONE) & (pl.col("age") == _EVERYONE)
    return rows.filter(everyone).select("practice", "period", "patients")


def ages(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, period, sex, band, patients: the rows of one sex and one five-year band."""
    one_band = (pl.col("sex") != _EVERYONE) & (pl.col("age") != _EVERYONE)
    banded = rows.filter(one_band).select("practice", "period", "sex", "age", "patients")
    return banded.rename({"age": "band"})


PUBLICATION = Publication(
    title="Patients Registered at a GP Practice",
    cadence="monthly; the map and ages quarterly",
    tables=(
        Table(
            id="practices",
            title=MAP.title,
            columns=columns_of(MAP),
            keys=("practice", "period"),
            organisation="practice",
            period="period",
            improves="Which practices there are, and the network and board of each.",
            stands_in="Nothing: without the map no practice can be placed in a network or a board.",
            newest_within=("sub_icb_code", "practice"),
        ),
        Table(
            id="patients",
            title="Patients Registered at a GP Practice, totals",
            columns={"practice": _TEXT, "period": _DAY, "patients": _COUNT},
            keys=("practice", "period"),
            organisation="practice",
            period="period",
            improves="The list size of each practice.",
            stands_in="The list size printed in the GPAD practice summary, where there is one.",
            newest_within=("practice",),
        ),
        Table(
            id="ages",
            title=QUIN_AGE.title,
            columns={
                "practice": _TEXT,
                "period": _DAY,
                "sex": _TEXT,
                "band": _TEXT,
                "patients": _COUNT,
            },
            keys=("practice", "period", "sex", "band"),
            organisation="practice",
            period="period",
            improves="Results by age.",
            stands_in="Nothing: results are not broken down by age.",
            newest_within=("practice",),
        ),
    ),
    readers=(
        Reader(MAP, "practices"),
        Reader(ALL, "patients", totals),
        Reader(QUIN_AGE, "patients", totals_of_ages),
        Reader(QUIN_AGE, "ages", ages),
    ),
)
