"""The commands of ``knockon`` and how a problem leaves it: a sentence, a code, exit status 1."""

from __future__ import annotations

import gc
import os
from typing import Annotated, Any

import typer

import knockon
from knockon.cli import (
    assessing,
    benching,
    checking,
    demonstrating,
    evidence,
    letters,
    packs,
    planning,
    published,
    register,
    returns,
    safe_day,
    services,
    systems,
    verifying,
)
from knockon.cli.listing import Commands
from knockon.cli.telling import answer, tell_error
from knockon.errors import KnockonError

_BETWEEN_LOOKS = 100_000
"""Values made before it is looked whether some of them only hold each other."""
_ABOUT = """What happens to people when general practices change what they offer.

Start with: knockon demo
"""


class _Root(Commands):
    """All commands, whose problems end in one sentence and exit status 1."""

    sections = (
        ("Forecast what a change knocks on to", ("demo", "system", "assessment", "assess")),
        ("Plan, and hold the plan against the contract", ("plan", "check", "safe-day", "evidence")),
        ("Notices, letters and weekly returns", ("register", "letters", "returns")),
        (
            "Look up what is built in",
            ("menus", "actions", "rules", "services", "parameters", "sources"),
        ),
        ("Files and packs of data", ("published", "packs")),
        ("How far to trust it", ("backtest", "verify", "bench")),
    )

    def invoke(self, ctx: Any) -> Any:
        """Run the command asked for."""
        try:
            return super().invoke(ctx)
        except KnockonError as problem:
            tell_error(problem)
        except BrokenPipeError:
            raise
        except OSError as problem:
            tell_error(_refused_by_the_computer(problem))
        raise typer.Exit(1) from None


def _refused_by_the_computer(problem: OSError) -> KnockonError:
    """Return the error for a disc that is full or a file that may not be touched."""
    return KnockonError(
        "K901",
        f"the computer refused: {problem.strerror or problem}",
        expected="room on the disc, and files and folders that may be read and written",
        remedy="Put that right and run the command again.",
        place=str(problem.filename) if problem.filename else None,
    )


app = typer.Typer(
    cls=_Root,
    help=_ABOUT,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        answer(f"knockon {knockon.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    del version


demonstrating.add_to(app)
assessing.add_to(app)
checking.add_to(app)
planning.add_to(app)
letters.add_to(app)
evidence.add_to(app)
safe_day.add_to(app)
systems.add_to(app)
published.add_to(app)
returns.add_to(app)
register.add_to(app)
packs.add_to(app)
services.add_to(app)
verifying.add_to(app)
benching.add_to(app)


def main() -> None:
    """Run the command line.

    Blocks of draws have a thread each, so the arithmetic inside one keeps to it: threads of its
    own, which it would start when arrays are first used, only get in the way of the others. What a
    command makes is kept to its end and hardly ever goes round in a ring, so rings are looked for
    seldom.
    """
    gc.set_threshold(_BETWEEN_LOOKS)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app()
