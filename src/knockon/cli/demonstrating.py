"""The demonstration: a made-up system, a question, and its report, in one command."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knockon.cli.options import Force, Json, Open, example

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue

DEMO_PRACTICES = 24
DEMO_SEED = 1
DEMO_DAY = date(2026, 11, 22)
"""The demonstration is always the same: it is written as if on this day."""


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog=example("knockon demo --open"))(demo)


def demo(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; left out, under demo/."),
    ] = None,
    open_report: Open = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Make up a system, forecast what a limit on daily contacts does to it, write the report."""
    from knockon import catalogue, keeping
    from knockon.cli import runs
    from knockon.cli.runs_telling import tell_run
    from knockon.cli.telling import note

    held = catalogue.load()
    key = runs.demo_key(held, _example(held, "system"), practices=DEMO_PRACTICES, seed=DEMO_SEED)
    folder = out or Path("demo") / key
    keeping.put_back(folder)
    if out is None and folder.exists() and not force:
        runs.summary_of(folder)
        note("This version has been demonstrated here before; nothing was run again.")
    else:
        keeping.make_way(folder, force=force)
        with keeping.whole_folder(folder, force=force) as filling:
            _demonstrate(held, filling, folder)
    tell_run(folder, json=json, open_report=open_report)


def _demonstrate(held: Catalogue, filling: Path, folder: Path) -> None:
    """Fill ``filling`` with a made-up system, an assessment of it and its run."""
    from knockon.cli import running, runs
    from knockon.cli.systems import fit_and_write
    from knockon.system.synth import synth

    system, quality = synth(practices=DEMO_PRACTICES, seed=DEMO_SEED, catalogue=held)
    fit_and_write(system, quality, held, filling / "system")
    written = filling / "assessment.yaml"
    written.write_bytes(_example(held, "system").encode("utf-8"))
    asked = replace(runs.read(written, held), shown=(folder / "assessment.yaml").as_posix())
    running.write(running.simulate(asked, held, running.Machine(), filling), filling)


def _example(held: Catalogue, system: str) -> str:
    from knockon.plans.writing import new_assessment

    return new_assessment(system, None, held, DEMO_DAY)
