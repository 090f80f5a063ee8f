"""The evidence pack of a plan: what it claims, why, and what is held that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knockon.cli.options import AsOf, Force, Json, OutFile, Packs, example
from knockon.cli.page import Line, answer_page
from knockon.cli.telling import answer, answer_file, answer_json, note, working
from knockon.cli.usual import WritesByDefault

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.compliance import Judgement
    from knockon.reports.documents import Document
    from knockon.reports.evidence import Case

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan, YAML or JSON.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    from knockon.cli import requests

    group = typer.Typer(cls=WritesByDefault, help="What shows that a plan keeps to the rules.")
    group.command(
        "write",
        epilog=example("knockon evidence plan.yaml", "knockon evidence plan.yaml --out pack"),
    )(write)
    group.command("gaps", epilog=example("knockon evidence gaps plan.yaml"))(gaps)
    requests.add_to(group)
    app.add_typer(group, name="evidence", no_args_is_help=True)


def write(
    plan: PlanFile,
    as_of: AsOf = None,
    soon: Annotated[
        int,
        typer.Option(metavar="DAYS", min=0, help="How long before its end evidence expires soon."),
    ] = 90,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; left out, it is printed."),
    ] = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Lay out what a plan claims, why, and the evidence held, expiring or missing."""
    from knockon import catalogue, keeping
    from knockon.reports.evidence_pack import evidence_document, evidence_json, write_pack

    held = catalogue.load(packs or ())
    judged, case = _case(plan, held, as_of, timedelta(soon))
    document = evidence_document(case, judged.sources)
    if out is not None:
        keeping.make_way(out, force=force, needed=[plan])
        with working("Writing the evidence pack"), keeping.whole_folder(out, force=force) as folder:
            write_pack(case, judged.sources, folder)
    if json:
        answer_json(evidence_json(case, judged.sources))
    elif out is None:
        answer_page(_page(document))
    else:
        answer(f"Evidence pack: {out}")


def gaps(
    plan: PlanFile,
    as_of: AsOf = None,
    out: OutFile = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Write the `evidence:` block of a plan for what is missing, to fill in and paste."""
    from knockon import catalogue
    from knockon.reports.evidence_pack import evidence_block

    held = catalogue.load(packs or ())
    _, case = _case(plan, held, as_of, timedelta(0))
    text = evidence_block(case)
    if not text:
        note("Nothing the rules suggest is missing.")
        text = "evidence: []\n"
    answer_file(text, "evidence", out, force=force, json=json)


def _case(
    path: Path, held: Catalogue, as_of: date | None, soon: timedelta
) -> tuple[Judgement, Case]:
    from knockon import compliance
    from knockon.plans.plan_reading import read_plan
    from knockon.reports.evidence import case_of

    plan = read_plan(path, held)
    judged = compliance.check(plan, held, as_of)
    return judged, case_of(plan, judged, soon=soon)


def _page(document: Document) -> Iterator[Line]:
    """Yield the pack for a terminal: the tree alone, which says all that its table says."""
    from knockon.reports.documents import Bullet, Heading, Paragraph

    for block in document.blocks:
        if isinstance(block, Heading) and block.text != "At a glance":
            yield Line()
            yield Line(block.text, style="bold")
        elif isinstance(block, Paragraph):
            yield Line(block.text)
        elif isinstance(block, Bullet):
            yield Line(block.text, 2 * (block.depth - 1), bullet="- ")
    yield Line()
    yield Line(document.foot)
