"""Local services practices stop: people without them, week by week.

A *stock* of people under monitoring, prevalence d per 1,000, N patients, of whom the practice has
stock = d N / 1,000 now and

    new a week = stock ``tau_new`` / 52        (or the service's own rate of new people)

Without the service are, at a week's end: of a practice that has stopped for new patients, all who
would have joined since it did; of one that handed back present patients, the stock; of one that
goes on up to a stated number, the stock beyond it. Of *contacts* (procedures a month), those of the
week not done. Whoever is without a service for two reasons is counted once. Another service takes
people up as fast as stated, from all practices alike:

    taken(w) = min(taken(w - 1) + rate, without(w))

and does as many procedures a week, no more than are asked for.
Being without a service is a stock of people; it sends nobody to A&E here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.world import A_THOUSAND, MONTHS_A_YEAR, WEEKS_A_YEAR
from knockon.impact.horizon import DAYS_A_WEEK

if TYPE_CHECKING:
    from knockon.catalogue.local_services import LocalService, People
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array, Bools
    from knockon.impact.stops import Stop
    from knockon.system.values import PracticeBaseline

WITHOUT = "without_service"
MONITORED = ("local_services", WITHOUT)
"""People no longer monitored, all services together."""
NEW, EXISTING, ALL, BEYOND = "new", "existing", "all", "beyond_capacity"
FIFTEEN_TO_NINETEEN, TWENTY = 3, 4
"""Places of those age bands in :data:`~knockon.system.values.AGE_BANDS`."""
ADULT_PART = 2.0 / 5.0
"""Of the band 15 to 19, those of 18 and 19."""


def local_services(world: World, _: Found) -> Mapping[tuple[str, str], Both]:
    """Return people without each local service that somebody may stop, by practice and week.

    :data:`MONITORED` adds up those of all stocks; who is without two services is in it twice.
    """
    found, total = {}, np.zeros((world.weeks, len(world.system.practices), world.draws))
    for service in asked_about(world):
        lost = Lost(world, service)
        if not lost.known:
            continue
        without = lost.without()
        found[service.id, WITHOUT] = Both(np.zeros_like(without), without)
        if service.flow == "stock":
            total += without
    return {**found, MONITORED: Both(np.zeros_like(total), total)} if found else {}


def asked_about(world: World) -> tuple[LocalService, ...]:
    """Return the local services that entries or actions of the assessment stop, by id."""
    known = world.catalogue.local_services
    return tuple(known[name] for name in sorted({s.service for s in world.stops} & set(known)))


def share_stopped(world: World, service: str) -> Array:
    """Return the share of each week present patients go without, [weeks, practices, draws]."""
    shape = (world.weeks, len(world.system.practices), world.draws)
    ways = [s for s in world.stops if s.service == service and s.patients in (EXISTING, ALL)]
    shares = [np.zeros(shape), *(_share_of_week(world, way) for way in ways)]
    return np.asarray(np.maximum.reduce(shares))


@dataclass(frozen=True)
class Lost:
    """What is lost of one local service, by practice and draw."""

    world: World
    service: LocalService

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The ways in which it is stopped."""
        return tuple(one for one in self.world.stops if one.service == self.service.id)

    @property
    def known(self) -> bool:
        """Return whether anything of it can be counted."""
        return self.service.people is not None or self.service.new is not None

    def without(self) -> Array:
        """Return people without it, or procedures not done, [weeks, practices, draws]."""
        rate = sum(one.taken_up for one in self.stops)
        if self.service.flow == "contacts":
            return _less_done_elsewhere(self.procedures(), rate)
        return _less_taken_up(self.people(), rate)

    def people(self) -> Array:
        """Return people of a stock its practices no longer serve, before any are taken up."""
        refused = self.refused_new()
        return refused + self.handed_back()

    def procedures(self) -> Array:
        """Return procedures of each week its practices no longer do."""
        usual = self.usual()
        lost = np.zeros_like(usual)
        for stop in self.stops:
            share = _share_of_week(self.world, stop)
            beyond = usual
            if stop.patients == BEYOND:
                beyond = _beyond(usual, stop.capacity, MONTHS_A_YEAR / WEEKS_A_YEAR)
            elif stop.patients == NEW:
                continue
            lost = np.maximum(lost, share * beyond)
        return lost

    def usual(self) -> Array:
        """Return the people in it, or its procedures a week, [weeks, practices, draws]."""
        world, people = self.world, self.service.people
        shape = (world.weeks, len(world.system.practices), world.draws)
        if people is None:
            return np.zeros(shape)
        rate = world.parameters[people.symbol] / A_THOUSAND
        if self.service.flow == "contacts":
            rate = rate * MONTHS_A_YEAR / WEEKS_A_YEAR
        return np.array(np.broadcast_to(_of_whom(world, people) * rate, shape))

    def handed_back(self) -> Array:
        """Return present patients no longer served, at each week's end."""
        usual = self.usual()
        lost = np.zeros_like(usual)
        for stop in self.stops:
            if stop.patients in (EXISTING, ALL):
                lost = np.maximum(lost, np.where(_stopped(self.world, stop), usual, 0.0))
            elif stop.patients == BEYOND:
                beyond = _beyond(usual, stop.capacity, 1.0)
                lost = np.maximum(lost, np.where(_stopped(self.world, stop), beyond, 0.0))
        return lost

    def refused_new(self) -> Array:
        """Return people who would have joined since their practice stopped taking new ones."""
        if self.service.new is None:
            return np.zeros_like(self.usual())
        joining = self._joining()
        refusing = [one for one in self.stops if one.patients in (NEW, ALL)]
        waiting, total = np.zeros(joining.shape[1:]), np.zeros_like(joining)
        if not refusing:
            return total
        shares = np.maximum.reduce([_share_of_week(self.world, one) for one in refusing])
        still = np.logical_or.reduce([_stopped(self.world, one) for one in refusing])
        for week in range(len(joining)):
            waiting = np.where(still[week], waiting + joining[week] * shares[week], 0.0)
            total[week] = waiting
        return total

    def _joining(self) -> Array:
        """Return people who join in a week, [weeks, practices, draws]."""
        world, new = self.world, self.service.new
        assert new is not None
        a_year = world.parameters[new.symbol]
        if new.per == "patient":
            return self.usual() * a_year / WEEKS_A_YEAR
        shape = (world.weeks, len(world.system.practices), world.draws)
        joining = world.registered / A_THOUSAND * a_year / WEEKS_A_YEAR
        return np.array(np.broadcast_to(joining, shape))


def _of_whom(world: World, people: People) -> Array:
    """Return the people of whom so many per 1,000 are counted, [1, practices, 1]."""
    if people.base == "registered":
        return world.registered
    return np.array(adults(world.system.practices))[None, :, None]


def adults(practices: tuple[PracticeBaseline, ...]) -> list[float]:
    """Return the adults of each practice; without ages, its list by the others' share of adults."""
    known = [b for b in practices if b.ages is not None]
    whole = sum(b.registered_patients for b in known)
    usual = sum(_adults(b) for b in known) / whole if whole else 1.0
    return [b.registered_patients * usual if b.ages is None else _adults(b) for b in practices]


def _adults(b: PracticeBaseline) -> float:
    assert b.ages is not None
    return sum(b.ages[TWENTY:]) + ADULT_PART * b.ages[FIFTEEN_TO_NINETEEN]


def _beyond(usual: Array, capacity: float | None, scale: float) -> Array:
    """Return what lies beyond a practice's stated number; nobody where none is stated."""
    if capacity is None:
        return np.zeros_like(usual)
    return np.maximum(usual - capacity * scale, 0.0)


def _share_of_week(world: World, stop: Stop) -> Array:
    """Return the share of each week's days a practice has stopped, [weeks, practices, draws]."""
    monday = DAYS_A_WEEK * np.arange(world.weeks)[:, None, None]
    first = np.maximum(stop.starts, monday)
    last = np.minimum(stop.ends, monday + DAYS_A_WEEK)
    return np.asarray(np.clip(last - first, 0, DAYS_A_WEEK) / float(DAYS_A_WEEK))


def _stopped(world: World, stop: Stop) -> Bools:
    """Return whether a practice has stopped at each week's end, [weeks, practices, draws]."""
    sunday = (DAYS_A_WEEK * (np.arange(world.weeks) + 1) - 1)[:, None, None]
    return np.asarray((stop.starts <= sunday) & (sunday < stop.ends))


def _less_done_elsewhere(gross: Array, rate: float) -> Array:
    """Return the procedures nobody does when another service does so many a week of them."""
    if rate <= 0.0:
        return gross
    whole = gross.sum(axis=1, keepdims=True)
    kept = np.maximum(whole - rate, 0.0)
    return np.asarray(gross * np.divide(kept, whole, out=np.zeros_like(whole), where=whole > 0.0))


def _less_taken_up(gross: Array, rate: float) -> Array:
    """Return who is left when another service takes up so many a week of all practices' people."""
    if rate <= 0.0:
        return gross
    left, taken = gross.copy(), np.zeros(gross.shape[2])
    for week, people in enumerate(gross):
        whole = people.sum(axis=0)
        taken = np.minimum(taken + rate, whole)
        kept = np.divide(whole - taken, whole, out=np.zeros_like(whole), where=whole > 0.0)
        left[week] = people * kept
    return left
