"""The same queues in salabim: a component for each person, a generator for what it does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib import import_module
from random import Random
from typing import Any

from knockon.validity.bench.queues import TEN_SERVERS, THREE_STATIONS, Queue
from knockon.validity.bench.simpy_queues import DESK, STATIONS, Node, Tally
from knockon.validity.bench.values import Spent


def ten_servers(seed: int, length: float) -> Spent:
    """Run M/M/10."""
    return _spent(TEN_SERVERS, ("all",), DESK, seed, length)


def three_stations(seed: int, length: float) -> Spent:
    """Run the network of three stations."""
    return _spent(THREE_STATIONS, ("urgent", "routine"), STATIONS, seed, length)


def _model(nodes: tuple[Node, ...], seed: int) -> tuple[Any, Tally]:
    """Return salabim's environment with sources at work, and the tally they fill."""
    sim: Any = import_module("salabim")
    sim.yieldless(False)
    clock, tally = sim.Environment(random_seed=seed, trace=False), Tally()
    luck = Random(seed)
    component: Any = sim.Component
    desks = [sim.Resource(node.name, capacity=node.servers) for node in nodes]

    class Person(component):  # type: ignore[misc]
        """Somebody who waits, is served or gives up, and goes on."""

        def process(self, place: int, class_: int) -> Iterator[Any]:
            """Go through the nodes."""
            while True:
                node, came, patience = nodes[place], clock.now(), nodes[place].leaving[class_]
                delay = {} if patience is None else {"fail_delay": luck.expovariate(patience)}
                yield self.request((desks[place], 1, class_), **delay)
                served = not self.failed()
                if served:
                    tally.waited[place, class_] += clock.now() - came
                    tally.started[place, class_] += 1
                    yield self.hold(luck.expovariate(node.service))
                    self.release()
                (tally.served if served else tally.left)[place] += 1
                way = node.served_to if served else node.left_to
                if way is None or luck.random() >= way.share:
                    return
                place = way.to

    class Source(component):  # type: ignore[misc]
        """People coming from outside."""

        def process(self, place: int, class_: int, rate: float) -> Iterator[Any]:
            """Make a person after every gap."""
            while True:
                yield self.hold(luck.expovariate(rate))
                tally.came += 1
                Person(place=place, class_=class_)

    for place, node in enumerate(nodes):
        for class_, rate in enumerate(node.arriving):
            if rate:
                Source(place=place, class_=class_, rate=rate)
    return clock, tally


def _spent(
    queue: Queue, classes: tuple[str, ...], nodes: tuple[Node, ...], seed: int, length: float
) -> Spent:
    _model(nodes, seed)[0].run(till=length / 50)
    clock, tally = _model(nodes, seed)
    started = time.process_time()
    clock.run(till=length)
    seconds = time.process_time() - started
    names = [node.name for node in nodes]
    return Spent(
        tally.events,
        seconds,
        tally.said(queue, classes, names, length),
        queue.ours(seed, length),
    )
