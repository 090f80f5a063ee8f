"""Ways of running that may change no bit: the same draws are the same numbers however they are run.

One case with something of everything is run in each way and every measure of every draw is
compared, bit by bit. A row tells how many numbers were compared and how many were the same.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knockon.flow import Block, blocks_of, kernel
from knockon.flow.reference import run_reference
from knockon.validity.builtin import builtin_case, builtin_text
from knockon.validity.cases import Case, load_case_text
from knockon.validity.output import CLINIC_COUNTS, SITE_COUNTS, Measured, joined
from knockon.validity.rows import Line, Row
from knockon.validity.verify import run_block, run_draws, with_draws

Numbers = Mapping[str, NDArray[np.float64]]

CASE = "town"
LANES = (1, 8)
THREADS = 3
OF_THE_REFERENCE = 2
PEOPLE = {*SITE_COUNTS, *CLINIC_COUNTS, "admitted", "present_at", "total", "over_52"}
LATER = ("[680, 17]]", "[680, 30]]\n    present_at: [800]")
"""More servers at the department from a day after the last that is counted, and a look at them."""

ANOTHER = """\
  - {id: another, kind: site, servers: 3, classes: [all], arrivals: {all: {rate: 2}},
     service: {all: {exponential: {mean: 1}}}}
  - {id: yet_another, kind: ward, beds: 4, arrivals: {rate: 1}, hazard: [0.3]}
"""


def verify_same_bits() -> Iterator[Row]:
    """Yield a row for each way of running that may change nothing."""
    case = builtin_case(CASE)
    usual = numbers(run_draws(case))
    for way, run in _WAYS.items():
        yield compared(way, run(case), usual)
    yield from _elsewhere(usual)


def compared(way: str, found: Numbers, usual: Numbers) -> Row:
    """Return the row that tells how many of the numbers of ``found`` are as usual, bit by bit."""
    line = Line("same bits", CASE, "the same run in the usual way")
    asked = sum(values.size for values in found.values())
    alike = sum(_alike(values, usual[name][: values.size]) for name, values in found.items())
    return line.exactly(way, asked, alike)


def numbers(blocks: Sequence[Measured]) -> Numbers:
    """Return every measure of every draw under its name."""
    return {".".join(path): values for path, values in joined(blocks).items()}


def _alike(some: NDArray[np.float64], others: NDArray[np.float64]) -> int:
    return int((some.view(np.int64) == np.ascontiguousarray(others).view(np.int64)).sum())


def _bits(values: NDArray[np.float64]) -> list[int]:
    return [int(bits) for bits in np.ascontiguousarray(values).view(np.int64)]


def _threads(case: Case) -> Numbers:
    return numbers(run_draws(case, threads=THREADS, blocks=blocks_of(case.draws, 8)))


def _lanes(width: int) -> Callable[[Case], Numbers]:
    return lambda case: numbers(run_draws(case, blocks=blocks_of(case.draws, width)))


def _order(case: Case) -> Numbers:
    """Run the blocks in another order, then put them back into theirs."""
    blocks = list(blocks_of(case.draws, 8))
    random.Random(CASE).shuffle(blocks)
    found = dict(zip(blocks, run_draws(case, blocks=blocks), strict=True))
    return numbers([found[block] for block in sorted(blocks, key=lambda block: block.index)])


def _extended(case: Case) -> Numbers:
    """Run a few draws, then the rest, as when a finished run is made longer."""
    few = run_draws(with_draws(case, 40))
    return numbers([*few, *run_draws(case, blocks=[Block(0, 40, case.draws - 40)])])


def _reference(case: Case) -> Numbers:
    """Run the first draws through the specification in plain Python, and return counts of people.

    It adds times up in another order, which the last bit shows; people are whole.
    """
    block = Block(0, 0, OF_THE_REFERENCE)
    return _people(numbers([run_block(case, block, engine=run_reference)]))


def _more_stations(_: Case) -> Numbers:
    found = numbers(run_draws(load_case_text(builtin_text(CASE) + ANOTHER)))
    return {name: values for name, values in found.items() if "another" not in name}


def _later_change(_: Case) -> Numbers:
    """Run with more servers from a day after the last that is counted, and return counts of people.

    Time in service is added up as services end, which they now do in another order.
    """
    found = _people(numbers(run_draws(load_case_text(builtin_text(CASE).replace(*LATER)))))
    return {name: values for name, values in found.items() if name != "ed.present_at.2"}


def _people(found: Numbers) -> Numbers:
    """Return the measures that count people, and so are whole."""
    return {name: values for name, values in found.items() if name.split(".")[1] in PEOPLE}


_WAYS: Mapping[str, Callable[[Case], Numbers]] = {
    f"{THREADS} threads": _threads,
    **{f"blocks of {width}": _lanes(width) for width in LANES},
    "blocks in another order": _order,
    "a run made longer": _extended,
    "the reference in plain Python": _reference,
    "more stations": _more_stations,
    "a change that comes later": _later_change,
}


def tell() -> None:
    """Print every number of the case, under each instruction set, for another process to compare.

    This is the only place that chooses an instruction set, in a process of its own.
    """
    case, told = builtin_case(CASE), {}
    for isa in instruction_sets():
        os.environ[kernel.CHOICE] = isa
        told[isa] = {name: _bits(values) for name, values in numbers(run_draws(case)).items()}
    json.dump(told, sys.stdout)


def instruction_sets() -> tuple[str, ...]:
    """Return the instruction sets that this machine has and the kernel is built for."""
    return tuple(
        isa for isa in kernel.instruction_sets() if (kernel.FOLDER / f"_flow_{isa}.so").exists()
    )


def _another_process() -> Mapping[str, Numbers]:
    """Return the numbers by instruction set, as another process has worked them out."""
    done = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import tell; tell()"],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        isa: {name: np.array(bits, dtype=np.int64).view(np.float64) for name, bits in held.items()}
        for isa, held in json.loads(done.stdout).items()
    }


def _elsewhere(usual: Numbers) -> Iterator[Row]:
    found = _another_process()
    yield compared("another process", found[instruction_sets()[0]], usual)
    told = {f"{isa} {name}": values for isa, held in found.items() for name, values in held.items()}
    wanted = {f"{isa} {name}": values for isa in found for name, values in usual.items()}
    yield compared("every instruction set of the machine", told, wanted)
