"""How many people coverage is about: registered patients times the rate of a local service.

A rate is a parameter with its range, so an estimate has one too. Where there is no rate, no
estimate is made and the reason is told. The rate is taken to be the same in every practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum
from typing import Literal

from knockon.catalogue import Catalogue
from knockon.catalogue.local_services import LocalService, People
from knockon.catalogue.values import Parameter
from knockon.register.coverage_cells import Cell, Limit
from knockon.register.coverage_lists import Heads
from knockon.register.notice import Capacity

__all__ = ["Estimate", "NotEstimated", "in_service", "people_without"]

Unit = Literal["people", "people a year", "contacts a month"]
MONTHS_A_YEAR = 12
WEEKS_A_YEAR = 52
WORKING_DAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of people with its range; ``reach`` says how the rate stands to the truth."""

    low: float
    central: float
    high: float
    unit: Unit
    reach: str
    symbol: str


@dataclass(frozen=True, slots=True)
class NotEstimated:
    """Why there is no number, as a sentence."""

    why: str


def people_without(cell: Cell, week: int, catalogue: Catalogue) -> Estimate | NotEstimated:
    """Return how many people are without a service at the end of a week.

    Existing patients of a stock are people, of contacts contacts a month. New patients of a stock
    are those who would join in a year. Beyond capacity it is what a practice's list asks for above
    the capacity it stated, practice by practice.
    """
    service = catalogue.local_services[cell.service]
    if cell.group == "existing":
        return in_service(service, cell.gone(week), catalogue)
    if cell.group == "new":
        return _joining(service, cell.gone(week), catalogue)
    return _beyond(service, [one for one in cell.limits if one.week <= week < one.until], catalogue)


def in_service(
    service: LocalService, heads: Heads, catalogue: Catalogue
) -> Estimate | NotEstimated:
    """Return how many people of some lists are in a service, or how many contacts a month."""
    if service.people is None:
        return NotEstimated(str(service.no_number))
    of_whom = _base(service.people, heads)
    if of_whom is None:
        return NotEstimated("The rate is of adults, and not every list says how many are adults.")
    rate = catalogue.parameters[service.people.symbol]
    unit: Unit = "contacts a month" if service.flow == "contacts" else "people"
    low, central, high = (of_whom * each / 1000 for each in _range(rate))
    return Estimate(low, central, high, unit, service.people.reach, rate.symbol)


def _joining(service: LocalService, heads: Heads, catalogue: Catalogue) -> Estimate | NotEstimated:
    """Return how many people a year would have joined; rates are multiplied end by end."""
    if service.new is None:
        return NotEstimated("How many people join it in a year is not known.")
    rate = catalogue.parameters[service.new.symbol]
    if service.new.per == "registered":
        low, central, high = (heads.patients * each / 1000 for each in _range(rate))
        return Estimate(low, central, high, "people a year", "counted", rate.symbol)
    stock = in_service(service, heads, catalogue)
    if isinstance(stock, NotEstimated):
        return stock
    return Estimate(
        stock.low * rate.low,
        stock.central * rate.central,
        stock.high * rate.high,
        "people a year",
        stock.reach,
        rate.symbol,
    )


def _beyond(
    service: LocalService, limits: Iterable[Limit], catalogue: Catalogue
) -> Estimate | NotEstimated:
    """Return what lists ask for above the capacities stated, none of which may be missing."""
    if service.people is None:
        return NotEstimated(str(service.no_number))
    held = list(limits)
    capacities = [_in_rate(one.capacity, service.flow) for one in held]
    if any(one is None for one in capacities):
        return NotEstimated("A practice stops at a capacity that is not stated in these terms.")
    bases = [_base_of(service.people, one) for one in held]
    if any(one is None for one in bases):
        return NotEstimated("The rate is of adults, and not every list says how many are adults.")
    rate = catalogue.parameters[service.people.symbol]
    ends = [
        fsum(
            max(0.0, (of_whom or 0) * each / 1000 - (capacity or 0.0))
            for of_whom, capacity in zip(bases, capacities, strict=True)
        )
        for each in _range(rate)
    ]
    unit: Unit = "contacts a month" if service.flow == "contacts" else "people"
    return Estimate(ends[0], ends[1], ends[2], unit, service.people.reach, rate.symbol)


def _in_rate(capacity: Capacity | None, flow: str) -> float | None:
    """Return a capacity in the terms of the rate, None where it cannot be had so.

    A stock is limited by so many at once, contacts by so many in a time; a day is a working day.
    """
    if capacity is None or (capacity.per == "at_once") != (flow == "stock"):
        return None
    a_month: Mapping[str, float] = {
        "at_once": 1.0,
        "month": 1.0,
        "year": 1 / MONTHS_A_YEAR,
        "week": WEEKS_A_YEAR / MONTHS_A_YEAR,
        "day": WORKING_DAYS_A_WEEK * WEEKS_A_YEAR / MONTHS_A_YEAR,
    }
    return capacity.count * a_month[capacity.per]


def _base(people: People, heads: Heads) -> int | None:
    return heads.adults if people.base == "adults" else heads.patients


def _base_of(people: People, limit: Limit) -> int | None:
    return limit.adults if people.base == "adults" else limit.patients


def _range(rate: Parameter) -> tuple[float, float, float]:
    return rate.low, rate.central, rate.high
