"""What a run may be asked to write besides: PDF, Word, Excel, board paper, slices, chart data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knockon.reports import board_paper, workbook
from knockon.reports.documents.paper import pdf_file
from knockon.reports.documents.word import word_file
from knockon.reports.edition import as_document
from knockon.reports.extras import extra
from knockon.reports.rendering import render
from knockon.reports.report_tables import CHART_FORMAT, chart_files
from knockon.reports.slices import slice_page

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast
    from knockon.reports.parts import Page

REPORT_FORMAT = "knockon/report/1"
SLICE_FORMAT = "knockon/slice/1"
CHARTS = "charts"
BOARD_PAPER = "board-paper.docx"
Written = tuple[str, str, bytes]
"""A file's name, its format and what it holds."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for beside the usual files of a run."""

    pdf: bool = False
    docx: bool = False
    xlsx: bool = False
    board_paper: bool = False
    charts: bool = False
    parties: tuple[str, ...] = ()
    """Services, sites and trusts a slice is written for, by code."""

    def files(self) -> tuple[tuple[str, str], ...]:
        """Return the names of the files asked for, and what each holds; not the chart data's."""
        return tuple(self._files())

    def modules(self) -> tuple[str, ...]:
        """Return the modules of the extra ``reports`` that are needed."""
        needed = (
            ("weasyprint", self.pdf),
            ("docx", self.docx or self.board_paper),
            ("xlsxwriter", self.xlsx),
        )
        return tuple(module for module, is_needed in needed if is_needed)

    def _files(self) -> Iterator[tuple[str, str]]:
        if self.board_paper:
            yield BOARD_PAPER, "what a board decides on, in at most four pages"
        if self.pdf:
            yield "report.pdf", "this page for paper, with every table open"
        if self.docx:
            yield "report.docx", "the same, to be edited"
        if self.xlsx:
            yield "tables.xlsx", "its tables, numbers as numbers"
        for code in self.parties:
            yield f"for-{code}.html", f"the slice for {code}"
            for end, is_wanted in (("pdf", self.pdf), ("docx", self.docx), ("xlsx", self.xlsx)):
                if is_wanted:
                    yield f"for-{code}.{end}", f"the slice for {code}, as {end}"


NOTHING_MORE = Wanted()


def check_extras(wanted: Wanted) -> None:
    """Refuse, before long work, what could not be written after it (K620)."""
    for module in wanted.modules():
        extra(module)


def further_files(forecast: Forecast, page: Page, digest: str, wanted: Wanted) -> Iterator[Written]:
    """Yield every file ``wanted`` when it is made; ``page`` is the report's, ``digest`` the run's.

    The chart data come last.
    """
    if wanted.board_paper:
        yield BOARD_PAPER, board_paper.FORMAT, word_file(board_paper.board_paper(forecast))
    yield from _editions(page, wanted, {"pdf": "report", "docx": "report", "xlsx": "tables"})
    for code in wanted.parties:
        mine, name = slice_page(forecast, code, digest), f"for-{code}"
        yield f"{name}.html", SLICE_FORMAT, render(mine).encode("utf-8")
        yield from _editions(mine, wanted, dict.fromkeys(("pdf", "docx", "xlsx"), name))
    if wanted.charts:
        for name, text in chart_files(page).items():
            yield f"{CHARTS}/{name}", CHART_FORMAT, text.encode("utf-8")


def _editions(page: Page, wanted: Wanted, names: dict[str, str]) -> Iterator[Written]:
    """Yield a page as PDF, Word and Excel, as far as they are wanted."""
    makers: tuple[tuple[str, bool, str, Callable[[], bytes]], ...] = (
        ("pdf", wanted.pdf, REPORT_FORMAT, lambda: pdf_file(as_document(page, still="svg"))),
        ("docx", wanted.docx, REPORT_FORMAT, lambda: word_file(as_document(page))),
        ("xlsx", wanted.xlsx, workbook.FORMAT, lambda: workbook.tables_file(page)),
    )
    for end, is_wanted, kind, make in makers:
        if is_wanted:
            yield f"{names[end]}.{end}", kind, make()
