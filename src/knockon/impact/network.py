"""A block of draws as a network for the engine: practices, phones, treatment centres, departments.

Within a day: practices, then 111, then treatment centres, then emergency departments, then wards
(:mod:`knockon.impact.admissions`) of systems that have them and a fit of them. The baseline
and the scenario are the same network but for what actions change (:mod:`knockon.impact.changes`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.flow.model import (
    WAIT,
    Above,
    Arrivals,
    Back,
    Chain,
    Clinic,
    DailyArrivals,
    Destination,
    Diversion,
    End,
    Fan,
    Join,
    Law,
    Network,
    Retry,
    Route,
    Site,
    Slots,
    Step,
    To,
)
from knockon.impact.admissions import coming, stations, way_to_bed
from knockon.impact.callers import Unbooked
from knockon.impact.capacities import (
    MINUTES_AN_HOUR,
    SECONDS_AN_HOUR,
    centre_calendar,
    lines_calendar,
    openings,
    spaces_calendar,
    time_in_ed,
)
from knockon.impact.choices import FIRST_DESTINATIONS, Choices
from knockon.impact.demand import CLASSES, WAITING, Demand, Waits
from knockon.impact.hashing import hashed_uniform, name_words
from knockon.impact.horizon import HOURS_A_DAY, Array
from knockon.impact.netting import ADMITTED, ALL, NOT_ADMITTED
from knockon.impact.queues import opening_list, slots_by_lane
from knockon.impact.volumes import Luck, peak_hour

if TYPE_CHECKING:
    from knockon.flow.sites import Site as EngineSite
    from knockon.flow.wards import Ward as EngineWard
    from knockon.impact.baseline import Baseline
    from knockon.impact.capacities import Fitted
    from knockon.impact.changes import Changes
    from knockon.impact.horizon import Ints
    from knockon.system.values import Site as Place
    from knockon.system.values import System, Volume, Ward

ENDS = ("pharmacy", "private", "self_care", "ambulance", "out_of_hours", "other_service")
BOOKED, FOLLOW_UP, PHARMACY_BACK = "booked_by_111", "ed_follow_up", "pharmacy_back"
FIRST_DAYS = 5


@dataclass(frozen=True)
class Build:
    """What a network is made from: the system, its fitted capacities, one block's baseline."""

    system: System
    fitted: Fitted
    baseline: Baseline
    seed: int
    routes_back: bool = True
    """Whether people are sent back to practices; shut only to test that displacement is nested."""

    @property
    def volumes(self) -> Mapping[str, Volume]:
        """The published volume of each site, by site id."""
        return {v.site: v for v in self.system.volumes}

    @property
    def wards(self) -> tuple[Ward, ...]:
        """The system's wards; none where they are not all fitted, as in older folders."""
        wards = self.system.wards
        return wards if all(ward.id in self.fitted.wards for ward in wards) else ()

    @property
    def luck(self) -> Luck:
        """What the block's volumes are hashed from."""
        lanes = self.baseline.lanes
        return Luck(self.seed, lanes.points, lanes.streams)


def network(build: Build) -> Network:
    """Return the baseline network of a block."""
    reach = build.baseline.known.reach
    return Network(
        day=float(HOURS_A_DAY),
        stations=(
            *_clinics(build),
            *(_line(build, i, site) for i, site in enumerate(reach.sites["nhs111"])),
            *(_centre(build, i, site) for i, site in enumerate(reach.sites["utc"])),
            *(_department(build, i, site) for i, site in enumerate(reach.sites["ed"])),
            *_wards(build),
        ),
        destinations=_destinations(build),
        diversions=_diversions(build),
        homes=len(build.system.practices),
        lanes=build.baseline.lanes.count,
    )


def with_changes(build: Build, baseline: Network, asked: Changes) -> Network:
    """Return the scenario: the same network as the actions change it."""
    _settle(asked.slots)
    unbooked = Unbooked(build.baseline, asked.unbooked) if asked.unbooked.any() else None
    clinics = [
        _changed(build, clinic, i, asked, unbooked) for i, clinic in enumerate(baseline.clinics)
    ]
    others = baseline.stations[len(clinics) :]
    if unbooked is not None:
        others = tuple(unbooked.site(o) if isinstance(o, Site) else o for o in others)
    return baseline.changed((*clinics, *others))


def _changed(
    build: Build, clinic: Clinic, practice: int, asked: Changes, unbooked: Unbooked | None
) -> Clinic:
    """Return a practice with its slots, who waits and who calls as actions change them."""
    parts: dict[str, Any] = {}
    factor, listed = asked.slots[practice], asked.listed[practice]
    if np.any(factor < 1.0):
        parts["factor"] = factor
    if not np.isnan(listed).all():
        p, later = build.baseline.lanes.parameters, clinic.over_cap["planned"]
        share = np.where(np.isnan(listed), p["w_list"], listed)
        parts["over_cap"] = _over_cap(p["emg"], share, later)
    if unbooked is not None and unbooked.gone[practice].any():
        parts["arrivals"] = unbooked.arrivals(clinic, practice)
    return replace(clinic, **parts) if parts else clinic


# Practices


def _clinics(build: Build) -> list[Clinic]:
    base, p = build.baseline, build.baseline.lanes.parameters
    planned = _planned(build)
    slots = {**_slots(build), "planned": planned}
    fresh = {**base.fresh(), "planned": planned}
    _settle(*slots.values(), *fresh.values())
    start = _opening(build)
    later = Chain((Join("routine"),))
    again = _chains(base.known.choices, Retry(base.lanes.retry))
    left_list = _chains(base.known.late)
    over_cap = _over_cap(p["emg"], p["w_list"], later)
    leaving = _leaving_rates(base.demand.waits)
    return [
        Clinic(
            name=b.practice.ods_code,
            classes=CLASSES,
            arrivals={
                c: DailyArrivals(fresh[c][i], "fixed" if c == "planned" else "poisson")
                for c in CLASSES
            },
            slots={c: Slots.exactly(slots[c][i]) for c in CLASSES},
            leaving=leaving,
            unseen={"planned": later, "same_day": again[i], "week": WAIT, "routine": WAIT},
            over_cap=over_cap,
            when_leaving=dict.fromkeys(WAITING, left_list[i]),
            start={c: start[c][:, i] for c in WAITING},
            open=base.known.horizon.open,
            home=i,
        )
        for i, b in enumerate(build.system.practices)
    ]


def _settle(*arrays: Array) -> None:
    """Let nobody write to arrays any more: practices then take their parts without a copy."""
    for array in arrays:
        array.setflags(write=False)


def _slots(build: Build) -> dict[str, Array]:
    demand = build.baseline.demand
    same_day = slots_by_lane(demand.offered(), build.baseline.lanes.overflow)
    return {"same_day": same_day, **{c: demand.seen(c) for c in WAITING}}


def _planned(build: Build) -> Array:
    """Return planned care by the day, both its people and its slots, [practices, days, lanes].

    Made whole here by one hashed uniform, so that a day's people and slots are the same number.
    """
    base = build.baseline
    codes = name_words([b.practice.ods_code for b in build.system.practices])[:, None, None]
    days = np.arange(base.known.horizon.days)[None, :, None]
    u = hashed_uniform(build.seed, base.lanes.streams, "planned care", codes, days)
    u += base.demand.seen("planned")
    return np.floor(u, out=u)


def _leaving_rates(waits: Waits) -> dict[str, Array]:
    _settle(waits.leave_week, waits.leave_routine)
    return {"week": waits.leave_week, "routine": waits.leave_routine}


def _over_cap(emergencies: Array, listed: Array, later: Chain) -> dict[str, Chain]:
    """Return what becomes of contacts over a limit; ``listed`` is the share put on the list."""
    return {"planned": later, "same_day": Chain((Above(emergencies), Join("routine", listed)))}


def _chains(choices: Choices, *before: Step) -> list[Chain]:
    """Return what becomes of each practice's people: some steps, then where they go first.

    Practices whose people choose alike have one chain, which is made and laid out once.
    """
    made: dict[bytes, Chain] = {}
    shares = [choices.shares[name] for name in FIRST_DESTINATIONS]
    _settle(*shares)
    found = []
    for own in zip(*shares, strict=True):
        chosen = b"".join(share.tobytes() for share in own)
        if chosen not in made:
            first = (To(*way) for way in zip(FIRST_DESTINATIONS, own, strict=True))
            made[chosen] = Chain((*before, *first))
        found.append(made[chosen])
    return found


def _opening(build: Build) -> dict[str, Ints]:
    """Return who waits before the first day, by hashed uniforms, [ages, practices, lanes]."""
    lanes, first = build.baseline.lanes, _first_week(build)
    codes = name_words([b.practice.ods_code for b in build.system.practices])[None, :, None]
    whole = {}
    for class_ in WAITING:
        arrivals = first.arrivals(class_).mean(axis=1)
        people = opening_list(arrivals, *first.waits.of(class_))[1:]
        ages = np.arange(len(people))[:, None, None]
        u = hashed_uniform(build.seed, lanes.streams, "opening list", class_, codes, ages)
        whole[class_] = np.floor(people + u).astype(np.int64)
    return whole


def _first_week(build: Build) -> Demand:
    """Return the demand of the first open days."""
    opened = np.flatnonzero(build.baseline.known.horizon.open)[:FIRST_DAYS]
    return build.baseline.demand.on(opened)


# Sites


def _line(build: Build, index: int, place: Place) -> EngineSite:
    known, p = build.baseline.known, build.baseline.lanes.parameters
    after = known.after
    handling = p["aht111"] / MINUTES_AN_HOUR
    offered = known.published[place.id] * handling
    beta = build.fitted.lines[place.id].at(p["aht111"], p["pat111"])
    ways = {
        "ed": after.ed,
        "utc": after.utc,
        "pharmacy": after.pharmacy,
        "conveyed": after.conveyed,
        "ambulance": after.ambulance,
        BOOKED: after.primary_care,
        "other_service": after.other,
    }
    return Site(
        name=place.id,
        classes=(ALL,),
        arrivals={ALL: _own(build, place, ALL)},
        servers=lines_calendar(offered, beta),
        service={ALL: Law.exponential(handling)},
        patience={ALL: Law.exponential(p["pat111"] / SECONDS_AN_HOUR)},
        when_served={
            ALL: tuple(Route(to, share) for to, share in ways.items() if _there(build, to))
        },
        home_shares=known.reach.homes_of("nhs111", index),
        entry_own=np.ones(1),
        entry_displaced=np.ones(1),
    )


def _there(build: Build, way: str) -> bool:
    """Return whether a way onward exists: routes back may be shut, to test nesting."""
    return build.routes_back or way not in (BOOKED, FOLLOW_UP, PHARMACY_BACK)


def _centre(build: Build, index: int, place: Place) -> EngineSite:
    known, p = build.baseline.known, build.baseline.lanes.parameters
    visit = p["utc_min"] / MINUTES_AN_HOUR
    clinicians = peak_hour(build.volumes[place.id]) * visit / p["utc_rho"]
    return Site(
        name=place.id,
        classes=(ALL,),
        arrivals={ALL: _own(build, place, ALL)},
        servers=centre_calendar(place, known.horizon, clinicians),
        service={ALL: Law.exponential(visit)},
        when_served={ALL: (Route("ed", p["t3_to_t1"]),)},
        at_closing="leave",
        reception=openings(place, known.horizon),
        home_shares=known.reach.homes_of("utc", index),
        entry_own=np.ones(1),
        entry_displaced=np.ones(1),
    )


def _department(build: Build, index: int, place: Place) -> EngineSite:
    known, lanes = build.baseline.known, build.baseline.lanes
    p = lanes.parameters
    median, sigma = time_in_ed(p)
    spaces, patience = build.fitted.departments[place.id].at(p)
    back = (Route(FOLLOW_UP, p["ed_gpfu"]),) if build.routes_back else ()
    admitted = known.admitted[place.id]
    return Site(
        name=place.id,
        classes=(ADMITTED, NOT_ADMITTED),
        arrivals={c: _own(build, place, c) for c in (ADMITTED, NOT_ADMITTED)},
        servers=spaces_calendar(spaces),
        service={c: Law.lognormal_median(median, sigma) for c in (ADMITTED, NOT_ADMITTED)},
        patience={c: Law.exponential(patience) for c in (ADMITTED, NOT_ADMITTED)},
        when_served={NOT_ADMITTED: back, ADMITTED: _to_bed(build, place)},
        home_shares=known.reach.homes_of("ed", index),
        entry_own=np.array([admitted, 1.0 - admitted]),
        entry_displaced=np.stack([p["adm_disp"], 1.0 - p["adm_disp"]]),
        limit=float(p["four_h"][0]) / MINUTES_AN_HOUR,
    )


def _to_bed(build: Build, place: Place) -> tuple[Route, ...]:
    """Return how a department's admitted people come to a bed; nowhere without a ward."""
    p = build.baseline.lanes.parameters
    return tuple(
        way_to_bed(ward, build.fitted.wards[ward.id], p["zero"])
        for ward in build.wards
        if place.id in ward.departments
    )


def _wards(build: Build) -> list[EngineSite | EngineWard]:
    """Return the door of every ward and the ward, doors first."""
    known, p = build.baseline.known, build.baseline.lanes.parameters
    found = []
    for ward in build.wards:
        fitted = build.fitted.wards[ward.id]
        found.append(stations(ward, fitted, coming(ward, fitted, known, p, build.luck)))
    return [*(entrance for entrance, _ in found), *(beds for _, beds in found)]


def _own(build: Build, place: Place, class_: str) -> Arrivals:
    known = build.baseline.known
    own = build.baseline.netted.own[place.id, class_]
    most = known.ceilings[place.id] * known.class_share((place.id, class_))
    _settle(own)
    return Arrivals(own.reshape(-1, own.shape[-1]), 1.0, most)


# Ways between them


def _destinations(build: Build) -> tuple[Destination, ...]:
    reach = build.baseline.known.reach
    p = build.baseline.lanes.parameters
    fans = [
        Fan(name, tuple(site.id for site in reach.sites[kind]), reach.shares[kind])
        for name, kind in (("ed", "ed"), ("conveyed", "ed"), ("utc", "utc"), ("nhs111", "nhs111"))
    ]
    ends = [End(name) for name in ENDS if name != "pharmacy"]
    if not build.routes_back:
        return (*fans, End("pharmacy"), *ends)
    backs = (
        Back(BOOKED, "same_day", limit=build.baseline.slots_for_111, overflow="out_of_hours"),
        Back(FOLLOW_UP, "week"),
        Back(PHARMACY_BACK, "same_day"),
    )
    return (*fans, End("pharmacy", back=(PHARMACY_BACK, p["ph_back"])), *ends, *backs)


def _diversions(build: Build) -> tuple[Diversion, ...]:
    bands = build.baseline.known.bands
    where = {"ed": "ed", "conveyed": "ed", "utc": "utc", "nhs111": "nhs111"}
    return tuple(Diversion(name, tuple(bands[kind])) for name, kind in where.items())
