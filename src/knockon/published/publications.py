"""The publications this version reads, and those it knows by their header and leaves."""

from __future__ import annotations

from collections.abc import Sequence

from knockon.published import (
    ae,
    ambulance,
    beds,
    calls111,
    crosstab,
    discharges,
    gpad,
    gpps,
    iif,
    imd,
    patients,
    payments,
    pcn_workforce,
    practice_register,
    qof,
    rtt,
    telephony,
)
from knockon.published.headers import plain_row
from knockon.published.layout import Layout
from knockon.published.tables import Publication, Reader, Table

__all__ = ["LAYOUTS", "PUBLICATIONS", "READERS", "TABLES", "known_other"]

PUBLICATIONS: tuple[Publication, ...] = (
    patients.PUBLICATION,
    practice_register.PUBLICATION,
    ae.PUBLICATION,
    ambulance.PUBLICATION,
    calls111.PUBLICATION,
    crosstab.PUBLICATION,
    gpad.PUBLICATION,
    telephony.PUBLICATION,
    gpps.PUBLICATION,
    qof.PUBLICATION,
    iif.PUBLICATION,
    imd.PUBLICATION,
    pcn_workforce.PUBLICATION,
    payments.PUBLICATION,
    beds.PUBLICATION,
    discharges.PUBLICATION,
    rtt.PUBLICATION,
)

TABLES: tuple[Table, ...] = tuple(t for one in PUBLICATIONS for t in one.tables)

READERS: tuple[Reader, ...] = tuple(r for one in PUBLICATIONS for r in one.readers)

LAYOUTS: tuple[Layout, ...] = tuple(dict.fromkeys(reader.layout for reader in READERS))

_OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Appointments in General Practice, sub-ICB",
        ("SUB_ICB_LOCATION_ONS_CODE", "HCP_TYPE", "APPT_MODE", "COUNT_OF_APPOINTMENTS"),
    ),
    ("GP Patient Survey, practices", ("ad_practicecode", "ad_practicename")),
    ("General Practice Workforce", ("PRAC_CODE", "PRAC_NAME", "TOTAL_PATIENTS")),
    ("Integrated Urgent Care, monthly", ("REPORTING_PERIOD", "CONTRACT_CODE", "ITEM_NUMBER")),
    (
        "Patients Registered at a GP Practice, single years of age",
        ("ORG_TYPE", "ORG_CODE", "SEX", "AGE", "NUMBER_OF_PATIENTS"),
    ),
    ("Referral to Treatment, full extract", ("RTT Part Type", "Treatment Function Code")),
    ("Referral to Treatment, regions", ("region", "trust_count", "waiting_list")),
    ("Diagnostic waiting times", ("Diagnostic Tests", "Total WL", "Total Activity")),
    ("Online consultation submissions", ("MONTH", "GP_CODE", "METRIC", "VALUE")),
    ("Pharmacy dispensing contractors", ("ICBCode", "ContractorCode", "NumberofForms")),
)


def known_other(headers: Sequence[str]) -> str | None:
    """Return the title of a publication this version knows by its header but does not use."""
    present = set(plain_row(headers))
    fitting = [(len(marks), title) for title, marks in _OTHERS if set(plain_row(marks)) <= present]
    return max(fitting)[1] if fitting else None
