"""Which stations are the same in two networks, so that the arms of a pair may share their work.

Two networks of the same stations differ in few of them: the scenario's practices have other
slots, but its departments have the same servers and the same people of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from knockon.flow.laws import Arrivals, ExactTimes
from knockon.flow.model import Network
from knockon.flow.sites import Site
from knockon.flow.states import shape_of

def comparable(first: Network, second: Network) -> bool:
    """Return whether two networks have the same stations, classes, homes, lanes and destinations."""
    return (
        first.lanes == second.lanes
        and shape_of(first) == shape_of(second)
        and _same(first.destinations, second.destinations)
        and _same(first.diversions, second.diversions)
    )


def alike(first: Network, second: Network) -> tuple[bool, ...]:
    """Return for each site whether whoever comes to it fares the same in both networks.

    Own arrivals may come at other rates. The networks must be :func:`comparable`.
    """
    return tuple(_alike(*both) for both in zip(first.sites, second.sites, strict=True))


def _alike(one: Site, other: Site) -> bool:
    if one is other:
        return True
    names = (f.name for f in fields(Site) if f.name != "arrivals")
    return _same_candidates(one, other) and all(
        _same(getattr(one, name), getattr(other, name)) for name in names
    )


def _same_candidates(one: Site, other: Site) -> bool:
    """Return whether own arrivals are drawn from the same candidates; their rates may differ."""
    return one.arrivals.keys() == other.arrivals.keys() and all(
        _ceiling(one.arrivals[class_]) == _ceiling(other.arrivals[class_])
        if isinstance(one.arrivals[class_], Arrivals)
        else _same(one.arrivals[class_], other.arrivals[class_])
        for class_ in one.arrivals
    )


def _ceiling(stream: Arrivals | ExactTimes) -> object:
    """Return what candidates depend on; nothing a stream of rates could equal for given times."""
    if isinstance(stream, ExactTimes):
        return None
    return len(stream.rates), stream.width, stream.majorant


def _same(one: Any, other: Any) -> bool:
    """Return whether two parts of a site hold the same numbers."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if is_dataclass(one):
        return all(_same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return bool(one == other)
