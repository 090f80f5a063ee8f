"""Three queueing networks every simulator can describe, as ours describes them.

``ten-servers`` is M/M/10 at nine tenths of its capacity; ``three-stations`` has priorities,
patience and routes; ``ed-site`` is a crowded emergency department of 24 spaces. An event is an
arrival from outside, an end of service, or somebody giving up. Everything starts empty, and every
side runs the same length, so that answers can be compared without waiting for a steady state.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from knockon.flow import Counts, Window, run
from knockon.flow.model import Arrivals, Calendar, Law, Network, Route, Site
from knockon.flow.results import SITE_FIELDS
from knockon.validity.bench.values import Said, Spent

LANES = 32
CEILING = 1.5
"""Candidates come at this multiple of the rate, as they do in every system we build."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A network of sites that peers run too: what it is, and which answers are compared.

    ``waits`` and ``rates`` name (site, class) pairs; a rate is people a unit of time, by the site's
    field of that name.
    """

    network: Callable[[], Network]
    waits: tuple[tuple[str, str], ...]
    rates: tuple[tuple[str, str], ...]

    def timed(self, seed: int, length: float, *, blocks: int = 4) -> Spent:
        """Run ``blocks`` of 32 draws over ``length``; return the events and the processor time."""
        network = self.network()
        started = time.process_time()
        runs = [_run(network, seed, block, length) for block in range(blocks)]
        seconds = time.process_time() - started
        return Spent(sum(events(counts) for counts in runs), seconds, self.said(runs, length))

    def ours(self, seed: int, length: float) -> Said:
        """Return what our engine makes of it in 32 draws over ``length``."""
        return self.said([_run(self.network(), seed, 0, length)], length)

    def said(self, runs: list[Counts], length: float) -> Said:
        """Return each draw's mean waits and rates."""
        found: dict[str, list[float]] = {}
        for counts in runs:
            for name, by_draw in self._answers(counts, length).items():
                found.setdefault(name, []).extend(float(value) for value in by_draw)
        return {name: tuple(values) for name, values in found.items()}

    def _answers(self, counts: Counts, length: float) -> Mapping[str, np.ndarray]:
        places = {site.name: (i, site.classes) for i, site in enumerate(counts.network.sites)}
        answers = {}
        for site, class_ in self.waits:
            place, classes = places[site]
            assert counts.window is not None
            wait = counts.window.mean("wait", place, classes.index(class_))
            answers[f"wait {site} {class_}"] = wait
        for site, measure in self.rates:
            place, _ = places[site]
            people = counts.sites[:, place, :, SITE_FIELDS.index(measure)].sum(axis=(0, 1))
            answers[f"{measure} {site}"] = people / length
        return answers


def _run(network: Network, seed: int, block: int, length: float) -> Counts:
    return run(
        network,
        seed=seed,
        streams=np.arange(block * LANES, (block + 1) * LANES),
        days=round(length / network.day),
        window=Window(0.0, length),
    )


def events(counts: Counts) -> int:
    """Return arrivals from outside, ends of service and people giving up, over all draws."""
    fields = [SITE_FIELDS.index(name) for name in ("own", "served", "left")]
    return int(counts.sites[..., fields, :].sum())


def coming(rate: float) -> Arrivals:
    """Return arrivals at one rate, under our usual ceiling."""
    return Arrivals(np.array([[rate]]), 1.0, CEILING * rate)


def _ten_servers() -> Network:
    site = Site(
        name="desk",
        classes=("all",),
        arrivals={"all": coming(9.0)},
        servers=Calendar.constant(10),
        service={"all": Law.exponential(1.0)},
    )
    return Network(day=20.0, stations=(site,), lanes=LANES)


def _three_stations() -> Network:
    both = ("urgent", "routine")
    one, two, three = Law.exponential(1.0), Law.exponential(1.0), Law.exponential(10.0)
    served_to_third = {
        1: (Route("third", np.array([0.1])),),
        2: (Route("third", np.array([0.25])),),
    }
    first = Site(
        name="first",
        classes=both,
        arrivals={"urgent": coming(2.4), "routine": coming(5.6)},
        servers=Calendar.constant(8),
        service=dict.fromkeys(both, one),
        patience={"urgent": Law.exponential(2.0), "routine": Law.exponential(6.0)},
        when_served=dict.fromkeys(both, served_to_third[1]),
        when_impatient=dict.fromkeys(both, (Route("second", np.array([0.4])),)),
    )
    second = Site(
        name="second",
        classes=both,
        arrivals={"urgent": coming(1.2), "routine": coming(2.4)},
        servers=Calendar.constant(5),
        service=dict.fromkeys(both, two),
        patience={"urgent": None, "routine": Law.exponential(8.0)},
        when_served=dict.fromkeys(both, served_to_third[2]),
    )
    third = Site(
        name="third",
        classes=both,
        servers=Calendar.constant(20),
        service=dict.fromkeys(both, three),
    )
    return Network(day=20.0, stations=(first, second, third), lanes=LANES)


def _ed_site() -> Network:
    both = ("majors", "minors")
    site = Site(
        name="ed",
        classes=both,
        arrivals={"majors": coming(3.75), "minors": coming(130 / 24)},
        servers=Calendar.constant(24),
        service=dict.fromkeys(both, Law.exponential(2.5)),
        patience=dict.fromkeys(both, Law.exponential(12.5)),
    )
    return Network(day=24.0, stations=(site,), lanes=LANES)


TEN_SERVERS = Queue(_ten_servers, (("desk", "all"),), (("desk", "served"),))
THREE_STATIONS = Queue(
    _three_stations,
    tuple((site, c) for site in ("first", "second") for c in ("urgent", "routine")),
    (
        *((site, "served") for site in ("first", "second", "third")),
        *((site, "left") for site in ("first", "second")),
    ),
)
ED_SITE = Queue(_ed_site, (("ed", "majors"), ("ed", "minors")), (("ed", "served"), ("ed", "left")))
