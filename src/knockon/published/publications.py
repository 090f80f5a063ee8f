"""The publications this version reads, those it knows and leaves, and what stands in for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from knockon.published import ae, calls111, gpad, patients
from knockon.published.headers import plain_row
from knockon.published.layout import Layout

__all__ = ["LAYOUTS", "READERS", "TABLES", "Reader", "Table", "known_other"]


@dataclass(frozen=True, slots=True)
class Table:
    """One frame that files are read into: its columns, keys, and what stands in when it is empty.

    ``organisation`` and ``period`` name the columns by which one file wins over another.
    ``newest_within``: of several periods only the newest is kept for each value of these columns,
    one after another; empty keeps every period. ``monthly``: a period is a month, given by its
    first day.
    """

    id: str
    title: str
    columns: dict[str, pl.DataType]
    keys: tuple[str, ...]
    organisation: str
    period: str | None
    stands_in: str
    newest_within: tuple[str, ...] = ()
    monthly: bool = False

    @property
    def unit(self) -> list[str]:
        """The columns within which one file alone is used: organisation and period."""
        return [self.organisation, *([self.period] if self.period else [])]


@dataclass(frozen=True, slots=True)
class Reader:
    """How a layout's rows become a table's. A lower ``rank`` wins over more organisations."""

    layout: Layout
    table: str
    rows: Callable[[pl.DataFrame], pl.DataFrame]
    rank: int = 0


def _columns(layout: Layout, *without: str) -> dict[str, pl.DataType]:
    return {column.key: column.kind for column in layout.columns if column.key not in without}


_COUNT = pl.Int64()
_TEXT = pl.String()
_DAY = pl.Date()

TABLES: tuple[Table, ...] = (
    Table(
        "practices",
        patients.MAP.title,
        _columns(patients.MAP),
        ("practice", "period"),
        "practice",
        "period",
        "Nothing: without the map no practice can be placed in a network or a board.",
        newest_within=("sub_icb_code", "practice"),
    ),
    Table(
        "patients",
        "Patients Registered at a GP Practice, totals",
        {"practice": _TEXT, "period": _DAY, "patients": _COUNT},
        ("practice", "period"),
        "practice",
        "period",
        "The list size printed in the GPAD practice summary, where there is one.",
        newest_within=("practice",),
    ),
    Table(
        "ages",
        patients.QUIN_AGE.title,
        {"practice": _TEXT, "period": _DAY, "sex": _TEXT, "band": _TEXT, "patients": _COUNT},
        ("practice", "period", "sex", "band"),
        "practice",
        "period",
        "Nothing: results are not broken down by age.",
        newest_within=("practice",),
    ),
    Table(
        "ae",
        "A&E Attendances and Emergency Admissions",
        {"provider": _TEXT, "month": _DAY, **dict.fromkeys(ae.MEASURES, _COUNT)},
        ("provider", "month"),
        "provider",
        "month",
        "Nothing: emergency departments and urgent treatment centres cannot be sized.",
        monthly=True,
    ),
    Table(
        "ae_mapping",
        ae.MAPPING.title,
        _columns(ae.MAPPING),
        ("provider",),
        "provider",
        None,
        "The list of sites and their providers that comes with the system.",
    ),
    Table(
        "calls111",
        calls111.DAILY.title,
        {"contract": _TEXT, "date": _DAY, **dict.fromkeys(calls111.MEASURES, _COUNT)},
        ("contract", "date"),
        "contract",
        "date",
        "Nothing: NHS 111 cannot be sized.",
    ),
    Table(
        "calls111_contracts",
        calls111.CONTRACTS.title,
        {"contract": _TEXT, "name": _TEXT, "region": _TEXT},
        ("contract",),
        "contract",
        None,
        "The contract's code in place of its name.",
    ),
    Table(
        "gpad_summary",
        gpad.SUMMARY.title,
        {**_columns(gpad.SUMMARY), "first_month": _DAY, "last_month": _DAY},
        ("practice", "last_month"),
        "practice",
        "last_month",
        "Nothing: the appointments of practices cannot be sized.",
        newest_within=("practice",),
        monthly=True,
    ),
    Table(
        "gpad_coverage",
        gpad.COVERAGE.title,
        _columns(gpad.COVERAGE),
        ("sub_icb_code", "month"),
        "sub_icb_code",
        "month",
        "The practices in the summary are taken as all there are.",
        monthly=True,
    ),
)

READERS: tuple[Reader, ...] = (
    Reader(patients.MAP, "practices", patients.practices),
    Reader(patients.ALL, "patients", patients.totals),
    Reader(patients.QUIN_AGE, "patients", patients.totals_of_ages),
    Reader(patients.QUIN_AGE, "ages", patients.ages),
    Reader(ae.LAYOUT_A, "ae", ae.measures_of_a, rank=0),
    Reader(ae.LAYOUT_B, "ae", ae.measures_of_b, rank=1),
    Reader(ae.MAPPING, "ae_mapping", ae.mapping),
    Reader(calls111.DAILY, "calls111", calls111.daily),
    Reader(calls111.CONTRACTS, "calls111_contracts", calls111.contracts),
    Reader(gpad.SUMMARY, "gpad_summary", gpad.summary),
    Reader(gpad.COVERAGE, "gpad_coverage", gpad.coverage),
)

LAYOUTS: tuple[Layout, ...] = tuple(dict.fromkeys(reader.layout for reader in READERS))

_OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("A&E acute trust attribution", ("nhs_trust22_code_all", "nhs_trust22_code_acute")),
    ("Ambulance Systems Indicators", ("Year", "Month", "Region", "Org Code", "Org Name", "A0")),
    ("Cloud based telephony", ("PRACTICE_CODE", "Indicator", "Wait_Time", "Core_Category")),
    ("Appointments in General Practice, waits trend", ("month", "gp_sd", "oth_sd")),
    (
        "Appointments in General Practice, practice-level crosstab",
        ("GP_CODE", "HCP_TYPE", "NATIONAL_CATEGORY", "COUNT_OF_APPOINTMENTS"),
    ),
    (
        "Appointments in General Practice, sub-ICB",
        ("SUB_ICB_LOCATION_CODE", "HCP_TYPE", "APPT_MODE", "COUNT_OF_APPOINTMENTS"),
    ),
    ("GP Patient Survey", ("question", "response", "national_pct")),
    ("GP Patient Survey, practices", ("ad_practicecode", "ad_practicename")),
    ("General Practice Workforce", ("PRAC_CODE", "PRAC_NAME", "TOTAL_PATIENTS")),
    ("Investment and Impact Fund indicators", ("ORGANISATION_CODE", "IND_CODE", "MEASURE")),
    ("Indices of Deprivation by practice", ("PRACTICE_CODE", "IMD_YEAR", "IMD_SCORE")),
    ("Integrated Urgent Care, monthly", ("REPORTING_PERIOD", "CONTRACT_CODE", "ITEM_NUMBER")),
    ("NHS Payments to General Practice", ("Practice Code", "Contract Type", "Practice Rurality")),
    ("Primary Care Network Workforce", ("PCN_CODE", "STAFF_GROUP", "DETAILED_STAFF_ROLE", "FTE")),
    ("Quality and Outcomes Framework", ("PRACTICE_CODE", "GROUP_CODE", "REGISTER")),
    ("Referral to Treatment, England", ("month", "type_of_wait", "count")),
    ("Referral to Treatment, trusts", ("nhs_trust22_code", "treatment", "waits_over_18_weeks")),
    ("Referral to Treatment, full extract", ("RTT Part Type", "Treatment Function Code")),
    ("Beds", ("nhs_trust22_code", "date", "general_acute_beds_available")),
    ("Discharge delays", ("nhs_trust22_code", "date", "delay_reason", "delay_count")),
    ("Criteria to reside", ("date", "do_not_meet_criteria_to_reside")),
    ("Discharged patients", ("date", "discharged_total")),
    ("Diagnostic waiting times", ("Diagnostic Tests", "Total WL", "Total Activity")),
    ("Online consultation submissions", ("MONTH", "GP_CODE", "METRIC", "VALUE")),
    ("Pharmacy dispensing contractors", ("ICBCode", "ContractorCode", "NumberofForms")),
)


def known_other(headers: Sequence[str]) -> str | None:
    """Return the title of a publication this version knows by its header but does not use."""
    present = set(plain_row(headers))
    fitting = [(len(marks), title) for title, marks in _OTHERS if set(plain_row(marks)) <= present]
    return max(fitting)[1] if fitting else None
