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
    """Return whether two networks have the same stations, homes, lanes and destinations."""
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
    streams, others = one.arrivals, other.arrivals
    return streams.keys() == others.keys() and all(
        _same(_candidates(streams[class_]), _candidates(others[class_])) for class_ in streams
    )


def _candidates(stream: Arrivals | ExactTimes) -> object:
    """Return what says who might come."""
    if isinstance(stream, ExactTimes):
        return stream
    return len(stream.rates), stream.width, stream.majorant


def _same(one: Any, other: Any) -> bool:
    """Return whether two parts of a network hold the same numbers."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    parts, others = _parts(one), _parts(other)
    if not parts and not others:
        return bool(one == other)
    return len(parts) == len(others) and all(map(_same, parts, others))


def _parts(value: Any) -> tuple[Any, ...]:
    """Return what a value is made of; nothing for a plain one."""
    if isinstance(value, Mapping):
        return tuple(value.items())
    if isinstance(value, tuple):
        return value
    return tuple(getattr(value, f.name) for f in fields(value)) if is_dataclass(value) else ()
