"""Check that every route of a network leads somewhere the person can go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from knockon.errors import KnockonError
from knockon.flow._checks import known, unknown
from knockon.flow.clinics import Clinic
from knockon.flow.destinations import Back, End, Fan
from knockon.flow.groups import check_groups
from knockon.flow.sites import Site
from knockon.flow.wards import Ward

if TYPE_CHECKING:
    from knockon.flow.destinations import Destination
    from knockon.flow.model import Network, Station


@dataclass(frozen=True, slots=True)
class Map:
    """What a route may name: stations by their place in the day, destinations, diversions."""

    network: Network
    place: Mapping[str, int]
    declared: Mapping[str, Destination]
    diverted: frozenset[str]

    def later(self, way: str, place: int) -> Station | None:
        """Return the station of a name, if it is worked after the one at a place."""
        found = self.place.get(way, -1)
        return self.network.stations[found] if found > place else None

    def names_after(self, place: int) -> tuple[str, ...]:
        """Return every name a station at a place may send people to."""
        return (*(s.name for s in self.network.stations[place + 1 :]), *self.declared)


def map_of(network: Network) -> Map:
    """Return the map of a network."""
    return Map(
        network,
        {station.name: place for place, station in enumerate(network.stations)},
        {destination.name: destination for destination in network.destinations},
        frozenset(diversion.destination for diversion in network.diversions),
    )


def check_ways(network: Network) -> None:
    """Refuse routes that name nothing, go backward, lose a class or need a missing home."""
    _check_homes(network)
    _check_ends(network)
    known_ways = map_of(network)
    homeless: set[str] = set()
    for place, station in _looked_at(network):
        if _brings_homeless(station):
            homeless.add(station.name)
        for way, classes, as_class in _ways_out(station):
            wanted = as_class or classes
            for target in _targets(known_ways, station, place, way):
                _check_class(station, target, wanted, drawn=as_class is None)
                if station.name in homeless and isinstance(target, Site):
                    homeless.add(target.name)
            if station.name in homeless:
                _check_has_home(known_ways, station, way)
    check_groups(network)


def _looked_at(network: Network) -> list[tuple[int, Station]]:
    """Return stations with their places: of clinics alike the last, from which fewest are later."""
    last: dict[object, tuple[int, Station]] = {}
    for place, station in enumerate(network.stations):
        of_clinics = isinstance(station, Clinic)
        alike = (_brings_homeless(station), *_ways_out(station)) if of_clinics else place
        last[alike] = place, station
    return sorted(last.values(), key=itemgetter(0))


def _ways_out(station: Station) -> Iterator[tuple[str, str, str | None]]:
    if isinstance(station, Clinic):
        for part in (station.unseen, station.over_cap, station.when_leaving):
            for class_, chain in part.items():
                for step in getattr(chain, "onward", ()):
                    yield step.destination, class_, step.as_class
        return
    if not isinstance(station, Site):
        return
    for listed in (station.when_served, station.when_impatient, station.when_full):
        for class_, routes in listed.items():
            for route in routes:
                yield route.to, class_, route.as_class
    closing = station.at_closing
    if not isinstance(closing, str):
        for class_ in station.classes:
            yield closing.to, class_, closing.as_class


def _targets(ways: Map, station: Station, place: int, way: str) -> list[Station]:
    """Return the stations a way leads to, having checked that it may be taken."""
    later, destination = ways.later(way, place), ways.declared.get(way)
    if later is None and destination is None:
        what = f"a route of {station.name} (later stations and destinations)"
        raise unknown(way, ways.names_after(place), what)
    if isinstance(station, Clinic):
        if isinstance(destination, Back):
            names = (n for n in ways.names_after(place) if n != way)
            raise unknown(way, names, f"a route of {station.name}")
        if isinstance(destination, Fan) or isinstance(later, Site | Ward):
            _check_diversion(ways, way)
    if isinstance(destination, Fan):
        return [_site_of_fan(ways, destination, name, place) for name in destination.sites]
    return [] if later is None else [later]


def _site_of_fan(ways: Map, fan: Fan, name: str, place: int) -> Station:
    found = ways.later(name, place)
    if isinstance(found, Site):
        return found
    sites = (s.name for s in ways.network.stations[place + 1 :] if isinstance(s, Site))
    raise unknown(name, sites, f"fan {fan.name}")


def _check_diversion(ways: Map, way: str) -> None:
    if way not in ways.diverted:
        raise KnockonError(
            "K415",
            f"people are diverted to {way} and no hours are given for it",
            expected="a Diversion: when in the day they arrive there",
            remedy=f"Add a Diversion for {way}.",
        )


def _check_class(sender: Station, target: Station, class_: str, *, drawn: bool) -> None:
    if not target.classes:
        return
    if drawn and isinstance(target, Site):
        tables = [target.entry_displaced]
        if isinstance(sender, Site):
            tables.append(target.entry_own)
        if all(table is not None for table in tables):
            return
    known(class_, target.classes, f"a route from {sender.name} to {target.name}, class")


def _brings_homeless(station: Station) -> bool:
    if isinstance(station, Clinic):
        return station.home < 0
    return isinstance(station, Site) and bool(station.arrivals) and station.home_shares is None


def _check_has_home(ways: Map, station: Station, way: str) -> None:
    destination = ways.declared.get(way)
    needs = isinstance(destination, Fan | Back)
    if needs or (isinstance(destination, End) and destination.back is not None):
        raise KnockonError(
            "K416",
            f"people at {station.name} may have no home and go to {way}, which needs one",
            expected="a home for everyone who can come there",
            remedy="Give the clinic a home, or the site home_shares.",
        )


def _check_homes(network: Network) -> None:
    rows = [(s.name, s.home_shares.shape[0]) for s in network.sites if s.home_shares is not None]
    rows += [(d.name, d.shares.shape[0]) for d in network.destinations if isinstance(d, Fan)]
    rows += [(b.name, b.limit.shape[0]) for b in network.backs if b.limit is not None]
    wrong = [name for name, n in rows if n != network.homes]
    wrong += [c.name for c in network.clinics if not -1 <= c.home < network.homes]
    homes = [c.home for c in network.clinics if c.home >= 0]
    lacking = bool(network.backs) and sorted(homes) != list(range(network.homes))
    if wrong or lacking:
        what = f"{wrong[0]} does not fit" if wrong else "not every home has one clinic beside"
        raise KnockonError(
            "K417",
            f"{what} a network of {network.homes} homes",
            expected="one row for each home, and one clinic a home where people come back",
            remedy="Make homes, clinics, shares and limits agree.",
        )


def _check_ends(network: Network) -> None:
    for end in network.ends:
        if end.back is not None:
            known(end.back[0], (b.name for b in network.backs), f"back of {end.name}")
    for back in network.backs:
        if back.overflow is not None:
            known(back.overflow, (e.name for e in network.ends), f"overflow of {back.name}")
        for clinic in network.clinics:
            known(back.class_, clinic.classes, f"{back.name}, coming back to {clinic.name}, class")
    declared = {d.destination for d in network.diversions}
    for name in declared:
        known(name, network.ways, "a diversion")
