"""The publications this version reads, and those it knows by their header and leaves."""

from __future__ import annotations

from collections.abc import Sequence

from knockon.published import (
    advice,
    ae,
    ambulance,
    beds,
    calls111,
    crosstab,
    diagnostics,
    discharges,
    gpad,
    gpad_areas,
    gpps,
    gpps_practices,
    iif,
    imd,
    iuc,
    online,
    patients,
    payments,
    pcn_members,
    pcn_workforce,
    pharmacy,
    practice_register,
    prescribing,
    qof,
    referrals,
    rtt,
    rtt_full,
    sitreps,
    telephony,
    telephony_calls,
    workforce,
)
from knockon.published.headers import plain_row
from knockon.published.layout import Layout
from knockon.published.quality import NOT_TRIED, TRIED
from knockon.published.tables import Publication, Reader, Table

__all__ = ["LAYOUTS", "PUBLICATIONS", "READERS", "TABLES", "known_other", "tried"]

PUBLICATIONS: tuple[Publication, ...] = (
    patients.PUBLICATION,
    practice_register.PUBLICATION,
    pcn_members.PUBLICATION,
    ae.PUBLICATION,
    ambulance.PUBLICATION,
    calls111.PUBLICATION,
    sitreps.PUBLICATION,
    iuc.PUBLICATION,
    crosstab.PUBLICATION,
    gpad.PUBLICATION,
    gpad_areas.PUBLICATION,
    telephony.PUBLICATION,
    telephony_calls.PUBLICATION,
    online.PUBLICATION,
    gpps.PUBLICATION,
    gpps_practices.PUBLICATION,
    workforce.PUBLICATION,
    qof.PUBLICATION,
    iif.PUBLICATION,
    imd.PUBLICATION,
    pcn_workforce.PUBLICATION,
    payments.PUBLICATION,
    beds.PUBLICATION,
    discharges.PUBLICATION,
    rtt.PUBLICATION,
    rtt_full.PUBLICATION,
    diagnostics.PUBLICATION,
    referrals.PUBLICATION,
    advice.PUBLICATION,
    pharmacy.PUBLICATION,
    prescribing.PUBLICATION,
)

TABLES: tuple[Table, ...] = tuple(t for one in PUBLICATIONS for t in one.tables)

READERS: tuple[Reader, ...] = tuple(r for one in PUBLICATIONS for r in one.readers)

LAYOUTS: tuple[Layout, ...] = tuple(dict.fromkeys(reader.layout for reader in READERS))

_OTHERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Patients Registered at a GP Practice, single years of age",
        ("ORG_TYPE", "ORG_CODE", "SEX", "AGE", "NUMBER_OF_PATIENTS"),
    ),
    ("Referral to Treatment, regions", ("region", "trust_count", "waiting_list")),
)


def tried(table: Table) -> str:
    """Return whether any layout that fills a table has been tried on a real file, in words."""
    seen = {reader.layout.seen for reader in READERS if reader.table == table.id}
    return TRIED if "file" in seen else NOT_TRIED


def known_other(headers: Sequence[str]) -> str | None:
    """Return the title of a publication this version knows by its header but does not use."""
    present = set(plain_row(headers))
    fitting = [(len(marks), title) for title, marks in _OTHERS if set(plain_row(marks)) <= present]
    return max(fitting)[1] if fitting else None
