"""The engine in plain Python: the specification, and the oracle the kernel is tested against.

One draw at a time, person by person, event by event; slow and meant to be read. It takes the same
uniforms as the kernel and gives the same counts. A day is worked station by station, in order:
clinics in `reference_clinic`, sites in `reference_site`, wards and the sites that board for them in
`reference_ward`, lists in `reference_list`; this module moves people between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from knockon.flow import draws, plan
from knockon.flow.destinations import Back, End, Fan
from knockon.flow.engine import RunPlan, as_counts, empty_counts, run_plan
from knockon.flow.groups import groups_of, works_of
from knockon.flow.model import Network
from knockon.flow.reference_clinic import ClinicAtWork
from knockon.flow.reference_list import ListAtWork
from knockon.flow.reference_site import Person, SiteAtWork, place_of
from knockon.flow.reference_ward import GroupAtWork, WardAtWork
from knockon.flow.results import BACK_FIELDS, END_FIELDS, Counts, Passage, Window


@dataclass
class Journeys:
    """One draw of a network: its stations at work and the people between them."""

    network: Network
    asked: RunPlan
    lane: int
    arrays: dict[str, NDArray[Any]]
    day: int = -1
    passages: list[Passage] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.word = draws.lane_word(self.asked.seed, self.asked.streams[self.lane])
        self.clinics = [ClinicAtWork(self, i) for i in range(len(self.network.clinics))]
        self.sites = [SiteAtWork(self, i) for i in range(len(self.network.sites))]
        self.wards = [WardAtWork(self, i) for i in range(len(self.network.wards))]
        self.lists = [ListAtWork(self, i) for i in range(len(self.network.lists))]
        self.by_name: dict[str, Any] = {c.clinic.name: c for c in self.clinics}
        self.by_name.update({s.site.name: s for s in self.sites})
        self.by_name.update({w.name: w for w in self.wards})
        self.by_name.update({x.list.name: x for x in self.lists})
        self.at_work = self.in_order()
        self.by_name.update({d.name: d for d in self.network.destinations})
        self.hours = {d.destination: d.bands for d in self.network.diversions}
        self.at_home = {c.clinic.home: c for c in self.clinics}
        self.fans = {
            d.name: plan.fan_shares(d) for d in self.network.destinations if isinstance(d, Fan)
        }
        self.returning: dict[str, list[Person]] = {b.name: [] for b in self.network.backs}
        self.limits: dict[tuple[str, int], int] = {}
        for clinic in self.clinics:
            self.open_backs(clinic)

    def in_order(self) -> list[ClinicAtWork | GroupAtWork | ListAtWork]:
        """Return what is worked in a day, in order."""
        by_kind: dict[str, Sequence[ClinicAtWork | GroupAtWork | ListAtWork]] = {
            "clinic": self.clinics,
            "site": [GroupAtWork([site], []) for site in self.sites],
            "group": [
                GroupAtWork(
                    [self.by_name[site.name] for site in group.sites],
                    [self.by_name[ward.name] for ward in group.wards],
                )
                for group in groups_of(self.network)
            ],
            "list": self.lists,
        }
        return [by_kind[work.kind][work.index] for work in works_of(self.network)]

    @property
    def row(self) -> int:
        """Today's place among the days of the run."""
        return self.day

    @property
    def first_week(self) -> int:
        """The first week that ends in the run."""
        return 0

    @property
    def until(self) -> float:
        """The end of the day."""
        return (self.day + 1) * self.network.day

    def ward(self, name: str) -> WardAtWork | None:
        """Return the ward of a name, None where it is something else."""
        found = self.by_name[name]
        return found if isinstance(found, WardAtWork) else None

    def value(self, given: NDArray[Any]) -> NDArray[Any]:
        """Return this lane's part of an array whose last axis is the lanes."""
        part: NDArray[Any] = given[..., self.lane if given.shape[-1] > 1 else 0]
        return part

    def number(self, given: NDArray[Any]) -> float:
        """Return this lane's number of an array of one axis."""
        return float(self.value(given))

    # ---- the days -----------------------------------------------------------------------

    def work(self) -> None:
        """Work every day, then note who is still there."""
        for day in range(self.asked.days):
            self.day = day
            self.work_day()
        for site in self.sites:
            site.finish()
        for ward in self.wards:
            ward.finish()

    def work_day(self) -> None:
        """Work one day: limits of those who come back, the stations in order, the evening."""
        for clinic in self.clinics:
            if clinic.is_open(self.day):
                self.open_backs(clinic)
        for work in self.at_work:
            work.work()
        self.close_backs()
        for clinic in self.clinics:
            clinic.end_day()

    # ---- people between stations --------------------------------------------------------

    def send(self, onward: plan.OnwardPlan, person: Person, time: float) -> None:
        """Send somebody onward at a time."""
        person = replace(person, time=time)
        target = self.by_name[onward.way]
        if isinstance(target, Fan):
            target = self.by_name[self.choose(target, person)]
        if isinstance(target, SiteAtWork):
            target.receive(person, onward)
        elif isinstance(target, ClinicAtWork):
            target.sent[onward.class_at[self.place(onward.way)]] += 1
        elif isinstance(target, WardAtWork):
            target.receive(replace(person, own=False))
        elif isinstance(target, ListAtWork):
            target.sent += 1
        elif isinstance(target, End):
            self.arrive_at_end(target, person)
        else:
            self.go_back(target, person)

    def place(self, name: str) -> int:
        """Return a way's place."""
        return self.network.ways.index(name)

    def choose(self, fan: Fan, person: Person) -> str:
        """Return the site of a fan somebody goes to, by their home."""
        shares = self.value(self.fans[fan.name])[self.home(person)]
        word = draws.mix(person.key ^ draws.decision_at(fan.name, "choice"))
        return fan.sites[place_of(shares, draws.high(word))]

    def home(self, person: Person) -> int:
        """Return somebody's home: given by their clinic, or drawn for a site's own arrivals."""
        if person.home is not None:
            return person.home
        site = self.sites[person.own_site]
        shares = site.site.home_shares
        if shares is None:
            return -1
        word = draws.mix(person.key ^ draws.decision_at(site.site.name, "entry"))
        return place_of(np.cumsum(shares, axis=0)[:, self._lane_of(shares)], draws.low(word))

    def _lane_of(self, given: NDArray[Any]) -> int:
        return self.lane if given.shape[-1] > 1 else 0

    def divert(self, onward: plan.OnwardPlan, person: Person) -> None:
        """Send somebody a clinic diverts today, at the hour such people come."""
        time = self.day * self.network.day
        bands = self.hours.get(onward.way)
        if bands:
            word = draws.mix(person.key ^ draws.decision_at(onward.way, "hour"))
            time = time + hour(bands, draws.high(word))
        self.send(onward, person, time)

    def arrive_at_end(self, end: End, person: Person) -> None:
        """Count somebody at an end; some go back to their clinic from there."""
        self.count_end(end.name, "displaced" if person.displaced else "own")
        if end.back is None:
            return
        word = draws.mix(person.key ^ draws.decision_at(end.name, "back"))
        if draws.high(word) < self.number(np.asarray(end.back[1])):
            self.count_end(end.name, "sent_back")
            self.go_back(self.by_name[end.back[0]], person)

    def count_end(self, name: str, measure: str) -> None:
        """Add one to an end's count of today."""
        end = [e.name for e in self.network.ends].index(name)
        self.arrays["ends"][self.row, end, END_FIELDS.index(measure), self.lane] += 1

    # ---- people coming back -------------------------------------------------------------

    def go_back(self, back: Back, person: Person) -> None:
        """Note somebody who goes back to the clinic of their home."""
        self.returning[back.name].append(replace(person, home=self.home(person)))

    def open_backs(self, clinic: ClinicAtWork) -> None:
        """Draw how many a clinic takes back from the day it opens until it opens again."""
        home = clinic.clinic.home
        for back in self.network.backs:
            if back.limit is None or home < 0:
                continue
            cell = draws.cell(draws.stem(back.name, clinic.clinic.name), self.day)
            u = draws.high(draws.cell_hash(self.word, cell, plan.decision_word("limit")))
            self.limits[back.name, home] = draws.whole(float(self.value(back.limit)[home]), u)

    def close_backs(self) -> None:
        """Take back today's people in order of time, as many as their homes still may."""
        for place, back in enumerate(self.network.backs):
            today = sorted(self.returning[back.name], key=lambda p: (p.home, p.time, p.key))
            self.returning[back.name] = []
            for person in today:
                home = person.home if person.home is not None else -1
                full = back.limit is not None and self.limits[back.name, home] <= 0
                measure = BACK_FIELDS.index("overflowed" if full else "returned")
                self.arrays["backs"][self.row, place, measure, self.lane] += 1
                if not full:
                    clinic = self.at_home[home]
                    clinic.coming[clinic.clinic.classes.index(back.class_)] += 1
                    if back.limit is not None:
                        self.limits[back.name, home] -= 1
                elif back.overflow is not None:
                    self.count_end(back.overflow, "displaced" if person.displaced else "own")


def hour(bands: Sequence[tuple[float, float, float]], u: float) -> float:
    """Return the time of day that u names: uniform inside a band, bands by their shares."""
    passed = np.cumsum([share for _, _, share in bands])
    band = place_of(passed, u)
    before = float(passed[band - 1]) if band else 0.0
    within = min((u - before) / (float(passed[band]) - before), 1.0)
    start, end, _ = bands[band]
    return start + within * (end - start)


def run_reference(  # noqa: PLR0913
    network: Network,
    *,
    seed: int,
    streams: ArrayLike,
    days: int,
    bins: ArrayLike | None = None,
    diverted_bins: ArrayLike | None = None,
    window: Window | None = None,
    trace: bool = False,
) -> Counts:
    """Work a network as `run` does, in plain Python."""
    asked = run_plan(
        network,
        seed=seed,
        streams=streams,
        days=days,
        bins=bins,
        diverted_bins=diverted_bins,
        window=window,
    )
    arrays = empty_counts(network, asked)
    events = 0
    passages: list[Passage] = []
    for lane in range(network.lanes):
        journeys = Journeys(network, asked, lane, arrays)
        journeys.work()
        passages.extend(journeys.passages)
        events += sum(work.events for work in journeys.at_work)
        events += sum(site.events for site in journeys.sites)
    order = {site.name: place for place, site in enumerate(network.sites)}
    passages.sort(key=lambda p: (p.lane, order[p.site], p.arrival))
    return as_counts(network, asked, arrays, tuple(passages) if trace else (), events)
