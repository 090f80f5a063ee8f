"""The tables of a report, gathered: those of one shape in one section together, by their captions.

Forty tables of percentiles with the same columns are one table with a column more, in a workbook.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knockon.reports.parts import Cell, Figure, Fold, Table

if TYPE_CHECKING:
    from knockon.reports.parts import Page, Section

CHART_FORMAT = "knockon/chart-data/1"


@dataclass(frozen=True, slots=True)
class Gathered:
    """Tables of a section that have the same columns."""

    section: str
    columns: tuple[str, ...]
    tables: tuple[Table, ...]

    @property
    def several(self) -> bool:
        """Return whether there is more than one, so that rows need their table's caption."""
        return len(self.tables) > 1


def gathered(page: Page) -> tuple[Gathered, ...]:
    """Return every table of a page, alike ones of a section together, in the page's order."""
    found: dict[tuple[str, tuple[str, ...]], list[Table]] = {}
    for section in page.sections:
        for table in tables_of(section):
            found.setdefault((section.title, table.columns), []).append(table)
    return tuple(Gathered(*key, tuple(tables)) for key, tables in found.items())


def tables_of(section: Section) -> Iterator[Table]:
    """Yield the tables of a section, those beside charts and under a fold too."""
    for part in section.parts:
        if isinstance(part, Table):
            yield part
        elif isinstance(part, Figure | Fold):
            yield from part.tables


def chart_files(page: Page) -> dict[str, str]:
    """Return the data of every figure with charts as CSV text, by the name of the file."""
    found: dict[str, str] = {}
    for section in page.sections:
        for part in section.parts:
            if isinstance(part, Figure) and part.charts:
                found |= {f"{table.id}.csv": csv_of(table) for table in part.tables}
    return found


def csv_of(table: Table) -> str:
    """Return a table as CSV text: numbers as the files have them, what is withheld empty."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return written.getvalue()


def _plain(cell: Cell) -> str:
    if cell.value is not None:
        return repr(cell.value)
    return "" if cell.numeric else cell.text
