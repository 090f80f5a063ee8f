"""The same queues in SimPy: a process for each person, resources with priorities."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from random import Random
from typing import Any

from knockon.validity.bench.queues import ED_SITE, TEN_SERVERS, THREE_STATIONS, Queue
from knockon.validity.bench.values import Spent


@dataclass(frozen=True, slots=True)
class Way:
    """A share goes to another node, there in the class numbered so; None keeps their own."""

    to: int
    share: float
    class_: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A station: servers, service rate, and where people go. Classes are numbered by priority.

    ``arriving`` and ``leaving`` (rates of giving up, None never) are by class.
    """

    name: str
    servers: int
    service: float
    arriving: tuple[float, ...]
    leaving: tuple[float | None, ...]
    served_to: Way | None = None
    left_to: Way | None = None


@dataclass(slots=True)
class Tally:
    """What happened, by node and class."""

    came: int = 0
    served: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    left: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    waited: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    started: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))

    @property
    def events(self) -> int:
        """Arrivals, ends of service and people giving up."""
        return self.came + sum(self.served.values()) + sum(self.left.values())

    def said(
        self, queue: Queue, classes: tuple[str, ...], names: list[str], length: float
    ) -> dict[str, tuple[float, ...]]:
        """Return the answers a queue is compared by: one replication's mean waits and rates."""
        answers: dict[str, tuple[float, ...]] = {}
        for site, class_ in queue.waits:
            cell = names.index(site), classes.index(class_)
            wait = self.waited[cell] / self.started[cell] if self.started[cell] else math.nan
            answers[f"wait {site} {class_}"] = (wait,)
        for site, measure in queue.rates:
            people = self.served if measure == "served" else self.left
            answers[f"{measure} {site}"] = (people[names.index(site)] / length,)
        return answers


class Model:
    """Nodes at work in SimPy."""

    def __init__(self, nodes: tuple[Node, ...], seed: int) -> None:
        simpy = import_module("simpy")
        self.nodes, self.tally, self.luck = nodes, Tally(), Random(seed)
        self.clock = simpy.Environment()
        self.desks = [self._desk(simpy, node) for node in nodes]
        for place, node in enumerate(nodes):
            for class_, rate in enumerate(node.arriving):
                if rate:
                    self.clock.process(self._coming(place, class_, rate))

    def _desk(self, simpy: Any, node: Node) -> Any:
        """Return the cheapest resource that does: priorities only where there are classes."""
        kind = simpy.PriorityResource if len(node.arriving) > 1 else simpy.Resource
        return kind(self.clock, node.servers)

    def run(self, until: float) -> float:
        """Work until a time; return the processor time taken."""
        started = time.process_time()
        self.clock.run(until=until)
        return time.process_time() - started

    def come(self, place: int, class_: int) -> None:
        """Let somebody come now."""
        self.tally.came += 1
        self.clock.process(self._person(place, class_))

    def _coming(self, place: int, class_: int, rate: float) -> Iterator[Any]:
        gap, clock = self.luck.expovariate, self.clock
        while True:
            yield clock.timeout(gap(rate))
            self.come(place, class_)

    def _person(self, place: int, class_: int) -> Iterator[Any]:
        clock, tally, luck = self.clock, self.tally, self.luck
        while True:
            node, desk, came = self.nodes[place], self.desks[place], clock.now
            asked = desk.request(priority=class_) if len(node.arriving) > 1 else desk.request()
            with asked:
                patience = node.leaving[class_]
                if patience is None:
                    yield asked
                else:
                    yield asked | clock.timeout(luck.expovariate(patience))
                served = asked.triggered
                if served:
                    tally.waited[place, class_] += clock.now - came
                    tally.started[place, class_] += 1
                    yield clock.timeout(luck.expovariate(node.service))
            (tally.served if served else tally.left)[place] += 1
            way = node.served_to if served else node.left_to
            if way is None or luck.random() >= way.share:
                return
            place, class_ = way.to, class_ if way.class_ is None else way.class_


DESK = (Node("desk", 10, 1.0, (9.0,), (None,)),)
STATIONS = (
    Node("first", 8, 1.0, (2.4, 5.6), (1 / 2, 1 / 6), served_to=Way(2, 0.1), left_to=Way(1, 0.4)),
    Node("second", 5, 1.0, (1.2, 2.4), (None, 1 / 8), served_to=Way(2, 0.25)),
    Node("third", 20, 0.1, (0.0, 0.0), (None, None)),
)
ED = (Node("ed", 24, 0.4, (3.75, 130 / 24), (1 / 12.5, 1 / 12.5)),)


def ten_servers(seed: int, length: float) -> Spent:
    """Run M/M/10."""
    return _spent(TEN_SERVERS, ("all",), DESK, seed, length)


def three_stations(seed: int, length: float) -> Spent:
    """Run the network of three stations."""
    return _spent(THREE_STATIONS, ("urgent", "routine"), STATIONS, seed, length)


def ed_site(seed: int, length: float) -> Spent:
    """Run the emergency department."""
    return _spent(ED_SITE, ("majors", "minors"), ED, seed, length)


def _spent(
    queue: Queue, classes: tuple[str, ...], nodes: tuple[Node, ...], seed: int, length: float
) -> Spent:
    Model(nodes, seed).run(length / 50)
    model = Model(nodes, seed)
    seconds = model.run(length)
    said = model.tally.said(queue, classes, [node.name for node in nodes], length)
    return Spent(model.tally.events, seconds, said, queue.ours(seed, length))
