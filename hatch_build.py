"""Build the engine's kernel, when the project is installed or packed.

The kernel is one C11 source; it is compiled once for each instruction set of the machine's kind,
and the best one the processor has is chosen when it is loaded. `cc` (or `$CC`) compiles it where
one works, else the compiler in the `ziglang` package, which is asked for only then.
"""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
import sysconfig
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "src" / "knockon" / "flow" / "kernel"
FLAGS = (
    "-std=c11",
    "-O3",
    "-fPIC",
    "-shared",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fvisibility=hidden",
)
INSTRUCTION_SETS = {
    "x86-64-v2": ("-march=x86-64-v2",),
    "x86-64-v3": ("-march=x86-64-v3",),
    "x86-64-v4": ("-march=x86-64-v4", "-mprefer-vector-width=512"),
}
ZIG_SETS = {
    "x86-64-v2": ("-mcpu=x86_64_v2",),
    "x86-64-v3": ("-mcpu=x86_64_v3",),
    "x86-64-v4": ("-mcpu=x86_64_v4", "-mprefer-vector-width=512"),
}
ALL_AT_ONCE = ("-flto=auto",)
"""Lets steps of one file be built into those of another; left out where it does not work."""
PROBE = "#include <math.h>\ndouble probe(double x) { return sqrt(x); }\n"


class NoCompilerError(RuntimeError):
    """No C compiler works, so the kernel cannot be built."""


def system_compiler() -> list[str] | None:
    """Return the command of `$CC` or `cc` if it compiles and links a library, else None."""
    command = shlex.split(os.environ.get("CC", "cc"))
    return command if compiles(command) else None


def compiles(command: list[str], *flags: str) -> bool:
    """Return whether a compiler makes a library with these flags."""
    with tempfile.TemporaryDirectory() as folder:
        probe = Path(folder) / "probe.c"
        probe.write_text(PROBE, encoding="utf-8")
        wanted = ["-std=c11", "-fPIC", "-shared", *flags, str(probe), "-o", f"{probe}.so", "-lm"]
        try:
            done = subprocess.run([*command, *wanted], capture_output=True, check=False)
        except OSError:
            return False
    return done.returncode == 0


def compiler() -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Return a compiler that works here, and how it names the instruction sets."""
    found = system_compiler()
    sets = INSTRUCTION_SETS
    if found is None:
        if find_spec("ziglang") is None:
            raise NoCompilerError(
                "no C compiler works here; install one (cc, gcc or clang) or the package ziglang"
            )
        found, sets = [sys.executable, "-m", "ziglang", "cc"], ZIG_SETS
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return found, {"generic": ()}
    return found, sets


def build_kernel(target: Path = SOURCE / "lib") -> list[Path]:
    """Compile the kernel into `target`, once for each instruction set; return the libraries."""
    command, sets = compiler()
    together = ALL_AT_ONCE if compiles(command, *ALL_AT_ONCE) else ()
    target.mkdir(parents=True, exist_ok=True)
    sources = [str(path) for path in sorted(SOURCE.glob("*.c"))]
    built = []
    for isa, flags in sets.items():
        library = target / f"_flow_{isa}.so"
        fresh = library.with_suffix(".building")
        wanted = [*FLAGS, *together, *flags, *sources, "-o", str(fresh), "-lm"]
        subprocess.run([*command, *wanted], check=True)
        fresh.replace(library)
        built.append(library)
    return built


class KernelHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the kernel in place and packs the libraries."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for a compiler in a package only where the machine has none."""
        return [] if system_compiler() else ["ziglang"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and mark the wheel as this platform's for any Python 3."""
        if self.target_name != "wheel":
            return
        built = build_kernel()
        tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{tag}"
        if version == "editable":
            return
        for library in built:
            place = library.relative_to(HERE / "src").as_posix()
            build_data["force_include"][str(library)] = place


if __name__ == "__main__":
    for path in build_kernel():
        print(path.relative_to(HERE))
