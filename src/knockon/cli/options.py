"""Options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

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
    datetime | None,
    typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="As things stood that day."),
]


def example(*lines: str) -> str:
    """Return the example that ends a command's help, one paragraph a line."""
    return "\n\n".join(f"Example: {line}" for line in lines)
