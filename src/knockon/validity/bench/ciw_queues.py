"""The same queues in Ciw: nodes, classes by priority, reneging and probabilistic routing."""

from __future__ import annotations

import time
from importlib import import_module
from random import Random
from typing import Any

from knockon.validity.bench.queues import ED_SITE, TEN_SERVERS, THREE_STATIONS, Queue
from knockon.validity.bench.simpy_queues import DESK, ED, STATIONS, Node, Way
from knockon.validity.bench.values import Spent


def ten_servers(seed: int, length: float) -> Spent:
    """Run M/M/10."""
    return _spent(TEN_SERVERS, ("all",), DESK, seed, length)


def three_stations(seed: int, length: float) -> Spent:
    """Run the network of three stations."""
    return _spent(THREE_STATIONS, ("urgent", "routine"), STATIONS, seed, length)


def ed_site(seed: int, length: float) -> Spent:
    """Run the emergency department."""
    return _spent(ED_SITE, ("majors", "minors"), ED, seed, length)


def simulation(classes: tuple[str, ...], nodes: tuple[Node, ...], seed: int) -> Any:
    """Return Ciw's simulation of nodes, ready to run."""
    ciw = import_module("ciw")
    made = ciw.create_network(
        arrival_distributions=_laws(ciw, classes, [node.arriving for node in nodes]),
        reneging_time_distributions=_laws(ciw, classes, [node.leaving for node in nodes]),
        service_distributions=_laws(
            ciw, classes, [(node.service,) * len(classes) for node in nodes]
        ),
        number_of_servers=[node.servers for node in nodes],
        priority_classes={name: place for place, name in enumerate(classes)},
        routing={name: _routing(ciw, nodes, Random(f"{seed} {name}")) for name in classes},
    )
    ciw.seed(seed)
    return ciw.Simulation(made)


def _laws(ciw: Any, classes: tuple[str, ...], rates: list[tuple[float | None, ...]]) -> Any:
    """Return exponential laws by class and node; a rate of none or nothing is no law."""
    law = ciw.dists.Exponential
    return {
        name: [law(by_class[place]) if by_class[place] else None for by_class in rates]
        for place, name in enumerate(classes)
    }


def _routing(ciw: Any, nodes: tuple[Node, ...], luck: Random) -> Any:
    """Return Ciw's routers: on service, and for who gives up ("jockeying")."""

    class Onward(ciw.routing.NodeRouting):  # type: ignore[misc]
        """To a node by chance, else out."""

        def __init__(self, ways: Node) -> None:
            self.ways = ways

        def next_node(self, ind: Any) -> Any:
            """Return where somebody served goes."""
            del ind
            return self._taken(self.ways.served_to)

        def next_node_for_jockeying(self, ind: Any) -> Any:
            """Return where somebody goes who gave up."""
            del ind
            return self._taken(self.ways.left_to)

        def _taken(self, way: Way | None) -> Any:
            goes = way is not None and luck.random() < way.share
            return self.simulation.nodes[1 + way.to if goes and way is not None else -1]

    return ciw.routing.NetworkRouting(routers=[Onward(node) for node in nodes])


def _spent(
    queue: Queue, classes: tuple[str, ...], nodes: tuple[Node, ...], seed: int, length: float
) -> Spent:
    simulation(classes, nodes, seed).simulate_until_max_time(length / 50)
    made = simulation(classes, nodes, seed)
    started = time.process_time()
    made.simulate_until_max_time(length)
    seconds = time.process_time() - started
    records = made.get_all_records()
    served = [r for r in records if r.record_type == "service"]
    left = [r for r in records if r.record_type == "renege"]
    names, said = [node.name for node in nodes], {}
    for site, class_ in queue.waits:
        at = names.index(site) + 1
        waits = [r.waiting_time for r in served if r.node == at and r.customer_class == class_]
        said[f"wait {site} {class_}"] = (sum(waits) / len(waits),)
    for site, measure in queue.rates:
        which, at = served if measure == "served" else left, names.index(site) + 1
        said[f"{measure} {site}"] = (sum(r.node == at for r in which) / length,)
    came = made.nodes[0].number_accepted_individuals
    events = came + len(served) + len(left)
    return Spent(events, seconds, said, queue.ours(seed, length))
