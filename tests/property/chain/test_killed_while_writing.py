"""Killed at any moment, a chain is whole and holds everything it said it had recorded."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knockon import chain
from knockon.chain import Act

FORM = "knockon/sample/1"
ADD_AND_TELL = """
import sys
from pathlib import Path
from knockon import chain

path, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
for n in range(1_000_000):
    with chain.writing(path, "knockon/sample/1") as writer:
        entry = writer.append(chain.Act("noted", {"n": n, "filling": "x" * 20_000 * (n % 5)}, name))
    print(entry.seq, entry.hash, flush=True)
"""


def start(path: Path, name: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", ADD_AND_TELL, str(path), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def acknowledged(told: str) -> dict[int, str]:
    "Whole lines of what a writer printed: it may have been killed while it printed, too."
    lines = [line.split() for line in told.split("\n")[:-1]]
    return {int(line[0]): line[1] for line in lines if line != ["ready"]}


def killed(path: Path, writers: int, chance: random.Random) -> dict[int, str]:
    "Let writers write beside one another, kill them one by one, and return what they said."
    processes = [start(path, f"writer {nth}") for nth in range(writers)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    said: dict[int, str] = {}
    for process in processes:
        time.sleep(chance.uniform(0, 0.03))
        process.kill()
    for process in processes:
        told, _ = process.communicate()
        theirs = acknowledged(told)
        assert not set(theirs) & set(said), "no number was given twice"
        said |= theirs
    return said


def hold(path: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    chain.create(path, FORM, Act("begun", {}, "A"))
    said: dict[int, str] = {}
    for _ in range(times):
        said |= killed(path, chance.choice((1, 1, 2, 3)), chance)
        kept = {entry.seq: entry.hash for entry in chain.read(path, FORM).entries}
        assert said.items() <= kept.items()
    assert said, "something was recorded at all"


def test_a_dozen_times(tmp_path: Path) -> None:
    hold(tmp_path / "chain.jsonl", 12, seed=20240916)


@pytest.mark.deep
def test_three_hundred_times(tmp_path: Path) -> None:
    hold(tmp_path / "chain.jsonl", 300, seed=random.randrange(2**32))
