"""How a run is told when it is done: its headline and its report, or its summary as JSON."""

from __future__ import annotations

import webbrowser
from collections.abc import Sequence
from pathlib import Path

from knockon.cli.runs import summary_of
from knockon.cli.telling import answer, answer_json, note


def tell_run(folder: Path, *, json: bool, open_report: bool) -> None:
    """Tell a finished run, and open its report if that is wanted."""
    summary, report = summary_of(folder), folder / "report.html"
    if json:
        answer_json(summary)
    else:
        answer(summary["headline"])
        answer(f"Report: {report}")
    if open_report:
        webbrowser.open(report.absolute().as_uri())


def tell_what_is_left_out(lines: Sequence[str]) -> None:
    """Say beside the answer what was asked for and is not modelled."""
    for line in lines:
        note(f"Not modelled. {line}")
