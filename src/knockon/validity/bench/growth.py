"""How an event's cost grows: with stations apart from one another, and with a standing queue.

A station is M/M/5 at four fifths. The queue stands at one such station: urgent people come as
before, routine people come as fast as the spare fifth serves them, and so many wait from the
start; so the queue stays about as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from knockon.flow import run
from knockon.flow.model import Calendar, ExactTimes, Law, Network, Site
from knockon.validity.bench.ciw_queues import simulation
from knockon.validity.bench.queues import LANES, coming, events
from knockon.validity.bench.simpy_queues import Model, Node
from knockon.validity.bench.values import Spent

STATIONS = (1, 10, 73, 300)
QUEUES = (0, 100, 1000, 5000)
SERVERS, BUSY, SPARE = 5, 4.0, 1.0
DAY = 20.0


def _parts(costs: dict[str, float]) -> Spent:
    """Return costs by size, and their geometric mean as the work's cost."""
    mean = float(np.exp(np.mean(np.log(list(costs.values())))))
    return Spent(1.0, mean * 1e-6, parts={f"µs an event, {name}": c for name, c in costs.items()})


def stations_in_ours(seed: int, wanted: float) -> Spent:
    """Run so many events (in each of 32 draws) at each number of stations."""
    return _parts({_stations(n): _ours(_apart(n), seed, wanted / n / 2 / BUSY) for n in STATIONS})


def stations_in_simpy(seed: int, wanted: float) -> Spent:
    """Run so many events at each number of stations in SimPy."""
    nodes = {n: tuple(_node(i) for i in range(n)) for n in STATIONS}
    length = {n: wanted / n / 2 / BUSY for n in STATIONS}
    return _parts({_stations(n): _simpy(nodes[n], seed, length[n], 0) for n in STATIONS})


def stations_in_ciw(seed: int, wanted: float) -> Spent:
    """Run so many events at each number of stations in Ciw."""
    return _parts({_stations(n): _ciw(n, seed, wanted / n / 2 / BUSY) for n in STATIONS})


def queues_in_ours(seed: int, wanted: float) -> Spent:
    """Run so many events (in each of 32 draws) behind each standing queue."""
    length = wanted / 2 / (BUSY + SPARE)
    return _parts({_queue(n): _ours(_standing(n), seed, length) for n in QUEUES})


def queues_in_simpy(seed: int, wanted: float) -> Spent:
    """Run so many events behind each standing queue in SimPy."""
    node = Node("desk", SERVERS, 1.0, (BUSY, SPARE), (None, None))
    length = wanted / 2 / (BUSY + SPARE)
    return _parts({_queue(n): _simpy((node,), seed, length, n) for n in QUEUES})


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


def _ours(network: Network, seed: int, length: float) -> float:
    """Return microseconds an event."""
    days = max(1, round(length / DAY))

    def once(length_in_days: int) -> tuple[int, float]:
        started = time.process_time()
        counts = run(network, seed=seed, streams=np.arange(LANES), days=length_in_days)
        return events(counts), time.process_time() - started

    once(1)
    return _microseconds(lambda: once(days))


def _simpy(nodes: tuple[Node, ...], seed: int, length: float, waiting: int) -> float:
    model = Model(nodes, seed)
    for _ in range(waiting):
        model.come(0, len(nodes[0].arriving) - 1)
    model.run(DAY)
    before = model.tally.events

    def rest() -> tuple[int, float]:
        seconds = model.run(DAY + length)
        return model.tally.events - before, seconds

    return _microseconds(rest)


def _ciw(count: int, seed: int, length: float) -> float:
    made = simulation(("all",), tuple(_node(i) for i in range(count)), seed)

    def once() -> tuple[int, float]:
        started = time.process_time()
        made.simulate_until_max_time(length)
        seconds = time.process_time() - started
        served = len(made.get_all_records())
        return made.nodes[0].number_accepted_individuals + served, seconds

    return _microseconds(once)


def _microseconds(work: Callable[[], tuple[int, float]]) -> float:
    happened, seconds = work()
    return 1e6 * seconds / happened


def _node(place: int) -> Node:
    return Node(f"desk{place}", SERVERS, 1.0, (BUSY,), (None,))
