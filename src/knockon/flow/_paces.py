"""Check that what comes and what repeats at sites and wards can be followed day by day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from knockon.errors import KnockonError
from knockon.flow._checks import MOST_AT_A_PLACE
from knockon.flow.laws import Arrivals
from knockon.flow.sites import Site
from knockon.flow.wards import Ward

if TYPE_CHECKING:
    from knockon.flow.model import Network, Station

MOST_PERIODS_A_DAY = 1e5
"""How often a calendar may repeat in a day: once in less than a second."""


def check_paces(network: Network, origin: Network | None) -> None:
    """Refuse more arrivals or changes in a day than are followed.

    Stations that are those of ``origin``, from which the network was changed, have been looked at.
    """
    same_day = origin is not None and origin.day == network.day
    seen = {id(station) for station in origin.stations} if origin and same_day else set()
    for station in network.stations:
        if id(station) in seen:
            continue
        for stream in _streams(station):
            _check_arrivals(station, stream, network.day)
        if isinstance(station, Site):
            _check_calendar(station, network.day)


def _streams(station: Station) -> Iterator[Arrivals]:
    if isinstance(station, Site):
        yield from (s for s in station.arrivals.values() if isinstance(s, Arrivals))
    elif isinstance(station, Ward) and isinstance(station.arrivals, Arrivals):
        yield station.arrivals


def _check_arrivals(station: Station, stream: Arrivals, day: float) -> None:
    people = stream.majorant * day
    if people > MOST_AT_A_PLACE:
        raise KnockonError(
            "K434",
            f"up to {people:g} people a day may come to {station.name}",
            expected=f"at most {MOST_AT_A_PLACE:,.0f}",
            remedy="Correct the ceiling of its arrivals, or work in shorter days.",
        )


def _check_calendar(site: Site, day: float) -> None:
    if site.servers is None or len(site.servers.times) == 1:
        return
    if day / MOST_PERIODS_A_DAY > site.servers.period:
        raise KnockonError(
            "K435",
            f"the calendar of {site.name} repeats every {site.servers.period:g}",
            expected=f"at least {day / MOST_PERIODS_A_DAY:g} for a day of {day:g}",
            remedy="Use longer periods, or work in shorter days.",
        )
