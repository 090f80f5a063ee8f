"""Outpatient lists: what a trust's Referral to Treatment figures say of who waits.

The summary of a month counts pathways waiting, within 18 weeks and over 52. Clock starts by trust
are not in the files read here: as many as England has for each pathway waiting stand in, and say
so.
"""

from __future__ import annotations

import polars as pl

from knockon.system.beds import RATES, Trust
from knockon.system.method import HospitalRates
from knockon.system.seasons import MONTHS_A_YEAR, month_text
from knockon.system.values import WaitingList

WEEKS_A_YEAR = 365.25 / 7.0
SOURCE = "NHS England, Consultant-led Referral to Treatment Waiting Times"


def list_of(trust: Trust, summary: pl.DataFrame, rates: HospitalRates) -> WaitingList:
    """Return a trust's list, England's rates standing in where no file counts it."""
    own = summary.filter(pl.col("provider") == trust.provider).drop_nulls().sort("month")
    if own.is_empty():
        return by_rates(trust, rates)
    row = own.row(-1, named=True)
    waiting = float(row["waiting"])
    return WaitingList(
        id=f"{trust.provider}-list",
        name=f"{trust.name}: waiting list",
        provider=trust.provider,
        month=month_text(row["month"]),
        waiting=waiting,
        within_18_weeks=round(waiting * row["within_18_weeks_pct"] / 100.0),
        over_52_weeks=float(row["over_52_weeks"]),
        starts_a_week=_starts(waiting, rates),
        source=SOURCE,
        assumed=(_said(rates),),
    )


def by_rates(trust: Trust, rates: HospitalRates) -> WaitingList:
    """Return the list England's rates make for a trust's patients."""
    waiting = trust.patients / 1000.0 * rates.waiting
    said = (
        f"No waiting list is published here: {rates.waiting:g} pathways for 1,000 registered "
        "patients, with England's shares of long waits, stand in."
    )
    return WaitingList(
        id=f"{trust.provider}-list",
        name=f"{trust.name}: waiting list",
        provider=trust.provider,
        month="",
        waiting=waiting,
        within_18_weeks=waiting * rates.within_18_weeks,
        over_52_weeks=waiting * rates.over_52_weeks,
        starts_a_week=_starts(waiting, rates),
        source=RATES,
        assumed=(said, _said(rates)),
    )


def _starts(waiting: float, rates: HospitalRates) -> float:
    """Return clock starts a week beside so many waiting, as England has them."""
    return waiting * rates.starts / rates.waiting * MONTHS_A_YEAR / WEEKS_A_YEAR


def _said(rates: HospitalRates) -> str:
    return (
        f"Clock starts are not published by trust here: {rates.starts / rates.waiting:.3f} a month "
        "for each pathway waiting, as in England, stand in."
    )
