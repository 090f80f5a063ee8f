"""What holds for every command: help with an example, wrong usage, JSON alone on its channel."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from knockon import __version__
from knockon.cli import app

# Typer's own command class, which it does not export under a public name.
Group = Any


def leaves(group: Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name)


COMMANDS = sorted(leaves(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(
    knockon: Callable[..., Any], path: tuple[str, ...]
) -> None:
    told = knockon(*path, "--help")
    assert told.status == 0
    # `write` is what some groups do where no other of their commands is named.
    shown = path[:-1] if path[-1] == "write" else path
    assert f"Example: knockon {' '.join(shown)}" in told.out


GROUPS = sorted({path[:depth] for path in COMMANDS for depth in range(len(path))})


@pytest.mark.parametrize("path", GROUPS, ids=lambda path: " ".join(path) or "knockon")
def test_a_list_of_commands_has_each_once_with_its_whole_sentence(
    knockon: Callable[..., Any], path: tuple[str, ...]
) -> None:
    told = knockon(*path, "--help").out
    named = [one[len(path)] for one in COMMANDS if one[: len(path)] == path]
    for name in set(named):
        assert len(re.findall(rf"^  {name}  ", told, re.MULTILINE)) == 1, name
    assert "..." not in told.partition("-h, --help")[2]


def test_the_version_is_told(knockon: Callable[..., Any]) -> None:
    assert knockon("--version").out == f"knockon {__version__}\n"


@pytest.mark.parametrize(
    "wrong",
    [
        ("nonsense",),
        ("assess",),
        ("assess", "a.yaml", "--draws", "many"),
        ("assess", "a.yaml", "--draws", "100001"),
        ("assess", "a.yaml", "--seed", "9223372036854775808"),
        ("menus", "--as-of", "tomorrow"),
        ("system", "build", "--out", "x"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_status_2_with_nothing_on_standard_output(
    knockon: Callable[..., Any], wrong: tuple[str, ...]
) -> None:
    told = knockon(*wrong)
    assert told.status == 2
    assert told.out == ""
    assert told.err


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (("menus",), "menus"),
        (("menus", "--as-of", "2026-12-01"), "menus"),
        (("actions",), "actions"),
        (("actions", "--as-of", "2024-08-05"), "actions"),
        (("parameters",), "parameters"),
        (("sources",), "sources"),
        (("packs", "check"), "packs"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_what_packs_hold_is_one_json_document(
    knockon: Callable[..., Any], command: tuple[str, ...], key: str
) -> None:
    told = knockon(*command, "--json")
    assert told.status == 0
    assert json.loads(told.out)[key]
    assert told.err == ""


@pytest.mark.parametrize("command", ["menus", "actions", "parameters", "sources"])
def test_where_output_goes_on_rows_are_lines_and_cells_are_apart_by_tabs(
    knockon: Callable[..., Any], command: str
) -> None:
    lines = knockon(command).out.splitlines()
    assert len({line.count("\t") for line in lines}) == 1
    assert len(lines) > 10


def test_as_of_a_day_leaves_out_what_came_later(knockon: Callable[..., Any]) -> None:
    def found(command: str, *when: str) -> int:
        return len(json.loads(knockon(command, *when, "--json").out)[command])

    for command in ("menus", "actions", "sources", "parameters"):
        assert found(command, "--as-of", "2024-08-05") < found(command)


def test_a_broken_pack_is_told_line_by_line_and_nothing_else(
    knockon: Callable[..., Any], tmp_path: Path
) -> None:
    pack = tmp_path / "mine"
    pack.mkdir()
    (pack / "pack.yaml").write_text("format: knockon/pack/1\nid: mine\n", encoding="utf-8")
    assert knockon("packs", "check", pack).refused().startswith("K0")


def test_what_the_computer_refuses_is_told_in_one_sentence(
    knockon: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "parameters.csv")

    monkeypatch.setattr("knockon.cli.packs._load", full)
    told = knockon("parameters")
    assert told.refused() == "K901"
    assert "parameters.csv" in told.err


def test_help_needs_neither_engine_nor_arrays() -> None:
    program = (
        "import sys\n"
        "from knockon.cli import app\n"
        "app(['--help'], standalone_mode=False)\n"
        "print(sorted({'numpy', 'polars', 'scipy', 'altair', 'knockon.flow'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_problem_leaves_a_process_with_status_1_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "knockon", "assess", "missing.yaml"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("K001: ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
