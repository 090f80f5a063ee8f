"""Which site the people of each practice go to, and when those turned away arrive there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.errors import KnockonError
from knockon.impact.horizon import HOURS_A_DAY, Array

if TYPE_CHECKING:
    from knockon.system.values import Site, System

CORE_HOURS_START = 8.0
NOON, EVENING, MIDNIGHT = 12.0, 18.0, 24.0

Band = tuple[float, float, float]


@dataclass(frozen=True)
class Catchment:
    """Sites of each kind and the share of every practice's people who use each.

    ``shares[kind]`` has shape [practices, sites of the kind]; ``lists`` is each practice's share
    of all registered patients.
    """

    sites: Mapping[str, tuple[Site, ...]]
    shares: Mapping[str, Array]
    lists: Array

    def by_site(self, kind: str) -> Array:
        """Return the share of the system's people who use each site of a kind, shape [sites]."""
        return self.lists @ self.shares[kind]

    def homes_of(self, kind: str, index: int) -> Array:
        """Return the share of a site's people registered with each practice, shape [practices]."""
        weight = self.lists * self.shares[kind][:, index]
        total = weight.sum()
        return weight / total if total > 0.0 else self.lists

    def onward(self, kind: str, index: int, to: str) -> Array:
        """Return where a site's people go next, by site of another kind, shape [sites]."""
        return np.asarray(self.homes_of(kind, index) @ self.shares[to])


def catchment(system: System) -> Catchment:
    """Return the system's catchment as arrays, sites in the system's own order.

    K505: a kind of site the model sends people to, of which the system has none.
    """
    kinds = ("nhs111", "utc", "ed")
    sites = {kind: tuple(s for s in system.sites if s.kind == kind) for kind in kinds}
    for kind in kinds:
        if not sites[kind]:
            raise _without(kind)
    lists = np.array([p.registered_patients for p in system.practices], dtype=np.float64)
    shares = {
        kind: np.array([system.catchment[kind][s.id] for s in sites[kind]], dtype=np.float64).T
        for kind in kinds
    }
    return Catchment(sites=sites, shares=shares, lists=lists / lists.sum())


def _without(kind: str) -> KnockonError:
    return KnockonError(
        "K505",
        f"the system has no site of kind {kind!r}",
        expected="at least one of each of nhs111, utc and ed, since people are sent to all three",
        remedy="Build the system again with the site in `sites.csv`.",
    )


def arrival_bands(p: Mapping[str, float], sites: Sequence[Site], curve: Array) -> tuple[Band, ...]:
    """Return (start, end, share) in hours from midnight of the day of refusal, hour by hour.

    Shares before noon, in the afternoon, in the evening and next morning are conditioned on the
    hours in which every one of the sites is open, Monday to Friday. Within each part people come
    as the service's published arrivals do (``curve``, shape [24]): spread evenly they would
    outnumber, late in the evening, everybody who comes.
    """
    opens = max((s.opens[day] for s in sites for day in range(5)), default=0.0)
    closes = min((s.closes[day] for s in sites for day in range(5)), default=MIDNIGHT)
    parts = (
        (CORE_HOURS_START, NOON, p["arr_before12"]),
        (NOON, EVENING, p["arr_12_18"]),
        (EVENING, MIDNIGHT, p["arr_18_24"]),
        (MIDNIGHT + CORE_HOURS_START, MIDNIGHT + NOON, p["arr_next"]),
    )
    kept = [cut for part in parts if (cut := _within(part, opens, closes)) is not None]
    total = sum(share for _, _, share in kept)
    return tuple(hour for part in kept for hour in _by_curve(part, curve, total))


def _within(part: Band, opens: float, closes: float) -> Band | None:
    start, end, share = part
    base = float(MIDNIGHT * np.floor(start / MIDNIGHT))
    low, high = max(start, base + opens), min(end, base + closes)
    return (low, high, share * (high - low) / (end - start)) if low < high else None


def _by_curve(part: Band, curve: Array, total: float) -> list[Band]:
    start, end, share = part
    edges = np.unique([start, *np.arange(np.ceil(start), end), end])
    weight = np.array([curve[int(hour) % HOURS_A_DAY] for hour in np.floor(edges[:-1])])
    weight = weight * np.diff(edges)
    shares = share / total * weight / weight.sum()
    spans = zip(edges[:-1], edges[1:], shares, strict=True)
    return [(float(a), float(b), float(s)) for a, b, s in spans if s > 0.0]


def hourly_profile(bands: Sequence[Band]) -> Array:
    """Return the share arriving in each of 48 hours from midnight of the day, shape [48]."""
    profile = np.zeros(2 * HOURS_A_DAY)
    for start, end, share in bands:
        for hour in range(2 * HOURS_A_DAY):
            overlap = min(end, hour + 1.0) - max(start, float(hour))
            if overlap > 0.0:
                profile[hour] += share * overlap / (end - start)
    return profile


def open_hours(site: Site, weekday: Sequence[int]) -> Array:
    """Return the open part of each hour of each day, 0 to 1, shape [days, 24]."""
    hours = np.arange(HOURS_A_DAY, dtype=np.float64)
    opens = np.array([site.opens[w] for w in weekday])[:, None]
    closes = np.array([site.closes[w] for w in weekday])[:, None]
    overlap = np.minimum(closes, hours + 1.0) - np.maximum(opens, hours)
    return np.asarray(np.clip(overlap, 0.0, 1.0))
