"""Looking at published files before a system is built from them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.listing import Commands
from knockon.cli.options import Json, example
from knockon.cli.page import Line, answer_page
from knockon.cli.telling import answer_json, working

if TYPE_CHECKING:
    from knockon.published.inspecting import Filled, Inspected

_MOST_LISTED = 5
_MOST_NAMED = 12


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(
        cls=Commands, help="Files NHS England publishes: what a file is and how it is read."
    )
    group.callback()(_group)
    group.command(epilog=example("knockon published check downloads/*.csv"))(check)
    app.add_typer(group, name="published", no_args_is_help=True)


def _group() -> None:
    """Files NHS England publishes: what a file is and how it is read."""


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Published files: CSV, ZIP or JSON.")
    ],
    json: Json = False,
) -> None:
    """Say what each file is, what of it would be used, and what looks odd."""
    from knockon.published.inspecting import inspect

    found: list[Inspected] = []
    for path in files:
        with working(f"Reading {path.name}"):
            found += inspect(path)
    if json:
        document = {"format": "knockon/published-check/1", "files": [_plain(one) for one in found]}
        answer_json(document)
    else:
        for nth, one in enumerate(found):
            answer_page([*([Line()] if nth else []), *_page(one)])
    if any(one.problem for one in found):
        raise typer.Exit(1)


def _plain(one: Inspected) -> dict[str, Any]:
    """Return a finding as JSON holds it: days as text."""
    content = asdict(one)
    for filled in content["fills"]:
        for key in ("first", "last"):
            filled[key] = filled[key] and filled[key].isoformat()
    return content


def _page(one: Inspected) -> list[Line]:
    """Return what is found of a file as lines under its name."""
    if one.publication is None:
        said = [f"Not used: {one.why_not}" if one.why_not else str(one.problem)]
        said += [f"Its header: {', '.join(one.header)}"] if one.header else []
        return _under(one.file, said)
    said = [f"What it is: {one.publication} ({one.layout}); {one.tried}."]
    used = [filled for filled in one.fills if filled.rows]
    said += [f"Used: {_amount(filled)}. {filled.improves}" for filled in used]
    said.append(f"Columns read: {_some(one.read)}.")
    said += [f"Columns known and not read: {_some(one.beside)}."] if one.beside else []
    said += [f"Odd: {line}" for line in _odd(one)]
    return _under(one.file, said)


def _under(file: str, said: list[str]) -> list[Line]:
    return [Line(file), *(Line(text, indent=2, bullet="- ") for text in said)]


def _amount(filled: Filled) -> str:
    """Return how much of a table a file gives: rows, of how many, from when to when."""
    who = filled.who.removesuffix("_code").replace("_", "-")
    when = "" if filled.last is None else f", {filled.first} to {filled.last}"
    return f"{filled.rows:,} rows of {filled.table} (by {who}: {filled.organisations:,}){when}"


def _odd(one: Inspected) -> list[str]:
    """Return what a reader should know before relying on a file."""
    said = [] if one.problem is None else [one.problem]
    if one.unknown:
        said.append(f"columns not known: {', '.join(one.unknown)}")
        said.append(f"report the file's address with its header: {', '.join(one.header)}")
    if one.passed_over:
        said.append(f"rows of no use here: {one.passed_over:,}")
    if one.refused:
        said.append(f"rows that cannot be read: {len(one.refused):,}")
        said += [f"line {row.line}: {row.reason}" for row in one.refused[:_MOST_LISTED]]
    said += [
        f"values of {name} not given: {count:,} ({filled.table})"
        for filled in one.fills
        for name, count in filled.missing.items()
    ]
    return said


def _some(names: tuple[str, ...]) -> str:
    """Return the first of some names, and how many more there are."""
    told, more = ", ".join(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    return f"{told} and {more} more" if more > 0 else told
