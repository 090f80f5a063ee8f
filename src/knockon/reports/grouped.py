"""Measures as a reader looks for them: service by service, local services together, money apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knockon.impact.measures import MONEY, WITHOUT
from knockon.reports.wording import capital, service_in_full

if TYPE_CHECKING:
    from knockon.impact.forecast import Comparison, Forecast, Measure, Quantiles

LOCAL = "local_services"
"""What stands as the service of everything practices stopped offering by notice."""
_MONEY = frozenset(one.key for one in MONEY)


@dataclass(frozen=True, slots=True)
class Together:
    """A service with its measures, in the order of the forecast."""

    service: str
    title: str
    measures: tuple[Measure, ...]


def by_service(measures: Sequence[Measure]) -> tuple[Together, ...]:
    """Return the measures that are not money by service, services in the order they first come."""
    found: dict[str, list[Measure]] = {}
    for one in measures:
        if not is_money(one):
            found.setdefault(of_service(one), []).append(one)
    return tuple(
        Together(service, capital(service_in_full(service)), tuple(mine))
        for service, mine in found.items()
    )


def money(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Return what services spend week by week, and what practices are no longer paid."""
    return tuple(one for one in measures if is_money(one))


def is_money(measure: Measure) -> bool:
    """Return whether a measure is told with the money and not with its service."""
    return (measure.service, measure.measure) in _MONEY


def is_local(measure: Measure) -> bool:
    """Return whether a measure counts the people a service stopped by notice leaves without it."""
    return measure.measure == WITHOUT


def of_service(measure: Measure) -> str:
    """Return the service a measure is told under."""
    return LOCAL if is_local(measure) else measure.service


def moves(change: Quantiles | None) -> bool:
    """Return whether a change is anything but nothing; withheld, nobody can say it is nothing."""
    return change is not None and (change.p5, change.p95) != (0.0, 0.0)


def is_not_known(measure: Measure, forecast: Forecast) -> bool:
    """Return whether a measure stays as it is because nobody knows whether an action moves it."""
    unknown = (measure.service, measure.measure) in forecast.not_known_to_move
    return unknown and not moves(measure.change)


def change_at(case: Comparison, measure: Measure, place: str) -> Quantiles | None:
    """Return the change of a measure at a place in another case; None where it is not told."""
    if case.withheld:
        return change_in(case, measure)
    wanted = (measure.service, measure.measure, place)
    return next((change for *key, change in case.by_place if tuple(key) == wanted), None)


def change_in(case: Comparison, measure: Measure) -> Quantiles | None:
    """Return the change of a measure in another case; None where that case does not have it."""
    wanted = (measure.service, measure.measure)
    return next((change for *key, change in case.measures if tuple(key) == wanted), None)
