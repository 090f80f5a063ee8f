"""Ambulance Systems Indicators (AmbSYS; NHS England, monthly, by ambulance service).

One file holds the whole series: a line a month for England, each region and each service, which
are read for the services alone, so that nothing is counted twice. England's line checks them: it
must be their sum. Indicators are headed by their codes; only those are read whose meaning the
figures bear out. An indicator not yet collected, or not given, is a full stop.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from knockon.published import cells
from knockon.published.layout import Column, Layout, Row
from knockon.published.not_reported import RUN_OF_MONTHS, told_by, zero_between_large
from knockon.published.tables import Publication, Reader, Table

__all__ = ["COUNTS", "LAYOUT", "MEANS", "MEASURES", "PUBLICATION", "services"]

COUNTS: Mapping[str, str] = {
    "contacts": "A0",
    "calls_answered": "A1",
    "incidents": "A7",
    "incidents_c1": "A8",
    "incidents_c2": "A10",
    "incidents_c3": "A11",
    "incidents_c4": "A12",
    "closed_by_telephone": "A17",
    "conveyed_to_ed": "A53",
    "conveyed_elsewhere": "A54",
    "seen_and_treated": "A55",
    "face_to_face": "A56",
    "handovers": "A140",
    "handover_seconds": "A141",
}
"""What adds up over services, by our name and the publication's code: calls, incidents and people
in a month; handovers at hospital that were timed, and the seconds all of them took."""

MEANS: Mapping[str, str] = {
    "response_mean_c1": "A25",
    "response_mean_c2": "A31",
    "response_mean_c3": "A34",
    "response_mean_c4": "A37",
    "handover_mean": "A142",
}
"""Mean seconds in a month: from call to arrival by category; of a handover at hospital."""

MEASURES = (*COUNTS, *MEANS)

_COUNT = pl.Int64()
_TEXT = pl.String()
_ENGLAND = "ENG"
_KEYS = ("provider", "month")


def _is_no_region(row: Row) -> bool:
    """England and services: the line of a region has its code (Y58) where theirs have their own."""
    return not str(row["provider"]).startswith("Y")


def _refuse(row: Row) -> str | None:
    """Return why a line cannot be true."""
    if row["month_number"] not in range(1, 13):
        return f"'{row['month_number']}' is not a month"
    if row["year"] not in range(2000, 2100):
        return f"'{row['year']}' is not a year"
    seen = [row[name] for name in ("conveyed_to_ed", "conveyed_elsewhere", "seen_and_treated")]
    parts = [value for value in seen if isinstance(value, int)]
    whole = row["face_to_face"]
    if isinstance(whole, int) and len(parts) == len(seen) and sum(parts) != whole:
        return "A53 + A54 + A55 is not A56"
    return _mean_is_another(row)


def _mean_is_another(row: Row) -> str | None:
    number, seconds, mean = (
        row[name] for name in ("handovers", "handover_seconds", "handover_mean")
    )
    if isinstance(number, int) and isinstance(seconds, int) and isinstance(mean, int) and number:
        return None if abs(seconds / number - mean) <= 1 else "A141 / A140 is not A142"
    return None


def _england_is_the_sum(rows: pl.DataFrame) -> str | None:
    """Return which figure of England's is not the sum of the services', where there is one."""
    of_england = pl.col("provider") == _ENGLAND
    when = ["year", "month_number"]
    england = rows.filter(of_england).unpivot(list(COUNTS), index=when, value_name="england")
    summed = rows.filter(~of_england).group_by(when).agg(pl.col(name).sum() for name in COUNTS)
    services_ = summed.unpivot(list(COUNTS), index=when, value_name="services")
    both = england.drop_nulls().join(services_, on=[*when, "variable"], how="left")
    wrong = both.filter(pl.col("england").ne_missing(pl.col("services"))).sort(*when, "variable")
    for year, month, name, whole, parts in wrong.iter_rows():
        return (
            f"{COUNTS[name]} of {year}-{month:02d} is {whole} for England "
            f"and {parts or 0} for its services together"
        )
    return None


LAYOUT = Layout(
    id="ambulance",
    title="Ambulance Systems Indicators (AmbSYS)",
    columns=(
        Column("year", "Year", cells.count, _COUNT, needed=True),
        Column("month_number", "Month", cells.count, _COUNT, needed=True),
        Column("provider", "Org Code", cells.ods_code, _TEXT, needed=True),
        Column("name", "Org Name", cells.text, _TEXT, needed=True),
        *(Column(name, code, cells.count, _COUNT) for name, code in COUNTS.items()),
        *(Column(name, code, cells.count, _COUNT) for name, code in MEANS.items()),
    ),
    keys=("year", "month_number", "provider"),
    keep=_is_no_region,
    refuse=_refuse,
    check=_england_is_the_sum,
)


def services(rows: pl.DataFrame) -> pl.DataFrame:
    """Return provider, month and one column for each of `MEASURES`, services only."""
    month = pl.date("year", "month_number", 1).alias("month")
    own = rows.filter(pl.col("provider") != _ENGLAND)
    return own.with_columns(month).select(*_KEYS, *MEASURES)


def _gap(name: str) -> tuple[pl.Expr, str]:
    return zero_between_large(name, organisation="provider", period="month"), RUN_OF_MONTHS


PUBLICATION = Publication(
    title=LAYOUT.title,
    cadence="monthly",
    tables=(
        Table(
            id="ambulance",
            title=LAYOUT.title,
            columns={"provider": _TEXT, "month": pl.Date(), **dict.fromkeys(MEASURES, _COUNT)},
            keys=_KEYS,
            organisation="provider",
            period="month",
            improves="How many people 999 takes to an emergency department, and how long they "
            "wait to be handed over.",
            stands_in="The shares in the parameters pack; handover delays are not shown.",
            period_is="month",
            tell=told_by(MEASURES, _gap, keys=_KEYS),
        ),
    ),
    readers=(Reader(LAYOUT, "ambulance", services),),
)
