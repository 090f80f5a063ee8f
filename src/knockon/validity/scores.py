"""A backtest's scores as a file beside the system, and as sentences for the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from knockon.validity.backtest import Pooled, Series, pooled

FORMAT = "knockon/scores/1"
TITLES = {
    "attendances_type1": "Type 1 A&E attendances",
    "attendances_type3": "Type 3 attendances (urgent treatment centres and others)",
    "emergency_admissions": "Emergency admissions",
}


def document(series: Sequence[Series]) -> dict[str, Any]:
    """Return the scores as plain values: each series with its months, and all together."""
    return {
        "format": FORMAT,
        "series": [_series(one) for one in series],
        "pooled": [asdict(one) for one in pooled(series)],
    }


def sentences(scores: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a file of scores says, a sentence a series."""
    if not scores["series"]:
        return ()
    first = min(month["month"] for one in scores["series"] for month in one["months"])
    last = max(month["month"] for one in scores["series"] for month in one["months"])
    opening = (
        f"The baseline was fitted to the months before {first[:7]} and asked for the months up to "
        f"{last[:7]}, which had been published since; it knew nothing of them."
    )
    return (opening, *(_sentence(one) for one in scores["series"]))


def row(one: Pooled) -> tuple[str, ...]:
    """Return the pooled scores of one measure as the cells of a table."""
    return (
        TITLES[one.measure],
        f"{one.series:,}",
        f"{one.months:,}",
        f"{one.inside_50:.0%}",
        f"{one.inside_90:.0%}",
        f"{one.better_than_naive:,}",
        f"{one.error_of_naive:.2f}",
    )


def _series(one: Series) -> dict[str, Any]:
    return {
        "provider": one.provider,
        "measure": one.measure,
        "inside_50": round(one.inside_50, 4),
        "inside_90": round(one.inside_90, 4),
        "error": round(one.error, 2),
        "naive_error": round(one.naive_error, 2),
        "crps": round(one.crps, 2),
        "months": [
            {
                "month": month.month.isoformat(),
                **{name: round(getattr(month, name), 2) for name in _NUMBERS},
            }
            for month in one.months
        ],
    }


_NUMBERS = ("p5", "p25", "p50", "p75", "p95", "published", "year_before", "crps")


def _sentence(one: Mapping[str, Any]) -> str:
    months, inside = len(one["months"]), round(one["inside_90"] * len(one["months"]))
    beside = "less than" if one["error"] < one["naive_error"] else "no less than"
    return (
        f"{TITLES[one['measure']]} at {one['provider']}: {inside} of {months} months fell inside "
        f"the 90% interval; the middle was off by {one['error']:,.0f} a month on average, {beside} "
        f"repeating the year before ({one['naive_error']:,.0f})."
    )
