"""Every command, and every option of it, is in the manual; and the manual invents none."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from knockon.cli import app

# Typer's own command class, which it does not export under a public name.
Command = Any
UNSAID = {"--help", "--install-completion", "--show-completion"}


def leaves(command: Command, path: str) -> Iterator[tuple[str, Command]]:
    "Commands that do something: `knockon system build`, not the group `knockon system`."
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name, one in below.items():
        yield from leaves(one, f"{path} {name}")


@pytest.fixture(scope="session")
def commands() -> dict[str, Command]:
    return dict(leaves(typer.main.get_command(app), "knockon"))


@pytest.fixture(scope="session")
def sections(repository: Path) -> dict[str, str]:
    """The page by its headings, which are the commands."""
    page = (repository / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    parts = re.split(r"^## `(knockon [a-z -]+)`$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_manual_has_every_command_and_no_other(
    commands: dict[str, Command], sections: dict[str, str]
) -> None:
    assert set(sections) == set(commands)


def test_the_manual_has_every_option(
    commands: dict[str, Command], sections: dict[str, str]
) -> None:
    missing = [
        f"{name} {option}"
        for name, command in commands.items()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("--") and option not in UNSAID and option not in sections[name]
    ]
    assert missing == []


def test_the_manual_invents_no_option(
    commands: dict[str, Command], sections: dict[str, str]
) -> None:
    invented = [
        f"{name} {option}"
        for name, section in sections.items()
        for option in set(re.findall(r"`(--[a-z-]+)", section))
        if option not in {opt for p in commands[name].params for opt in p.opts + p.secondary_opts}
    ]
    assert invented == []
