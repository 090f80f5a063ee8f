"""A site in plain Python, event by event. See `reference`."""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knockon.flow import draws, plan
from knockon.flow.laws import Arrivals, ExactTimes, Law
from knockon.flow.results import SITE_FIELDS, WINDOW_COUNTS, WINDOW_SUMS, Passage
from knockon.flow.sites import Route

if TYPE_CHECKING:
    from knockon.flow.reference import Journeys

END, DISCHARGE, CHANGE, PATIENCE, ARRIVAL = range(5)
"""The order of events at equal times; beds are given and services start after the first three."""


@dataclass(frozen=True)
class Person:
    """Somebody at a site or on the way to it, with the key they keep.

    `home` None: an own arrival of site number `own_site`, whose home is drawn when needed.
    """

    time: float
    key: int
    class_: int = 0
    home: int | None = None
    own_site: int = -1
    own: bool = False
    displaced: bool = False


def own_people(
    journeys: Journeys, station: str, class_: str, arrivals: Arrivals | ExactTimes | None
) -> list[tuple[float, int]]:
    """Return today's own arrivals of a class of a station: times and keys.

    At a rate they are those candidates at the ceiling whose own luck is under their hour's rate.
    """
    day = journeys.network.day
    cell = draws.cell(draws.stem(station, class_), journeys.day)
    origin = draws.origin(cell, "own", "")
    if isinstance(arrivals, ExactTimes):
        today = [t for t in arrivals.times.tolist() if journeys.day * day <= t < journeys.until]
        return [(t, draws.person(journeys.word, origin, i)) for i, t in enumerate(today, start=1)]
    if arrivals is None:
        return []
    rates = journeys.value(arrivals.rates)
    period = arrivals.width * len(rates)
    word = draws.cell_hash(journeys.word, cell, plan.decision_word("candidates"))
    people = []
    for i in range(1, draws.poisson(arrivals.majorant * day, draws.high(word)) + 1):
        key = draws.person(journeys.word, origin, i)
        own_word = draws.mix(key ^ draws.decision_at(station, "arrival"))
        time = journeys.day * day + draws.high(own_word) * day
        within = time - math.floor(time / period) * period
        rate = rates[min(int(within / arrivals.width), len(rates) - 1)]
        if draws.low(own_word) * arrivals.majorant < rate:
            people.append((time, key))
    return people


@dataclass(frozen=True)
class Waiter:
    """Somebody waiting, until their patience ends."""

    person: Person
    deadline: float


@dataclass(frozen=True)
class Served:
    """Somebody in service."""

    person: Person
    start: float
    end: float


@dataclass(frozen=True)
class Hopeful:
    """Somebody waiting for a bed, at the site that served them or at none."""

    person: Person
    since: float
    site: SiteAtWork | None = None
    served: Served | None = None


class SiteAtWork:
    """One site in one draw."""

    def __init__(self, journeys: Journeys, index: int) -> None:
        self.journeys, self.index = journeys, index
        self.site = journeys.network.sites[index]
        self.inbox: list[Person] = []
        self.waiting: list[Waiter] = []
        self.in_service: list[Served] = []
        self.boarding: list[Served] = []
        self.arriving: list[Person] = []
        self.next_change = 0
        self.servers = math.inf
        if self.site.servers is not None:
            self.servers = int(journeys.value(self.site.servers.values)[-1])
        self.events = 0

    # ---- luck and laws ------------------------------------------------------------------

    def word(self, person: Person, decision: str) -> int:
        """Return the hash word of somebody's decision at this site."""
        return draws.mix(person.key ^ draws.decision_at(self.site.name, decision))

    def duration(self, law: Law, u: float) -> float:
        """Return the time a law gives for a uniform."""
        params = tuple(self.journeys.number(p) for p in law.params)
        return draws.duration(law.kind, params, u)

    # ---- counting -----------------------------------------------------------------------

    def count(self, class_: int, measure: str, n: int = 1) -> None:
        """Add to today's count."""
        journeys = self.journeys
        field = SITE_FIELDS.index(measure)
        journeys.arrays["sites"][journeys.row, self.index, class_, field, journeys.lane] += n

    def note(self, class_: int, measure: str, time: float, much: float | None = None) -> None:
        """Add to the window's counts (or sums) if the time falls in it."""
        window, lane = self.journeys.asked.window, self.journeys.lane
        if window is None or not window.start <= time < window.end:
            return
        if much is None:
            field = WINDOW_COUNTS.index(measure)
            self.journeys.arrays["window_counts"][self.index, class_, field, lane] += 1
        else:
            field = WINDOW_SUMS.index(measure)
            self.journeys.arrays["window_sums"][self.index, class_, field, lane] += much

    def spread(self, class_: int, measure: str, start: float, end: float) -> None:
        """Add the part of a stretch of time that falls in the window."""
        window = self.journeys.asked.window
        if window is not None:
            part = min(end, window.end) - max(start, window.start)
            if part > 0:
                self.note(class_, measure, window.start, part)

    def passed(self, waiter: Person, start: float | None, end: float | None, fate: str) -> None:
        """Note a whole passage through the site: time queueing, present and in service."""
        until = math.inf if end is None else end
        class_name = self.site.classes[waiter.class_]
        journeys = self.journeys
        journeys.passages.append(
            Passage(self.site.name, class_name, journeys.lane, waiter.time, start, end, fate)
        )
        if fate == "turned_away":
            return
        self.spread(waiter.class_, "queue", waiter.time, until if start is None else start)
        self.spread(waiter.class_, "present", waiter.time, until)
        if start is not None:
            self.spread(waiter.class_, "busy", start, until)
        window = journeys.asked.window
        for i, moment in enumerate(window.present_at if window else ()):
            there = waiter.time <= moment < until
            journeys.arrays["present_at"][self.index, i, journeys.lane] += there

    # ---- who comes today ----------------------------------------------------------------

    def receive(self, person: Person, onward: plan.OnwardPlan) -> None:
        """Somebody is on the way here; they get their class now."""
        shares = self.site.entry_displaced if person.displaced else self.site.entry_own
        class_ = onward.class_at[self.journeys.place(self.site.name)]
        if shares is not None and not onward.forced:
            by_class = self.journeys.value(np.cumsum(shares, axis=0))
            class_ = place_of(by_class, draws.high(self.word(person, "entry")))
        time = self.received_at(person)
        self.inbox.append(replace(person, class_=class_, own=False, time=time))

    def received_at(self, person: Person) -> float:
        """Return when somebody sent here comes: at once, or at some time of the next opening."""
        openings = [] if self.site.reception is None else self.site.reception.tolist()
        following = next(((a, b) for a, b in openings if b > person.time), None)
        if following is None or person.time >= following[0]:
            return person.time
        start, end = following
        return float(start + draws.high(self.word(person, "reception")) * (end - start))

    def own_arrivals(self, class_: int) -> list[Person]:
        """Return the site's own arrivals of a class whose number belongs to today."""
        name = self.site.classes[class_]
        people = own_people(self.journeys, self.site.name, name, self.site.arrivals.get(name))
        home = None if self.site.home_shares is not None else -1
        return [
            Person(time, key, class_, home=home, own_site=self.index, own=True)
            for time, key in people
        ]

    # ---- events -------------------------------------------------------------------------

    def begin_day(self) -> None:
        """Draw today's own arrivals."""
        for class_ in range(len(self.site.classes)):
            self.inbox.extend(self.own_arrivals(class_))

    def look_at_inbox(self) -> None:
        """Those who come today are among the arriving."""
        until = self.journeys.until
        self.arriving += [p for p in self.inbox if p.time < until]
        self.arriving.sort(key=lambda p: (p.time, p.key))
        self.inbox = [p for p in self.inbox if p.time >= until]

    def end_day(self) -> None:
        """Count who is here."""
        for class_ in range(len(self.site.classes)):
            self.count(class_, "present", self.present(class_))
            boarding = sum(served.person.class_ == class_ for served in self.boarding)
            self.count(class_, "boarding", boarding)

    def next_event(self) -> tuple[float, int]:
        """Return the time and kind of the next event."""
        events = [(math.inf, ARRIVAL)]
        events += [(served.end, END) for served in self.in_service]
        events += [(waiter.deadline, PATIENCE) for waiter in self.waiting]
        events += [(self.arriving[0].time, ARRIVAL)] if self.arriving else []
        events += [(self.change_at(), CHANGE)]
        return min(events)

    def find_change(self) -> int | None:
        """Return which change of the calendar comes next; None if servers stay as many as now.

        A number like the one before changes nothing, and is no event.
        """
        calendar = self.site.servers
        if calendar is None:
            return None
        numbers = self.journeys.value(calendar.values)
        following = range(self.next_change, self.next_change + calendar.times.size)
        changing = (i for i in following if int(numbers[i % calendar.times.size]) != self.servers)
        return next(changing, None)

    def change_at(self) -> float:
        """Return when the number of servers changes next."""
        calendar, change = self.site.servers, self.find_change()
        if calendar is None or change is None:
            return math.inf
        periods, place = divmod(change, calendar.times.size)
        return periods * calendar.period + float(calendar.times[place])

    def happen(self, time: float, kind: int) -> None:
        """Do what the next event is."""
        if kind == END:
            self.end_service(min(self.in_service, key=lambda served: served.end))
        elif kind == CHANGE:
            self.change_servers(time)
        elif kind == PATIENCE:
            first = next(w for w in self.waiting if w.deadline == time)
            self.leave_queue(first, time, "impatient")
        else:
            self.arrive(self.arriving.pop(0))

    def change_servers(self, time: float) -> None:
        """Change the number of servers; at closing those waiting may have to go."""
        calendar, change = self.site.servers, self.find_change()
        if calendar is None or change is None:
            return
        self.servers = int(self.journeys.value(calendar.values)[change % calendar.times.size])
        self.next_change = change + 1
        if self.servers == 0 and self.site.at_closing != "wait":
            for waiter in list(self.waiting):
                self.leave_queue(waiter, time, "closing")

    def arrive(self, person: Person) -> None:
        """Somebody comes: turned away, served at once, or waiting."""
        self.count(person.class_, "arrived")
        self.count(person.class_, "own", person.own)
        self.count(person.class_, "displaced", person.displaced)
        self.note(person.class_, "arrived", person.time)
        if self.servers == 0 and self.site.at_closing != "wait":
            self.turn_away(person, "closing")
            return
        capacity = self.site.capacity
        if capacity is not None and self.busy() + len(self.waiting) >= capacity:
            self.turn_away(person, "full")
            return
        self.note(person.class_, "admitted", person.time)
        if self.busy() < self.servers:
            self.start_service(person, person.time)
            return
        self.note(person.class_, "delayed", person.time)
        law = self.site.patience.get(self.site.classes[person.class_])
        patience = (
            math.inf if law is None else self.duration(law, draws.low(self.word(person, "care")))
        )
        self.waiting.append(Waiter(person, person.time + patience))

    def busy(self) -> int:
        """Return how many servers are held, by those in service and those who board."""
        return len(self.in_service) + len(self.boarding)

    def fill_servers(self, time: float) -> None:
        """Free servers take the highest class first, and within it the first to come."""
        while self.waiting and self.busy() < self.servers:
            first = min(self.waiting, key=lambda w: w.person.class_)
            self.waiting.remove(first)
            self.start_service(first.person, time)

    def start_service(self, person: Person, time: float) -> None:
        """Somebody's service starts."""
        law = self.site.service[self.site.classes[person.class_]]
        took = self.duration(law, draws.high(self.word(person, "care")))
        self.in_service.append(Served(person, time, time + took))
        self.note(person.class_, "started", time)
        limit = self.site.wait_limit
        self.count(
            person.class_, "started_within", limit is not None and time - person.time <= limit
        )
        self.note(person.class_, "wait", time, time - person.time)

    def end_service(self, served: Served) -> None:
        """Somebody's service ends; they board for a bed, go on, or leave the network."""
        self.in_service.remove(served)
        person = served.person
        routes = self.site.when_served.get(self.site.classes[person.class_], ())
        onward = self.taken(person, routes, draws.high(self.word(person, "onward")))
        ward = None if onward is None else self.journeys.ward(onward.way)
        if ward is not None:
            self.boarding.append(served)
            ward.want(Hopeful(person, served.end, self, served))
            return
        self.leave_served(served, served.end)
        if onward is not None:
            self.journeys.send(onward, person, served.end)

    def end_boarding(self, served: Served, since: float, time: float) -> None:
        """Somebody who boards has a bed, and their server is free."""
        self.boarding.remove(served)
        self.spread(served.person.class_, "boarding", since, time)
        self.leave_served(served, time)

    def leave_served(self, served: Served, time: float) -> None:
        """Count the departure of somebody whose service is over."""
        self.depart(served.person, time, "served")
        self.passed(served.person, served.start, time, "served")

    def leave_queue(self, waiter: Waiter, time: float, why: str) -> None:
        """Somebody stops waiting unserved: impatient, or sent away at closing."""
        self.waiting.remove(waiter)
        person = waiter.person
        self.depart(person, time, "left")
        self.note(person.class_, "unserved", time)
        self.note(person.class_, "unserved_wait", time, time - person.time)
        self.passed(person, None, time, "left")
        if why == "closing":
            self.events += 1
            self.at_closing(person, time)
        else:
            routes = self.site.when_impatient.get(self.site.classes[person.class_], ())
            self.go_on(person, routes, time, draws.low(self.word(person, "onward")))

    def depart(self, person: Person, time: float, how: str) -> None:
        """Count a departure."""
        self.count(person.class_, how)
        self.note(person.class_, how, time)
        self.note(person.class_, "departed", time)
        self.note(person.class_, "stay", time, time - person.time)
        if self.site.limit is not None and time - person.time <= self.site.limit:
            self.count(person.class_, "within_limit")

    def turn_away(self, person: Person, why: str) -> None:
        """Somebody is not let in."""
        self.count(person.class_, "turned_away")
        self.note(person.class_, "turned_away", person.time)
        self.passed(person, None, person.time, "turned_away")
        if why == "closing":
            self.at_closing(person, person.time)
        else:
            routes = self.site.when_full.get(self.site.classes[person.class_], ())
            self.go_on(person, routes, person.time, draws.high(self.word(person, "turned")))

    def at_closing(self, person: Person, time: float) -> None:
        """Somebody follows what the site says of closing."""
        if not isinstance(self.site.at_closing, str):
            u = draws.low(self.word(person, "turned"))
            self.go_on(person, (self.site.at_closing,), time, u)

    def go_on(self, person: Person, routes: tuple[Route, ...], time: float, u: float) -> None:
        """Send somebody by the route their luck takes; the rest leave the network."""
        onward = self.taken(person, routes, u)
        if onward is not None:
            self.journeys.send(onward, person, time)

    def taken(self, person: Person, routes: tuple[Route, ...], u: float) -> plan.OnwardPlan | None:
        """Return the first route whose cumulative share passes u, None for none."""
        class_ = self.site.classes[person.class_]
        planned = plan.routes_of(self.journeys.network, class_, routes)
        return next((way for way in planned if u < self.journeys.number(way.share)), None)

    def present(self, class_: int) -> int:
        """Return how many of a class are here."""
        waiting = sum(w.person.class_ == class_ for w in self.waiting)
        held = (*self.in_service, *self.boarding)
        return waiting + sum(served.person.class_ == class_ for served in held)

    def finish(self) -> None:
        """Note those still here at the end of the run."""
        for waiter in self.waiting:
            self.passed(waiter.person, None, None, "present")
        for served in (*self.in_service, *self.boarding):
            self.passed(served.person, served.start, None, "present")


def place_of(cumulative: NDArray[Any], u: float) -> int:
    """Return the first place whose cumulative share passes u; the last takes any rounding."""
    return min(bisect.bisect_right(cumulative.tolist(), u), len(cumulative) - 1)
