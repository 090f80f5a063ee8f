"""What ``knockon assess`` may be asked: each option by name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from knockon.plans.assessment import MOST_DRAWS, MOST_SEED

Option = typer.Option

AssessmentFile = Annotated[Path, typer.Argument(metavar="ASSESSMENT", help="An assessment file.")]
Draws = Annotated[
    int | None, Option(min=1, max=MOST_DRAWS, help="Simulated futures, in place of the file's.")
]
Seed = Annotated[int | None, Option(min=0, max=MOST_SEED, help="Seed, in place of the file's.")]
Design = Annotated[
    Literal["sobol", "latin_hypercube", "plain", "antithetic"] | None,
    Option(help="How draws are spread, in place of the file's."),
]
Precision = Annotated[
    float | None,
    Option(
        metavar="PEOPLE",
        help="Add draws until the headline's median is known to so many people a week.",
    ),
]
Seconds = Annotated[float | None, Option(metavar="SECONDS", help="Add draws for so many seconds.")]
MostDraws = Annotated[int | None, Option(min=1, max=MOST_DRAWS, help="Add draws up to so many.")]
Extend = Annotated[
    Path | None,
    Option(metavar="DIR", help="A finished run to make longer; no draw is run twice."),
]
RunFolder = Annotated[
    Path | None, Option("--out", metavar="DIR", help="Where to; left out, under runs/.")
]
Workers = Annotated[int, Option(min=0, help="Threads; 0 for as many as there are processors.")]
Cluster = Annotated[
    str | None,
    Option(
        metavar="ADDRESS",
        help="Run on a Dask scheduler; `local` starts processes here in place of threads.",
    ),
]
Pdf = Annotated[bool, Option("--pdf", help="Write the report as report.pdf too.")]
Docx = Annotated[bool, Option("--docx", help="And as report.docx, for Word.")]
Xlsx = Annotated[bool, Option("--xlsx", help="And its tables as tables.xlsx.")]
BoardPaper = Annotated[
    bool, Option("--board-paper", help="Write board-paper.docx, at most four pages.")
]
Charts = Annotated[
    bool, Option("--charts", help="Write each chart's numbers as CSV, under charts/.")
]
Parties = Annotated[
    list[str] | None,
    Option(
        "--for",
        metavar="CODE",
        help="Also a slice for a service, site or trust: for-CODE.html. May be repeated.",
    ),
]
