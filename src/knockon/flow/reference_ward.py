"""Wards, and the day of a group of sites and wards, in plain Python. See `reference`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from knockon.flow import draws, plan
from knockon.flow.reference_site import (
    ARRIVAL,
    CHANGE,
    DISCHARGE,
    Hopeful,
    Person,
    SiteAtWork,
    own_people,
    place_of,
)
from knockon.flow.results import WARD_FIELDS

if TYPE_CHECKING:
    from knockon.flow.reference import Journeys

NEVER = 1_000_000_000
"""Midnights nobody stays over."""


class WardAtWork:
    """One ward in one draw."""

    def __init__(self, journeys: Journeys, index: int) -> None:
        self.journeys, self.index = journeys, index
        self.ward = journeys.network.wards[index]
        self.name = self.ward.name
        self.inbox: list[Person] = []
        self.arriving: list[Person] = []
        self.hopefuls: list[Hopeful] = []
        self.leaving: list[float] = []
        start = [] if self.ward.start is None else journeys.value(self.ward.start).tolist()
        for age, people in enumerate(start):
            origin = plan.start_origin(self.ward, age)
            for i in range(1, people + 1):
                self.put_to_bed(draws.person(journeys.word, origin, i), age, 0.0, 0)

    # ---- beds ---------------------------------------------------------------------------

    def free_beds(self) -> float:
        """Return how many beds are free."""
        beds = self.ward.beds
        there = math.inf if beds is None else self.journeys.number(beds)
        return there - len(self.leaving)

    def nights(self, age: int, u: float) -> int:
        """Return the midnights somebody here for `age` stays over before the one they leave at."""
        staying = self.journeys.value(self.ward.staying).tolist()
        last = len(staying) - 1
        start = min(age, last)
        wanted = (1.0 - u) * (staying[start - 1] if start else 1.0)
        for k in range(start, last + 1):
            if staying[k] <= wanted:
                return k - start
        hazard = float(self.journeys.value(self.ward.hazard)[-1])
        if hazard <= 0:
            return NEVER
        more = math.ceil(draws.log(wanted / staying[last]) / draws.log(1.0 - hazard))
        return last + max(more, 1) - start if more < NEVER else NEVER

    def hour(self, u: float) -> float:
        """Return the hour of the day somebody leaves at."""
        if self.ward.discharge_hours is None:
            return 0.0
        passed = np.cumsum(self.journeys.value(self.ward.discharge_hours))
        slice_ = place_of(passed, u)
        before = float(passed[slice_ - 1]) if slice_ else 0.0
        within = min((u - before) / (float(passed[slice_]) - before), 1.0)
        return float((slice_ + within) * (self.journeys.network.day / len(passed)))

    def put_to_bed(self, key: int, age: int, time: float, day: int) -> None:
        """Put somebody of an age in a bed; they may first leave when `day` begins."""
        word = draws.mix(key ^ draws.decision_at(self.name, "stay"))
        over = self.nights(age, draws.high(word))
        until = math.inf
        if over < NEVER:
            until = (day + over) * self.journeys.network.day + self.hour(draws.low(word))
        self.leaving.append(until)
        self.note_stay(time, until)

    def note_stay(self, start: float, end: float) -> None:
        """Add the part of a stay that falls in the window."""
        window, lane = self.journeys.asked.window, self.journeys.lane
        if window is None:
            return
        part = min(end, window.end) - max(start, window.start)
        self.journeys.arrays["occupied"][self.index, lane] += max(part, 0.0)
        for i, moment in enumerate(window.present_at):
            self.journeys.arrays["occupied_at"][self.index, i, lane] += start <= moment < end

    def want(self, hopeful: Hopeful) -> None:
        """Somebody wants a bed; who has waited longest comes first, ties by key."""
        self.count("arrived" if hopeful.site is None else "boarded")
        self.hopefuls.append(hopeful)
        self.hopefuls.sort(key=lambda h: (h.since, h.person.key))

    def give_beds(self, time: float) -> None:
        """Give free beds to those who have waited longest."""
        while self.hopefuls and self.free_beds() > 0:
            first = self.hopefuls.pop(0)
            if first.site is not None and first.served is not None:
                first.site.end_boarding(first.served, first.since, time)
            self.admit(first.person, time)

    def admit(self, person: Person, time: float) -> None:
        """Somebody has a bed."""
        self.count("admitted")
        self.count("displaced", person.displaced)
        window = self.journeys.asked.window
        if window is not None and window.start <= time < window.end:
            self.journeys.arrays["admitted"][self.index, self.journeys.lane] += 1
        self.put_to_bed(person.key, 0, time, self.journeys.day + 1)

    def count(self, measure: str, n: int = 1) -> None:
        """Add to today's count."""
        journeys = self.journeys
        field = WARD_FIELDS.index(measure)
        journeys.arrays["wards"][journeys.row, self.index, field, journeys.lane] += n

    # ---- the day ------------------------------------------------------------------------

    def receive(self, person: Person) -> None:
        """Somebody is on the way here, without a server to hold."""
        self.inbox.append(person)

    def begin_day(self) -> None:
        """Draw today's own arrivals."""
        people = own_people(self.journeys, self.name, "", self.ward.arrivals)
        self.inbox.extend(Person(time, key, home=-1, own=True) for time, key in people)

    def look_at_inbox(self) -> None:
        """Those who come today are among the arriving."""
        until = self.journeys.until
        self.arriving += [p for p in self.inbox if p.time < until]
        self.arriving.sort(key=lambda p: (p.time, p.key))
        self.inbox = [p for p in self.inbox if p.time >= until]

    def next_event(self) -> tuple[float, int]:
        """Return the time and kind of the next event; own arrivals come after those of sites."""
        events = [(time, DISCHARGE) for time in self.leaving]
        events += [(self.arriving[0].time, ARRIVAL + 1)] if self.arriving else []
        return min(events, default=(math.inf, ARRIVAL))

    def happen(self, time: float, kind: int) -> None:
        """Somebody leaves their bed, or comes wanting one."""
        if kind == DISCHARGE:
            self.leaving.remove(time)
            self.count("discharged")
        else:
            self.want(Hopeful(self.arriving.pop(0), time))
            self.give_beds(time)

    def end_day(self) -> None:
        """Count who is here."""
        self.count("occupied", len(self.leaving))
        self.count("waiting", len(self.hopefuls))
        self.count("boarding", sum(h.site is not None for h in self.hopefuls))

    def finish(self) -> None:
        """Note those who board at the end of the run."""
        for hopeful in self.hopefuls:
            if hopeful.site is not None:
                hopeful.site.spread(hopeful.person.class_, "boarding", hopeful.since, math.inf)


class GroupAtWork:
    """Sites and wards worked together, in one draw; a site by itself is a group of one."""

    def __init__(self, sites: list[SiteAtWork], wards: list[WardAtWork]) -> None:
        self.sites, self.wards = sites, wards
        self.events = 0

    def work(self) -> None:
        """Work through the day's events in order of time, kind and station."""
        members: list[SiteAtWork | WardAtWork] = [*self.sites, *self.wards]
        until = members[0].journeys.until
        for member in members:
            member.begin_day()
        unsettled: float | None = None
        while True:
            for member in members:
                member.look_at_inbox()
            time, kind, place = min((*m.next_event(), i) for i, m in enumerate(members))
            if unsettled is not None and (time, kind) > (unsettled, CHANGE):
                self.settle(unsettled)
                unsettled = None
            elif time >= until:
                break
            else:
                members[place].happen(time, kind)
                self.events += 1
                unsettled = time if kind <= CHANGE else None
        for member in members:
            member.end_day()

    def settle(self, time: float) -> None:
        """Free beds are given, then free servers start."""
        for ward in self.wards:
            ward.give_beds(time)
        for site in self.sites:
            site.fill_servers(time)
