"""A board the size of Dorset's, for benchmarks: practices, treatment centres, departments, beds.

It is there twice. ``individuals`` follows everybody everywhere, as a simulator of individuals must:
practices are sites whose staff see people at any hour. ``whole`` is how Knock-on sees the same
board: practices by the day, people one by one from the door of a treatment centre on. Both have
the same demand in a week. The numbers are made up for timing and describe no place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knockon.flow.model import (
    Arrivals,
    Calendar,
    Chain,
    Clinic,
    DailyArrivals,
    Diversion,
    End,
    Law,
    Network,
    Retry,
    Route,
    Site,
    Slots,
    Station,
    To,
    Ward,
)
from knockon.validity.bench.queues import CEILING, LANES, coming

Floats = NDArray[np.float64]
DAY = 24.0
WEEK_IN_HOURS = 168.0
PRACTICES, CENTRES, DEPARTMENTS = 73, 6, 3
CLASSES = ("same_day", "soon", "routine")
DEMAND = (75.0, 60.0, 90.0)
"""Contacts wanted on an open day by class, at a practice of the mean size."""
WEEKDAYS = (1.15, 1.0, 0.95, 0.95, 0.95, 0.0, 0.0)
SLOTS = (77.0, 69.0, 85.0)
"""Slots held by class: a little more than is wanted, so only the same day overflows."""
CROWDED_SLOTS = (70.0, 60.0, 86.0)
"""Fewer than is wanted: every practice overflows and keeps lists, so that no variate is trivial."""
LEAVING = (0.0, 0.04, 0.02)
"""The chance that somebody waiting leaves the list in a day."""
RETRY = 0.35
TO_111, TO_CENTRE, TO_DEPARTMENT = 0.35, 0.2275, 0.12675
"""Where those go who are not seen and do not try again; the rest, to a pharmacy."""
LEFT_TO_111, LEFT_TO_CENTRE = 0.2, 0.3
HOURS = (
    0.6, 0.45, 0.35, 0.3, 0.3, 0.35, 0.5, 0.8, 1.2, 1.6, 1.75, 1.75,
    1.65, 1.55, 1.5, 1.5, 1.5, 1.5, 1.5, 1.45, 1.3, 1.1, 0.9, 0.7,
)  # fmt: skip
"""The shape of a day's arrivals at departments and centres, hour by hour."""
FOUR_HOURS = 4.0
STAY = 156.0
"""Hours in bed, on average."""
BEDS = 430
ADMITTED = 0.28


@dataclass(frozen=True, slots=True)
class Served:
    """A kind of site as both models have it: a day's arrivals and rates of giving up, by class."""

    classes: tuple[str, ...]
    a_day: tuple[float, ...]
    servers: int
    service: float
    leaving: tuple[float | None, ...]


CENTRE = Served(("urgent", "walk_in"), (10.0, 60.0), 5, 1.5, (None, 0.1))
DEPARTMENT = Served(("majors", "minors"), (90.0, 130.0), 26, 0.4, (None, 0.08))


def sizes(practices: int = PRACTICES) -> Floats:
    """Return practices' sizes, of mean 1: lognormal, the same ones each time."""
    drawn = np.random.default_rng(0).lognormal(0.0, 0.5, practices)
    return np.asarray(drawn / drawn.mean())


# Everybody followed everywhere


def staff(size: float) -> int:
    """Return how many people a practice of individuals sees at once: as many as come in an hour."""
    return max(2, round(sum(rates(size))))


def rates(size: float) -> tuple[float, ...]:
    """Return a practice's arrivals an hour by class, spread over all hours of the week."""
    return tuple(5 * demand * size / WEEK_IN_HOURS for demand in DEMAND)


PATIENCE_AT_PRACTICE = (0.3, LEAVING[1] * 5 / WEEK_IN_HOURS, LEAVING[2] * 5 / WEEK_IN_HOURS)
"""Rates an hour of giving up waiting for a practice, by class."""
LEFT_FOR_CENTRE, SENT_TO_DEPARTMENT = 0.5, 0.01


def individuals() -> Network:
    """Return the board with every patient an individual, all hours alike."""
    stations: list[Station] = [_practice(p, size) for p, size in enumerate(sizes())]
    stations += [_individual_site(f"utc{i}", CENTRE) for i in range(CENTRES)]
    to_bed = {i: (Route(f"beds{i}", np.array([ADMITTED])),) for i in range(DEPARTMENTS)}
    stations += [_individual_site(f"ed{i}", DEPARTMENT, to_bed[i]) for i in range(DEPARTMENTS)]
    stations += [_beds(i) for i in range(DEPARTMENTS)]
    return Network(day=DAY, stations=tuple(stations), lanes=LANES)


def _practice(place: int, size: float) -> Site:
    to_department = Route(f"ed{place % DEPARTMENTS}", np.array([SENT_TO_DEPARTMENT]), "minors")
    to_centre = Route(f"utc{place % CENTRES}", np.array([LEFT_FOR_CENTRE]), "walk_in")
    return Site(
        name=f"practice{place}",
        classes=CLASSES,
        arrivals={c: coming(r) for c, r in zip(CLASSES, rates(size), strict=True)},
        servers=Calendar.constant(staff(size)),
        service=dict.fromkeys(CLASSES, Law.exponential(1.0)),
        patience={
            c: Law.exponential(1 / r) for c, r in zip(CLASSES, PATIENCE_AT_PRACTICE, strict=True)
        },
        when_served=dict.fromkeys(CLASSES, (to_department,)),
        when_impatient=dict.fromkeys(CLASSES, (to_centre,)),
    )


def _individual_site(name: str, kind: Served, served_to: tuple[Route, ...] = ()) -> Site:
    a_day = zip(kind.classes, kind.a_day, strict=True)
    return _site(name, kind, {c: coming(n / DAY) for c, n in a_day}, served_to)


def _site(
    name: str, kind: Served, arrivals: dict[str, Arrivals], served_to: tuple[Route, ...] = ()
) -> Site:
    leaving = zip(kind.classes, kind.leaving, strict=True)
    return Site(
        name=name,
        classes=kind.classes,
        arrivals=arrivals,
        servers=Calendar.constant(kind.servers),
        service=dict.fromkeys(kind.classes, Law.exponential(1 / kind.service)),
        patience={c: None if r is None else Law.exponential(1 / r) for c, r in leaving},
        when_served=dict.fromkeys(kind.classes, served_to),
        limit=FOUR_HOURS,
    )


def _beds(place: int) -> Site:
    both = DEPARTMENT.classes
    return Site(
        name=f"beds{place}",
        classes=both,
        servers=Calendar.constant(BEDS),
        service=dict.fromkeys(both, Law.exponential(STAY)),
    )


# As Knock-on sees it


def whole(*, demand: float = 1.0) -> Network:
    """Return the board as we model it; ``demand`` multiplies what people want of practices."""
    stations: list[Station] = list(clinics(sizes(), SLOTS, demand=demand, sites=True))
    stations += [_hourly(f"utc{i}", CENTRE) for i in range(CENTRES)]
    for i in range(DEPARTMENTS):
        stations.append(_hourly(f"ed{i}", DEPARTMENT, (Route(f"ward{i}", np.array([ADMITTED])),)))
        stations.append(Ward(f"ward{i}", hazard=np.array([DAY / STAY]), beds=np.array([BEDS])))
    opening = tuple(
        Diversion(name, ((8.0, 18.5, 1.0),))
        for name in (*(f"utc{i}" for i in range(CENTRES)), *(f"ed{i}" for i in range(DEPARTMENTS)))
    )
    return Network(
        day=DAY, stations=tuple(stations), destinations=_ends(), diversions=opening, lanes=LANES
    )


def practices_alone(practices: int) -> Network:
    """Return so many crowded practices by the day; whoever goes elsewhere leaves the network."""
    ends = (*_ends(), End("utc"), End("ed"))
    stations = tuple(clinics(sizes(practices), CROWDED_SLOTS, demand=1.0, sites=False))
    return Network(day=DAY, stations=stations, destinations=ends, lanes=LANES)


def clinics(
    of: Floats, slots: tuple[float, ...], *, demand: float, sites: bool
) -> Iterator[Clinic]:
    """Yield practices by the day, of these sizes; without ``sites`` they send people to ends."""
    week = np.array(WEEKDAYS)[:, None]
    for place, size in enumerate(of):
        centre = f"utc{place % CENTRES}" if sites else "utc"
        department = f"ed{place % DEPARTMENTS}" if sites else "ed"
        left, unseen = _sent_on(centre, department, sites=sites)
        yield Clinic(
            name=f"practice{place}",
            classes=CLASSES,
            arrivals={
                c: DailyArrivals(n * size * demand * week)
                for c, n in zip(CLASSES, DEMAND, strict=True)
            },
            slots={
                "same_day": Slots.exactly(slots[0] * size),
                "soon": Slots(np.array([slots[1] * size]), np.array([np.inf])),
                "routine": Slots(np.array([slots[2] * size]), np.array([np.inf])),
            },
            backfill=True,
            leaving={c: np.array([p]) for c, p in zip(CLASSES, LEAVING, strict=True) if p},
            unseen={"same_day": unseen},
            when_leaving={"soon": left, "routine": left},
            open=np.array(WEEKDAYS) > 0,
        )


@cache
def _sent_on(centre: str, department: str, *, sites: bool) -> tuple[Chain, Chain]:
    """Return where those go who leave a list, and those not seen: one for all who send alike."""
    walk_in, minors = ("walk_in", "minors") if sites else (None, None)
    to_111 = To("nhs111", np.array([LEFT_TO_111]))
    left = Chain((to_111, To(centre, np.array([LEFT_TO_CENTRE]), walk_in)))
    unseen = Chain(
        (
            Retry(np.array([RETRY])),
            To("nhs111", np.array([TO_111])),
            To(centre, np.array([TO_CENTRE]), walk_in),
            To(department, np.array([TO_DEPARTMENT]), minors),
            To("pharmacy", np.array([1 - TO_111 - TO_CENTRE - TO_DEPARTMENT])),
        )
    )
    return left, unseen


def _ends() -> tuple[End, ...]:
    return End("nhs111"), End("pharmacy")


def _hourly(name: str, kind: Served, served_to: tuple[Route, ...] = ()) -> Site:
    """Return a site whose arrivals follow the hours of the day, under the usual ceiling."""
    shape = np.array(HOURS) / np.mean(HOURS) / DAY
    arrivals = {
        c: Arrivals((n * shape)[:, None], 1.0, CEILING * float((n * shape).max()))
        for c, n in zip(kind.classes, kind.a_day, strict=True)
    }
    return _site(name, kind, arrivals, served_to)
