"""Pharmacy First (NHS Business Services Authority, monthly): consultations by pharmacy.

From the file of dispensing contractors: a row a contractor, with its clinical pathway
consultations, urgent supplies of medicine and minor illness referrals. The month is only in the
file's name. One header is printed with a space too many, which does not matter here.

The layout is taken from its description: it has not been tried on a real file.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.tables import Publication, Reader, Table

__all__ = ["CONTRACTORS", "PATHWAYS", "PUBLICATION", "consultations"]

_PATHWAY = "NumberofPharmacyFirstClinicalPathwaysConsultations"

PATHWAYS = {
    "acute_otitis_media": f"{_PATHWAY}-AcuteOtitisMedia",
    "acute_sore_throat": f"{_PATHWAY} -AcuteSoreThroat",
    "impetigo": f"{_PATHWAY}-Impetigo",
    "infected_insect_bites": f"{_PATHWAY}-InfectedInsectBites",
    "shingles": f"{_PATHWAY}-Shingles",
    "sinusitis": f"{_PATHWAY}-Sinusitis",
    "uncomplicated_uti": f"{_PATHWAY}-UncomplicatedUTI",
    "urgent_medicine_supply": "NumberofPharmacyFirstUrgentMedicineSupplyConsultations",
    "minor_illness_referral": "NumberofPharmacyFirstMinorIllnessReferralConsultations",
}
"""What a consultation was of: seven clinical pathways and two others; our name and the header."""

_TEXT = pl.String()
_COUNT = pl.Int64()


def _is_pharmacy(row: Row) -> bool:
    return str(row["kind"]).lower() == "pharmacy"


CONTRACTORS = Layout(
    id="pharmacy_first",
    title="Pharmacy First, dispensing contractors",
    columns=(
        Column("icb_code", "ICBCode", cells.ods_code, _TEXT, needed=True),
        Column("kind", "Contractor Type", cells.text, _TEXT, needed=True),
        Column("pharmacy", "ContractorCode", cells.ods_code, _TEXT, needed=True),
        *(Column(key, header, cells.count, _COUNT) for key, header in PATHWAYS.items()),
    ),
    keys=("pharmacy",),
    keep=_is_pharmacy,
    in_name="month",
    seen="layout only",
    beside=("ICB", "ContractorName", "Address", "Postcode"),
    beside_like=r"number\s*of.+|address.*",
)


def consultations(rows: pl.DataFrame) -> pl.DataFrame:
    """Return pharmacy, month, icb_code, kind, consultations."""
    by = ("pharmacy", "month", "icb_code")
    wide = rows.drop("kind")
    return wide.unpivot(list(PATHWAYS), index=by, variable_name="kind", value_name="consultations")


PUBLICATION = Publication(
    title="Dispensing contractors: Pharmacy First",
    cadence="monthly",
    tables=(
        Table(
            id="pharmacy_first",
            title=CONTRACTORS.title,
            columns={
                **{"pharmacy": _TEXT, "month": pl.Date(), "icb_code": _TEXT, "kind": _TEXT},
                "consultations": _COUNT,
            },
            keys=("pharmacy", "month", "kind"),
            organisation="pharmacy",
            period="month",
            improves="How much minor illness a board's pharmacies already see.",
            stands_in="England's rates of the parameters pack.",
            period_is="month",
        ),
    ),
    readers=(Reader(CONTRACTORS, "pharmacy_first", consultations),),
)
