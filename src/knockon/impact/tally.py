"""What the engine counted, reduced block by block to what a forecast needs.

Per draw: weekly totals by measure for the whole system and by place, totals by weekday, contacts
displaced by practice, where people went first, and the accounts. Results of a block are reduced as
they are made, so that memory does not grow with practices times days times draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from knockon.flow.destinations import Fan
from knockon.flow.results import (
    CLINIC_FIELDS,
    END_FIELDS,
    SITE_FIELDS,
    WARD_FIELDS,
    scheduled,
)
from knockon.impact.admissions import door
from knockon.impact.choices import FIRST_DESTINATIONS
from knockon.impact.demand import others
from knockon.impact.downstream.world import Arm
from knockon.impact.horizon import DAYS_A_WEEK, HOURS_A_DAY, WARM_UP_DAYS, Array, Horizon, Ints
from knockon.impact.netting import ADMITTED
from knockon.impact.wards import BEDS

if TYPE_CHECKING:
    from knockon.flow.laws import Law
    from knockon.flow.model import Network
    from knockon.flow.results import Counts
    from knockon.system.values import PracticeBaseline, System

K = TypeVar("K")
PRACTICE = "practice"
SUMS = ("contacts_sought", "contacts_seen", "contacts_displaced")
"""Practice measures added over weeks; ``waiting`` is a stock, at the end of the week."""

NOTHING = "nothing"
FIRST_DESTINATION_OF = {
    **{name: name for name in FIRST_DESTINATIONS},
    "conveyed": "ambulance",
}


@dataclass(frozen=True)
class Places:
    """Where practices and sites are: the PCN index of each practice, names of places."""

    pcn_of: Ints
    pcns: tuple[str, ...]
    other_seen: Array
    """Other staff's contacts, [practices, days]."""
    fte: Array
    """Fully qualified FTE GPs, [practices]."""

    def by_pcn(self, weeks: Array) -> Array:
        """Return [weeks, practices, draws] added up by PCN, [weeks, PCNs, draws]."""
        member = np.arange(len(self.pcns))[:, None] == self.pcn_of
        return np.asarray(member.astype(np.float64) @ weeks)


@dataclass(frozen=True)
class Tally:
    """One arm of one block, or of a whole run; lanes (draws) last in every array."""

    weekly: Mapping[tuple[str, str], Array]
    """(service, measure): [weeks, draws]; shares are kept as two counts, see :func:`shares`."""
    by_place: Mapping[tuple[str, str], Array]
    """(service, measure): [weeks, places, draws]; places are PCNs, or the service's sites."""
    by_weekday: Mapping[tuple[str, str], Array]
    """(service, measure): totals by weekday, [7, draws]."""
    displaced: Array
    """Contacts displaced over the horizon by practice, [practices, draws]."""
    without: Array
    """People without a service they are monitored by, at the end, by practice, [practices, draws];
    who is without two is counted twice."""
    went_to: Mapping[str, Array]
    """People by first destination over the horizon, [draws]."""
    ends: Mapping[str, Array]
    """Everybody who reached a counted end over the horizon, [draws]."""
    accounts: Mapping[str, Array]
    """Whole-horizon totals of the accounting identity, [draws]."""

    def imbalance(self) -> int:
        """Return the largest breach of the accounts over the draws."""
        a = self.accounts
        into = a["waiting_at_start"] + a["contacts_sought"]
        out = a["seen_in_practice"] + a["waiting_at_end"] + a["retrying_at_end"]
        gap = into - out - np.sum(list(self.went_to.values()), axis=0)
        return int(np.abs(gap).max())


def place_of(baseline: PracticeBaseline) -> str:
    """Return the place of a practice: its PCN, or itself where it has none."""
    return baseline.practice.pcn_code or baseline.practice.ods_code


def places_of(system: System, horizon: Horizon, *, networks: bool = True) -> Places:
    """Return the places of a system and what its other staff do; no PCNs without ``networks``."""
    pcns = tuple(sorted({place_of(b) for b in system.practices}))
    return Places(
        pcn_of=np.array([pcns.index(place_of(b)) for b in system.practices]),
        pcns=pcns if networks else (),
        other_seen=others(system, horizon),
        fte=np.array([b.gp_fte for b in system.practices]),
    )


def reduced(counts: Counts, horizon: Horizon, places: Places) -> tuple[Arm, Tally]:
    """Return what a run of one block counted: by week, as flows look at it, and reduced."""
    site_days = _site_days(counts)
    arm = Arm(
        practice=_practice_weeks(counts, horizon, places),
        sites={key: _site_weeks(days, horizon) for key, days in site_days.items()},
        ends=_end_weeks(counts, horizon),
    )
    by_weekday = {key: _weekdays(days, horizon) for key, days in site_days.items()}
    return arm, _tally(counts, arm, by_weekday, places)


def _tally(
    counts: Counts, arm: Arm, by_weekday: Mapping[tuple[str, str], Array], places: Places
) -> Tally:
    """Return what a run of one block counted, reduced; ``arm`` is the same run by week."""
    practice = arm.practice
    of_practices = {(PRACTICE, m): weeks for m, weeks in practice.items()}
    everywhere = {**of_practices, **arm.sites}
    local = {key: places.by_pcn(weeks) for key, weeks in of_practices.items()}
    return Tally(
        weekly={key: weeks.sum(axis=1) for key, weeks in everywhere.items()},
        by_place={**local, **arm.sites},
        by_weekday=by_weekday,
        displaced=practice["contacts_displaced"].sum(axis=0),
        without=np.zeros(practice["contacts_displaced"].shape[1:]),
        went_to=_went_to(counts),
        ends=_ends(counts),
        accounts=_accounts(counts, practice),
    )


def gather(blocks: Sequence[Tally]) -> Tally:
    """Return the tally of all blocks, draws in the order of the blocks."""
    return Tally(
        weekly=joined([b.weekly for b in blocks]),
        by_place=joined([b.by_place for b in blocks]),
        by_weekday=joined([b.by_weekday for b in blocks]),
        displaced=np.concatenate([b.displaced for b in blocks], axis=-1),
        without=np.concatenate([b.without for b in blocks], axis=-1),
        went_to=joined([b.went_to for b in blocks]),
        ends=joined([b.ends for b in blocks]),
        accounts=joined([b.accounts for b in blocks]),
    )


def joined(parts: Sequence[Mapping[K, Array]]) -> dict[K, Array]:
    """Return mappings of arrays joined along their last axis, the draws, which lie side by side.

    So sums over weeks are taken in one order, however the parts are laid out.
    """
    whole = ((key, np.concatenate([p[key] for p in parts], axis=-1)) for key in parts[0])
    return {key: np.ascontiguousarray(values) for key, values in whole}


def added(one: Tally, other: Tally) -> Tally:
    """Return two systems' tallies added within each draw; they have no place in common."""
    return Tally(
        weekly=_added(one.weekly, other.weekly),
        by_place={},
        by_weekday=_added(one.by_weekday, other.by_weekday),
        displaced=one.displaced + other.displaced,
        without=one.without + other.without,
        went_to=_added(one.went_to, other.went_to),
        ends=_added(one.ends, other.ends),
        accounts=_added(one.accounts, other.accounts),
    )


def _added(one: Mapping[K, Array], other: Mapping[K, Array]) -> dict[K, Array]:
    """Return what both have, added: what one system does not count is not known of the two."""
    return {key: one[key] + other[key] for key in one if key in other}


# Practices


def _people(counts: Counts, *fields: str) -> Array:
    """Return fields of practices as one count of people in all classes, [weeks, practices, lanes].

    The warm-up is left out.
    """
    weeks = counts.clinics[1:]
    found = np.zeros((*weeks.shape[:2], weeks.shape[-1]))
    for field in fields:
        for class_ in range(weeks.shape[2]):
            found += weeks[:, :, class_, CLINIC_FIELDS.index(field)]
    return found


def _practice_weeks(counts: Counts, horizon: Horizon, places: Places) -> dict[str, Array]:
    others = _weeks(places.other_seen, horizon)[:, :, None]
    above = _people(counts, "above")
    gp_seen = _people(counts, "served") + above
    days_open = horizon.open[WARM_UP_DAYS:].reshape(horizon.weeks, DAYS_A_WEEK).sum(axis=1)
    return {
        "contacts_sought": _people(counts, "arrived", "followups") + others,
        "contacts_seen": gp_seen + others,
        "contacts_displaced": _people(counts, "diverted", "left"),
        "seen_above": above,
        "waiting": _people(counts, "waiting"),
        "gp_contacts": gp_seen,
        "clinician_days": (days_open[:, None] * places.fte[None, :])[:, :, None]
        * np.ones_like(gp_seen),
    }


def _weeks(daily: Array, horizon: Horizon) -> Array:
    """Return [practices, days] added up by week, [weeks, practices]."""
    run = daily[:, WARM_UP_DAYS:]
    return np.asarray(run.reshape(len(run), horizon.weeks, DAYS_A_WEEK).sum(axis=2).T)


def _went_to(counts: Counts) -> dict[str, Array]:
    people = counts.diverted.sum(axis=(0, 1, 2, 3), dtype=np.int64)
    by_way = dict(zip(counts.network.diverted_ways, people, strict=True))
    totals: dict[str, Array] = {}
    for way, name in FIRST_DESTINATION_OF.items():
        nobody = np.zeros(people.shape[-1])
        totals[name] = totals.get(name, nobody) + by_way.get(way, nobody)
    left = counts.clinics[1:, :, :, CLINIC_FIELDS.index("left")]
    totals[NOTHING] = left.sum(axis=(0, 1, 2), dtype=np.int64).astype(np.float64)
    return totals


def _accounts(counts: Counts, practice: Mapping[str, Array]) -> dict[str, Array]:
    last = counts.clinics[-1].sum(axis=(0, 1), dtype=np.int64)
    start = [s.sum(axis=0) for c in counts.network.clinics for s in c.start.values()]
    return {
        "contacts_sought": practice["contacts_sought"].sum(axis=(0, 1)),
        "seen_in_practice": practice["contacts_seen"].sum(axis=(0, 1)),
        "waiting_at_start": np.sum(start, axis=0).astype(np.float64),
        "waiting_at_end": last[CLINIC_FIELDS.index("waiting")].astype(np.float64),
        "retrying_at_end": last[CLINIC_FIELDS.index("retrying")].astype(np.float64),
    }


# Sites and ends

MEASURED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "nhs111": {"calls": ("arrived",), "answered_calls": ("served",)},
    "utc": {"attendances": ("arrived",), "turned_away": ("turned_away", "left")},
    "ed": {
        "attendances": ("arrived",),
        "within_limit": ("within_limit",),
        "departures": ("served", "left"),
    },
}
"""Counts kept of each kind of site, from the engine's fields. Nobody loses patience at a treatment
centre, so those who leave it unseen are those it sends away when it closes."""


def _site_days(counts: Counts) -> dict[tuple[str, str], Array]:
    """Return (service, count): [days, sites of the service, lanes]."""
    kind_of = _kinds(counts.network)
    result = {}
    for service, measures in MEASURED.items():
        sites = [i for i, kind in enumerate(kind_of) if kind == service]
        for measure, fields in measures.items():
            people = sum(_at_sites(counts, sites, name) for name in fields)
            result[service, measure] = np.asarray(people, dtype=np.float64)
    return {**result, **_ward_days(counts)} if counts.network.wards else result


def _at_sites(counts: Counts, sites: list[int], field: str) -> Ints:
    """Return one of the engine's fields at some of its sites, all classes, [days, sites, lanes]."""
    people = counts.sites[:, :, :, SITE_FIELDS.index(field)][:, sites]
    return np.asarray(people.sum(axis=2, dtype=np.int64))


def _ward_days(counts: Counts) -> dict[tuple[str, str], Array]:
    """Return what wards and their doors count: [days, wards, lanes]; of departments, admitted.

    ``occupied_nights`` are people in bed at midnight, ``needed_nights`` and those waiting for a
    bed; ``at_door`` people given a bed who came through the door, ``late`` those of them who had
    waited twelve hours.
    """
    network = counts.network
    beds = counts.wards.astype(np.int64)
    occupied, waiting = (beds[:, :, WARD_FIELDS.index(f)] for f in ("occupied", "waiting"))
    doors = [[s.name for s in network.sites].index(door(w.name)) for w in network.wards]
    served, within = (_at_sites(counts, doors, field) for field in ("served", "within_limit"))
    eds = [i for i, kind in enumerate(_kinds(network)) if kind == "ed"]
    admitted = network.sites[eds[0]].classes.index(ADMITTED)
    found = {
        (BEDS, "occupied_nights"): occupied,
        (BEDS, "needed_nights"): occupied + waiting,
        (BEDS, "at_door"): served,
        (BEDS, "late"): served - within,
        ("ed", "admitted"): counts.sites[:, eds, admitted, SITE_FIELDS.index("arrived")],
    }
    return {key: days.astype(np.float64) for key, days in found.items()}


def _site_weeks(days: Array, horizon: Horizon) -> Array:
    """Return [days, sites, draws] added up by week, warm-up dropped, [weeks, sites, draws]."""
    return np.asarray(_by_week(days, horizon).sum(axis=1))


def _weekdays(days: Array, horizon: Horizon) -> Array:
    """Return [days, sites, draws] added up by weekday over all sites, [7, draws]."""
    return np.asarray(_by_week(days, horizon).sum(axis=(0, 2)))


def _by_week(days: Array, horizon: Horizon) -> Array:
    return days[WARM_UP_DAYS:].reshape(horizon.weeks, DAYS_A_WEEK, *days.shape[1:])


def _kinds(network: Network) -> list[str]:
    """Return the service of each engine site: the fan it stands in; none of a ward's door."""
    fans = [d for d in network.destinations if isinstance(d, Fan) and d.name in MEASURED]
    of = {site: fan.name for fan in fans for site in fan.sites}
    return [of.get(site.name, "") for site in network.sites]


def _ends(counts: Counts) -> dict[str, Array]:
    everybody = _end_days(counts).sum(axis=0)
    return {end.name: everybody[i] for i, end in enumerate(counts.network.ends)}


def _end_weeks(counts: Counts, horizon: Horizon) -> dict[str, Array]:
    days = _end_days(counts)
    weeks = days.reshape(horizon.weeks, DAYS_A_WEEK, *days.shape[1:]).sum(axis=1)
    return {end.name: weeks[:, i] for i, end in enumerate(counts.network.ends)}


def _end_days(counts: Counts) -> Array:
    """Return everybody who reached each end, warm-up dropped, [days, ends, draws]."""
    fields = [END_FIELDS.index("own"), END_FIELDS.index("displaced")]
    run = counts.ends[WARM_UP_DAYS:][:, :, fields]
    return np.asarray(run.sum(axis=2), dtype=np.float64)


def capacity(network: Network, horizon: Horizon) -> dict[str, Array]:
    """Return what each station holds: persons a week a site could serve if never idle, beds.

    Shape [weeks, lanes] each.
    """
    week = float(DAYS_A_WEEK * HOURS_A_DAY)
    first = float(WARM_UP_DAYS * HOURS_A_DAY)
    edges = first + week * np.arange(horizon.weeks + 1)
    result = {}
    for site in network.sites:
        if site.servers is None:
            continue
        mean = np.broadcast_to(_mean(next(iter(site.service.values()))), (network.lanes,))
        result[site.name] = scheduled(site.servers, edges[:-1], edges[1:]) / mean
    for ward in network.wards:
        if ward.beds is not None:
            wide = np.broadcast_to(ward.beds, (horizon.weeks, network.lanes))
            result[ward.name] = wide.astype(np.float64)
    return result


def _mean(law: Law) -> Array:
    """Return the mean of an exponential or lognormal duration, by lane."""
    if law.kind == "lognormal":
        median, sigma = law.params
        return np.asarray(median * np.exp(sigma**2 / 2.0))
    return law.params[0]
