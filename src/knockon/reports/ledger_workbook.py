"""A ledger's notices as a workbook that checks what is entered: lists, days, lengths of notice.

The same workbook is the template to fill in (no rows yet) and the export. Its columns are those of
:mod:`knockon.register.importing_columns`, and it is taken in as it stands. It says of itself
``knockon/notices-table/1``.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from knockon.catalogue.local_services import LocalService
from knockon.register.importing_columns import COLUMNS, Column
from knockon.register.importing_tables import SHEET
from knockon.reports.extras import extra

__all__ = ["FORMAT", "workbook"]

FORMAT = "knockon/notices-table/1"
LISTS, ABOUT = "Lists", "About"
MOST_ROWS = 50_000
"""Rows that are checked as they are filled in."""
INK, HEADER, NEEDED = "#1b2430", "#e3edf0", "#0f5c73"
GROUPS = (
    *("all", "new", "existing", "new, existing", "beyond_capacity", "new, beyond_capacity"),
    "existing, beyond_capacity",
)
WIDTHS = {"service": 24, "agreement": 24, "owed_basis": 24, "recipient": 20, "receiving": 24}
LATEST = date(2100, 1, 1)
EARLIEST = date(2000, 1, 1)

HOW_TO = (
    "One notice a row: one service, one holder. Columns with a dark heading must be filled in.",
    "A blank cell is not known. Write none where it is known that there is none.",
    "given_on: none while the notice is only considered. ends_on: the last day, or unknown.",
    "patients: all, or any of new, existing, beyond_capacity with commas.",
    "owed: 3 months, 4 weeks, 10 days, none or unknown. capacity: 40 a week, 12 at once.",
    "id, status, since, why and superseded_by may stay blank; an export fills them in.",
    "Take it in with: knockon register import LEDGER FILE --by WHO. Nothing is taken in twice.",
)


def workbook(
    services: Mapping[str, LocalService], rows: Sequence[Sequence[date | str]], *, title: str
) -> bytes:
    """Return the workbook's bytes; ``rows`` are cells in the order of the columns.

    Raises K620 without the extra ``reports``.
    """
    out = io.BytesIO()
    book = extra("xlsxwriter").Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "comments": FORMAT})
    sheet = book.add_worksheet(SHEET)
    _header(book, sheet)
    _rows(book, sheet, rows)
    _lists(book, services)
    for position, column in enumerate(COLUMNS):
        _check(sheet, position, column, len(services))
    _about(book, title)
    book.close()
    return out.getvalue()


def _header(book: Any, sheet: Any) -> None:
    usual = {"bold": True, "border": 1, "text_wrap": True, "valign": "top"}
    needed = book.add_format({**usual, "bg_color": NEEDED, "font_color": "#ffffff"})
    other = book.add_format({**usual, "bg_color": HEADER, "font_color": INK})
    for position, column in enumerate(COLUMNS):
        sheet.write_string(0, position, column.name, needed if column.required else other)
        sheet.write_comment(0, position, column.holds[0].upper() + column.holds[1:])
        sheet.set_column(position, position, WIDTHS.get(column.name, 15))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(COLUMNS) - 1)


def _rows(book: Any, sheet: Any, rows: Sequence[Sequence[date | str]]) -> None:
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for line, row in enumerate(rows, start=1):
        for position, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(line, position, cell, day)
            elif cell:
                sheet.write_string(line, position, cell)
    for position, column in enumerate(COLUMNS):
        if column.kind == "day":
            sheet.set_column(position, position, 13, day)


def _lists(book: Any, services: Mapping[str, LocalService]) -> None:
    """Write what cells are chosen from."""
    sheet = book.add_worksheet(LISTS)
    bold = book.add_format({"bold": True})
    for position, name in enumerate(("service", "what it is", "patients")):
        sheet.write_string(0, position, name, bold)
    for line, (key, one) in enumerate(sorted(services.items()), start=1):
        sheet.write_string(line, 0, key)
        sheet.write_string(line, 1, one.name)
    for line, words in enumerate(GROUPS, start=1):
        sheet.write_string(line, 2, words)
    sheet.set_column(0, 2, 34)


def _check(sheet: Any, position: int, column: Column, services: int) -> None:
    """Have the spreadsheet refuse what an import would refuse."""
    rule: dict[str, Any] | None = None
    if column.name == "service":
        rule = {"validate": "list", "source": f"={LISTS}!$A$2:$A${services + 1}"}
    elif column.name == "patients":
        rule = {"validate": "list", "source": f"={LISTS}!$C$2:$C${len(GROUPS) + 1}"}
    elif column.words:
        words = (*column.words, "unknown") if column.kind == "unknown_word" else column.words
        rule = {"validate": "list", "source": list(words)}
    elif column.kind == "day":
        rule = {"validate": "custom", "value": _day_rule(position, column)}
    elif column.name in ("owed", "capacity"):
        rule = {"validate": "custom", "value": _LENGTHS[column.name].format(cell=_cell(position))}
    elif column.name == "holder":
        rule = {"validate": "length", "criteria": "between", "minimum": 3, "maximum": 6}
    if rule is None:
        return
    told = {
        "ignore_blank": not column.required,
        "input_title": column.name,
        "input_message": column.holds[:255],
        "error_title": column.name,
        "error_message": f"Expected: {column.holds}."[:255],
    }
    sheet.data_validation(1, position, MOST_ROWS, position, {**rule, **told})


_LENGTHS = {
    "owed": (
        '=IF(OR({cell}="none",{cell}="unknown"),TRUE,IFERROR(AND('
        'ISNUMBER(VALUE(LEFT({cell},FIND(" ",{cell})-1))),'
        'OR(RIGHT({cell},5)="month",RIGHT({cell},6)="months",RIGHT({cell},4)="week",'
        'RIGHT({cell},5)="weeks",RIGHT({cell},3)="day",RIGHT({cell},4)="days")),FALSE))'
    ),
    "capacity": (
        '=IF({cell}="unknown",TRUE,IFERROR(AND('
        'ISNUMBER(VALUE(LEFT({cell},FIND(" ",{cell})-1))),'
        'OR(RIGHT({cell},5)="a day",RIGHT({cell},6)="a week",RIGHT({cell},7)="a month",'
        'RIGHT({cell},6)="a year",RIGHT({cell},7)="at once")),FALSE))'
    ),
}


def _day_rule(position: int, column: Column) -> str:
    """Return a rule for days that also takes the words a column allows."""
    cell = _cell(position)
    first = f"DATE({EARLIEST.year},1,1)"
    last = f"DATE({LATEST.year},1,1)"
    day = f"AND(ISNUMBER({cell}),{cell}>={first},{cell}<{last})"
    word = {"given_on": "none", "ends_on": "unknown", "decide_on": "unknown"}.get(column.name)
    return f'=OR({day},{cell}="{word}")' if word else f"={day}"


def _cell(position: int) -> str:
    """Return the name of a column's first cell: A2, or AA2."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}2"


def _about(book: Any, title: str) -> None:
    sheet = book.add_worksheet(ABOUT)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, wrapped)
    for line, words in enumerate((title, f"format: {FORMAT}", "", *HOW_TO)):
        sheet.write_string(line, 0, words)
