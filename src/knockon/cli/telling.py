"""How commands speak: answers on standard output, everything else on standard error.

With ``--json`` standard output holds JSON documents and nothing else. Progress is a bar on a
terminal; elsewhere a plain line, and only for what takes more than a second.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from knockon.errors import KnockonError

Advance = Callable[[int, int], None]
"""Told how much is done of how much."""

QUIET_SECONDS = 1.0
SECONDS_BETWEEN = 10.0


def answer(text: str) -> None:
    """Print a line of the answer."""
    print(text)


def answer_json(document: Any, *, one_line: bool = False) -> None:
    """Print one JSON document: indented, or on one line where several follow one another."""
    indent = None if one_line else 2
    text = json.dumps(document, sort_keys=True, indent=indent, ensure_ascii=False, allow_nan=False)
    sys.stdout.write(text + "\n")


def answer_file(text: str, name: str, out: Path | None, *, force: bool, json: bool) -> None:
    """Write a YAML file made for the user to ``out``, or print it; as JSON, print what it says.

    ``name`` is what such a file is called: ``plan``.
    """
    from knockon import keeping
    from knockon.catalogue.yaml import load_strict_text
    from knockon.cli.plain import plain

    if out is not None:
        keeping.write_whole_file(out, text.encode("utf-8"), force=force)
    if json:
        answer_json(plain(load_strict_text(text, name).value))
    elif out is None:
        answer(text.rstrip("\n"))
    else:
        answer(f"{name.capitalize()}: {out}")


def answer_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: drawn on a terminal; elsewhere one row a line, its cells apart by tabs."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            answer("\t".join(" ".join(cell.split()) for cell in row))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(markup=False, highlight=False, emoji=False).print(table)


def note(text: str) -> None:
    """Print a line beside the answer."""
    print(text, file=sys.stderr)


def tell_error(problem: KnockonError) -> None:
    """Print what went wrong as one line: its code, then its sentence."""
    note(f"{problem.code}: {' '.join(problem.sentence().split())}")


@contextmanager
def working(label: str) -> Iterator[None]:
    """Say what is going on while it cannot say how far it is."""
    if not sys.stderr.isatty():
        begun = time.monotonic()
        yield
        _say_if_slow(label, begun)
        return
    from rich.console import Console

    with Console(stderr=True).status(label):
        yield


@contextmanager
def progress(label: str) -> Iterator[Advance]:
    """Yield a function to call with (done, of) as work goes on."""
    if not sys.stderr.isatty():
        begun = time.monotonic()
        yield _plain(label, begun)
        _say_if_slow(label, begun)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _plain(label: str, begun: float) -> Advance:
    said = begun + QUIET_SECONDS - SECONDS_BETWEEN

    def advance(done: int, of: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= SECONDS_BETWEEN and done < of:
            said = now
            note(f"{label}: {done} of {of}")

    return advance


def _say_if_slow(label: str, begun: float) -> None:
    seconds = time.monotonic() - begun
    if seconds >= QUIET_SECONDS:
        note(f"{label}: done in {seconds:.0f} s")
