"""Published figures of a system's services under the keys forecasts use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from knockon.published import Published
from knockon.system.reported import Whose, figures
from knockon.system.seasons import month_text
from knockon.system.values import Observation, PracticeBaseline, Site

KEPT_BEDS = "acute_beds"
_ATTENDED = {
    "ed": ("attendances_type1", "attendances_type2"),
    "utc": ("attendances_type3",),
}
_ADMITTED = ("admissions_type1", "admissions_type2", "admissions_type3", "other_admissions")


def observations(
    files: Published,
    practices: Sequence[PracticeBaseline],
    sites: Sequence[Site],
    services: Sequence[str] = (),
    boards: Sequence[str] = (),
) -> tuple[Observation, ...]:
    """Return the figures in the order of service, measure, organisation and period.

    ``services`` are codes of ambulance services, whose figures are of the whole service; ``boards``
    of the integrated care boards.
    """
    providers = sorted({site.provider for site in sites if site.kind != "nhs111"})
    codes = [b.practice.ods_code for b in practices]
    contracts = sorted({site.provider for site in sites if site.kind == "nhs111"})
    found = [
        *(o for code in providers for o in _emergency(files.ae, code)),
        *(o for code in providers for o in _beds(files.beds, code)),
        *_lists(files.rtt_summary, providers),
        *(o for code in services for o in _ambulance(files.ambulance, code)),
        *(o for code in contracts for o in _calls(files.calls111, code)),
        *_appointments(files.gpad_summary, codes),
        *(_figure(*one) for one in figures(files, Whose(codes, providers, boards, contracts))),
    ]
    return tuple(sorted(found, key=lambda o: (o.service, o.measure, o.organisation, o.period)))


def _beds(beds: pl.DataFrame, provider: str) -> Iterator[Observation]:
    """Yield the share of general and acute beds occupied by month."""
    wanted = ("general_acute_available", "general_acute_occupied")
    rows = beds.filter(pl.col("provider").eq(provider) & pl.col("measure").is_in(wanted))
    if rows.is_empty():
        return
    for row in rows.pivot("measure", index="month", values="value").iter_rows(named=True):
        available, occupied = (row[name] for name in wanted)
        share = None if occupied is None or not available else occupied / available
        yield _figure(KEPT_BEDS, "occupancy", provider, month_text(row["month"]), share)


def _lists(summary: pl.DataFrame, providers: Sequence[str]) -> Iterator[Observation]:
    """Yield pathways waiting at the end of each month."""
    for row in summary.filter(pl.col("provider").is_in(providers)).iter_rows(named=True):
        period = month_text(row["month"])
        yield _figure("outpatients", "waiting_list", row["provider"], period, row["waiting"])


def _ambulance(ambulance: pl.DataFrame, service: str) -> Iterator[Observation]:
    """Yield a whole service's incidents, and people taken to an emergency department, by month."""
    keys = {"incidents": "incidents", "conveyed_to_ed": "conveyances"}
    rows = ambulance.filter(pl.col("provider").eq(service) & pl.col("measure").is_in(list(keys)))
    for row in rows.iter_rows(named=True):
        period = month_text(row["month"])
        yield _figure("ambulance", keys[row["measure"]], service, period, row["value"])


def _emergency(ae: pl.DataFrame, provider: str) -> Iterator[Observation]:
    """Yield attendances, the share within four hours (type 1), waits and admissions by month.

    Waits over twelve hours are from the decision to admit. Admissions are emergency admissions.
    A sum is reported when each of its parts is.
    """
    rows = ae.filter(pl.col("provider") == provider).sort("month")
    if rows.is_empty():
        return
    wide = rows.pivot("measure", index="month", values="value").sort("month")
    for row in wide.iter_rows(named=True):
        period = month_text(row["month"])
        for service, parts in _ATTENDED.items():
            yield _figure(service, "attendances", provider, period, _sum(row, parts))
        over, attended = row["over_4h_type1"], row["attendances_type1"]
        share = None if over is None or not attended else 1.0 - over / attended
        yield _figure("ed", "within_4_hours", provider, period, share)
        yield _figure("ed", "waits_over_12_hours", provider, period, row["dta_12"])
        admitted = _sum(row, _ADMITTED)
        yield _figure(KEPT_BEDS, "emergency_admissions", provider, period, admitted)


def _calls(calls111: pl.DataFrame, contract: str) -> Iterator[Observation]:
    """Yield calls and the share answered by day."""
    rows = calls111.filter(pl.col("contract") == contract)
    if rows.is_empty():
        return
    wide = rows.pivot("measure", index="date", values="value").sort("date")
    for row in wide.iter_rows(named=True):
        day = row["date"].isoformat()
        calls, answered = row["calls_received"], row["calls_answered"]
        share = None if answered is None or not calls else answered / calls
        yield _figure("nhs111", "calls", contract, day, calls)
        yield _figure("nhs111", "answered", contract, day, share)


def _appointments(summary: pl.DataFrame, codes: Sequence[str]) -> Iterator[Observation]:
    """Yield attended appointments of each practice over the months of the summary."""
    for row in summary.filter(pl.col("practice").is_in(list(codes))).iter_rows(named=True):
        total, missed = row["total_3m"], row["dna_3m"]
        seen = None if total is None or missed is None else total - missed
        period = _span(row["first_month"], row["last_month"])
        yield _figure("practice", "contacts_seen", row["practice"], period, seen)


def _span(first: date | None, last: date | None) -> str:
    return f"{month_text(first)}/{month_text(last)}" if first and last else "unknown"


def _sum(row: dict[str, float | None], parts: Sequence[str]) -> float | None:
    values = [row[part] for part in parts]
    return None if any(v is None for v in values) else sum(v for v in values if v is not None)


def _figure(
    service: str, measure: str, organisation: str, period: str, value: float | None
) -> Observation:
    number = None if value is None else float(value)
    return Observation(service, measure, organisation, period, number, number is not None)
