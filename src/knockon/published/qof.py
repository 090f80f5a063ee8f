"""Quality and Outcomes Framework (NHS England, yearly): people on each register, by practice.

The year is only in the file's name (``PREVALENCE_2425``). Registers count people of a stated age:
the list printed beside each is that of the same age.
"""

from __future__ import annotations

import re

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table, columns_of

__all__ = ["PREVALENCE", "PUBLICATION"]

_TEXT = pl.String()
_COUNT = pl.Int64()
_GROUP = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_AGES = re.compile(r"TOTAL|[0-9]{2}OV")


def _condition(cell: str) -> str:
    """Read a register's code: AF, AST, DM."""
    code = cell.strip().upper()
    if not _GROUP.fullmatch(code):
        raise cells.UnreadableError(f"'{cell.strip()}' is not the code of a register")
    return code


def _ages(cell: str) -> str:
    """Read whom a register is of: TOTAL, or from an age on (18OV)."""
    ages = cell.strip().upper()
    if not _AGES.fullmatch(ages):
        raise cells.UnreadableError(f"'{cell.strip()}' is neither TOTAL nor an age such as 18OV")
    return ages


def _refuse(row: Row) -> str | None:
    """Return that a register holds more people than the list it is of."""
    register, whole = row["patients"], row["list_size"]
    if isinstance(register, int) and isinstance(whole, int) and register > whole:
        return f"{register} people on the register of a list of {whole}"
    return None


PREVALENCE = Layout(
    id="qof_prevalence",
    title="Quality and Outcomes Framework, prevalence",
    columns=(
        Column("practice", "PRACTICE_CODE", cells.practice_code, _TEXT, needed=True),
        Column("condition", "GROUP_CODE", _condition, _TEXT, needed=True),
        Column("patients", "REGISTER", cells.count, _COUNT),
        Column("ages", "PATIENT_LIST_TYPE", _ages, _TEXT, needed=True),
        Column("list_size", "PRACTICE_LIST_SIZE", cells.count, _COUNT),
    ),
    keys=("practice", "condition"),
    refuse=_refuse,
    in_name="financial_year",
)

PUBLICATION = Publication(
    title="Quality and Outcomes Framework",
    cadence="yearly, by financial year",
    tables=(
        Table(
            id="qof",
            title=PREVALENCE.title,
            columns={**columns_of(PREVALENCE), "year": pl.Date()},
            keys=("practice", "year", "condition"),
            organisation="practice",
            period="year",
            improves="How many people of each practice have a long-term condition.",
            stands_in="Nothing: local services are not sized by who needs them.",
            newest_within=("practice",),
            period_is="year",
        ),
    ),
    readers=(Reader(PREVALENCE, "qof"),),
)
