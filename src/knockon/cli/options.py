"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

_DAYS = ("%Y-%m-%d",)
_MOMENTS = (*_DAYS, "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z")


def as_day(text: str) -> date:
    """Return the day an option names, or refuse it as wrong use."""
    found = _read(text, _DAYS)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no day; write year, month and day, as 2026-12-07.")
    return found.date()


def as_moment(text: str) -> datetime:
    """Return the moment an option names, with the offset from UTC it has, or refuse it."""
    found = _read(text, _MOMENTS)
    if found is None:
        raise typer.BadParameter(
            f"{text!r} is no moment; write a day, as 2026-12-07, or one with its time, as "
            "2026-12-07T14:30 or 2026-12-07T14:30:00+00:00."
        )
    return found


def _read(text: str, shapes: Iterable[str]) -> datetime | None:
    for shape in shapes:
        try:
            return datetime.strptime(text, shape)
        except ValueError:
            continue
    return None


Json = Annotated[
    bool,
    typer.Option("--json", help="Print one JSON document and nothing else on standard output."),
]
Packs = Annotated[
    list[Path] | None,
    typer.Option("--packs", metavar="DIR", help="A folder with a pack; may be given again."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what exists.")]
OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where to; left out, standard output."),
]
Open = Annotated[bool, typer.Option("--open", help="Open the report in the web browser.")]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DATE", parser=as_day, help="As things stood that day."),
]


def example(*lines: str) -> str:
    """Return the example that ends a command's help, one paragraph a line."""
    return "\n\n".join(f"Example: {line}" for line in lines)
