"""NHS 111 over years, from the Integrated Urgent Care Aggregate Data Collection.

The daily report holds months; the collection holds years, so that season and growth can be the
contract's own. Organisations that report for one contract are added up; a month in which any of
them leaves an item blank does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from knockon.system.seasons import Monthly

NEARLY_ALL = 0.9
"""Share of the contracts of the fullest month that a month's sum must have to be England's."""
RECEIVED, ANSWERED, IN_60_SECONDS = "A01", "A03", "B01"
SOURCE = "NHS England, Integrated Urgent Care Aggregate Data Collection"


@dataclass(frozen=True, slots=True)
class Collected:
    """One contract's months: calls received, answered, answered within 60 seconds."""

    received: Monthly
    answered: Monthly
    in_60_seconds: Monthly


def collected_of(iuc: pl.DataFrame, contract: str) -> Collected | None:
    """Return a contract's months; None where no month counts the calls received."""
    own = iuc.filter(pl.col("contract") == contract)
    found = Collected(*(_months(own, item) for item in (RECEIVED, ANSWERED, IN_60_SECONDS)))
    return found if sum(found.received.counts) > 0 else None


def england(iuc: pl.DataFrame) -> Monthly | None:
    """Return calls received in the months nearly all contracts report; None without any."""
    own = iuc.filter(pl.col("item") == RECEIVED).drop_nulls("value")
    sums = own.group_by("month").agg(
        pl.col("value").sum(), pl.col("contract").n_unique().alias("contracts")
    )
    if sums.is_empty():
        return None
    whole = sums.filter(pl.col("contracts") >= NEARLY_ALL * pl.col("contracts").max())
    return _monthly(whole)


def share(part: Monthly, whole: Monthly, months: int) -> tuple[float, tuple[date, ...]] | None:
    """Return part ÷ whole over the last months that report both, and those; None without any."""
    parts = dict(zip(part.months, part.counts, strict=True))
    wholes = dict(zip(whole.months, whole.counts, strict=True))
    both = tuple(sorted(set(parts) & set(wholes)))[-months:]
    total = sum(wholes[m] for m in both)
    return (sum(parts[m] for m in both) / total, both) if total else None


def _months(rows: pl.DataFrame, item: str) -> Monthly:
    sums = (
        rows.filter(pl.col("item") == item)
        .group_by("month")
        .agg(pl.col("value").sum(), pl.col("value").is_null().any().alias("blank"))
    )
    return _monthly(sums.filter(~pl.col("blank")))


def _monthly(sums: pl.DataFrame) -> Monthly:
    return Monthly.of(dict(sums.sort("month").select("month", "value").iter_rows()))
