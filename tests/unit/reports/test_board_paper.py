"""The board paper: what it answers, with the report's own numbers, in four pages."""

import io
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from knockon.impact.forecast import Forecast
from knockon.reports.board_paper import board_paper
from knockon.reports.documents import Heading, Table, words_of
from knockon.reports.documents.paper import pdf_file
from knockon.reports.documents.word import word_file

MOST_PAGES = 4
MOST_WORDS = 1_400
ORDER = [
    "Board paper: Seaside, winter 2026/27",
    "Decision asked",
    "What may happen, and how sure that is",
    "When a capacity is first passed",
    "By horizon",
    "Money, with its opportunity line",
    "What would catch it, and the gap left",
    "Who is affected",
    "What is not known",
    "Sources and age of the data",
]


def said(forecast: Forecast) -> str:
    return "\n".join(words_of(board_paper(forecast)))


def table(forecast: Forecast, begins: str) -> Table:
    return next(
        block
        for block in board_paper(forecast).blocks
        if isinstance(block, Table) and block.caption.startswith(begins)
    )


def test_it_answers_in_the_order_a_board_asks(forecast: Forecast) -> None:
    blocks = board_paper(forecast).blocks
    assert [block.text for block in blocks if isinstance(block, Heading)] == ORDER


def test_the_likely_case_stands_beside_the_worse_one_three_numbers_each(
    forecast: Forecast,
) -> None:
    found = table(forecast, "Likely beside other cases")
    assert found.columns[-2:] == ("This case (likely)", "Reasonable worst case")
    assert [row[0] for row in found.rows] == [
        "A&E attendances, a week",
        "Calls to NHS 111, a week",
        "Contacts displaced from practices, a week",
    ]
    assert found.rows[0][-2:] == ("+70 (−21 to +160)", "+260 (+80 to +440)")


def test_a_case_without_the_measure_has_a_dash(forecast: Forecast) -> None:
    assert table(forecast, "Likely beside other cases").rows[2][-1] == "–"


def test_without_a_worse_case_it_says_how_to_have_one(make: Callable[..., Forecast]) -> None:
    assert "compare: [reasonable_worst_case]" in said(make(compare=()))


def test_money_has_its_opportunity_line_and_puts_no_chance_on_it(forecast: Forecast) -> None:
    words = said(forecast)
    assert "Opportunity: if practices do not act" in words
    assert "nobody has published one" in words


def test_the_gap_is_told_by_service_and_that_nothing_was_searched(forecast: Forecast) -> None:
    rows = table(forecast, "The gap").rows
    assert ("A&E attendances, a week", "+70", "+130") in rows
    assert "No search was made" in said(forecast)
    assert "The assessment holds no mitigation." in said(forecast)


def test_mitigations_of_the_assessment_are_named(forecast: Forecast) -> None:
    hub = {"mitigations": [{"type": "overflow_hub", "slots_per_day": 300}]}
    assert "overflow hub (300 slots a day)" in said(replace(forecast, assessment=hub))


def test_limits_are_told_by_name_and_week(forecast: Forecast) -> None:
    row = table(forecast, "First week").rows[0]
    assert row[:3] == ("Practices: Seaside PCN", "61%", "4%")
    assert "In no simulated future" in said(replace(forecast, breaches=()))


def test_it_is_four_pages_at_most(forecast: Forecast) -> None:
    paper = board_paper(forecast)
    pages = pypdf.PdfReader(io.BytesIO(pdf_file(paper))).pages
    assert len(pages) <= MOST_PAGES
    assert len(" ".join(words_of(paper)).split()) <= MOST_WORDS


def test_the_same_forecast_gives_the_same_paper(forecast: Forecast) -> None:
    assert word_file(board_paper(forecast)) == word_file(board_paper(forecast))


@pytest.mark.deep
def test_word_itself_makes_four_pages_of_it(forecast: Forecast, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine: install libreoffice-writer")
    path = tmp_path / "board-paper.docx"
    path.write_bytes(word_file(board_paper(forecast)))
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(pypdf.PdfReader(tmp_path / "board-paper.pdf").pages) <= MOST_PAGES
