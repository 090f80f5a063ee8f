"""`make demo` and `make test`, and the machine they need."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TARGETS = {
    "bench",
    "check",
    "clean",
    "demo",
    "deep",
    "docs",
    "help",
    "kernel",
    "lock",
    "mutate",
    "test",
}
NAMESPACE = ("unshare", "--mount", "--pid", "--fork")
SECONDS_WITHOUT_A_COMPILER = "600"


def test_help_lists_every_target(repository: Path) -> None:
    told = subprocess.run(
        ["make", "-C", repository, "help"], capture_output=True, text=True, check=True
    )
    assert set(re.findall(r"^  make (\w+)", told.stdout, flags=re.MULTILINE)) == TARGETS


def test_ci_runs_make_test_and_nothing_else(repository: Path) -> None:
    script = (repository / ".ci" / "run").read_text(encoding="utf-8")
    commands = [line for line in script.splitlines() if line and not line.startswith("#")]
    assert commands[0] == "set -euo pipefail"
    assert commands[-2:] == ["export KNOCKON_APT=1", "make test"]


def test_nothing_is_installed_on_the_machine_without_leave(
    repository: Path, tmp_path: Path
) -> None:
    "A machine with no browser and no leave: one line to copy, and exit 0."
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "grep", "sort", "sed"):
        found = shutil.which(tool)
        assert found
        (tools / tool).symlink_to(found)
    apt = tools / "apt-get"
    apt.write_text("#!/usr/bin/env bash\nexit 99\n")
    apt.chmod(0o755)
    make = shutil.which("make")
    assert make
    told = subprocess.run(
        [make, "-C", repository, "machine"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": str(tools)},
    )
    assert "apt-get install chromium" in told.stdout


@pytest.mark.deep
@pytest.mark.timeout(1800)
def test_the_demo_runs_on_a_debian_with_python3_and_make_alone(repository: Path) -> None:
    if os.geteuid() != 0 or not shutil.which("debootstrap") or not shutil.which("unshare"):
        pytest.skip("a bare Debian is made with root's rights, debootstrap and unshare")
    script = repository / "tests" / "house" / "bare_root.sh"
    told = subprocess.run(
        [*NAMESPACE, "bash", script, repository, SECONDS_WITHOUT_A_COMPILER],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    print(told.stdout.splitlines()[-1])
