"""One file of each format is kept for ever: what was written once can still be told apart.

When a format changes on purpose, its number rises and a new golden file joins the old one. To write
the files of the present formats again: ``KNOCKON_WRITE_GOLDEN=1 pytest tests/baseline/reports``.
"""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from knockon.impact.forecast import Forecast
from knockon.reports.documents import words_of
from knockon.reports.documents.word_reading import read_word
from knockon.reports.wanted import Wanted
from knockon.reports.writing import write_run

GOLDEN = Path(__file__).parent / "golden"
MACHINE = re.compile(r'"(numpy|polars|scipy|python)": "[^"]+"|"sha256": "[^"]+"')

DRAWING = re.compile(r"<svg[^>]*>(<title.*?</desc>).*?</svg>", re.DOTALL)
"""What is drawn depends on the fonts a machine has; what is said of it does not."""


@pytest.fixture(scope="module")
def written(forecast: Forecast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    write_run(forecast, folder, at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    return folder


@pytest.fixture(scope="module")
def besides(forecast: Forecast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("besides")
    wanted = Wanted(xlsx=True, board_paper=True, charts=True, parties=("nhs111",))
    write_run(forecast, folder, at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC), wanted=wanted)
    return folder


def held(path: Path) -> str:
    """What a file says, without what differs from machine to machine."""
    if path.suffix == ".docx":
        return "\n".join(words_of(read_word(path.read_bytes(), path.name)))
    if path.suffix == ".xlsx":
        rows = (row for sheet in openpyxl.load_workbook(path) for row in sheet.values)
        return "\n".join(map(str, rows))
    if path.suffix == ".parquet":
        frame = pl.read_parquet(path)
        kinds = ",".join(f"{name}:{kind}" for name, kind in frame.schema.items())
        return f"{kinds}\n{frame.write_csv()}"
    content = path.read_text("utf-8")
    if path.suffix == ".html":
        return DRAWING.sub(r"<svg>\1</svg>", content)
    return MACHINE.sub('"…"', content)


@pytest.mark.parametrize(
    ("name", "golden"),
    [
        ("summary.json", "summary-1.json"),
        ("run.json", "run-1.json"),
        ("assumptions.csv", "assumptions-1.csv"),
        ("forecast.parquet", "forecast-1.parquet"),
        ("draws.parquet", "draws-1.parquet"),
        ("report.html", "report-1.html"),
    ],
)
def test_a_file_is_as_its_format_has_always_been(written: Path, name: str, golden: str) -> None:
    keep_or_compare(written / name, GOLDEN / golden)


@pytest.mark.parametrize(
    ("name", "golden"),
    [
        ("board-paper.docx", "board-paper-1.docx"),
        ("tables.xlsx", "tables-1.xlsx"),
        ("for-nhs111.html", "slice-1.html"),
        ("charts/w-ed-attendances.csv", "chart-data-1.csv"),
    ],
)
def test_a_file_asked_for_besides_is_too(besides: Path, name: str, golden: str) -> None:
    keep_or_compare(besides / name, GOLDEN / golden)


def keep_or_compare(path: Path, kept: Path) -> None:
    if os.environ.get("KNOCKON_WRITE_GOLDEN"):
        kept.parent.mkdir(exist_ok=True)
        if kept.suffix == ".html":
            kept.write_text(held(path), encoding="utf-8")
        else:
            kept.write_bytes(path.read_bytes())
    assert held(path) == held(kept)
