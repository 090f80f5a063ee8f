"""Killed at any moment a command leaves the old output or the new, and the next one heals."""

import signal
import time

import pytest

WINTER = """\
assessment: Winter
system: made-up
from: 2026-12-07
weeks: 1
draws: 2
seed: 7
behaviour: gpps-2026
"""


def synth(seed):
    return ("system", "synth", "--practices", 2, "--seed", seed, "--out", "out", "--force")


def assess(seed):
    return ("assess", "winter.yaml", "--seed", seed, "--out", "out", "--force")


def kill_at(here, share, seconds, command):
    process = here.start(*command)
    time.sleep(share * seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()


def reads(here, kind):
    """The seed of the output that is there, which must be whole."""
    if kind is synth:
        return here.json("system", "show", "out")["registered_patients"]
    done = here.run("assess", "winter.yaml", "--out", "out")
    assert done.returncode == 1, "the old or the new is there, put back if need be"
    run = here.read("out/run.json")
    assert here.read("out/summary.json")["run"]["seed"] == run["seed"]
    assert all((here.folder / "out" / name).is_file() for name in run["files"])
    return run["seed"]


def hold(here, kind, shares):
    here.write("winter.yaml", WINTER)
    here.told(*kind(1))
    old = reads(here, kind)
    begun = time.monotonic()
    here.told(*kind(2))
    seconds = time.monotonic() - begun
    new = reads(here, kind)
    for share in shares:
        kill_at(here, share, seconds, kind(1))
        assert reads(here, kind) in (old, new)
    here.told(*kind(1))
    assert reads(here, kind) == old
    assert sorted(path.name for path in here.folder.iterdir()) == ["made-up", "out", "winter.yaml"]


@pytest.mark.deep
@pytest.mark.parametrize("kind", [synth, assess])
def test_killed_at_many_moments(here, kind):
    hold(here, kind, [number / 40 for number in range(44)])
