"""Which stations are worked together in a day, and in which order.

A site whose people board for a ward cannot be worked by itself: a server is free again only when
a bed is. Sites and the wards they send people to form a group, worked event by event together;
with them any site that passes people on between two of them. Everything is worked after whatever
sends people to it, and otherwise in the network's order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Literal

from knockon.errors import KnockonError
from knockon.flow._checks import few
from knockon.flow.clinics import Clinic
from knockon.flow.destinations import Fan
from knockon.flow.sites import Route, Site
from knockon.flow.wards import Ward

if TYPE_CHECKING:
    from knockon.flow.model import Network, Station

Names = frozenset[str]
Kind = Literal["clinic", "site", "group", "list"]


@dataclass(frozen=True, slots=True)
class Group:
    """Sites and the wards they send people to, in the network's order."""

    sites: tuple[Site, ...]
    wards: tuple[Ward, ...]
    inward: bool
    """Whether anybody goes from one of its sites to a member, other than to board for a bed."""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing worked in a day, by its place among its kind: a station by itself, or a group."""

    kind: Kind
    index: int


def groups_of(network: Network) -> tuple[Group, ...]:
    """Return the groups, in the order of their first wards; every ward is in one."""
    found = _names_of_groups(network, _ways_out(network))
    return tuple(_group_of(network, names) for names in found)


def _group_of(network: Network, names: Names) -> Group:
    sites = tuple(s for s in network.sites if s.name in names)
    wards = tuple(w for w in network.wards if w.name in names)
    beds = Names(ward.name for ward in wards)
    fans = _fans(network)
    inward = any(
        Names(fans.get(route.to, (route.to,))) & (names - beds if boarding else names)
        for site in sites
        for route, boarding in _ways_of(site)
    )
    return Group(sites, wards, inward)


def _ways_of(site: Site) -> list[tuple[Route, bool]]:
    """Return the routes out of a site, and of each whether who takes it boards for a bed."""
    ways = [
        (r, False)
        for part in (site.when_impatient, site.when_full)
        for rs in part.values()
        for r in rs
    ]
    ways += [(route, True) for routes in site.when_served.values() for route in routes]
    return [*ways, (site.at_closing, False)] if isinstance(site.at_closing, Route) else ways


def works_of(network: Network) -> tuple[Work, ...]:
    """Return what is worked in a day, in order."""
    passed: Counter[Kind] = Counter()
    alone: dict[str, Work] = {}
    for station in network.stations:
        kind = _kind(station)
        alone[station.name] = Work(kind, passed[kind])
        passed[kind] += 1
    ways = _ways_out(network)
    groups = _names_of_groups(network, ways)
    if not groups:
        return tuple(alone.values())
    unit = {name: alone[name] for name in alone}
    for index, names in enumerate(groups):
        unit |= dict.fromkeys(names, Work("group", index))
    return _in_order(unit, ways)


def _kind(station: Station) -> Kind:
    if isinstance(station, Clinic):
        return "clinic"
    if isinstance(station, Site):
        return "site"
    return "group" if isinstance(station, Ward) else "list"


def _in_order(unit: Mapping[str, Work], ways: Mapping[str, Names]) -> tuple[Work, ...]:
    """Return the units, each after those that send people to it, else by their first stations."""
    works = tuple(dict.fromkeys(unit.values()))
    place = {work: place for place, work in enumerate(works)}
    at = {name: place[work] for name, work in unit.items()}
    edges = {(at[name], at[way]) for name, out in ways.items() for way in out}
    edges = {(sender, target) for sender, target in edges if sender != target}
    awaited = Counter(target for _, target in edges)
    targets: dict[int, list[int]] = {}
    for sender, target in edges:
        targets.setdefault(sender, []).append(target)
    ready = [place for place in range(len(works)) if not awaited[place]]
    order = []
    while ready:
        sender = heappop(ready)
        order.append(works[sender])
        for target in targets.get(sender, ()):
            awaited[target] -= 1
            if not awaited[target]:
                heappush(ready, target)
    return tuple(order)


def _ways_out(network: Network) -> dict[str, Names]:
    """Return the stations each station sends people to, fans opened out."""
    fans = _fans(network)
    stations = {station.name for station in network.stations}
    ways, opened = {}, dict[Names, Names]()
    for station in network.stations:
        out = Names(_named(station))
        if out not in opened:
            opened[out] = Names(n for o in out for n in fans.get(o, (o,)) if n in stations)
        ways[station.name] = opened[out]
    return ways


def _fans(network: Network) -> dict[str, tuple[str, ...]]:
    """Return the sites each fan parts people over."""
    return {d.name: d.sites for d in network.destinations if isinstance(d, Fan)}


def _named(station: Station) -> Iterable[str]:
    """Return what a station's chains or routes name."""
    if isinstance(station, Clinic):
        return (to.destination for chain in station.chains() for to in chain.onward)
    return (route.to for route in station.routes()) if isinstance(station, Site) else ()


def _names_of_groups(network: Network, ways: Mapping[str, Names]) -> tuple[Names, ...]:
    """Return who stands in each group, in the order of their first wards."""
    if not network.wards:
        return ()
    wards = [ward.name for ward in network.wards]
    groups = [Names([ward]) for ward in wards]
    for site in network.sites:
        groups = _joined(groups, site.name, ways[site.name] & Names(wards))
    grown = True
    while grown:
        between = [(group, _between(network, group, ways)) for group in groups]
        grown = any(found for _, found in between)
        for group, found in between:
            for name in sorted(found):
                groups = _joined(groups, name, group)
    return tuple(
        sorted(groups, key=lambda group: min(wards.index(n) for n in group & Names(wards)))
    )


def _joined(groups: list[Names], name: str, others: Names) -> list[Names]:
    """Return the groups with somebody joined to those in which the others are."""
    if not others:
        return groups
    met = [group for group in groups if group & (others | {name})]
    rest = [group for group in groups if group not in met]
    return [*rest, Names([name]).union(*met)]


def _between(network: Network, group: Names, ways: Mapping[str, Names]) -> Names:
    """Return who passes people on from the group to the group; a clinic cannot (K431)."""
    order = [station.name for station in network.stations]
    after: set[str] = set(group)
    for name in order:
        if name in after:
            after |= ways[name]
    before: set[str] = set(group)
    for name in reversed(order):
        if ways[name] & before:
            before.add(name)
    found = Names(after & before) - group
    for clinic in network.clinics:
        if clinic.name in found:
            raise _clinic_between(clinic.name, group)
    return found


def check_groups(network: Network) -> None:
    """Refuse groups that cannot be worked: too large, or with a clinic between their members."""
    for names in _names_of_groups(network, _ways_out(network)):
        few(len(names), f"the group of sites and wards {', '.join(sorted(names))}")


def _clinic_between(clinic: str, group: Names) -> KnockonError:
    return KnockonError(
        "K431",
        f"people go from {', '.join(sorted(group))} to the clinic {clinic} and from there back",
        expected="sites that share a ward to send nobody to each other or the ward by a clinic",
        remedy=f"Take out the route to {clinic}, or the one from it.",
    )
