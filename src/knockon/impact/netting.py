"""What is a service's own, once everybody other services already send there is taken out.

Published series contain everyone whom practices, 111 and treatment centres send there today. So
for a service s and hour h

    own_s(h) = L_s(h) - sum over r of E0[flow r -> s (h)]

with L the published level (volumes) and E0 the inflow expected in the baseline of the same draw.
Flows use L, never own, so one pass closes. Emergency departments are netted by class, so that
baseline admissions stay as published. The part of E0 that comes from same-day contacts not seen is
proportional to their odds o0 / (1 - o0); where own would be negative in the mean week of a month
the draw's o0 is lowered until it is not, and the draw is counted. A single day on which own would
still be negative (a Tuesday after a bank holiday) has none, and the people so left out are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.catchment import Catchment, hourly_profile, open_hours
from knockon.impact.demand import Demand
from knockon.impact.horizon import DAYS_A_WEEK, HOURS_A_DAY, Array, Bools, Horizon

if TYPE_CHECKING:
    from knockon.impact.catchment import Band
    from knockon.impact.choices import Choices
    from knockon.impact.lanes import Lanes
    from knockon.impact.transfer import AfterTheCall

Key = tuple[str, str]
"""(site id, class)."""

ADMITTED, NOT_ADMITTED, ALL = "admitted", "not_admitted", "all"
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Inflow:
    """Expected inflow, ``fixed`` + odds x ``per_odds``: each [days, 24, lanes] or [days, lanes]."""

    fixed: Array
    per_odds: Array

    def __add__(self, other: Inflow) -> Inflow:
        return Inflow(self.fixed + other.fixed, self.per_odds + other.per_odds)

    def __sub__(self, other: Inflow) -> Inflow:
        return Inflow(self.fixed - other.fixed, self.per_odds - other.per_odds)

    def times(self, share: Array | float) -> Inflow:
        """Return a share of the inflow."""
        return Inflow(self.fixed * share, self.per_odds * share)

    def at(self, odds: Array) -> Array:
        """Return the inflow at these odds."""
        found = odds * self.per_odds
        found += self.fixed
        return found

    def by_hour(self, profile: Array) -> Inflow:
        """Return an inflow by the day, [days, lanes], spread over the hours that follow."""
        return Inflow(_by_hour(self.fixed, profile), _by_hour(self.per_odds, profile))


@dataclass(frozen=True)
class Known:
    """A block's volumes and shares that netting needs, made once."""

    horizon: Horizon
    reach: Catchment
    published: Mapping[str, Array]
    """Expected persons an hour by site id, [days, 24, lanes]."""
    ceilings: Mapping[str, float]
    """The most persons an hour any scenario may have by site id, fixed in the system."""
    admitted: Mapping[str, float]
    answered: float
    after: AfterTheCall
    bands: Mapping[str, Sequence[Band]]
    choices: Choices
    late: Choices

    @cached_property
    def profiles(self) -> Mapping[str, Array]:
        """The share arriving in each of 48 hours by kind of site, [48]."""
        return {kind: hourly_profile(bands) for kind, bands in self.bands.items()}

    def total(self, kind: str) -> Array:
        """Return published persons an hour over all sites of a kind, [days, 24, lanes]."""
        hours = [self.published[site.id] for site in self.reach.sites[kind]]
        return np.asarray(np.sum(hours, axis=0))

    def class_share(self, key: Key) -> float:
        """Return the share of a site's published volume that is of a class."""
        site, class_ = key
        if class_ == ALL:
            return 1.0
        return self.admitted[site] if class_ == ADMITTED else 1.0 - self.admitted[site]


@dataclass(frozen=True)
class Netted:
    """Own arrivals by site and class, and what was done to the baseline overflow."""

    own: Mapping[Key, Array]
    inflow: Mapping[Key, Array]
    overflow: Array
    lowered: Bools
    """Draws whose o0 was lowered, [lanes]."""
    refused: Bools
    """Draws with own negative in a mean week even at o0 = 0, [lanes]; own is then 0 there."""
    over_ceiling: Bools
    """Draws in which an hour's own arrivals were cut to the ceiling, [lanes]."""
    left_out: Array
    """Arrivals below zero on single days, taken as none, as a share of all published, [lanes]."""


def exits_per_odds(demand: Demand, lanes: Lanes) -> Array:
    """Same-day contacts that stop trying on a usual day, per unit of odds, [practices, lanes]."""
    return demand.usual["same_day"] * (1.0 - lanes.retry)


def inflows(known: Known, demand: Demand, lanes: Lanes) -> dict[Key, Inflow]:
    """Return E0 into every site and class, as a function of the odds of not being seen."""
    direct, profile = _direct(known, demand, lanes), known.profiles
    calls = known.answered * known.total("nhs111")
    result: dict[Key, Inflow] = {}
    for site, inflow in zip(known.reach.sites["nhs111"], direct["nhs111"], strict=True):
        result[site.id, ALL] = inflow.by_hour(profile["nhs111"])
    for i, site in enumerate(known.reach.sites["utc"]):
        result[site.id, ALL] = _centre(known, i, direct["utc"][i].by_hour(profile["utc"]), calls)
    for i, site in enumerate(known.reach.sites["ed"]):
        own = direct["ed"][i].by_hour(profile["ed"])
        everyone = Inflow(own.fixed + _sent_on(known, lanes, i, calls), own.per_odds)
        displaced = own + _displaced_on(known, lanes, i, direct)
        admitted, later = known.admitted[site.id], lanes.parameters["adm_disp"]
        result |= _by_class(site.id, admitted, later, everyone, displaced)
    return result


def _sent_on(known: Known, lanes: Lanes, ed: int, calls: Array) -> Array:
    """People 111 and treatment centres send to one department, from published volumes."""
    by_call = known.after.ed + known.after.conveyed
    sent = calls * by_call * known.reach.by_site("ed")[ed]
    for i, centre in enumerate(known.reach.sites["utc"]):
        visited = known.published[centre.id] * known.reach.onward("utc", i, "ed")[ed]
        visited *= lanes.parameters["t3_to_t1"]
        sent += visited
    return np.asarray(sent)


def _displaced_on(
    known: Known, lanes: Lanes, ed: int, direct: Mapping[str, Sequence[Inflow]]
) -> Inflow:
    """Those of them whom a practice did not see."""
    by_call = known.answered * (known.after.ed + known.after.conveyed)
    called = _sum(direct["nhs111"]).times(by_call * known.reach.by_site("ed")[ed])
    visited = _sum(
        inflow.times(lanes.parameters["t3_to_t1"] * known.reach.onward("utc", i, "ed")[ed])
        for i, inflow in enumerate(direct["utc"])
    )
    profile = known.profiles
    return called.by_hour(profile["nhs111"]) + visited.by_hour(profile["utc"])


def _sum(inflows: Iterable[Inflow]) -> Inflow:
    return reduce(add, inflows)


def own_arrivals(known: Known, demand: Demand, lanes: Lanes) -> Netted:
    """Return own arrivals by the hour; lower a draw's overflow where own would be negative."""
    expected = inflows(known, demand, lanes)
    published = {key: published_of(known, key) for key in expected}
    odds = lanes.overflow / (1.0 - lanes.overflow)
    most = np.full(lanes.count, np.inf)
    refused = np.zeros(lanes.count, dtype=np.bool_)
    for key, inflow in expected.items():
        room = mean_weeks(known.horizon, published[key] - inflow.fixed)
        per_odds = mean_weeks(known.horizon, inflow.per_odds)
        refused |= np.any(room < -TOLERANCE, axis=(0, 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            limit = np.where(per_odds > 0.0, room / per_odds, np.inf)
        most = np.minimum(most, limit.min(axis=(0, 1)))
    kept = np.clip(np.minimum(odds, most), 0.0, None)
    at = {key: inflow.at(kept) for key, inflow in expected.items()}
    own = {key: published[key] - at[key] for key in expected}
    below = sum(-np.minimum(hours, 0.0).sum(axis=(0, 1)) for hours in own.values())
    most_of = {key: known.ceilings[key[0]] * known.class_share(key) for key in expected}
    over = [np.any(own[key] > most_of[key], axis=(0, 1)) for key in expected]
    return Netted(
        own={key: np.clip(own[key], 0.0, most_of[key]) for key in expected},
        inflow=at,
        overflow=kept / (1.0 + kept),
        lowered=kept < odds,
        refused=refused,
        over_ceiling=np.any(over, axis=0),
        left_out=np.asarray(below / sum(hours.sum(axis=(0, 1)) for hours in published.values())),
    )


def mean_weeks(horizon: Horizon, hours: Array) -> Array:
    """Return the mean week of each calendar month, [months x weekdays there, 24, lanes]."""
    kinds = horizon.calendar_month * DAYS_A_WEEK + horizon.weekday
    _, at, count = np.unique(kinds, return_inverse=True, return_counts=True)
    total = np.zeros((len(count), *hours.shape[1:]))
    for kind, day in zip(at, hours, strict=True):
        total[kind] += day
    return np.asarray(total / count[:, None, None])


def not_netted(known: Known, lanes: Lanes) -> Netted:
    """Return published volumes as if they were each service's own (to test netting against)."""
    keys = [(site.id, ALL) for kind in ("nhs111", "utc") for site in known.reach.sites[kind]]
    keys += [(s.id, c) for s in known.reach.sites["ed"] for c in (ADMITTED, NOT_ADMITTED)]
    never = np.zeros(lanes.count, dtype=np.bool_)
    return Netted(
        own={
            key: np.minimum(
                published_of(known, key), known.ceilings[key[0]] * known.class_share(key)
            )
            for key in keys
        },
        inflow={},
        overflow=lanes.overflow,
        lowered=never,
        refused=never,
        over_ceiling=never,
        left_out=np.zeros(lanes.count),
    )


def published_of(known: Known, key: Key) -> Array:
    """Return the published volume of a site and class by the hour, [days, 24, lanes]."""
    everybody, share = known.published[key[0]], known.class_share(key)
    return everybody if share == 1.0 else everybody * share


def _direct(known: Known, demand: Demand, lanes: Lanes) -> dict[str, list[Inflow]]:
    """Return by kind of site whom practices did not see, or who left their lists, by the day.

    They are counted, site by site, on the day they were not seen or left, [days, lanes].
    """
    stopping, leaving = exits_per_odds(demand, lanes), demand.leavers()
    found: dict[str, list[Inflow]] = {}
    for kind, sites in known.reach.sites.items():
        unseen, left = stopping * known.choices.to(kind), leaving * known.late.to(kind)
        reach = known.reach.shares[kind][:, :, None]
        found[kind] = [
            Inflow(
                (left * reach[:, i]).sum(axis=0) * demand.scale,
                (unseen * reach[:, i]).sum(axis=0) * demand.scale,
            )
            for i in range(len(sites))
        ]
    return found


def _by_hour(daily: Array, profile: Array) -> Array:
    today, tomorrow = profile[:HOURS_A_DAY], profile[HOURS_A_DAY:]
    hours = daily[:, None, :] * today[None, :, None]
    late = np.flatnonzero(tomorrow)
    if late.size:
        until = slice(late[0], late[-1] + 1)
        hours[1:, until] += daily[:-1, None, :] * tomorrow[None, until, None]
    return hours


def _centre(known: Known, index: int, direct: Inflow, calls: Array) -> Inflow:
    """E0 into one treatment centre; who is sent while it is closed comes when it next opens."""
    sent = calls * known.after.utc * known.reach.by_site("utc")[index]
    site = known.reach.sites["utc"][index]
    opened = open_hours(site, [int(w) for w in known.horizon.weekday])
    return Inflow(_held(direct.fixed + sent, opened), _held(direct.per_odds, opened))


def _held(flow: Array, opened: Array) -> Array:
    """Move a flow's closed hours to the next opening, spread evenly over it."""
    days, hours, lanes = flow.shape
    flat, is_open = flow.reshape(days * hours, lanes), opened.reshape(-1)
    moved, shut = flat * is_open[:, None], flat * (1.0 - is_open[:, None])
    edges = np.flatnonzero(np.diff(np.concatenate([[0.0], is_open > 0.0, [0.0]])))
    closed_from = 0
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        share = is_open[start:end, None]
        moved[start:end] += share / share.sum() * shut[closed_from:end].sum(axis=0)
        closed_from = end
    return moved.reshape(flow.shape)


def _by_class(
    site: str, admitted: float, displaced_admitted: Array, everyone: Inflow, displaced: Inflow
) -> dict[Key, Inflow]:
    """Split E0 into one emergency department by class.

    Displaced people are admitted at ``adm_disp``, everybody else at the department's own share.
    """
    first = everyone.times(admitted) + displaced.times(displaced_admitted - admitted)
    return {(site, ADMITTED): first, (site, NOT_ADMITTED): everyone - first}
