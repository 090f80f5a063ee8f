"""Two published models built again in SimPy, independently of the engine.

The clinic is exercise 13 of Nelson (2013) with the defaults of treat-sim 3.0.0, the call centre is
the 111 example of STARS; parameters are in the engine's own cases of the same names. Arrivals of
the clinic follow the hour in which they happen: treat-sim takes the rate of the hour in which the
*last* person arrived until the next one comes, which `as_published` repeats, to show that the two
builds are otherwise one model.
"""

import math
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import simpy

HOURLY = (
    2.36666666666667, 2.8, 8.83333333333333, 10.4333333333333, 14.8, 26.2666666666667, 31.4,
    18.0666666666667, 16.4666666666667, 12.0333333333333, 11.6, 28.8666666666667, 18.0333333333333,
    11.5, 5.3, 4.06666666666667, 2.2, 2.1,
)  # fmt: skip
CLINIC_MINUTES = 19 * 60
CALLS_MINUTES = 1000

Time = Callable[[], float]


@dataclass
class Desk:
    """Servers, their law of service, and what is seen of them until the end."""

    env: simpy.Environment
    servers: int
    time: Time
    end: float
    waits: list[float] = field(default_factory=list)
    served: int = 0
    busy: float = 0.0

    def __post_init__(self) -> None:
        self.free = simpy.Resource(self.env, self.servers)

    def visit(self) -> Iterator[object]:
        """Wait for a server and be served."""
        came = self.env.now
        with self.free.request() as turn:
            yield turn
            self.waits.append(self.env.now - came)
            takes = self.time()
            self.busy += min(takes, self.end - self.env.now)
            yield self.env.timeout(takes)
        self.served += 1

    def told(self) -> dict[str, float]:
        """Return the mean wait of those who started, and use of the servers."""
        found = {"utilisation": self.busy / (self.servers * self.end), "served": float(self.served)}
        return found | ({"wait": sum(self.waits) / len(self.waits)} if self.waits else {})


def lognormal(luck: random.Random, mean: float, variance: float) -> Time:
    spread = math.log1p(variance / mean**2)
    return lambda: luck.lognormvariate(math.log(mean) - spread / 2, math.sqrt(spread))


def clinic(seed: int, *, as_published: bool = False) -> dict[str, float]:
    """Return one day of the treatment centre, from empty, in minutes."""
    luck = random.Random(seed)
    env = simpy.Environment()
    normal = lambda: max(0.5, luck.gauss(16.0, math.sqrt(3.0)))  # noqa: E731
    desks = {
        name: Desk(env, servers, time, CLINIC_MINUTES)
        for name, servers, time in (
            ("triage", 1, lambda: luck.expovariate(1 / 3)),
            ("registration", 1, lognormal(luck, 5.0, 2.0)),
            ("examination", 3, normal),
            ("trauma", 2, lambda: luck.expovariate(1 / 90)),
            ("cubicle", 1, lognormal(luck, 13.3, 2.0)),
            ("trauma_cubicle", 1, lognormal(luck, 30.0, 4.0)),
        )
    }
    seen = {"arrivals": 0.0, "throughput": 0.0}

    def person() -> Iterator[object]:
        trauma, treated = luck.random() < 0.12, luck.random() < 0.6
        way = ["triage", "registration", "examination", *(["cubicle"] if treated else [])]
        for name in ["triage", "trauma", "trauma_cubicle"] if trauma else way:
            yield from desks[name].visit()
        seen["throughput"] += 1

    def arrivals() -> Iterator[object]:
        ceiling = max(HOURLY)
        while True:
            since, wait = env.now, luck.expovariate(ceiling / 60)
            while luck.random() >= _rate(since if as_published else since + wait) / ceiling:
                wait += luck.expovariate(ceiling / 60)
            yield env.timeout(wait)
            seen["arrivals"] += 1
            env.process(person())

    env.process(arrivals())
    env.run(until=CLINIC_MINUTES)
    return seen | _told(desks)


def _rate(minute: float) -> float:
    return HOURLY[int(minute // 60) % len(HOURLY)]


def calls(seed: int) -> dict[str, float]:
    """Return a thousand minutes of the call centre, from empty."""
    luck = random.Random(seed)
    env = simpy.Environment()
    operators = Desk(env, 13, lambda: luck.triangular(5.0, 10.0, 7.0), CALLS_MINUTES)
    nurses = Desk(env, 9, lambda: luck.uniform(10.0, 20.0), CALLS_MINUTES)

    def caller() -> Iterator[object]:
        yield from operators.visit()
        if luck.random() < 0.4:
            yield from nurses.visit()

    def arrivals() -> Iterator[object]:
        while True:
            yield env.timeout(luck.expovariate(100 / 60))
            env.process(caller())

    env.process(arrivals())
    env.run(until=CALLS_MINUTES)
    return _told({"operators": operators, "nurses": nurses})


def _told(desks: dict[str, Desk]) -> dict[str, float]:
    return {
        f"{name}.{measure}": value
        for name, desk in desks.items()
        for measure, value in desk.told().items()
    }


def summed(days: Sequence[dict[str, float]]) -> dict[str, tuple[float, float]]:
    """Return each measure's mean over runs and its standard error."""
    by_measure: dict[str, list[float]] = defaultdict(list)
    for day in days:
        for measure, value in day.items():
            by_measure[measure].append(value)
    answers = {}
    for measure, values in by_measure.items():
        mean = sum(values) / len(values)
        spread = sum((value - mean) ** 2 for value in values) / (len(values) - 1)
        answers[measure] = (mean, math.sqrt(spread / len(values)))
    return answers
