"""NHS Payments to General Practice (NHS England, yearly): what each practice was paid, by line.

Amounts are pounds of the year, and may be below zero (money taken back, deductions). The lines of
a practice add up to the totals printed beside them, or its row is refused. A practice that closed,
merged or opened within the year is marked as such by the publisher: its amounts are of part of it.

The layout is that of 2022/23. The year is only in the file's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["COVID", "LINES", "NETWORK", "PRACTICES", "PUBLICATION", "contracts", "paid"]

LINES = {
    "global_sum": "Global Sum",
    "mpig": "MPIG Correction factor",
    "pms_balance": "Balance of PMS Expenditure",
    "qof": "Total QOF Payments",
    "childhood_immunisation": "Childhood Vaccination and Immunisation Scheme",
    "extended_hours": "GP Extended Hours Access",
    "influenza_pneumococcal": "Influenza and Pneumococcal Immunisations",
    "learning_disabilities": "Learning Disabilities",
    "meningitis": "Meningitis",
    "minor_surgery": "Minor Surgery",
    "out_of_area_urgent": "Out Of Area in Hours Urgent Care",
    "pertussis": "Pertussis",
    "rotavirus_shingles": "Rotavirus and Shingles Immunisation",
    "violent_patients": "Services for Violent Patients",
    "medical_assessment": "Medical Assessment Reviews",
    "weight_management": "Weight Management Service",
    "local_incentive_schemes": "Local Incentive Schemes",
    "premises": "Premises Payments",
    "seniority": "Seniority",
    "doctors_retainer": "Doctors Retainer Scheme Payments",
    "locums": "Total Locum Allowances",
    "appraisal_locums": "Appraisal - Appraiser Costs in Respect of Locums",
    "study_leave": "Prolonged Study Leave",
    "administration": "PCO Admin Other",
    "information_technology": "Information Management and Technology",
    "pneumococcal_other": (
        "Non DES Item Pneumococcal Vaccine, Childhood Immunisation Main Programme"
    ),
    "transformation": "General Practice Transformation",
    "network_participation": "PCN Participation",
    "prescribing_fees": "Prescribing Fee Payments",
    "dispensing_fees": "Dispensing Fee Payments",
    "drugs": "Reimbursement of Drugs",
    "winter_access": "winter Access Fund",
    "other": "Other Payments",
}
"""What makes up the total paid to a practice: our name for each line and its header."""

NETWORK = {
    "network_leadership": "PCN Leadership",
    "network_support": "PCN Support",
    "network_extended_hours": "PCN Extended Hours Access",
    "network_workforce": "PCN Workforce",
    "network_investment_impact": "PCN Investment and impact Fund",
    "network_care_homes": "PCN Care Home Premium",
    "network_enhanced_access": "PCN Enhanced Access",
}
"""What is paid to networks on top, printed against the practice that receives it."""

COVID = {
    "covid_immunisation": "Covid Immunisation",
    "covid_support": "Covid Support and Expansion",
    "long_covid": "Long Covid",
}
"""What was paid on top for Covid."""

_DEDUCTIONS = "Deductions for Pensions, Levies and Prescription Charge Income"
_TOTALS = {
    "total": "Total NHS Payments to General Practice",
    "net": "Total NHS Payments to General Practice Minus Deductions",
    "everything": "Total NHS Payments to General Practice including Covid and PCN payments",
}
_PAID = (*LINES, *NETWORK, *COVID, "deductions")
_PENNY = 0.01
_TEXT = pl.String()
_MONEY = pl.Float64()
_AMOUNT = re.compile(r"(-|−)?£?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)?(\.[0-9]+)?")
_PART_OF_YEAR = "part year of data"


def _pounds(cell: str) -> float | None:
    """Read an amount of money, which may be below zero."""
    stripped = cell.strip()
    if stripped.lower() in cells.NOT_AVAILABLE:
        return None
    amount = _AMOUNT.fullmatch(stripped)
    if amount is None or not (amount[2] or amount[3]):
        raise cells.UnreadableError(f"'{stripped}' is not an amount of money")
    value = float((amount[2] or "0").replace(",", "") + (amount[3] or ""))
    return -value if amount[1] else value


def _known(cell: str) -> str | None:
    """Read a kind; None where the publisher prints Unknown."""
    stripped = cell.strip()
    return None if stripped.lower() in {"", "unknown"} else stripped


def _day(cell: str) -> object:
    """Read a date that may be blank."""
    return cells.day(cell) if cell.strip() else None


def _sum(row: Row, names: Iterable[str]) -> float | None:
    """Return the sum of these amounts; None when one is missing."""
    amounts = [row[name] for name in names]
    known = [amount for amount in amounts if isinstance(amount, float)]
    return sum(known) if len(known) == len(amounts) else None


def _refuse(row: Row) -> str | None:
    """Return which printed total is not the sum of its lines."""
    sums = {
        "total": _sum(row, LINES),
        "net": _sum(row, ("total", "deductions")),
        "everything": _sum(row, ("total", *NETWORK, *COVID)),
    }
    for name, ours in sums.items():
        printed = row[name]
        if ours is not None and isinstance(printed, float) and abs(ours - printed) > _PENNY:
            return f"'{_TOTALS[name]}' is {printed:.2f}; its lines add up to {ours:.2f}"
    return None


def _amounts(headers: dict[str, str]) -> tuple[Column, ...]:
    return tuple(Column(key, header, _pounds, _MONEY) for key, header in headers.items())


PRACTICES = Layout(
    id="payments_practices",
    title="NHS Payments to General Practice, practices",
    columns=(
        Column("practice", "Practice Code", cells.practice_code, _TEXT, needed=True),
        Column("opened", "Practice Open Date", _day, pl.Date()),
        Column("closed", "Practice Close Date", _day, pl.Date()),
        Column("contract", "Contract Type", _known, _TEXT),
        Column("dispensing", "Dispensing Practice", _known, _TEXT),
        Column("rurality", "Practice Rurality", _known, _TEXT),
        Column("remarks", "Atypical characteristics", cells.text, _TEXT),
        Column(
            "registered", "Number of Registered Patients (Last Known Figure)", cells.number, _MONEY
        ),
        Column("weighted", "Number of Weighted Patients (Last Known Figure)", cells.number, _MONEY),
        *_amounts(LINES | NETWORK | COVID | {"deductions": _DEDUCTIONS} | _TOTALS),
    ),
    keys=("practice",),
    refuse=_refuse,
    in_name="financial_year",
)


def contracts(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row a practice: its contract, dates, patients and whether the year is whole.

    ``registered`` and ``weighted`` are the publisher's means over the year, not whole numbers.
    """
    part = pl.col("remarks").fill_null("").str.to_lowercase().str.contains(_PART_OF_YEAR)
    return rows.with_columns((~part).alias("whole_year")).select(
        *("practice", "year", "contract", "dispensing", "rurality"),
        *("opened", "closed", "whole_year", "registered", "weighted"),
    )


def paid(rows: pl.DataFrame) -> pl.DataFrame:
    """Return practice, year, line, pounds: one row a practice and line."""
    return rows.unpivot(
        _PAID, index=("practice", "year"), variable_name="line", value_name="pounds"
    )


PUBLICATION = Publication(
    title="NHS Payments to General Practice",
    cadence="yearly, by financial year",
    tables=(
        Table(
            id="practice_contracts",
            title=f"{PRACTICES.title}: contracts",
            columns={
                **{"practice": _TEXT, "year": pl.Date()},
                **dict.fromkeys(("contract", "dispensing", "rurality"), _TEXT),
                **{"opened": pl.Date(), "closed": pl.Date(), "whole_year": pl.Boolean()},
                **{"registered": _MONEY, "weighted": _MONEY},
            },
            keys=("practice", "year"),
            organisation="practice",
            period="year",
            improves="Which contract a practice holds, and whether it dispenses.",
            stands_in="Nothing: what depends on the contract stays unknown until a practice says.",
            newest_within=("practice",),
            period_is="year",
        ),
        Table(
            id="payments",
            title=f"{PRACTICES.title}: lines",
            columns={
                **{"practice": _TEXT, "year": pl.Date(), "line": _TEXT, "pounds": _MONEY},
            },
            keys=("practice", "year", "line"),
            organisation="practice",
            period="year",
            improves="What a practice's payments at risk come to, and what local services pay.",
            stands_in="Nothing: payments are not told in pounds for a practice.",
            newest_within=("practice",),
            period_is="year",
        ),
    ),
    readers=(
        Reader(PRACTICES, "practice_contracts", contracts),
        Reader(PRACTICES, "payments", paid),
    ),
)
