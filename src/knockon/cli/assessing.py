"""Writing an assessment, running one, and the demonstration."""

from __future__ import annotations

import webbrowser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from knockon.cli.options import Force, Json, Open, OutFile, Packs, example
from knockon.cli.telling import answer, answer_file, answer_json, note, progress
from knockon.plans.assessment import MOST_DRAWS, MOST_SEED

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue

Design = Literal["sobol", "latin_hypercube", "plain", "antithetic"]
DEMO_PRACTICES = 24
DEMO_SEED = 1
DEMO_DAY = date(2026, 11, 22)
"""The demonstration is always the same: it is written as if on this day."""


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(epilog=example("knockon demo --open"))(demo)
    app.command(
        epilog=example(
            "knockon assess winter.yaml --out winter",
            "knockon assess winter.yaml --draws 2000 --extend winter",
            "knockon assess winter.yaml --board-paper --pdf --for R0D",
            "knockon assess england.yaml --cluster tcp://scheduler:8786 --out england",
        )
    )(assess)
    group = typer.Typer(help="Assessments: what may happen, over which weeks, in which system.")
    group.command(
        "new", epilog=example("knockon assessment new --system dorset --out winter.yaml")
    )(new)
    app.add_typer(group, name="assessment", no_args_is_help=True)


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
    _tell(folder, json=json, open_report=open_report)


def assess(
    assessment: Annotated[Path, typer.Argument(metavar="ASSESSMENT", help="An assessment file.")],
    draws: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_DRAWS, help="Simulated futures, in place of the file's."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=MOST_SEED, help="Seed, in place of the file's.")
    ] = None,
    design: Annotated[
        Design | None, typer.Option(help="How draws are spread, in place of the file's.")
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            metavar="PEOPLE",
            help="Add draws until the headline's median is known to so many people a week.",
        ),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Add draws for so many seconds.")
    ] = None,
    most_draws: Annotated[
        int | None, typer.Option(min=1, max=MOST_DRAWS, help="Add draws up to so many.")
    ] = None,
    extend: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A finished run to make longer; no draw is run twice."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; left out, under runs/."),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Threads; 0 for as many as there are processors.")
    ] = 0,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Run on a Dask scheduler; `local` starts processes here in place of threads.",
        ),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write the report as report.pdf too.")] = False,
    docx: Annotated[bool, typer.Option("--docx", help="And as report.docx, for Word.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="And its tables as tables.xlsx.")] = False,
    board_paper: Annotated[
        bool,
        typer.Option("--board-paper", help="Write board-paper.docx, at most four pages."),
    ] = False,
    charts: Annotated[
        bool, typer.Option("--charts", help="Write each chart's numbers as CSV, under charts/.")
    ] = False,
    parties: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            metavar="CODE",
            help="Also a slice for a service, site or trust: for-CODE.html. May be repeated.",
        ),
    ] = None,
    packs: Packs = None,
    force: Force = False,
    json: Json = False,
    open_report: Open = False,
) -> None:
    """Forecast what an assessment does to every service, and write the report."""
    from knockon import catalogue, keeping
    from knockon.cli import extending, runs
    from knockon.cli.executing import executing
    from knockon.impact.left_out import asked_in_vain
    from knockon.plans.replacing import Replaced
    from knockon.reports.wanted import Wanted

    held = catalogue.load(packs or ())
    replaced = Replaced(draws, seed, design, precision, seconds, most_draws)
    asked = runs.read(assessment, held, replaced=replaced, packs=packs or ())
    wanted = Wanted(pdf, docx, xlsx, board_paper, charts, tuple(dict.fromkeys(parties or ())))
    runs.check_wanted(wanted, asked)
    folder = out or extend or Path("runs") / asked.key
    keeping.put_back(folder)
    usual = out is None and extend is None and folder.exists() and not force
    if usual and not runs.has(folder, wanted):
        extend = folder
    if extend is not None:
        asked = extending.longer_than(extend, asked, held, as_long=wanted != Wanted())
    if usual and extend is None:
        runs.summary_of(folder)
        note("This has been run before, with the same result: nothing was run again.")
    else:
        force = force or folder == extend
        needed = (assessment, asked.subject.at, *(packs or ()))
        keeping.make_way(folder, force=force, needed=needed)
        with keeping.whole_folder(folder, force=force) as filling:
            with progress("Simulating") as advance, executing(cluster, workers) as executor:
                forecast = runs.forecast(
                    asked,
                    held,
                    executor=executor,
                    progress=advance,
                    filling=filling,
                    earlier=extend,
                )
            runs.write(forecast, filling, wanted)
    for line in asked_in_vain(asked.assessment, held):
        note(f"Not modelled. {line}")
    _tell(folder, json=json, open_report=open_report)


def new(
    system: Annotated[Path, typer.Option("--system", metavar="DIR", help="A system's folder.")],
    preset: Annotated[
        str | None, typer.Option(metavar="ID", help="Start from a case of the packs.")
    ] = None,
    out: OutFile = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Write a commented assessment that runs as it stands."""
    from knockon import catalogue
    from knockon.plans.writing import new_assessment
    from knockon.system.folder import read

    held = catalogue.load(packs or ())
    read(system)
    text = new_assessment(system.as_posix(), preset, held, date.today())
    answer_file(text, "assessment", out, force=force, json=json)


def _demonstrate(held: Catalogue, filling: Path, folder: Path) -> None:
    """Fill ``filling`` with a made-up system, an assessment of it and its run."""
    from knockon.cli import runs
    from knockon.cli.executing import executing
    from knockon.cli.systems import fit_and_write
    from knockon.system.synth import synth

    system, quality = synth(practices=DEMO_PRACTICES, seed=DEMO_SEED, catalogue=held)
    fit_and_write(system, quality, held, filling / "system")
    written = filling / "assessment.yaml"
    written.write_bytes(_example(held, "system").encode("utf-8"))
    asked = replace(runs.read(written, held), shown=(folder / "assessment.yaml").as_posix())
    with progress("Simulating") as advance, executing(None, 0) as executor:
        forecast = runs.forecast(asked, held, executor=executor, progress=advance, filling=filling)
    runs.write(forecast, filling)


def _example(held: Catalogue, system: str) -> str:
    from knockon.plans.writing import new_assessment

    return new_assessment(system, None, held, DEMO_DAY)


def _tell(folder: Path, *, json: bool, open_report: bool) -> None:
    from knockon.cli import runs

    summary: dict[str, Any] = runs.summary_of(folder)
    report = folder / "report.html"
    if json:
        answer_json(summary)
    else:
        answer(summary["headline"])
        answer(f"Report: {report}")
    if open_report:
        webbrowser.open(report.absolute().as_uri())
