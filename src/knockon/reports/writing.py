"""The files of a run, written into a folder that its caller puts in place whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from knockon.impact.kept import FORMAT as COUNTS_FORMAT
from knockon.impact.kept import write as write_counts
from knockon.impact.shelf import FOLDER as SHELF
from knockon.reports.frames import (
    ASSUMPTIONS_FORMAT,
    DRAWS_FORMAT,
    FORECAST_FORMAT,
    Tables,
    assumptions_csv,
    write_parquet,
)
from knockon.reports.page import present
from knockon.reports.rendering import render
from knockon.reports.running import result_digest, run_document
from knockon.reports.summary import FORMAT as SUMMARY_FORMAT
from knockon.reports.summary import as_json, summary
from knockon.reports.wanted import NOTHING_MORE, REPORT_FORMAT, Wanted, Written, further_files

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from knockon.impact.forecast import Forecast
    from knockon.reports.parts import Page

COUNTS = "counts.npz"
"""Both arms of every draw: what a longer run builds on."""
_FORMATS = {
    "report.html": REPORT_FORMAT,
    "summary.json": SUMMARY_FORMAT,
    "forecast.parquet": FORECAST_FORMAT,
    "draws.parquet": DRAWS_FORMAT,
    "assumptions.csv": ASSUMPTIONS_FORMAT,
}


def write_run(
    forecast: Forecast,
    folder: Path,
    *,
    at: datetime,
    wanted: Wanted = NOTHING_MORE,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Write every file of a run into ``folder``, which exists; return the result's digest.

    ``at`` is when the run was made; only ``run.json`` holds it. The draws of many systems are there
    already (:class:`~knockon.impact.shelf.Shelf`). What is ``wanted`` besides is
    written too (K620 without the extra ``reports``); ``progress`` is told how many of how many of
    those are done. The folder is the caller's to make whole
    (:func:`knockon.keeping.whole_folder`).
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        counts = beside.submit(_write_counts, forecast, folder)
        tables = Tables.of(forecast)
        digest = result_digest(forecast, tables)
        page = present(forecast, digest, wanted.files())
        _write_usual(forecast, page, tables, folder)
        further = _write_further(
            further_files(forecast, page, digest, wanted), folder, len(wanted.files()), progress
        )
    formats = {**_FORMATS, **counts.result(), **further}
    files = {name: _about(folder / name, kind) for name, kind in formats.items()}
    document = run_document(forecast, digest, at=at, files=files)
    _write_text(folder / "run.json", as_json(document))
    return digest


def _write_usual(forecast: Forecast, page: Page, tables: Tables, folder: Path) -> None:
    _write_text(folder / "report.html", render(page))
    _write_text(folder / "summary.json", as_json(summary(forecast)))
    _write_text(folder / "assumptions.csv", assumptions_csv(forecast))
    write_parquet(tables.forecast, folder / "forecast.parquet", FORECAST_FORMAT)
    write_parquet(tables.draws, folder / "draws.parquet", DRAWS_FORMAT)


def _write_further(
    files: Iterable[Written],
    folder: Path,
    many: int,
    progress: Callable[[int, int], None] | None,
) -> dict[str, str]:
    """Write files as they are made, ``many`` and then the chart data; return their formats."""
    formats: dict[str, str] = {}
    for name, kind, content in files:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
        formats[name] = kind
        if progress is not None:
            progress(min(len(formats), many), many)
    return formats


def _write_counts(forecast: Forecast, folder: Path) -> dict[str, str]:
    """Write the draws kept of one system; return what holds the draws of a run, and its format.

    Pressing them takes as long as all else, and may go on beside it.
    """
    names = [f"{SHELF}/{one.name}" for one in sorted((folder / SHELF).glob("*"))]
    if forecast.kept:
        write_counts(forecast.kept, folder / COUNTS)
        names = [COUNTS, *names]
    return dict.fromkeys(names, COUNTS_FORMAT)


def _about(path: Path, kind: str) -> dict[str, str]:
    return {"format": kind, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _write_text(path: Path, content: str) -> None:
    path.write_bytes(content.encode("utf-8"))
