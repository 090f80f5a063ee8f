"""What a benchmark is: sides that work the same model, and what their speeds are held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from operator import attrgetter
from typing import Any, Literal

SYSTEM = "KNOCKON_BENCH_SYSTEM"
"""The environment's variable that names the folder of the board that is forecast."""
Said = Mapping[str, tuple[float, ...]]
"""What a model came to, measure by measure: a value for each independent replication."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One measurement: so much work done in so many seconds.

    ``said`` is what the model came to, and ``ours`` what our engine came to on the same model over
    the same length (not timed), for sides whose answers are held against it. ``parts`` are times
    and sizes worth keeping apart, by name.
    """

    work: float
    seconds: float
    said: Said = field(default_factory=dict)
    ours: Said = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Work a second."""
        return self.work / self.seconds


@dataclass(frozen=True, slots=True)
class Side:
    """One way of doing a benchmark's work: ours, or a peer's.

    ``work`` names a function of this package, ``module:function``, so that a list of benchmarks
    loads none of what they need; it is called with ``given``, a seed and a size, does the work once
    and times itself, imports and the making of the model apart. ``full`` and ``quick`` are sizes,
    in whatever the benchmark counts. ``package`` is what must be installed; None is nothing beyond
    Knock-on.
    """

    name: str
    work: str
    full: float
    quick: float
    package: str | None = None
    given: tuple[int, ...] = ()

    def run(self, seed: int, size: float) -> Spent:
        """Do the work once."""
        spent: Spent = function(self.work)(*self.given, seed, size)
        return spent


def function(name: str) -> Any:
    """Return a function of this package by its name, ``module:function``."""
    module, _, path = name.partition(":")
    return attrgetter(path)(import_module(f"knockon.validity.bench.{module}"))


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure must be and is meant to be.

    The figure of a round is the first side's rate over ``against``'s; without ``against``, the
    first side's ``part`` of that name, or its seconds. ``better`` says which way is better.
    """

    text: str
    must: float
    aim: float
    unit: str = "×"
    against: str | None = None
    part: str | None = None
    better: Literal["more", "less"] = "more"

    def met(self, figure: float) -> bool:
        """Return whether a figure is as good as it must be."""
        return figure >= self.must if self.better == "more" else figure <= self.must

    def distance(self, figure: float) -> float:
        """Return how far a figure is from the aim, as a factor: 1 is there, 2 is half the way."""
        return self.aim / figure if self.better == "more" else figure / self.aim


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Work that several sides do, in a unit that they share, and its goals.

    ``clock`` is what seconds are: processor time, or time on the wall where threads or starting
    up are the point. ``rounds`` is the most rounds worth running; ``asked`` is true for what takes
    minutes and runs only when it is named.
    """

    name: str
    title: str
    unit: str
    sides: tuple[Side, ...]
    goals: tuple[Goal, ...] = ()
    clock: Literal["processor", "wall"] = "processor"
    rounds: int | None = None
    asked: bool = False
