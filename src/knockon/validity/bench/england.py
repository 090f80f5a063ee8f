"""What a run over many systems takes: the whole command, measured from outside.

    python -m knockon.validity.bench.england --system england --boards 4 --weeks 4 --draws 32

Runs ``knockon assess`` over a folder of systems, once on each number of threads and of worker
processes asked for, and says what each run took: time on the wall, the processor time and the most
memory of its processes, and the price of a practice for a week in one draw, which the manual's page
on scale reckons with. Every run must come to the same digest. Without ``--system`` the boards are
made up and fitted first, which takes ten minutes for all of them and is not measured.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import knockon
from knockon import catalogue
from knockon.catalogue.yaml import load_strict_text
from knockon.errors import KnockonError
from knockon.impact.draws import plan_draws
from knockon.impact.fit import fit
from knockon.plans.reading import read_assessment
from knockon.plans.writing import new_assessment
from knockon.system import folder, nation
from knockon.system.england import england
from knockon.system.values import System
from knockon.validity.bench.protocol import last_line

WEEKS, DRAWS, THREADS = 52, 100, 2
DAY = date(2026, 11, 22)
SEED = 1
KIB_IN_GIB, MICROSECONDS = 1 << 20, 1e6


@dataclass(frozen=True, slots=True)
class Way:
    """Where blocks are run: on so many threads, or in so many processes of this machine."""

    workers: int
    processes: bool = False

    @property
    def options(self) -> list[str]:
        """What the command is told."""
        return ["--workers", str(self.workers), *(["--cluster", "local"] if self.processes else [])]

    def __str__(self) -> str:
        """Return the way as words."""
        one, many = ("process", "processes") if self.processes else ("thread", "threads")
        return f"{self.workers} {one if self.workers == 1 else many}"


@dataclass(frozen=True, slots=True)
class Question:
    """An assessment in a file, and its size."""

    at: Path
    practices: int
    work: int
    """Practices times weeks times draws, twins included."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run of the command took, from starting it to the end of its report."""

    way: str
    practices: int
    wall: float
    """Seconds."""
    simulating: float
    """Of these, until the forecast was made; the rest is starting, reading and the report."""
    processor: float
    """Processor seconds of all its processes."""
    price: float
    """The same in microseconds for a practice, a week and a draw."""
    gib: float
    """The most memory one of its processes held."""
    digest: str
    """The digest of its result."""


def main(words: Sequence[str] | None = None) -> int:
    """Measure what the command line asks for, a line of JSON a run; 1 if results differ."""
    asked = _asked(words)
    ways = [Way(n) for n in asked.threads] + [Way(n, processes=True) for n in asked.processes]
    digests = set()
    with tempfile.TemporaryDirectory(prefix="knockon-") as scratch:
        at = Path(scratch)
        where = asked.system or make_up(at / "england", asked)
        question = ask(at, where, asked)
        for way in ways:
            taken = measure(question, way, at / str(way))
            digests.add(taken.digest)
            print(json.dumps(asdict(taken)), flush=True)
    if len(digests) > 1:
        print("The results differ.", file=sys.stderr)
    return int(len(digests) > 1)


def make_up(at: Path, asked: argparse.Namespace) -> Path:
    """Make up the boards asked for, fit them and write the folder of them."""
    held, entries = catalogue.load(), []
    wanted = (made for made in england(seed=SEED, catalogue=held) if _is_asked(asked, made[0]))
    for system, quality in islice(wanted, asked.boards):
        one = at / system.icbs[0].code
        folder.write(system, quality, fit(system, held, threads=os.cpu_count() or 1), one)
        entries.append(nation.entry(system, one))
    nation.write_index(nation.Nation(knockon.__version__, True, SEED, tuple(entries)), at)
    return at


def ask(at: Path, where: Path, asked: argparse.Namespace) -> Question:
    """Write the assessment, and beside it the index of the boards it is about."""
    whole = nation.read(where)
    chosen = [one for one in whole.systems if not asked.only or one.icb in asked.only]
    chosen = chosen[: asked.boards]
    entries = tuple(replace(e, folder=str((where / e.folder).absolute())) for e in chosen)
    (at / "boards").mkdir()
    nation.write_index(replace(whole, systems=entries), at / "boards")
    content = _content(asked.assessment)
    content |= {"system": "boards", "weeks": asked.weeks, "draws": asked.draws}
    question = at / "question.json"
    question.write_text(json.dumps(content, default=str), encoding="utf-8")
    sets = [name for name, _ in read_assessment(question, catalogue.load()).behaviours]
    practices = sum(one.practices for one in chosen)
    draws = len(plan_draws(asked.draws, sets).point)
    return Question(question, practices, practices * asked.weeks * draws)


def measure(question: Question, way: Way, out: Path) -> Taken:
    """Run the command and return what it took (K481: it failed)."""
    command = [sys.executable, "-m", "knockon", "assess", str(question.at), "--out", str(out)]
    started = time.perf_counter()
    with out.with_name("log").open("w+", encoding="utf-8") as log:
        running = subprocess.Popen([*command, *way.options], stdout=log, stderr=log)
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - started
        log.seek(0)
        _refuse_failed(running.returncode, log.read())
    processor = used.ru_utime + used.ru_stime
    made = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return Taken(
        way=str(way),
        practices=question.practices,
        wall=round(wall, 1),
        simulating=made["seconds"],
        processor=round(processor, 1),
        price=round(processor / question.work * MICROSECONDS, 1),
        gib=round(used.ru_maxrss / KIB_IN_GIB, 2),
        digest=made["result_digest"],
    )


def _is_asked(asked: argparse.Namespace, system: System) -> bool:
    return not asked.only or system.icbs[0].code in asked.only


def _refuse_failed(status: int, said: str) -> None:
    if status != 0:
        raise KnockonError(
            "K481",
            f"the command failed: {last_line(said)}",
            expected="a measurement",
            remedy="Run the same with `knockon assess`, and look at what it says.",
        )


def _content(assessment: Path | None) -> dict[str, Any]:
    """Return what an assessment asks: the one in a file, or that a user is given to start from."""
    if assessment is None:
        text = new_assessment("boards", None, catalogue.load(), DAY)
    else:
        text = assessment.read_text(encoding="utf-8")
    content: dict[str, Any] = load_strict_text(text, str(assessment)).value
    return content


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    """Return what the command line says."""
    read = argparse.ArgumentParser(prog="python -m knockon.validity.bench.england")
    read.add_argument("--system", type=Path, help="a folder of systems; left out, made up")
    read.add_argument("--assessment", type=Path, help="a file; left out, the usual question")
    read.add_argument("--boards", type=int, help="the first so many; left out, all")
    read.add_argument("--only", nargs="+", metavar="CODE", help="of these boards only")
    read.add_argument("--weeks", type=int, default=WEEKS)
    read.add_argument("--draws", type=int, default=DRAWS)
    read.add_argument("--threads", type=int, nargs="*", default=[THREADS])
    read.add_argument("--processes", type=int, nargs="*", default=[])
    return read.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
