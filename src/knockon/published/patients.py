"""Patients Registered at a GP Practice (NHS England, monthly): map, all-ages totals, ages.

Three files: the *map* (which practice is in which network and board, often as a ZIP), *all* (one
total a practice) and *quin-age* (by sex and five-year band, for practices and every organisation
above them: of those only the totals are kept). The three write their dates differently. The network
"U" is no network: it holds the practices of every board that are in none.
"""

from __future__ import annotations

import re

import polars as pl

from knockon.places import is_practice_code
from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = [
    "ALL",
    "KINDS",
    "MAP",
    "PUBLICATION",
    "QUIN_AGE",
    "above",
    "ages",
    "totals",
    "totals_of_ages",
]

_TEXT = pl.String()
_DAY = pl.Date()
_COUNT = pl.Int64()
_EVERYONE = "ALL"
_PRACTICE = "practice"

KINDS = {
    "COMM REGION": "region",
    "ICB": "icb",
    "SUB_ICB_LOCATION_CODE": "sub_icb",
    "PCN": "pcn",
    "GP": _PRACTICE,
}
"""Kinds of organisation as printed, in capitals, and as we call them."""

_SEXES = frozenset({_EVERYONE, "FEMALE", "MALE", "INDETERMINATE", "UNKNOWN"})
_BAND = re.compile(rf"{_EVERYONE}|[0-9]{{1,2}}_[0-9]{{1,2}}|[0-9]{{2,3}}\+")


def _kind(cell: str) -> str:
    """Read what kind of organisation a row is of."""
    known = KINDS.get(cell.strip().upper())
    if known is None:
        raise cells.UnreadableError(f"'{cell.strip()}' is not a kind of organisation")
    return known


def _sex(cell: str) -> str | None:
    """Read a sex, or ALL."""
    sex = cell.strip().upper()
    if sex and sex not in _SEXES:
        raise cells.UnreadableError(f"'{cell.strip()}' is not one of {', '.join(sorted(_SEXES))}")
    return sex or None


def _band(cell: str) -> str | None:
    """Read a band of ages, or ALL."""
    band = cell.strip().upper()
    if band and not _BAND.fullmatch(band):
        raise cells.UnreadableError(f"'{cell.strip()}' is neither ALL nor a band such as 5_9, 95+")
    return band or None


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


def _is_total(row: Row) -> bool:
    return (row["sex"], row["age"]) == (_EVERYONE, _EVERYONE)


def _is_practice_total(row: Row) -> bool:
    return row["kind"] == _PRACTICE and _is_total(row)


def _is_practice_or_total(row: Row) -> bool:
    return row["kind"] == _PRACTICE or _is_total(row)


def _code_of_practice(row: Row) -> str | None:
    code = str(row["practice"])
    if row["kind"] != _PRACTICE or is_practice_code(code):
        return None
    return f"'{code}' is not a practice code"


def _ages_within_totals(rows: pl.DataFrame) -> str | None:
    """Return a practice whose people by age are more than all its people."""
    by_age = ages(rows).group_by("practice", "period").agg(pl.col("patients").sum().alias("known"))
    both = by_age.join(totals_of_ages(rows), on=["practice", "period"])
    more = both.filter(pl.col("known") > pl.col("patients")).sort("practice")
    for one in more.iter_rows(named=True):
        return (
            f"{one['practice']} has {one['known']} people by age, "
            f"more than its {one['patients']} in all"
        )
    return None


ALL = Layout(
    id="patients_all",
    title="Patients Registered at a GP Practice, all ages",
    columns=(
        Column("period", "EXTRACT_DATE", cells.day, _DAY, needed=True),
        Column("kind", "TYPE", _kind, _TEXT, needed=True),
        Column("practice", "CODE", cells.text, _TEXT, needed=True),
        Column("sex", "SEX", _sex, _TEXT, needed=True),
        Column("age", "AGE", _band, _TEXT, needed=True),
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
        Column("kind", "ORG_TYPE", _kind, _TEXT, needed=True),
        Column("practice", "ORG_CODE", cells.text, _TEXT, needed=True),
        Column("sex", "SEX", _sex, _TEXT, needed=True),
        Column("age", "AGE_GROUP_5", _band, _TEXT, needed=True),
        Column("patients", "NUMBER_OF_PATIENTS", cells.count, _COUNT),
    ),
    keys=("period", "practice", "sex", "age"),
    keep=_is_practice_or_total,
    refuse=_code_of_practice,
    check=_ages_within_totals,
)


def totals(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, period, patients from the file of all ages."""
    return rows.select("practice", "period", "patients")


def totals_of_ages(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, period, patients from the rows of everyone in the file of ages."""
    own = rows.filter(kind=_PRACTICE, sex=_EVERYONE, age=_EVERYONE)
    return own.select("practice", "period", "patients")


def ages(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, period, sex, band, patients: the rows of one sex and one five-year band."""
    one_band = (pl.col("sex") != _EVERYONE) & (pl.col("age") != _EVERYONE)
    own = rows.filter(one_band, kind=_PRACTICE)
    return own.select("practice", "period", "sex", pl.col("age").alias("band"), "patients")


def above(rows: pl.DataFrame) -> pl.DataFrame:
    """Return kind, organisation, period, patients: totals of regions, boards, sub-ICBs, networks.

    England is the sum of the regions.
    """
    higher = rows.filter(pl.col("kind") != _PRACTICE)
    return higher.select("kind", pl.col("practice").alias("organisation"), "period", "patients")


PUBLICATION = Publication(
    title="Patients Registered at a GP Practice",
    cadence="monthly",
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
        Table(
            id="registered",
            title="Patients Registered at a GP Practice, above practices",
            columns={"kind": _TEXT, "organisation": _TEXT, "period": _DAY, "patients": _COUNT},
            keys=("kind", "organisation", "period"),
            organisation="organisation",
            period="period",
            improves="How many people boards, regions and England have, for rates by head.",
            stands_in="The sum of the practices that are in the files.",
            newest_within=("organisation",),
        ),
    ),
    readers=(
        Reader(MAP, "practices"),
        Reader(ALL, "patients", totals),
        Reader(QUIN_AGE, "patients", totals_of_ages),
        Reader(QUIN_AGE, "ages", ages),
        Reader(QUIN_AGE, "registered", above),
    ),
)
