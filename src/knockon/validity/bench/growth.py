"""How an event's cost grows: with stations apart from one another, and with a standing queue.

A station is M/M/5 at four fifths. The queue stands at one such station: urgent people come as
before, routine people come as fast as the spare fifth serves them, and so many wait from the
start; so the queue stays about as long.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knockon.flow import Counts, run
from knockon.flow.model import Calendar, ExactTimes, Law, Network, Site
from knockon.flow.results import SITE_FIELDS
from knockon.validity.bench.ciw_queues import simulation
from knockon.validity.bench.queues import LANES, coming, events
from knockon.validity.bench.simpy_queues import Model, Node
from knockon.validity.bench.values import Spent

STATIONS = (1, 10, 73, 300)
QUEUES = (0, 100, 1000, 5000)
SERVERS, BUSY, SPARE = 5, 4.0, 1.0
DAY = 2.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a size took: microseconds an event, and people served a unit of time, by replication."""

    microseconds: float
    served: tuple[float, ...]


def stations_in_ours(seed: int, wanted: float) -> Spent:
    """Run so many events (in each of 32 draws) at each number of stations."""
    return _spent({_stations(n): _ours(_apart(n), seed, _days(wanted, n)) for n in STATIONS})


def stations_in_simpy(seed: int, wanted: float) -> Spent:
    """Run so many events at each number of stations in SimPy."""
    costs, ours = {}, {}
    for n in STATIONS:
        nodes, days = tuple(_node(i) for i in range(n)), _days(wanted, n)
        costs[_stations(n)] = _simpy(nodes, seed, days, 0)
        ours[_stations(n)] = _ours(_apart(n), seed, days)
    return _spent(costs, ours)


def stations_in_ciw(seed: int, wanted: float) -> Spent:
    """Run so many events at each number of stations in Ciw."""
    costs = {_stations(n): _ciw(n, seed, _days(wanted, n)) for n in STATIONS}
    ours = {_stations(n): _ours(_apart(n), seed, _days(wanted, n)) for n in STATIONS}
    return _spent(costs, ours)


def queues_in_ours(seed: int, wanted: float) -> Spent:
    """Run so many events (in each of 32 draws) behind each standing queue."""
    days = _days(wanted, 1)
    return _spent({_queue(n): _ours(_standing(n), seed, days) for n in QUEUES})


def queues_in_simpy(seed: int, wanted: float) -> Spent:
    """Run so many events behind each standing queue in SimPy."""
    nodes = (Node("desk", SERVERS, 1.0, (BUSY, SPARE), (None, None)),)
    days = _days(wanted, 1)
    costs = {_queue(n): _simpy(nodes, seed, days, n) for n in QUEUES}
    return _spent(costs, {_queue(n): _ours(_standing(n), seed, days) for n in QUEUES})


def _days(wanted: float, stations: int) -> int:
    """Return how long so many events last, in whole days."""
    return max(1, round(wanted / stations / 2 / BUSY / DAY))


def _spent(costs: Mapping[str, Cost], ours: Mapping[str, Cost] | None = None) -> Spent:
    """Return costs by size, and their geometric mean as the work's cost."""
    mean = float(np.exp(np.mean([np.log(cost.microseconds) for cost in costs.values()])))
    return Spent(
        1.0,
        mean * 1e-6,
        said={f"served, {name}": cost.served for name, cost in costs.items()},
        ours={f"served, {name}": cost.served for name, cost in (ours or {}).items()},
        parts={f"µs an event, {name}": cost.microseconds for name, cost in costs.items()},
    )


def _stations(count: int) -> str:
    return f"{count} stations" if count > 1 else "1 station"


def _queue(count: int) -> str:
    return f"{count:,} waiting" if count else "nobody waiting"


def _apart(count: int) -> Network:
    sites = tuple(
        Site(
            name=f"desk{i}",
            classes=("all",),
            arrivals={"all": coming(BUSY)},
            servers=Calendar.constant(SERVERS),
            service={"all": Law.exponential(1.0)},
        )
        for i in range(count)
    )
    return Network(day=DAY, stations=sites, lanes=LANES)


def _standing(waiting: int) -> Network:
    classes = ("urgent", "waiting", "routine")
    first = {"waiting": ExactTimes(np.zeros(waiting))} if waiting else {}
    site = Site(
        name="desk",
        classes=classes,
        arrivals={"urgent": coming(BUSY), "routine": coming(SPARE), **first},
        servers=Calendar.constant(SERVERS),
        service=dict.fromkeys(classes, Law.exponential(1.0)),
    )
    return Network(day=DAY, stations=(site,), lanes=LANES)


def _ours(network: Network, seed: int, days: int) -> Cost:
    run(network, seed=seed, streams=np.arange(LANES), days=1)
    started = time.process_time()
    counts = run(network, seed=seed, streams=np.arange(LANES), days=days)
    seconds = time.process_time() - started
    return Cost(1e6 * seconds / events(counts), tuple(float(n) for n in _served(counts, days)))


def _served(counts: Counts, days: int) -> NDArray[np.float64]:
    people = counts.sites[..., SITE_FIELDS.index("served"), :].sum(axis=(0, 1, 2))
    return np.asarray(people / (days * DAY))


def _simpy(nodes: tuple[Node, ...], seed: int, days: int, waiting: int) -> Cost:
    """Run from empty; whoever waits from the start asks for a server before the clock is timed."""
    model = Model(nodes, seed)
    for _ in range(waiting):
        model.come(0, len(nodes[0].arriving) - 1)
    model.run(DAY / 1e6)
    before = model.tally.events
    seconds = model.run(days * DAY)
    served = sum(model.tally.served.values()) / (days * DAY)
    return Cost(1e6 * seconds / max(1, model.tally.events - before), (served,))


def _ciw(count: int, seed: int, days: int) -> Cost:
    made = simulation(("all",), tuple(_node(i) for i in range(count)), seed)
    started = time.process_time()
    made.simulate_until_max_time(days * DAY)
    seconds = time.process_time() - started
    served = len(made.get_all_records())
    happened = made.nodes[0].number_accepted_individuals + served
    return Cost(1e6 * seconds / happened, (served / (days * DAY),))


def _node(place: int) -> Node:
    return Node(f"desk{place}", SERVERS, 1.0, (BUSY,), (None,))
