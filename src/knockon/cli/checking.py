"""Judging plans by the rules loaded."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knockon.cli.options import AsOf, Json, Packs, example
from knockon.cli.page import Line, answer_page
from knockon.cli.telling import answer_json, tell_error
from knockon.errors import KnockonError

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.compliance import Judgement

FAILED = 3
"""Exit status where a verdict is as bad as ``--fail-on`` names."""


class FailOn(StrEnum):
    """The verdicts that can be asked to end a command with a status of its own."""

    NOT_IN_ACCORDANCE = "not_in_accordance"
    UNDETERMINED = "undetermined"


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(
        epilog=example(
            "knockon check autumn.yaml --as-of 2024-08-20",
            "knockon check plans/*.yaml --json --fail-on undetermined",
        )
    )(check)


def check(
    plans: Annotated[list[Path], typer.Argument(metavar="PLAN...", help="Plans, YAML or JSON.")],
    as_of: AsOf = None,
    packs: Packs = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(help="Exit with status 3 if a plan's verdict is this, or worse."),
    ] = None,
    json: Json = False,
) -> None:
    """Say for each action of a plan whether it keeps to the rules, with the clause."""
    from knockon import catalogue

    held = catalogue.load(packs or ())
    refused, failed, first = False, False, True
    for path in plans:
        try:
            judged = _judged(path, held, as_of)
        except KnockonError as problem:
            tell_error(problem)
            refused = True
            continue
        _tell(judged, held, json=json, several=len(plans) > 1, first=first)
        failed = failed or _as_bad_as(judged, fail_on)
        first = False
    if refused or failed:
        raise typer.Exit(1 if refused else FAILED)


def _judged(path: Path, held: Catalogue, as_of: date | None) -> Judgement:
    from knockon import compliance
    from knockon.plans.plan_reading import read_plan

    return compliance.check(read_plan(path, held), held, as_of)


def _tell(judged: Judgement, held: Catalogue, *, json: bool, several: bool, first: bool) -> None:
    from knockon import compliance
    from knockon.cli.judgements import judgement_page

    if json:
        answer_json(compliance.document(judged), one_line=several)
        return
    if not first:
        answer_page([Line(), Line("-" * 40), Line()])
    answer_page(judgement_page(judged, held))


def _as_bad_as(judged: Judgement, fail_on: FailOn | None) -> bool:
    """Whether a plan's verdict is the one named, or a worse one."""
    from knockon.catalogue.rules import VERDICTS

    return fail_on is not None and VERDICTS.index(judged.overall) <= VERDICTS.index(fail_on.value)
