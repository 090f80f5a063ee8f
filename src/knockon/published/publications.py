"""The publications this version reads, and those it knows by their header and leaves."""

from __future__ import annotations

from collections.abc import Sequence

from knockon.published import ae, calls111, gpad, patients
from knockon.published.headers import plain_row
from knockon.published.layout import Layout
from knockon.published.tables import Publication, Reader, Table

__all__ = ["LAYOUTS", "PUBLICATIONS", "READERS", "TABLES", "known_other"]

PUBLICATIONS: tuple[Publication, ...] = (
    patients.PUBLICATION,
    ae.PUBLICATION,
    calls111.PUBLICATION,
    gpad.PUBLICATION,
)

TABLES: tuple[Table, ...] = tuple(t for one in PUBLICATIONS for t in one.tables)

READERS: tuple[Reader, ...] = tuple(r for one in PUBLICATIONS for r in one.readers)

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
