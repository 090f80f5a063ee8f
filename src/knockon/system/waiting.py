"""Outpatient lists: what a trust's Referral to Treatment figures say of who waits.

Pathways waiting, within 18 weeks and over 52, are those of the newest month of the full extract or
of the month's summary, whichever is later. Clock starts are in the full extract alone: without it,
as many as England has for each pathway waiting stand in, and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from knockon.published import Published
from knockon.system.beds import RATES, Trust
from knockon.system.gained import Gained, gained
from knockon.system.method import HospitalRates
from knockon.system.profiles import DAYS
from knockon.system.seasons import MONTHS_A_YEAR, days_in, month_text
from knockon.system.values import WaitingList

WEEKS_A_YEAR = 365.25 / 7.0
SOURCE = "NHS England, Consultant-led Referral to Treatment Waiting Times"
_BANDS = ("pathways", "within_18_weeks", "over_52_weeks")


@dataclass(frozen=True, slots=True)
class _Counted:
    """Pathways waiting at the end of a month, in all and by length of wait."""

    month: date
    waiting: float
    within_18_weeks: float
    over_52_weeks: float


def list_of(trust: Trust, files: Published, rates: HospitalRates) -> WaitingList:
    """Return a trust's list, England's rates standing in where no file counts it."""
    found = [
        one
        for one in (
            _of_summary(files.rtt_summary, trust.provider),
            _of_extract(files.rtt_lists, trust.provider),
        )
        if one is not None
    ]
    if not found:
        return by_rates(trust, rates)
    newest = max(reversed(found), key=lambda one: one.month)
    starts = _starts_in(files.rtt_lists, trust.provider)
    return WaitingList(
        id=f"{trust.provider}-list",
        name=f"{trust.name}: waiting list",
        provider=trust.provider,
        month=month_text(newest.month),
        waiting=newest.waiting,
        within_18_weeks=newest.within_18_weeks,
        over_52_weeks=newest.over_52_weeks,
        starts_a_week=_starts(newest.waiting, rates) if starts is None else starts,
        source=SOURCE,
        assumed=(_said(rates),) if starts is None else (),
    )


def _of_summary(summary: pl.DataFrame, provider: str) -> _Counted | None:
    """Return the newest month of the summary, its share within 18 weeks made whole pathways."""
    own = summary.filter(pl.col("provider") == provider).drop_nulls().sort("month")
    if own.is_empty():
        return None
    row = own.row(-1, named=True)
    within = round(row["waiting"] * row["within_18_weeks_pct"] / 100.0)
    return _Counted(row["month"], row["waiting"], within, row["over_52_weeks"])


def _of_extract(lists: pl.DataFrame, provider: str) -> _Counted | None:
    """Return the newest month in which every list of the full extract is counted by weeks."""
    own = lists.filter(pl.col("provider").eq(provider) & pl.col("part").eq("waiting"))
    blank = pl.any_horizontal(pl.col(_BANDS).is_null())
    sums = own.group_by("month").agg(pl.col(_BANDS).sum(), blank.any().alias("blank"))
    whole = sums.filter(~pl.col("blank") & (pl.col("pathways") > 0)).sort("month")
    if whole.is_empty():
        return None
    return _Counted(*whole.select("month", *_BANDS).row(-1))


def _starts_in(lists: pl.DataFrame, provider: str) -> float | None:
    """Return clock starts a week in the newest month that counts them; None without one."""
    own = lists.filter(pl.col("provider").eq(provider) & pl.col("part").eq("started"))
    sums = own.group_by("month").agg(pl.col("pathways").sum()).filter(pl.col("pathways") > 0)
    if sums.is_empty():
        return None
    month, started = sums.sort("month").row(-1)
    return float(started) / days_in(month) * DAYS


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


def told(trusts: Sequence[Trust], files: Published) -> list[Gained]:
    """Return what the full extract gave of the trusts' lists, and in place of what."""
    lists = files.rtt_lists.filter(pl.col("provider").is_in([t.provider for t in trusts]))
    months = {month_text(m) for m in lists.filter(pl.col("pathways") > 0)["month"]}
    if not months:
        return []
    before = "The month's summary" if files.rtt_summary.height else "England's rates"
    return [gained("Who waits on trusts' lists, and joins them", "rtt_lists", months, before)]
