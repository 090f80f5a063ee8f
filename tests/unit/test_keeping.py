"""Outputs are written whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knockon.errors import KnockonError
from knockon.keeping import make_way, put_back, whole_folder, write_whole_file

OLD = {"a.txt": "old a", "b.txt": "old b"}
NEW = {"a.txt": "new a", "c.txt": "new c", "d.txt": "new d"}


def fill(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def make(folder: Path, files: dict[str, str], *, force: bool = False) -> None:
    with whole_folder(folder, force=force) as filling:
        fill(filling, files)


def test_a_new_folder_appears_whole(tmp_path):
    make(tmp_path / "out", NEW)
    assert contents(tmp_path / "out") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_existing_folder_is_refused_without_force(tmp_path):
    make(tmp_path / "out", OLD)
    with pytest.raises(KnockonError, match="already exists") as refusal:
        make(tmp_path / "out", NEW)
    assert refusal.value.code == "K680"
    assert contents(tmp_path / "out") == OLD


def test_force_replaces_the_whole_folder_and_leaves_nothing_beside_it(tmp_path):
    make(tmp_path / "out", OLD)
    make(tmp_path / "out", NEW, force=True)
    assert contents(tmp_path / "out") == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("kept", ["out", "out/needed.yaml", "out/deep/down"])
def test_even_force_replaces_nothing_that_is_needed(tmp_path, kept):
    make(tmp_path / "out", OLD)
    with pytest.raises(KnockonError, match="which is needed") as refusal:
        make_way(tmp_path / "out", force=True, needed=[tmp_path / kept])
    assert refusal.value.code == "K683"
    make_way(tmp_path / "out", force=True, needed=[tmp_path / "elsewhere"])


@pytest.mark.parametrize("out", [".", "..", "../here"])
def test_the_folder_a_command_is_run_in_is_never_replaced(tmp_path, monkeypatch, out):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(KnockonError) as refusal:
        make_way(Path(out), force=True)
    assert refusal.value.code == "K683"


def test_an_error_while_filling_leaves_the_old_folder(tmp_path):
    make(tmp_path / "out", OLD)

    def stumble() -> None:
        with whole_folder(tmp_path / "out", force=True) as filling:
            fill(filling, NEW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()
    assert contents(tmp_path / "out") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_reader_finding_only_the_old_name_puts_it_back(tmp_path):
    make(tmp_path / "out.old", OLD)
    assert put_back(tmp_path / "out")
    assert contents(tmp_path / "out") == OLD
    assert not put_back(tmp_path / "out")


def test_a_users_own_folder_called_old_is_never_thrown_away(tmp_path):
    make(tmp_path / "out", OLD)
    make(tmp_path / "out.old", {"mine.txt": "keep me"})
    with pytest.raises(KnockonError) as refusal:
        make(tmp_path / "out", NEW, force=True)
    assert refusal.value.code == "K682"
    assert contents(tmp_path / "out") == OLD
    assert contents(tmp_path / "out.old") == {"mine.txt": "keep me"}


def test_a_single_file_is_written_whole_and_only_replaced_with_force(tmp_path):
    path = tmp_path / "deep" / "summary.json"
    write_whole_file(path, b"one")
    with pytest.raises(KnockonError) as refusal:
        write_whole_file(path, b"two")
    assert refusal.value.code == "K680"
    assert path.read_bytes() == b"one"
    write_whole_file(path, b"two", force=True)
    assert path.read_bytes() == b"two"
    assert [entry.name for entry in path.parent.iterdir()] == ["summary.json"]


def test_a_place_nobody_may_write_in_is_told_in_one_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(KnockonError) as refusal:
        make(tmp_path / "file" / "out", NEW)
    assert refusal.value.code == "K681"


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from knockon import keeping

left = int(sys.argv[2])

def counted(function):
    def wrapper(*args, **kwargs):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)
    return wrapper

for module, name in [(os, "fsync"), (os, "rename"), (os, "unlink"), (os, "rmdir"), (os, "mkdir")]:
    setattr(module, name, counted(getattr(module, name)))
for name in ("rename", "touch", "unlink", "mkdir"):
    setattr(Path, name, counted(getattr(Path, name)))

with keeping.whole_folder(Path(sys.argv[1]), force=True) as filling:
    for name, text in {"a.txt": "new a", "c.txt": "new c", "d.txt": "new d"}.items():
        (filling / name).write_text(text, encoding="utf-8")
"""


def test_killed_at_every_step_of_a_replacement_the_old_or_the_new_is_left(tmp_path):
    """Steps are numbered until one run survives; each kill leaves one whole folder to read."""
    seen = set()
    for step in range(1, 60):
        out = tmp_path / f"at-{step}" / "out"
        make(out, OLD)
        run = subprocess.run([sys.executable, "-c", KILLED, str(out), str(step)], check=False)
        put_back(out)
        assert contents(out) in (OLD, NEW), step
        seen.add("new" if contents(out) == NEW else "old")
        make(out, NEW, force=True)  # and the next run heals everything
        assert contents(out) == NEW
        assert sorted(path.name for path in out.parent.iterdir()) == ["out"]
        if run.returncode == 0:
            break
        assert run.returncode == -signal.SIGKILL
    else:
        pytest.fail("the replacement never ended")
    assert seen == {"old", "new"}
