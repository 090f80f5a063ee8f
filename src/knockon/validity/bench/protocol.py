"""How benchmarks are run: a process for each measurement, sides in turn, five rounds, medians.

Each measurement is a new process that does a side's work once, warm, and times itself. Sides take
turns within a round and change their order from round to round, so that whatever else the machine
does falls on all of them. A ratio is taken within a round; told are the median and the range.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError
from knockon.validity.bench.listing import BENCHMARKS, BY_NAME
from knockon.validity.bench.values import SYSTEM, Benchmark, Side, Spent, function

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 5
_LOOP = 1_000_000


@dataclass(frozen=True, slots=True)
class Timed:
    """One measurement, and how long a fixed loop took before and after it."""

    spent: Spent
    loop: tuple[float, float]


Measure = Callable[[Benchmark, Side, int, float], Timed]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Ran:
    """A benchmark with the rounds of each side that could be run, sides in order."""

    benchmark: Benchmark
    rounds: Mapping[str, tuple[Timed, ...]]
    sizes: Mapping[str, float]


def wanted(names: Sequence[str]) -> tuple[Benchmark, ...]:
    """Return the benchmarks named, or all that do not wait to be asked (K480: no such one)."""
    for name in names:
        if name not in BY_NAME:
            raise KnockonError(
                "K480",
                f"there is no benchmark {name!r}",
                expected=", ".join(BY_NAME),
                remedy=did_you_mean(name, BY_NAME),
            )
    if names:
        return tuple(BY_NAME[name] for name in dict.fromkeys(names))
    return tuple(benchmark for benchmark in BENCHMARKS if not benchmark.asked)


def run_all(  # noqa: PLR0913 - what is run, how often and how large, and by what means
    benchmarks: Sequence[Benchmark],
    *,
    rounds: int = ROUNDS,
    quick: bool = False,
    packages: Mapping[str, str | None],
    measure: Measure | None = None,
    progress: Progress | None = None,
) -> tuple[Ran, ...]:
    """Run benchmarks one after another, leaving out sides whose package is not installed.

    ``packages`` are the peers' versions, None for one that is not here.
    """
    once = measure or in_a_process
    here = [(b, _present(b, packages), min(rounds, b.rounds or rounds)) for b in benchmarks]
    of = sum(len(sides) * times for _, sides, times in here)
    done = 0
    ran = []
    for benchmark, sides, times in here:
        kept: dict[str, list[Timed]] = {side.name: [] for side in sides}
        for nth in range(times):
            for side in sides if nth % 2 == 0 else reversed(sides):
                kept[side.name].append(once(benchmark, side, nth + 1, _size(side, quick)))
                done += 1
                if progress is not None:
                    progress(done, of)
        sizes = {side.name: _size(side, quick) for side in sides}
        ran.append(Ran(benchmark, {name: tuple(all_) for name, all_ in kept.items()}, sizes))
    return tuple(ran)


def _present(benchmark: Benchmark, packages: Mapping[str, str | None]) -> list[Side]:
    return [side for side in benchmark.sides if side.package is None or packages.get(side.package)]


def _size(side: Side, quick: bool) -> float:
    return side.quick if quick else side.full


@contextmanager
def board(given: Path | None, benchmarks: Sequence[Benchmark]) -> Iterator[None]:
    """Have a board's folder at hand while a block runs: the one given, or one made up for it."""
    before = os.environ.get(SYSTEM)
    with tempfile.TemporaryDirectory() as scratch:
        at = given or Path(scratch) / "board"
        if given is None and any(one.name in ("what-if", "forecast") for one in benchmarks):
            function("products:make_board")(at)
        os.environ[SYSTEM] = str(at.absolute())
        try:
            yield
        finally:
            if before is None:
                del os.environ[SYSTEM]
            else:
                os.environ[SYSTEM] = before


def in_a_process(benchmark: Benchmark, side: Side, seed: int, size: float) -> Timed:
    """Measure once in a process of its own (K481: it failed)."""
    command = [sys.executable, "-m", "knockon.validity.bench"]
    asked = [benchmark.name, side.name, str(seed), repr(size)]
    told = subprocess.run([*command, *asked], capture_output=True, text=True, check=False)
    if told.returncode != 0:
        raise KnockonError(
            "K481",
            f"{side.name} failed at {benchmark.name}: {last_line(told.stderr)}",
            expected="a measurement",
            remedy="Run that benchmark alone, and see that the peer has the version pinned.",
        )
    found = json.loads(told.stdout.splitlines()[-1])
    return Timed(Spent(**found["spent"]), tuple(found["loop"]))


def last_line(text: str) -> str:
    """Return the last line a failed process said."""
    return (text.strip().splitlines() or ["it said nothing"])[-1]


def here(name: str, side: str, seed: int, size: float) -> str:
    """Measure once in this process and return it as one line of JSON."""
    chosen = next(one for one in BY_NAME[name].sides if one.name == side)
    before = fixed_loop()
    spent = chosen.run(seed, size)
    return json.dumps({"spent": asdict(spent), "loop": (before, fixed_loop())})


def fixed_loop() -> float:
    """Return the processor time of a fixed loop in Python: how fast the machine is just now."""
    started = time.process_time()
    total = 0
    for i in range(_LOOP):
        total += i * i
    return time.process_time() - started
