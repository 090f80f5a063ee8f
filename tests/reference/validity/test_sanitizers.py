"""The kernel under the address and undefined-behaviour sanitizers: the quick cases find nothing.

The kernel is built for the test with both, and every quick built-in case, the town of all stations,
some made-up arrays, damaged states and pairs of made-up networks are run through it in a process of
their own, which ends at the first find.
"""

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from knockon.flow import kernel

pytestmark = pytest.mark.deep

FLAGS = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g", "-O1")
TOO_LONG = {"priority-crowded", "treatment-centre", "call-centre"}

SCRIPT = """
import sys
from pathlib import Path
from knockon.flow import kernel
kernel.FOLDER = Path(sys.argv[1])
from knockon.validity import run_case
from knockon.validity.builtin import builtin_case, builtin_names
from knockon.flow import run_both
from tests.property.flow.conftest import Town
from tests.property.flow.test_damaged_states import (
    damaged,
    goes_on_or_is_refused,
    kept_by_a_sound_run,
)
from tests.property.flow.test_kernel_is_reference import (
    test_two_arms_worked_at_once_give_the_counts_of_two_runs,
)
from tests.property.validity.test_any_arrays import runs_or_is_refused
for name in [*builtin_names(), "town"]:
    if name not in sys.argv[2].split(","):
        run_case(builtin_case(name), draws=1)
for number in range(300):
    runs_or_is_refused(number)
kept = kept_by_a_sound_run()
for number in range(300):
    goes_on_or_is_refused(damaged(kept, number))
usual = Town().network()
for factor in (0.97, 0.7):
    run_both(usual, Town(factor=factor).network(), seed=1, streams=range(8), days=40)
test_two_arms_worked_at_once_give_the_counts_of_two_runs()
print(kernel.library_path(), "ran all")
"""


def preloaded(command):
    """Return the sanitizer's library, which must be loaded before anything else."""
    found = subprocess.run(
        [*command, "-print-file-name=libasan.so"], capture_output=True, text=True, check=False
    )
    path = found.stdout.strip()
    if found.returncode or not Path(path).is_absolute():
        pytest.skip("the compiler here has no address sanitizer")
    return path


def test_the_quick_cases_find_nothing(repository, tmp_path):
    spec = spec_from_file_location("hatch_build", repository / "hatch_build.py")
    build = module_from_spec(spec)
    spec.loader.exec_module(build)
    command, sets = build.compiler()
    library = preloaded(command)
    isa = next(isa for isa in kernel.instruction_sets() if isa in sets)
    sources = sorted(map(str, build.SOURCE.glob("*.c")))
    target = ["-o", str(tmp_path / f"_flow_{isa}.so"), "-lm"]
    subprocess.run([*command, *build.FLAGS, *FLAGS, *sets[isa], *sources, *target], check=True)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path), ",".join(TOO_LONG)],
        env={**os.environ, "LD_PRELOAD": library, "ASAN_OPTIONS": "detect_leaks=0"},
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / f'_flow_{isa}.so'} ran all\n"
