"""PDF, Word and Excel say what the page says: each number of the page is found in each of them."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from knockon.errors import KnockonError
from knockon.impact.forecast import Forecast
from knockon.reports import extras, wanted
from knockon.reports.documents.blocks import words_of
from knockon.reports.documents.word_reading import read_word
from knockon.reports.page import present
from knockon.reports.parts import Cell, Page, Section, Table, text
from knockon.reports.report_tables import gathered
from knockon.reports.wanted import Wanted, check_extras
from knockon.reports.workbook import tables_file
from knockon.reports.writing import write_run

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
EVERYTHING = Wanted(
    pdf=True, docx=True, xlsx=True, board_paper=True, charts=True, parties=("R1-ed", "nhs111")
)


@pytest.fixture(scope="module")
def folder(forecast: Forecast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    at = tmp_path_factory.mktemp("run")
    write_run(forecast, at, at=AT, wanted=EVERYTHING)
    return at


@pytest.fixture(scope="module")
def page(forecast: Forecast) -> Page:
    return present(forecast, "d" * 64)


def numbers(page: Page) -> list[Cell]:
    """Every cell of the page that stands for a number."""
    cells = [c for one in gathered(page) for t in one.tables for row in t.rows for c in row]
    return [cell for cell in cells if cell.value is not None]


def squeezed(text: str) -> str:
    """A text without blanks, since a narrow column breaks a number over lines."""
    return re.sub(r"\s", "", text)


def test_the_page_has_numbers_to_find(page: Page) -> None:
    assert len({cell.value for cell in numbers(page)}) > 300


def test_the_workbook_has_each_number_of_the_page_as_a_number(folder: Path, page: Page) -> None:
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    held = {
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row
        if isinstance(cell.value, (int, float))
    }  # fmt: skip
    assert {cell.value for cell in numbers(page)} <= held


def test_pictures_in_word_are_as_wide_as_its_text(folder: Path) -> None:
    shapes = docx.Document(str(folder / "report.docx")).inline_shapes
    assert len(shapes) > 0
    for shape in shapes:
        assert shape.width.mm == pytest.approx(165, abs=1)


def test_word_has_each_number_of_the_page(folder: Path, page: Page) -> None:
    document = read_word((folder / "report.docx").read_bytes(), "report.docx")
    held = set(words_of(document))
    assert {cell.text for cell in numbers(page)} <= held


def test_the_pdf_has_each_number_of_the_page(folder: Path, page: Page) -> None:
    read = pypdf.PdfReader(folder / "report.pdf")
    held = squeezed(" ".join(one.extract_text() for one in read.pages))
    missing = {cell.text for cell in numbers(page) if squeezed(cell.text) not in held}
    assert missing == set()


def test_the_pdf_is_tagged_and_says_its_language(folder: Path) -> None:
    read = pypdf.PdfReader(folder / "report.pdf")
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "en-GB"
    assert "pdfuaid:part" in read.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("shown", "form"),
    [
        ("4,589", "#,##0"),
        ("12.3", "#,##0.0"),
        ("+0.12", "+#,##0.00;-#,##0.00;#,##0.00"),
        ("−£99,000", "+£#,##0;-£#,##0;£#,##0"),
        ("£1.2 million", "£#,##0"),
        ("58.3%", "0.0%"),
        ("−0.17 points", "+0.00%;-0.00%;0.00%"),
        ("1.5e-05", "General"),
    ],
)
def test_a_sheet_shows_a_number_with_the_decimals_of_the_page(shown: str, form: str) -> None:
    """It holds the number itself: what is rounded is only what is seen."""
    table = Table("t", "One", ("What", "How many"), ((text("it"), Cell(shown, 0.5, numeric=True)),))
    page = Page("P", "K", None, (Section("s", "S", (table,)),), "")
    (cell,) = openpyxl.load_workbook(io.BytesIO(tables_file(page)))["1 One"]["B2:B2"][0]
    assert (cell.value, cell.number_format) == (0.5, form)


def test_a_workbook_says_what_it_is_and_lists_its_sheets(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert book.sheetnames[:2] == ["About", "Contents"]
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Format"] == "knockon/tables/1"
    listed = [row[0] for row in book["Contents"].iter_rows(min_row=2, values_only=True)]
    assert listed == book.sheetnames[2:]


def test_charts_hold_the_numbers_they_draw(folder: Path, forecast: Forecast) -> None:
    with (folder / "charts" / "w-ed-attendances.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == forecast.weeks
    assert float(rows[-1]["Change 50%"]) == pytest.approx(70)


def test_the_page_links_to_what_was_written_and_the_run_tells_its_digest(folder: Path) -> None:
    html = (folder / "report.html").read_text("utf-8")
    files = json.loads((folder / "run.json").read_text("utf-8"))["files"]
    for name, _ in EVERYTHING.files():
        assert (folder / name).exists(), name
        assert f'href="{name}"' in html
        assert files[name]["format"].startswith("knockon/")
    assert files["charts/w-ed-attendances.csv"]["format"] == "knockon/chart-data/1"


def test_the_same_forecast_gives_the_same_files(
    forecast: Forecast, folder: Path, tmp_path: Path
) -> None:
    some = Wanted(xlsx=True, board_paper=True, parties=("R1-ed",))
    write_run(forecast, tmp_path, at=AT, wanted=some)
    for name in ("tables.xlsx", "board-paper.docx", "for-R1-ed.html", "for-R1-ed.xlsx"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_without_the_extra_it_is_refused_before_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    check_extras(Wanted(charts=True, parties=("nhs111",)))
    with pytest.raises(KnockonError) as refused:
        check_extras(Wanted(board_paper=True))
    assert refused.value.code == "K620"


def test_nothing_more_is_written_unless_asked_for(
    make: Callable[..., Forecast], tmp_path: Path
) -> None:
    write_run(make(), tmp_path, at=AT)
    assert not list(tmp_path.glob("*.docx")) + list(tmp_path.glob("for-*"))
    assert wanted.NOTHING_MORE.files() == ()


def test_it_is_told_how_many_of_the_further_files_are_written(
    forecast: Forecast, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    some = Wanted(board_paper=True, xlsx=True, charts=True, parties=("nhs111",))
    write_run(
        forecast, tmp_path, at=AT, wanted=some, progress=lambda done, of: told.append((done, of))
    )
    assert told[:4] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert set(told[4:]) == {(4, 4)}, "the chart data come after them and are not counted"
