"""A report's tables as a workbook: a sheet for each, numbers as numbers, units and sources beside.

Sheets are made of the page's own tables, so that both say the same; what the page closes is open.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from knockon.impact.rounding import MINUS
from knockon.reports.extras import extra
from knockon.reports.report_tables import Gathered, gathered

if TYPE_CHECKING:
    from knockon.reports.parts import Cell, Page

FORMAT = "knockon/tables/1"
ABOUT, CONTENTS = "About", "Contents"
INK, HEADER = "#1b2430", "#e3edf0"
LONGEST_NAME = 31
"""Letters a spreadsheet allows in the name of a sheet."""
_REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_DECIMALS = re.compile(r"\d\.(\d+)")
_POWER = re.compile(r"\de[+-]")
_MILLION = "million"
WIDEST, NARROWEST = 60, 11
_THE_SAME_DAY = datetime(1980, 1, 1, tzinfo=UTC)
"""What the file says it was made on: the same tables give the same bytes."""


def tables_file(page: Page) -> bytes:
    """Return the workbook's bytes; K620 without the extra ``reports``."""
    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = extra("xlsxwriter").Workbook(out, settings)
    book.set_properties({"title": page.title, "comments": FORMAT, "created": _THE_SAME_DAY})
    looks = _looks(book)
    _about(book, page, looks)
    listed = list(_named(gathered(page)))
    cells = (
        cell for _, one in listed for table in one.tables for row in table.rows for cell in row
    )
    looks |= _looks_of(cells, book)
    _contents(book, listed, looks)
    for name, one in listed:
        _sheet(book.add_worksheet(name), one, looks)
    book.close()
    return out.getvalue()


def _named(all_of: tuple[Gathered, ...]) -> Iterator[tuple[str, Gathered]]:
    """Yield each gathered table with the name of its sheet, no two alike."""
    for number, one in enumerate(all_of, start=1):
        said = one.section if one.several else one.tables[0].caption
        plain = " ".join(f"{number} {said}".translate(_REFUSED).split())
        yield plain[:LONGEST_NAME].strip(), one


def _looks(book: Any) -> dict[str, Any]:
    head = {"bold": True, "bg_color": HEADER, "font_color": INK, "text_wrap": True, "border": 1}
    return {
        "head": book.add_format({**head, "valign": "top"}),
        "bold": book.add_format({"bold": True}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _looks_of(cells: Iterable[Cell], book: Any) -> dict[str, Any]:
    """Return how numbers look, by the form each of the cells has."""
    forms = dict.fromkeys(_form(cell) for cell in cells if cell.value is not None)
    return {form: book.add_format({"num_format": form}) for form in forms}


def _about(book: Any, page: Page, looks: dict[str, Any]) -> None:
    """Write what run this is, the sentence, and how numbers are to be read."""
    sheet = book.add_worksheet(ABOUT)
    sheet.set_column(0, 0, 30, looks["words"])
    sheet.set_column(1, 1, 110, looks["words"])
    rows = [("Report", page.title), ("Format", FORMAT)]
    if page.headline is not None:
        top = page.headline
        rows += [("Warning", warning) for warning in top.warnings]
        rows += [("Answer", top.sentence), ("Doubt", top.because)]
        rows += [("Note", note) for note in top.notes]
        rows += [(label, f"{middle} ({spread})") for label, middle, spread in top.numbers]
        rows += list(top.facts)
    rows += [
        ("Units", "Each table's caption or a column says the unit; shares are fractions of one."),
        ("Percentiles", "5%, 10%, 50%, 90%, 95% of simulated futures, of paired changes."),
        ("Empty cells", "Withheld or not known. They are not zero."),
        ("", page.footer),
    ]
    for line, (name, words) in enumerate(rows):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, words)


def _contents(book: Any, listed: list[tuple[str, Gathered]], looks: dict[str, Any]) -> None:
    sheet = book.add_worksheet(CONTENTS)
    for column, (name, width) in enumerate((("Sheet", 34), ("Section", 46), ("Holds", 90))):
        sheet.write_string(0, column, name, looks["head"])
        sheet.set_column(column, column, width)
    for line, (name, one) in enumerate(listed, start=1):
        sheet.write_url(line, 0, f"internal:'{name}'!A1", string=name)
        sheet.write_string(line, 1, one.section)
        first = one.tables[0].caption
        more = len(one.tables) - 1
        sheet.write_string(line, 2, f"{first}, and {more} more of its kind" if more else first)


def _sheet(sheet: Any, one: Gathered, looks: dict[str, Any]) -> None:
    first = ("Table",) if one.several else ()
    columns = (*first, *one.columns)
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, looks["head"])
    line = 0
    for table in one.tables:
        for row in table.rows:
            line += 1
            if one.several:
                sheet.write_string(line, 0, table.caption)
            for column, cell in enumerate(row, start=len(first)):
                _write(sheet, (line, column), cell, looks)
    notes = list(dict.fromkeys(table.note for table in one.tables if table.note))
    for below, note in enumerate(notes, start=line + 2):
        sheet.write_string(below, 0, note)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)
    for column, width in enumerate(_widths(one)):
        sheet.set_column(column, column, width)


def _widths(one: Gathered) -> Iterator[int]:
    """Yield how wide each column needs to be for what stands in it, within reason."""
    if one.several:
        yield WIDEST
    for column, name in enumerate(one.columns):
        cells = [len(row[column].text) for table in one.tables for row in table.rows]
        yield min(WIDEST, max([NARROWEST, min(len(name), 24), *cells]) + 1)


def _write(sheet: Any, at: tuple[int, int], cell: Cell, looks: dict[str, Any]) -> None:
    if cell.value is not None:
        sheet.write_number(*at, cell.value, looks[_form(cell)])
    elif cell.href:
        sheet.write_url(*at, cell.href, string=cell.text)
    elif not cell.numeric:
        sheet.write_string(*at, cell.text)


def _form(cell: Cell) -> str:
    """Return the form in which a spreadsheet shows a number as the page does: the same decimals.

    The sheet holds the number itself, with all the figures the files have.
    """
    if _POWER.search(cell.text):
        return "General"
    found = None if _MILLION in cell.text else _DECIMALS.search(cell.text)
    places = "." + "0" * len(found[1]) if found else ""
    if cell.text.endswith(("%", "points")):
        form = f"0{places}%"
    else:
        form = f"{'£' if '£' in cell.text else ''}#,##0{places}"
    return f"+{form};-{form};{form}" if cell.text.startswith(("+", MINUS)) else form
