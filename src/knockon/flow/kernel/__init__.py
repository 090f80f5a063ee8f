"""Load the compiled kernel: the best build this processor can run."""

from __future__ import annotations

import ctypes
import os
import platform
from functools import cache
from pathlib import Path

from knockon.errors import KnockonError

FOLDER = Path(__file__).parent / "lib"
CHOICE = "KNOCKON_KERNEL_ISA"
NEEDS = {
    "x86-64-v4": {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx2", "bmi2"},
    "x86-64-v3": {"avx2", "bmi1", "bmi2", "fma", "movbe", "f16c"},
    "x86-64-v2": {"sse4_2", "popcnt", "ssse3"},
}


def instruction_sets() -> tuple[str, ...]:
    """Return the instruction sets this processor has, best first."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return ("generic",)
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ("x86-64-v2",)
    flags = next((line for line in text.splitlines() if line.startswith("flags")), "")
    has = set(flags.partition(":")[2].split())
    return tuple(isa for isa, needs in NEEDS.items() if needs <= has)


def library_path() -> Path:
    """Return the library to load; `KNOCKON_KERNEL_ISA` chooses one by name."""
    wanted = os.environ.get(CHOICE)
    available = instruction_sets()
    if wanted and wanted not in available:
        raise KnockonError(
            "K420",
            f"{CHOICE} asks for {wanted!r}",
            expected="one this processor has: " + ", ".join(available),
            remedy=f"Unset {CHOICE} to let the best be chosen.",
        )
    for isa in (wanted,) if wanted else available:
        path = FOLDER / f"_flow_{isa}.so"
        if path.exists():
            return path
    raise KnockonError(
        "K419",
        "the engine's kernel has not been built for this processor",
        expected="a library beside the kernel's source",
        remedy="Run `make kernel` in the project, or install it again.",
    )


@cache
def load(path: Path) -> ctypes.CDLL:
    """Return the library at `path`, ready for use."""
    library = ctypes.CDLL(str(path))
    library.flow_run.restype = ctypes.c_int64
    library.flow_run_both.restype = ctypes.c_int64
    library.flow_layout.restype = ctypes.c_int64
    library.flow_layout.argtypes = [ctypes.c_int64]
    library.flow_quantile.restype = ctypes.c_double
    library.flow_quantile.argtypes = [ctypes.c_int64, *[ctypes.c_double] * 3]
    library.flow_forget.restype = None
    library.flow_prepare.restype = None
    library.flow_prepare()
    return library
