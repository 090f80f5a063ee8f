"""Building a local health system from published files, making one up, and looking at one."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.describing import described, tell
from knockon.cli.england import write_england
from knockon.cli.listing import Commands
from knockon.cli.options import Force, Json, Packs, example
from knockon.cli.telling import Advance, answer, answer_json, answer_table, progress, working

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knockon.catalogue import Catalogue
    from knockon.published import FileUsed, Published
    from knockon.system.nation import Nation
    from knockon.system.quality import Quality
    from knockon.system.values import System

USUAL_SIZE = 60
"""Practices of a made-up system whose size is not given."""

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The system's folder.")]
SystemFolder = Annotated[Path, typer.Argument(metavar="DIR", help="A system's folder.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(
        cls=Commands, help="Local health systems: practices, services, baseline activity."
    )
    group.command(epilog=example("knockon system build --icb QVV --from downloads --out dorset"))(
        build
    )
    group.command(epilog=example("knockon system show dorset"))(show)
    group.command(epilog=example("knockon system synth --practices 60 --out made-up"))(synth)
    group.command(epilog=example("knockon system files --icb QVV --from downloads"))(files)
    app.add_typer(group, name="system", no_args_is_help=True)


def build(
    icb: Annotated[
        list[str], typer.Option("--icb", metavar="CODE", help="An ICB's code; may be given again.")
    ],
    source: Annotated[
        Path, typer.Option("--from", metavar="DIR", help="A folder of published files.")
    ],
    out: Out,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Build a system from files NHS England publishes, found by their headers."""
    from knockon import catalogue, keeping, published
    from knockon.system.build import build as build_system

    keeping.make_way(out, force=force, needed=(source, *(packs or ())))
    held = catalogue.load(packs or ())
    with working(f"Reading the published files in {source}"):
        files = published.read(source)
        system, quality = build_system(files, icbs=icb, catalogue=held)
    with working("Scoring the baseline on the last year published"):
        scores = _scores(files, system, held)
    fit_and_write(system, quality, held, out, scores=scores, force=force)
    _tell(system, quality, out, json=json)


def synth(
    out: Out,
    practices: Annotated[
        int | None, typer.Option(min=1, help="How many practices; 60 if not given.")
    ] = None,
    england: Annotated[
        bool, typer.Option("--england", help="Every board of England, a system each.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Another seed, another system.")] = 1,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Make up a system of any size, or one for each board of England, with national rates."""
    from knockon import catalogue, keeping
    from knockon.system.synth import synth as make_up

    if england and practices is not None:
        raise typer.BadParameter("England has its own number", param_hint="--practices")
    keeping.make_way(out, force=force, needed=packs or ())
    held = catalogue.load(packs or ())
    if england:
        _tell_england(write_england(out, seed, held, force=force), out, json=json)
        return
    system, quality = make_up(practices=practices or USUAL_SIZE, seed=seed, catalogue=held)
    fit_and_write(system, quality, held, out, force=force)
    _tell(system, quality, out, json=json)


def show(folder: SystemFolder, json: Json = False) -> None:
    """Show a system: practices, services, baseline activity, sources."""
    from knockon.system.folder import read

    document = described(read(folder))
    if json:
        answer_json(document)
        return
    tell(document)


def files(
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="A folder of published files: what is there."),
    ] = None,
    icb: Annotated[
        list[str] | None,
        typer.Option("--icb", metavar="CODE", help="With --from: also what this board lacks."),
    ] = None,
    json: Json = False,
) -> None:
    """List what to download, what it is for, what is already there, and what a board lacks."""
    from knockon import published

    if icb and source is None:
        raise typer.BadParameter("needs --from, the folder to look in", param_hint="--icb")
    used: Sequence[FileUsed] = ()
    lacking: list[dict[str, str]] = []
    if source is not None:
        with working(f"Reading the published files in {source}"):
            used = published.read(source).quality.used
            lacking = _lacking(source, icb) if icb else []
    rows = _publications(used)
    if json:
        document = {"format": "knockon/publications/1", "publications": rows}
        answer_json({**document, "lacking": lacking} if icb else document)
        return
    headers = (
        *("Page", "Comes out", "Publication", "What it improves"),
        *("Files there", "Newest", "If it is not there", "Layout"),
    )
    answer_table(headers, _listed(rows))
    if lacking:
        answer_table(("Where", "What stands in"), [(one["where"], one["what"]) for one in lacking])


def _publications(used: Sequence[FileUsed]) -> list[dict[str, Any]]:
    """Return what each publication is for, and which files of it are there."""
    from knockon.published.publications import PUBLICATIONS, tried

    return [
        {
            "publication": table.title,
            "layout": tried(table),
            "page": series.title,
            "comes_out": series.cadence,
            "improves": table.improves,
            "without_it": table.stands_in,
            "files": [one.file for one in used if one.publication == table.id],
            "newest": max(
                (str(one.last) for one in used if one.publication == table.id and one.last),
                default=None,
            ),
        }
        for series in PUBLICATIONS
        for table in series.tables
    ]


def _lacking(source: Path, icbs: list[str]) -> list[dict[str, str]]:
    """Return what stands in, site by site and practice by practice, for boards in these files."""
    from knockon import catalogue
    from knockon.system.build import build as build_system

    _, quality = build_system(source, icbs=icbs, catalogue=catalogue.load())
    return [{"where": one.where, "what": one.what} for one in quality.stands_in]


def _listed(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [
        (
            row["page"],
            row["comes_out"],
            row["publication"],
            row["improves"],
            ", ".join(row["files"]) or "none",
            row["newest"] or "none",
            row["without_it"],
            row["layout"],
        )
        for row in rows
    ]


def _scores(files: Published, system: System, held: Catalogue) -> dict[str, Any] | None:
    """Return how the baseline would have forecast the last twelve months of the board's trusts."""
    from knockon.system.method import method
    from knockon.validity.backtest import Asked, backtest, last_cut
    from knockon.validity.scores import document

    cut = last_cut(files.ae)
    if cut is None:
        return None
    providers = {site.provider for site in system.sites}
    return document(backtest(files.ae, providers, Asked(method(held), cut)))


def fit_and_write(
    system: System,
    quality: Quality,
    held: Catalogue,
    out: Path,
    *,
    scores: dict[str, Any] | None = None,
    force: bool = False,
) -> None:
    """Fit a system's capacities, saying how far it is, and write its folder."""
    with progress("Fitting capacities") as advance:
        fitted_and_written(system, quality, held, out, scores=scores, force=force, advance=advance)


def fitted_and_written(
    system: System,
    quality: Quality,
    held: Catalogue,
    out: Path,
    *,
    scores: dict[str, Any] | None = None,
    force: bool = False,
    advance: Advance | None = None,
) -> None:
    """Fit a system's capacities and write its folder, the data-quality page included."""
    from knockon.impact.fit import fit
    from knockon.reports.quality import quality_page
    from knockon.system.folder import write
    from knockon.system.quality import to_json

    fitted = fit(system, held, threads=os.cpu_count() or 1, progress=advance)
    page = quality_page(to_json(quality), system, fitted)
    pages = {"quality.html": page}
    write(system, quality, fitted, out, scores=scores, pages=pages, force=force)


def _tell_england(nation: Nation, out: Path, *, json: bool) -> None:
    if json:
        answer_json({**asdict(nation), "folder": str(out)})
        return
    practices = sum(one.practices for one in nation.systems)
    patients = sum(one.registered_patients for one in nation.systems)
    answer(
        f"England, made up: {len(nation.systems)} boards, {practices:,} practices, "
        f"{patients:,} registered patients."
    )
    answer(f"Systems: {out}")


def _tell(system: System, quality: Quality, out: Path, *, json: bool) -> None:
    page = out / "quality.html"
    if json:
        answer_json(described(system) | {"folder": str(out), "quality": str(page)})
        return
    patients = sum(one.registered_patients for one in system.practices)
    names = ", ".join(icb.name for icb in system.icbs)
    answer(f"{names}: {len(system.practices):,} practices, {patients:,} registered patients.")
    refused, missing = len(quality.published.refused), len(quality.lacking)
    if refused or missing:
        answer(f"Rows refused: {refused:,}. Publications missing: {missing}. See the quality page.")
    answer(f"System: {out}")
    answer(f"Data quality: {page}")
