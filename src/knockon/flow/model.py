"""The values that describe a network: stations, destinations, and who is diverted when.

Every array has the lane axis last, of length 1 ("the same in every lane") or the network's
`lanes`; arrays by day repeat after their last day. A value checks itself when it is made, so the
engine never meets a bad one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from knockon.flow._checks import LANES, Floats, distinct, shape_error
from knockon.flow._paces import check_paces
from knockon.flow._ways import check_ways
from knockon.flow.clinics import (
    AGES,
    WAIT,
    Above,
    Chain,
    Clinic,
    DailyArrivals,
    Join,
    Retry,
    Slots,
    Step,
    To,
    Wait,
)
from knockon.flow.destinations import Back, Destination, Diversion, End, Fan
from knockon.flow.laws import Arrivals, Calendar, ExactTimes, Law
from knockon.flow.lists import WEEKS, WaitingList
from knockon.flow.sites import Route, Routes, Site
from knockon.flow.wards import Ward

__all__ = [
    "AGES",
    "LANES",
    "WAIT",
    "WEEKS",
    "Above",
    "Arrivals",
    "Back",
    "Calendar",
    "Chain",
    "Clinic",
    "DailyArrivals",
    "Destination",
    "Diversion",
    "End",
    "ExactTimes",
    "Fan",
    "Join",
    "Law",
    "Network",
    "Retry",
    "Route",
    "Routes",
    "Site",
    "Slots",
    "Station",
    "Step",
    "To",
    "Wait",
    "WaitingList",
    "Ward",
]

Station = Clinic | Site | Ward | WaitingList


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Network:
    """Stations in the order they work through a day, and where people go between them.

    `day` is the length of a clinic's day in the sites' units of time; it is also the stretch in
    which a site's candidates are numbered, so a network of sites alone needs it too. `week` is the
    days in a week of its lists. A `to` must name a later station or a declared destination; `Back`
    is the only way backward. Sites are worked together with the wards they board for (a group): at
    the place of the last of them, so that they send nobody to a station between them.
    """

    day: float
    stations: tuple[Station, ...]
    destinations: tuple[Destination, ...] = ()
    diversions: tuple[Diversion, ...] = ()
    homes: int = 0
    lanes: int = 1
    week: int = 7
    class_places: Mapping[str, tuple[int, ...]] = field(init=False, repr=False)
    """The place of every class at each station, -1 where a station does not have it."""
    diverted_ways: tuple[str, ...] = field(init=False, repr=False)
    """Names of what clinics divert people to, in the order of `ways`."""
    origin: Network | None = field(default=None, repr=False)
    """The network this one was changed from, if it was: what is the same is laid out once."""

    def __post_init__(self) -> None:
        for part in ("stations", "destinations", "diversions"):
            object.__setattr__(self, part, tuple(getattr(self, part)))
        sized = np.isfinite(self.day) and self.day > 0 and 1 <= self.lanes <= LANES
        sized = sized and self.week >= 1
        if not sized or not self.stations:
            found = f"{self.day}, {self.lanes}, {len(self.stations)}"
            raise shape_error("the day, the lanes or the stations of a network", found)
        distinct((s.name for s in (*self.stations, *self.destinations)), "station or destination")
        distinct((d.destination for d in self.diversions), "diversion to")
        object.__setattr__(self, "class_places", _class_places(self.stations))
        object.__setattr__(self, "diverted_ways", _diverted_ways(self))
        if self.origin is not None and not _wired_alike(self, self.origin):
            object.__setattr__(self, "origin", None)
        _check_lanes(self, self.origin)
        check_paces(self, self.origin)
        check_ways(self)

    def changed(self, stations: Iterable[Station]) -> Network:
        """Return the network with other stations in its place; the same names are meant."""
        return replace(self, stations=tuple(stations), origin=self)

    @property
    def clinics(self) -> tuple[Clinic, ...]:
        """The clinics, in order."""
        return tuple(s for s in self.stations if isinstance(s, Clinic))

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites, in order."""
        return tuple(s for s in self.stations if isinstance(s, Site))

    @property
    def wards(self) -> tuple[Ward, ...]:
        """The wards, in order."""
        return tuple(s for s in self.stations if isinstance(s, Ward))

    @property
    def lists(self) -> tuple[WaitingList, ...]:
        """The lists, in order."""
        return tuple(s for s in self.stations if isinstance(s, WaitingList))

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends, in order."""
        return tuple(d for d in self.destinations if isinstance(d, End))

    @property
    def backs(self) -> tuple[Back, ...]:
        """The ways back, in order."""
        return tuple(d for d in self.destinations if isinstance(d, Back))

    @property
    def ways(self) -> tuple[str, ...]:
        """Names of everything people can be sent to: stations, then destinations."""
        return tuple(s.name for s in (*self.stations, *self.destinations))


def _class_places(stations: tuple[Station, ...]) -> dict[str, tuple[int, ...]]:
    found = dict.fromkeys(class_ for station in stations for class_ in station.classes)
    return {
        class_: tuple(s.classes.index(class_) if class_ in s.classes else -1 for s in stations)
        for class_ in found
    }


def _diverted_ways(network: Network) -> tuple[str, ...]:
    chains = (chain for clinic in network.clinics for chain in clinic.chains())
    used = {to.destination for chain in chains for to in chain.onward}
    return tuple(way for way in network.ways if way in used)


def _parts(value: Any) -> tuple[str, ...]:
    """Return the names of a value's fields that may hold numbers by lane."""
    kind: Any = type(value)
    return _parts_of(kind)


@cache
def _parts_of(kind: Any) -> tuple[str, ...]:
    names = (part.name for part in fields(kind)) if is_dataclass(kind) else ()
    without = ("times", "open", "reception", "inside", "onward", "of_those_left")
    return tuple(name for name in names if name not in without)


def _wired_alike(network: Network, other: Network) -> bool:
    """Return whether parts are laid out alike in two networks: who is where, who is sent."""
    one, two = (
        (n.lanes, n.ways, n.class_places, n.diverted_ways, [type(s) for s in n.stations])
        for n in (network, other)
    )
    return one == two and network.destinations is other.destinations


def _arrays(value: Any, seen: set[int]) -> Iterator[Floats]:
    """Yield the arrays in a value, but for those in what is ``seen`` already, which they join."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _arrays(inner, seen)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _arrays(inner, seen)
    else:
        for name in _parts(value):
            yield from _arrays(getattr(value, name), seen)


def _check_lanes(network: Network, origin: Network | None) -> None:
    """Refuse arrays of another number of lanes; what is the origin's own has been looked at."""
    seen: set[int] = set()
    parts = (*network.stations, *network.destinations)
    checked = parts if origin is None else (*origin.stations, *origin.destinations)
    for part, before in zip(parts, checked, strict=True):
        for name in _parts(part):
            value = getattr(part, name)
            if origin is not None and value is getattr(before, name, None):
                continue
            for given in _arrays(value, seen):
                if given.shape[-1] not in (1, network.lanes):
                    raise shape_error(f"an array of {part.name}", f"of {given.shape[-1]} lanes")
