"""Lay a network out in memory for the kernel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from ctypes import Array, Structure
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from knockon.flow import plan
from knockon.flow._checks import LANES, Floats, Whole
from knockon.flow.clinics import Clinic, DailyArrivals
from knockon.flow.destinations import Back, End, Fan
from knockon.flow.draws import decision_at, lane_word, name_word, stem
from knockon.flow.groups import Group, groups_of, works_of
from knockon.flow.laws import Arrivals, ExactTimes, Law
from knockon.flow.layout import (
    CBack,
    CChain,
    CClinic,
    CClinicClass,
    CDaily,
    CEnd,
    CFan,
    CGroup,
    CInside,
    CLaw,
    CList,
    CNetwork,
    COnward,
    CRoutes,
    CSite,
    CSiteClass,
    CStream,
    CWard,
    CWay,
)
from knockon.flow.lists import WaitingList
from knockon.flow.model import Network, Station
from knockon.flow.results import Window, most_classes
from knockon.flow.sites import ROUTES, Site
from knockon.flow.wards import Ward

LAWS = ("exponential", "constant", "lognormal", "erlang", "uniform", "triangular")
STEPS = ("above", "join", "retry")
CLOSINGS = ("wait", "leave")
TO_SITE, TO_CLINIC, TO_FAN, TO_END, TO_BACK, TO_WARD, TO_LIST = range(7)
STATIONS = {Clinic: TO_CLINIC, Site: TO_SITE, Ward: TO_WARD, WaitingList: TO_LIST}
WORKS = ("clinic", "site", "group", "list")
ARRIVALS = ("", "poisson", "fixed")
DECISIONS = ("arrivals", "slots", "capacity", "leaving", "candidates", "limit", "removals")
ALL_CLASSES = ""
MOST_INSIDE = 2**62
"""As good as no limit to the people present at a site, and still a number of the kernel's."""
S = TypeVar("S", bound=Structure)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """A network in memory as the kernel reads it: its struct, and what the struct points into.

    Networks changed from this one use its parts again: `chains`, by what they are of, and
    `stations`.
    """

    struct: CNetwork
    held: tuple[Any, ...]
    chains: Mapping[plan.ChainUse, CChain] = field(default_factory=dict)
    stations: Mapping[Station, Structure] = field(default_factory=dict)


class Compiled:
    """A network in the kernel's layout, holding on to every array it points into.

    With the layout of a network it was changed from, what the two have in common is used again.
    """

    def __init__(self, network: Network, before: Layout | None = None) -> None:
        self.network = network
        self.held: list[Any] = [] if before is None else [before]
        self.chains: dict[plan.ChainUse, CChain] = {} if before is None else dict(before.chains)
        self.stations: dict[Station, Structure] = {} if before is None else dict(before.stations)
        self.tables: dict[tuple[int, ...], int] = {}
        self.of_classes: dict[tuple[Any, ...], tuple[CChain, ...]] = {}
        self.places = {name: place for place, name in enumerate(network.ways)}
        self.by_name = {s.name: s for s in (*network.stations, *network.destinations)}
        self.diverted = {name: place for place, name in enumerate(network.diverted_ways)}
        self.struct = CNetwork()
        self._stations()
        self._destinations()
        self._names()

    # ---- buffers ------------------------------------------------------------------------

    def buffer(self, given: ArrayLike, dtype: DTypeLike) -> NDArray[Any]:
        """Return contiguous numbers that live as long as this object: a copy where need be."""
        kept = np.ascontiguousarray(given, dtype=dtype)
        self.held.append(kept)
        return kept

    def floats(self, given: ArrayLike) -> int:
        """Return where doubles begin."""
        return self.buffer(given, np.float64).ctypes.data

    def whole(self, given: ArrayLike) -> int:
        """Return where 64-bit integers begin."""
        return self.buffer(given, np.int64).ctypes.data

    def table(self, given: tuple[int, ...]) -> int:
        """Return where whole numbers begin that many parts of the network share."""
        if given not in self.tables:
            self.tables[given] = self.whole(given)
        return self.tables[given]

    def words(self, given: Sequence[int]) -> int:
        """Return where 64-bit words begin."""
        return self.buffer(np.array(given, np.uint64), np.uint64).ctypes.data

    def listed(self, kind: type[S], items: Sequence[S]) -> Array[S]:
        """Return structs side by side."""
        array = (kind * max(1, len(items)))(*items)
        self.held.append(array)
        return array

    def padded(self, given: Floats | Whole) -> NDArray[Any]:
        """Return an array whose lane axis is `LANES` wide, spare lanes like the last."""
        width = given.shape[-1]
        if width == LANES:
            return given
        if width == 1:
            return np.broadcast_to(given, (*given.shape[:-1], LANES))
        wide = np.empty((*given.shape[:-1], LANES), given.dtype)
        wide[..., :width], wide[..., width:] = given, given[..., -1:]
        return wide

    def lanes(self, given: Floats) -> int:
        """Return where numbers by lane begin, padded."""
        return self.floats(self.padded(given))

    def daily(self, given: Floats | None) -> CDaily:
        """Return numbers by day, of as many lanes as they are given for."""
        if given is None:
            return CDaily(None, 1, 1)
        return CDaily(self.floats(given), *given.shape)

    def law(self, law: Law | None) -> CLaw:
        """Return a law of time."""
        if law is None:
            return CLaw(-1, None, None, None)
        params = [*law.params, *[np.zeros(1)] * (3 - len(law.params))]
        return CLaw(LAWS.index(law.kind), *(self.lanes(p) for p in params))

    # ---- clinics ------------------------------------------------------------------------

    def onward(self, planned: Sequence[plan.OnwardPlan]) -> Array[COnward]:
        """Return ways onward."""
        return self.listed(
            COnward,
            [
                COnward(
                    self.places[one.way],
                    self.diverted.get(one.way, -1),
                    one.forced,
                    self.lanes(one.share),
                    self.table(one.class_at),
                    plan.decision_word(one.decision),
                    name_word("destination", one.way),
                )
                for one in planned
            ],
        )

    def chains_of(self, clinic: Clinic, class_: str) -> tuple[CChain, ...]:
        """Return the chains of a class in the order of its struct."""
        given = (clinic.over_cap, clinic.unseen, clinic.when_leaving)
        key = (class_, clinic.classes, *(by_class.get(class_) for by_class in given))
        if key not in self.of_classes:
            uses = plan.chains_of(clinic, class_)
            whole = (uses.over_cap, uses.over_cap_rest, uses.unseen, uses.left_list)
            self.of_classes[key] = tuple(self.chain(use) for use in whole)
        return self.of_classes[key]

    def chain(self, use: plan.ChainUse | None) -> CChain:
        """Return a chain of a class, laid out once for all who have it; an absent one says so."""
        if use is None:
            return CChain()
        found = self.chains.get(use)
        if found is None:
            found = self.chains[use] = self.laid_chain(plan.chain_of(self.network, use))
        return found

    def laid_chain(self, planned: plan.ChainPlan) -> CChain:
        """Return a chain as it is worked."""
        inside = [
            CInside(
                STEPS.index(step.kind),
                step.target,
                self.lanes(step.share),
                plan.decision_word(step.decision),
            )
            for step in planned.inside
        ]
        return CChain(
            1,
            planned.keeps_ages,
            plan.cause_place(planned.cause),
            name_word("cause", planned.cause),
            len(inside),
            len(planned.onward),
            self.listed(CInside, inside),
            self.onward(planned.onward),
        )

    def ages(self, start: Whole) -> int:
        """Return where people by age and lane begin."""
        return self.buffer(self.padded(start), np.int32).ctypes.data

    def counted(self, arrivals: DailyArrivals | None) -> tuple[int, CDaily]:
        """Return how people who are counted arrive, and their mean."""
        if arrivals is None:
            return 0, self.daily(None)
        return ARRIVALS.index(arrivals.kind), self.daily(arrivals.mean)

    def clinic_class(self, clinic: Clinic, class_: str) -> CClinicClass:
        """Return one class of a clinic."""
        arrivals: DailyArrivals | None = clinic.arrivals.get(class_)
        slots = clinic.slots.get(class_)
        start = clinic.start.get(class_)
        leaving = clinic.leaving.get(class_)
        one = CClinicClass(stem=stem(clinic.name, class_))
        one.arrivals, one.mean = self.counted(arrivals)
        one.has_slots = slots is not None
        one.hold = self.daily(None if slots is None else slots.hold)
        one.most = one.hold if slots is None or slots.most is slots.hold else self.daily(slots.most)
        if leaving is not None:
            one.leaving = self.lanes(leaving)
        if start is not None:
            one.start, one.start_ages = self.ages(start), start.shape[0]
        chains = self.chains_of(clinic, class_)
        one.over_cap, one.over_cap_rest, one.unseen, one.left_list = chains
        return one

    def laid(self, lay: Callable[[Any], Structure], stations: Sequence[Station]) -> list[Any]:
        """Return stations of a kind as `lay` lays them out, once for all networks with one."""
        for station in stations:
            if station not in self.stations:
                self.stations[station] = lay(station)
        return [self.stations[station] for station in stations]

    def clinic(self, clinic: Clinic) -> CClinic:
        """Return a clinic."""
        classes = [self.clinic_class(clinic, c) for c in clinic.classes]
        one = CClinic(len(classes), clinic.home, clinic.backfill, stem(clinic.name, ALL_CLASSES))
        one.capacity = self.daily(clinic.capacity)
        one.factor = self.daily(clinic.factor)
        if clinic.open is not None:
            one.open = self.buffer(clinic.open, np.uint8).ctypes.data
            one.open_days = clinic.open.size
        one.classes = self.listed(CClinicClass, classes)
        return one

    # ---- sites --------------------------------------------------------------------------

    def routes(self, planned: Sequence[plan.OnwardPlan]) -> CRoutes:
        """Return routes taken on one uniform."""
        return CRoutes(len(planned), self.onward(planned))

    def stream(self, arrivals: Arrivals | ExactTimes | None) -> CStream:
        """Return own arrivals, one by one."""
        one = CStream()
        if isinstance(arrivals, Arrivals):
            one.kind = 1
            one.rates = self.lanes(arrivals.rates)
            one.slices = arrivals.rates.shape[0]
            one.width, one.majorant = arrivals.width, arrivals.majorant
        elif isinstance(arrivals, ExactTimes):
            one.kind = 2
            one.times, one.n_times = self.floats(arrivals.times), arrivals.times.size
        return one

    def site_class(self, site: Site, class_: str) -> CSiteClass:
        """Return one class of a site."""
        one = CSiteClass(stem=stem(site.name, class_))
        one.stream = self.stream(site.arrivals.get(class_))
        one.service = self.law(site.service[class_])
        one.patience = self.law(site.patience.get(class_))
        given = (getattr(site, when).get(class_, ()) for when in ROUTES)
        routes = [plan.routes_of(self.network, class_, listed) for listed in given]
        routes.append(plan.closing_routes(self.network, site, class_))
        one.routes[:] = [self.routes(planned) for planned in routes]
        return one

    def site(self, site: Site) -> CSite:
        """Return a site."""
        one = CSite(len(site.classes), self.places[site.name])
        one.capacity = -1 if site.capacity is None else min(site.capacity, MOST_INSIDE)
        one.limited, one.limit = site.limit is not None, site.limit or 0.0
        one.wait_limited, one.wait_limit = site.wait_limit is not None, site.wait_limit or 0.0
        if site.reception is not None:
            one.n_openings, one.openings = len(site.reception), self.floats(site.reception)
        closing = site.at_closing
        one.closing = CLOSINGS.index(closing) if isinstance(closing, str) else 2
        impatient = {route.to for routes in site.when_impatient.values() for route in routes}
        one.prompt = any(type(self.by_name[name]) in (Site, Ward, Fan) for name in impatient)
        if site.servers is not None:
            one.n_changes = site.servers.times.size
            one.changes, one.period = self.floats(site.servers.times), site.servers.period
            one.servers = self.whole(self.padded(site.servers.values))
        if site.home_shares is not None:
            one.home_lanes = 1 if site.home_shares.shape[-1] == 1 else LANES
            shares = site.home_shares if one.home_lanes == 1 else self.padded(site.home_shares)
            one.homes = self.floats(plan.cumulative(shares, one.home_lanes))
        for cause, entry in enumerate((site.entry_own, site.entry_displaced)):
            if entry is not None:
                one.entry[cause] = self.floats(plan.cumulative(self.padded(entry), LANES))
        for decision in ("arrival", "care", "entry", "onward", "turned", "reception"):
            setattr(one, f"word_{decision}", decision_at(site.name, decision))
        classes = [self.site_class(site, c) for c in site.classes]
        one.classes = self.listed(CSiteClass, classes)
        return one

    # ---- wards and lists ----------------------------------------------------------------

    def ward(self, ward: Ward) -> CWard:
        """Return a ward."""
        one = CWard(stem=stem(ward.name, ALL_CLASSES), stream=self.stream(ward.arrivals))
        if ward.beds is not None:
            one.beds = self.whole(self.padded(ward.beds))
        one.ages, one.staying = ward.hazard.shape[0], self.lanes(ward.staying)
        one.hazard = self.lanes(ward.hazard[-1])
        if ward.discharge_hours is not None:
            one.n_hours = ward.discharge_hours.shape[0]
            one.hours = self.floats(plan.cumulative(self.padded(ward.discharge_hours), LANES))
        if ward.start is not None:
            one.start, one.start_ages = self.ages(ward.start), ward.start.shape[0]
            one.start_origins = self.words(
                [plan.start_origin(ward, age) for age in range(ward.start.shape[0])]
            )
        one.word_arrival = decision_at(ward.name, "arrival")
        one.word_stay = decision_at(ward.name, "stay")
        return one

    def group(self, group: Group) -> CGroup:
        """Return sites and wards worked together."""
        sites, wards = self.network.sites, self.network.wards
        return CGroup(
            len(group.sites),
            len(group.wards),
            self.whole([sites.index(site) for site in group.sites]),
            self.whole([wards.index(ward) for ward in group.wards]),
            group.inward,
        )

    def waiting_list(self, given: WaitingList) -> CList:
        """Return a list."""
        one = CList(stem=stem(given.name, ALL_CLASSES), within=given.within, over=given.over)
        one.arrivals, one.mean = self.counted(given.arrivals)
        one.capacity = self.daily(given.capacity)
        one.hazard = self.lanes(given.hazards)
        if given.start is not None:
            one.start, one.start_ages = self.ages(given.start), given.start.shape[0]
        return one

    # ---- the whole ----------------------------------------------------------------------

    def _stations(self) -> None:
        network, struct = self.network, self.struct
        works, groups = works_of(network), groups_of(network)
        struct.lanes, struct.homes, struct.day = network.lanes, network.homes, network.day
        struct.week = network.week
        struct.n_clinics, struct.n_sites = len(network.clinics), len(network.sites)
        struct.n_wards, struct.n_lists = len(network.wards), len(network.lists)
        struct.n_works, struct.n_groups = len(works), len(groups)
        struct.clinic_classes = most_classes(network.clinics)
        struct.site_classes = most_classes(network.sites)
        struct.work_kind = self.whole([WORKS.index(work.kind) for work in works])
        struct.work_index = self.whole([work.index for work in works])
        struct.clinics = self.listed(CClinic, self.laid(self.clinic, network.clinics))
        struct.sites = self.listed(CSite, self.laid(self.site, network.sites))
        struct.wards = self.listed(CWard, self.laid(self.ward, network.wards))
        struct.groups = self.listed(CGroup, [self.group(g) for g in groups])
        struct.lists = self.listed(CList, self.laid(self.waiting_list, network.lists))

    def _destinations(self) -> None:
        network, struct = self.network, self.struct
        fans = [d for d in network.destinations if isinstance(d, Fan)]
        ends, backs = network.ends, network.backs
        passed: Counter[int] = Counter()
        ways = []
        for station in network.stations:
            kind = STATIONS[type(station)]
            ways.append(CWay(kind, passed[kind]))
            passed[kind] += 1
        for one in network.destinations:
            if isinstance(one, Fan):
                ways.append(CWay(TO_FAN, fans.index(one)))
            elif isinstance(one, End):
                ways.append(CWay(TO_END, ends.index(one)))
            else:
                ways.append(CWay(TO_BACK, backs.index(one)))
        self._hours(ways)
        struct.n_diverted_ways = len(self.diverted)
        struct.n_ways, struct.ways = len(ways), self.listed(CWay, ways)
        struct.n_fans, struct.fans = len(fans), self.listed(CFan, [self.fan(f) for f in fans])
        struct.n_ends, struct.ends = len(ends), self.listed(CEnd, [self.end(e) for e in ends])
        struct.n_backs, struct.backs = len(backs), self.listed(CBack, [self.back(b) for b in backs])

    def _hours(self, ways: list[CWay]) -> None:
        for hours in self.network.diversions:
            way = ways[self.places[hours.destination]]
            bands = np.array(hours.bands)
            way.bands = len(hours.bands)
            way.band_start, way.band_end = self.floats(bands[:, 0]), self.floats(bands[:, 1])
            way.band_share = self.floats(np.cumsum(bands[:, 2]))
            way.word = decision_at(hours.destination, "hour")

    def fan(self, fan: Fan) -> CFan:
        """Return a fan of sites."""
        names = [s.name for s in self.network.sites]
        shares = plan.fan_shares(fan)
        shares = shares if shares.shape[-1] == 1 else self.padded(shares)
        one = CFan(len(fan.sites), shares.shape[-1])
        one.sites, one.shares = self.whole([names.index(s) for s in fan.sites]), self.floats(shares)
        one.word = decision_at(fan.name, "choice")
        return one

    def end(self, end: End) -> CEnd:
        """Return an end."""
        if end.back is None:
            return CEnd(-1, None, 0)
        names = [b.name for b in self.network.backs]
        share = self.lanes(np.asarray(end.back[1]))
        return CEnd(names.index(end.back[0]), share, decision_at(end.name, "back"))

    def back(self, back: Back) -> CBack:
        """Return a way back."""
        network = self.network
        clinics = network.clinics
        by_home = sorted((c.home, i) for i, c in enumerate(clinics) if c.home >= 0)
        at_home = [clinics[i] for _, i in by_home]
        names = [e.name for e in network.ends]
        one = CBack()
        one.overflow = names.index(back.overflow) if back.overflow else -1
        if back.limit is not None:
            one.limit = self.lanes(back.limit)
        one.clinic_of = self.whole([i for _, i in by_home])
        one.class_of = self.whole([c.classes.index(back.class_) for c in at_home])
        one.stem_of = self.words([stem(back.name, c.name) for c in at_home])
        return one

    def _names(self) -> None:
        for decision in DECISIONS:
            setattr(self.struct, f"d_{decision}", plan.decision_word(decision))
        self.struct.cause_own = name_word("cause", "own")
        self.struct.no_destination = name_word("destination", "")


_LAID_OUT: WeakKeyDictionary[Network, Layout] = WeakKeyDictionary()


def laid_out(network: Network) -> Layout:
    """Return a network's layout: made once, and kept for as long as the network lives.

    Nothing in it depends on a run, and a network never changes, so runs and threads may share it.
    """
    found = _LAID_OUT.get(network)
    if found is None:
        compiled = Compiled(network, _before(network))
        held = tuple(compiled.held)
        found = _LAID_OUT[network] = Layout(
            compiled.struct, held, compiled.chains, compiled.stations
        )
    return found


def _before(network: Network) -> Layout | None:
    """Return the layout of what a network was changed from, if it has been laid out."""
    origin = network.origin
    while origin is not None and origin not in _LAID_OUT:
        origin = origin.origin
    return None if origin is None else _LAID_OUT[origin]


def prepared(  # noqa: PLR0913
    network: Network,
    *,
    seed: int,
    streams: Sequence[int],
    bins: Whole,
    diverted_bins: Whole,
    window: Window | None,
    first_day: int,
) -> Layout:
    """Return a network's layout for one run: a copy of its struct with what the run adds."""
    layout = laid_out(network)
    struct = CNetwork.from_buffer_copy(layout.struct)
    words = [lane_word(seed, int(stream)) for stream in streams]
    lanes = np.array([*words, *[words[-1]] * (LANES - len(words))], np.uint64)
    days = np.ascontiguousarray(bins, np.int64)
    diverted = np.ascontiguousarray(diverted_bins, np.int64)
    moments = np.array([*(window.present_at if window else ()), np.inf])
    struct.first_day, struct.days = first_day, days.size
    struct.lane_words, struct.bins = lanes.ctypes.data, days.ctypes.data
    struct.diverted_bins = diverted.ctypes.data
    struct.windowed = window is not None
    if window is not None:
        struct.window_start, struct.window_end = window.start, window.end
        struct.n_moments = len(window.present_at)
        struct.moments = moments.ctypes.data
    return Layout(struct, (layout, lanes, days, diverted, moments))
