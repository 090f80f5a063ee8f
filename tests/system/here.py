"""A folder and the command line run from it, as a stranger runs it: in processes of their own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SENTENCE = re.compile(r"K\d{3}: \S.*[.?]\Z")


class Here:
    """A folder with a small system in it, and the command line run from there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run ``knockon`` to its end."""
        command = [sys.executable, "-m", "knockon", *map(str, arguments)]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=240
        )

    def start(self, *arguments: object) -> subprocess.Popen[bytes]:
        """Start ``knockon`` and let it run."""
        command = [sys.executable, "-m", "knockon", *map(str, arguments)]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, cwd=self.folder, stdout=quiet, stderr=quiet)

    def told(self, *arguments: object) -> str:
        """What a command that ends well prints."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments: object) -> Any:
        """The one document a command that ends well prints."""
        return json.loads(self.told(*arguments, "--json"))

    def refused(self, *arguments: object) -> str:
        """The sentence of a refusal, which writes nothing and prints nothing else."""
        with self.nothing_written():
            done = self.run(*arguments)
        assert (done.returncode, done.stdout) == (1, ""), done.stderr
        *before, sentence = done.stderr.splitlines()
        assert SENTENCE.match(sentence), done.stderr
        assert not [line for line in before if "Traceback" in line or line.startswith("K")]
        return sentence

    @contextmanager
    def nothing_written(self) -> Iterator[None]:
        """Nothing below the folder comes, goes or changes meanwhile."""
        before = self.state()
        yield
        assert self.state() == before

    def state(self) -> dict[str, tuple[int, int]]:
        """Every file below the folder with its size and time."""
        found = {}
        for where, _, names in os.walk(self.folder):
            for name in names:
                at = (Path(where) / name).lstat()
                found[f"{where}/{name}"] = (at.st_size, at.st_mtime_ns)
        return found

    def write(self, name: str, text: str) -> str:
        """Write a file; its name is what commands call it by."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def read(self, name: str) -> Any:
        """Read a JSON file."""
        return json.loads((self.folder / name).read_text("utf-8"))
