"""Writing an assessment, and running one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from knockon.cli import assess_options as option
from knockon.cli.listing import Commands
from knockon.cli.options import Force, Json, Open, OutFile, Packs, example


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(
        epilog=example(
            "knockon assess winter.yaml --out winter",
            "knockon assess winter.yaml --draws 2000 --extend winter",
            "knockon assess winter.yaml --board-paper --pdf --for R0D",
            "knockon assess england.yaml --cluster tcp://scheduler:8786 --out england",
        )
    )(assess)
    group = typer.Typer(
        cls=Commands, help="Assessments: what may happen, over which weeks, in which system."
    )
    group.command(
        "new", epilog=example("knockon assessment new --system dorset --out winter.yaml")
    )(new)
    app.add_typer(group, name="assessment", no_args_is_help=True)


def assess(
    assessment: option.AssessmentFile,
    draws: option.Draws = None,
    seed: option.Seed = None,
    design: option.Design = None,
    precision: option.Precision = None,
    seconds: option.Seconds = None,
    most_draws: option.MostDraws = None,
    extend: option.Extend = None,
    out: option.RunFolder = None,
    workers: option.Workers = 0,
    cluster: option.Cluster = None,
    pdf: option.Pdf = False,
    docx: option.Docx = False,
    xlsx: option.Xlsx = False,
    board_paper: option.BoardPaper = False,
    charts: option.Charts = False,
    parties: option.Parties = None,
    packs: Packs = None,
    force: Force = False,
    json: Json = False,
    open_report: Open = False,
) -> None:
    """Forecast what an assessment does to every service, and write the report."""
    from knockon import catalogue
    from knockon.cli import runs
    from knockon.cli.running import Machine, Place, carry_out
    from knockon.cli.runs_telling import tell_run, tell_what_is_left_out
    from knockon.impact.left_out import asked_in_vain
    from knockon.plans.replacing import Replaced
    from knockon.reports.wanted import Wanted

    held = catalogue.load(packs or ())
    replaced = Replaced(draws, seed, design, precision, seconds, most_draws)
    asked = runs.read(assessment, held, replaced=replaced, packs=packs or ())
    wanted = Wanted(pdf, docx, xlsx, board_paper, charts, tuple(dict.fromkeys(parties or ())))
    runs.check_wanted(wanted, asked)
    needed = (assessment, asked.subject.at, *(packs or ()))
    place = Place(out, extend, force, needed)
    folder = carry_out(asked, held, wanted, place, Machine(cluster, workers))
    tell_what_is_left_out(asked_in_vain(asked.assessment, held))
    tell_run(folder, json=json, open_report=open_report)


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
    from knockon.cli.telling import answer_file
    from knockon.plans.writing import new_assessment
    from knockon.system.folder import read

    held = catalogue.load(packs or ())
    read(system)
    text = new_assessment(system.as_posix(), preset, held, date.today())
    answer_file(text, "assessment", out, force=force, json=json)
