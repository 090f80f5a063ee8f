"""Monthly Referral Return, MRR (NHS England; monthly to March 2024): referrals to consultants.

A row is a provider and a commissioner: referrals made by general practices and by others in the
month. Commissioners are added up.

Two of its thirteen columns of names and three others have been seen; the rest are as in an earlier
edition of the return. It has not been tried on a real file.
"""

from __future__ import annotations

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout
from knockon.published.tables import Publication, Reader, Table, whole_sum

__all__ = ["PUBLICATION", "RETURN", "made"]

_TEXT = pl.String()
_COUNT = pl.Int64()
_MADE = ("from_practices", "from_others")

RETURN = Layout(
    id="mrr",
    title="Monthly Referral Return",
    columns=(
        Column("month", "Periodname", cells.month, pl.Date(), needed=True),
        Column("provider", "Provider Org code", cells.ods_code, _TEXT, needed=True),
        Column("commissioner", "Commissioner Org Code", cells.ods_code, _TEXT, needed=True),
        Column(
            "from_practices",
            "Op Gprefsmade M",
            cells.count,
            _COUNT,
            also=("A262 Op Gprefsmade M SUM",),
        ),
        Column("from_others", "Op Otherrefsmade M", cells.count, _COUNT),
    ),
    keys=("month", "provider", "commissioner"),
    seen="layout only",
    beside=(
        *("Yearnumber", "Provider Parent org code", "Provider Parent name", "Provider Org name"),
        *("Commissioner Parent Org Code", "Commissioner Parent Name", "Commissioner Org Name"),
        "Description",
    ),
)


def made(rows: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month, from_practices, from_others: referrals made."""
    return rows.group_by("provider", "month").agg(whole_sum(name) for name in _MADE)


PUBLICATION = Publication(
    title="Monthly Referral Return",
    cadence="monthly, to March 2024",
    tables=(
        Table(
            id="referrals",
            title=RETURN.title,
            columns={"provider": _TEXT, "month": pl.Date(), **dict.fromkeys(_MADE, _COUNT)},
            keys=("provider", "month"),
            organisation="provider",
            period="month",
            improves="What share of what joins a trust's lists comes from general practices.",
            stands_in="The share of the parameters pack.",
            period_is="month",
        ),
    ),
    readers=(Reader(RETURN, "referrals", made),),
)
