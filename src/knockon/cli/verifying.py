"""The engine against queueing theory, and against cases anyone writes."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.options import Json, Packs, as_day, example
from knockon.cli.telling import answer, answer_json, answer_table, progress, working
from knockon.errors import KnockonError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knockon.validity import Row
    from knockon.validity.backtest import Series


def add_to(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog=example("knockon verify", "knockon verify --case queue.yaml --json"))(verify)
    app.command(epilog=example("knockon backtest --from downloads --cut 2025-04-01"))(backtest)


def verify(
    case: Annotated[
        list[Path] | None,
        typer.Option("--case", metavar="FILE", help="A case to run; may be given again."),
    ] = None,
    trace: Annotated[
        bool, typer.Option("--trace", help="Add what became of each person in a case.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="A quarter of the draws of the built-in cases.")
    ] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="The table as it stands in the manual.")
    ] = False,
    threads: Annotated[
        int, typer.Option(min=0, help="Threads; 0 for as many as there are processors.")
    ] = 0,
    json: Json = False,
) -> None:
    """Hold the engine against queueing theory, or run cases from files."""
    using = threads or os.cpu_count() or 1
    if case:
        _cases(case, using, trace=trace, json=json)
    else:
        _built_in(using, quick=quick, json=json, markdown=markdown)


def backtest(
    source: Annotated[
        Path, typer.Option("--from", metavar="DIR", help="A folder of published files.")
    ],
    provider: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="A trust's code; may be given again; left out, all."),
    ] = None,
    cut: Annotated[
        date | None,
        typer.Option(
            metavar="DATE",
            parser=as_day,
            help="First month to forecast; left out, a year before the files end.",
        ),
    ] = None,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Score the baseline on twelve months published since: A&E attendances and admissions."""
    from knockon import catalogue, published
    from knockon.system.method import method
    from knockon.validity.backtest import Asked, last_cut
    from knockon.validity.backtest import backtest as run
    from knockon.validity.scores import document

    held = catalogue.load(packs or ())
    with working("Forecasting months that are known by now"):
        ae = published.read(source).ae
        first = cut.replace(day=1) if cut else last_cut(ae)
        asked = Asked(method(held), first) if first else None
        series = run(ae, provider or ae["provider"].unique(), asked) if asked else ()
    if not series:
        raise _nothing_to_score(source)
    if json:
        answer_json(document(series))
    else:
        _tell_scores(series, each=bool(provider))


def _nothing_to_score(source: Path) -> KnockonError:
    return KnockonError(
        "K950",
        f"no series in {source} is long enough to score",
        expected="three usual years of A&E by provider before the cut, and months after it",
        remedy="Add earlier months, choose another cut, or name a provider that is in the files.",
    )


def _tell_scores(series: Sequence[Series], *, each: bool) -> None:
    from knockon.validity.backtest import pooled
    from knockon.validity.scores import document, row, sentences

    columns = ("Measure", "Series", "Months", "In 50%", "In 90%", "Beat last year", "Error ratio")
    answer_table(columns, [row(one) for one in pooled(series)])
    if each:
        for line in sentences(document(series)):
            answer(line)


def _cases(paths: Sequence[Path], threads: int, *, trace: bool, json: bool) -> None:
    from knockon.validity import verify_files

    with working("Running cases"):
        documents = list(verify_files(paths, threads=threads, trace=trace))
    for document in documents:
        if json:
            answer_json(document, one_line=True)
        else:
            _tell_case(document)


def _tell_case(document: dict[str, Any]) -> None:
    answer(f"{document['case']}: {document['draws']} draws, imbalance {document['imbalance']}")
    rows = [
        (station, measure, *which, _number(found["mean"]), _number(found["se"]))
        for station, measures in document["stations"].items()
        for measure, held in measures.items()
        for which, found in _by_class(held)
    ]
    answer_table(("Station", "Measure", "Class", "Mean", "Standard error"), rows)


def _by_class(held: Any) -> list[tuple[tuple[str], dict[str, float | None]]]:
    """Return what a measure holds with the class each belongs to, or the time it was taken at."""
    if isinstance(held, list):
        return [((f"at {one['time']:g}",), one) for one in held]
    if "mean" in held:
        return [(("all",), held)]
    return [((name,), one) for name, one in held.items()]


def _built_in(threads: int, *, quick: bool, json: bool, markdown: bool) -> None:
    from knockon.validity import disagreements
    from knockon.validity.table import markdown as as_markdown
    from knockon.validity.verification import verify_all

    with progress("Verifying") as told:
        rows = verify_all(threads=threads, quick=quick, told=told)
    if json:
        answer_json({"format": "knockon/verification/2", "rows": [row.as_dict() for row in rows]})
    elif markdown:
        answer(as_markdown(rows))
    else:
        _tell_rows(rows)
    failed = disagreements(rows)
    if failed:
        raise _not_as_expected(failed, of=len(rows))


def _tell_rows(rows: Sequence[Row]) -> None:
    from knockon.validity.table import COLUMNS, cells

    answer_table(COLUMNS, [cells(row) for row in rows])
    agree = sum(row.verdict == "agrees" for row in rows)
    answer(f"{agree} of {len(rows)} results agree.")


def _not_as_expected(failed: Sequence[Row], *, of: int) -> KnockonError:
    names = ", ".join(dict.fromkeys(row.case for row in failed))
    return KnockonError(
        "K940",
        f"{len(failed)} of {of} results are not as expected ({names})",
        expected="every result within four standard errors, and equal where nothing is chance",
        remedy="Do not use this installation: report which machine and version it is.",
    )


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.5g}"
