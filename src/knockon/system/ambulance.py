"""999: a board's part of the ambulance services of its region, from AmbSYS.

Services are published whole, never by board. A board has the share of its region's services that
its registered patients are of the region's; which service is in which region is data
(``packs/places-usual/ambulance.csv``). Crews are not modelled: incidents and conveyances are
volumes only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from knockon.places import Icb
from knockon.published import Published
from knockon.system.beds import DAYS_A_YEAR
from knockon.system.carried import Carried, Usual, carried
from knockon.system.method import Method
from knockon.system.profiles import DAYS
from knockon.system.seasons import FLAT, MONTHS_A_YEAR, Monthly, month_text
from knockon.system.sites import ambulance_services, residual_sd
from knockon.system.values import Ambulance, Volume

SOURCE = "NHS England, Ambulance Systems Indicators"
KIND = "ambulance"
SECONDS_A_MINUTE = 60.0
_WEEKDAYS = (1.0,) * DAYS
_TAKEN_ALIKE = "Weekdays are taken alike; hours: the curve of emergency departments (grade D)."


@dataclass(frozen=True, slots=True)
class People:
    """Registered patients of a board, and of the region it is in."""

    of_board: float
    of_region: float


def ambulance(board: Icb, people: People, files: Published, method: Method) -> Ambulance:
    """Return a board's part of its region's services, or what England's rates make of it."""
    services = ambulance_services(board.region)
    incidents = _monthly(files.ambulance, services, "incidents")
    if not services or sum(incidents.last(method.level_months).counts) == 0:
        middle = files.practices["period"].max()
        day = middle if isinstance(middle, date) else date.min
        return by_rates(board, people.of_board, method, day)
    everybody = files.ambulance["provider"].unique().to_list()
    england = _monthly(files.ambulance, everybody, "incidents")
    usual = Usual(None, residual_sd(KIND))
    ahead = carried(incidents, england, method, method.growth_sd, usual)
    share = people.of_board / people.of_region
    names = ", ".join(services.values())
    said = [
        f"Services are published whole: {share:.1%} of {names}, the board's share of the region's "
        "registered patients, is taken as its own (grade C)."
    ]
    conveyed = _over(files.ambulance, services, "conveyed_to_ed", ahead.months)
    if conveyed is None:
        said.append("Conveyances are not reported for every month: England's share stands in.")
    counted = sum(incidents.last(len(ahead.months)).counts)
    return Ambulance(
        id=f"{board.code}-999",
        name=f"{board.name}: its part of {names}",
        icb=board.code,
        services=tuple(services),
        share=share,
        incidents=_volume(board, ahead, share, method),
        conveyed=method.hospital.conveyed if conveyed is None else conveyed / counted,
        handover_minutes=_handover(files.ambulance, services, ahead.months),
        months=tuple(month_text(m) for m in ahead.months),
        source=SOURCE,
        assumed=tuple(said),
    )


def _volume(board: Icb, ahead: Carried, share: float, method: Method) -> Volume:
    """Return a board's share of its services' incidents, carried forward."""
    return Volume(
        service=KIND,
        site=f"{board.code}-999",
        level=ahead.level * share,
        middle=ahead.middle,
        month_factor=ahead.factors,
        growth_mean=ahead.growth_mean,
        growth_sd=ahead.growth_sd,
        residual_sd=ahead.residual_sd,
        residual_ar=method.residual_ar,
        weekday=_WEEKDAYS,
        hour=method.hours,
        months_used=tuple(month_text(m) for m in ahead.months),
        assumed=(*ahead.said, _TAKEN_ALIKE),
    )


def by_rates(board: Icb, patients: float, method: Method, middle: date) -> Ambulance:
    """Return 999 for a board's patients at England's rates."""
    rates = method.hospital
    said = (
        f"No ambulance service is published here: {rates.incidents:g} incidents for 1,000 "
        f"registered patients a month, {rates.conveyed:.1%} taken to an emergency department, "
        "England's rates, stand in."
    )
    return Ambulance(
        id=f"{board.code}-999",
        name=f"{board.name}: 999",
        icb=board.code,
        services=(),
        share=1.0,
        incidents=Volume(
            service=KIND,
            site=f"{board.code}-999",
            level=patients / 1000.0 * rates.incidents * MONTHS_A_YEAR / DAYS_A_YEAR,
            middle=middle,
            month_factor=FLAT,
            growth_mean=0.0,
            growth_sd=method.short_growth_sd,
            residual_sd=residual_sd(KIND),
            residual_ar=method.residual_ar,
            weekday=_WEEKDAYS,
            hour=method.hours,
            months_used=(),
            assumed=(_TAKEN_ALIKE,),
        ),
        conveyed=rates.conveyed,
        handover_minutes=None,
        months=(),
        source="England's rates for each registered patient",
        assumed=(said,),
    )


def _monthly(frame: pl.DataFrame, services: Iterable[str], measure: str) -> Monthly:
    """Return the sum over services in the months in which all of them report a measure."""
    codes = list(services)
    rows = frame.filter(
        pl.col("provider").is_in(codes) & pl.col("measure").eq(measure) & pl.col("reported")
    )
    sums = rows.group_by("month").agg(pl.col("value").sum(), pl.len().alias("services"))
    whole = sums.filter(pl.col("services") == len(codes))
    return Monthly.of(dict(zip(whole["month"].to_list(), whole["value"].to_list(), strict=True)))


def _handover(frame: pl.DataFrame, services: Iterable[str], months: Sequence[date]) -> float | None:
    """Return the mean minutes of a handover; None where a month of it is not reported."""
    codes = list(services)
    seconds = _over(frame, codes, "handover_seconds", months)
    handovers = _over(frame, codes, "handovers", months)
    return seconds / handovers / SECONDS_A_MINUTE if seconds and handovers else None


def _over(
    frame: pl.DataFrame, services: Iterable[str], measure: str, months: Sequence[date]
) -> float | None:
    """Return the sum of a measure over months; None where a service leaves one of them out."""
    found = _monthly(frame, services, measure)
    chosen = [c for m, c in zip(found.months, found.counts, strict=True) if m in months]
    return sum(chosen) if len(chosen) == len(months) else None
