"""Read a table of notices as it lies in a file: CSV, or the sheet of a workbook.

Only the header is looked at here: which column is which. What the cells say is for
:mod:`knockon.register.importing_rows`.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError
from knockon.register.importing_columns import COLUMNS

__all__ = ["SHEET", "read_table"]

SHEET = "Notices"
"""The sheet of a workbook that holds the notices; without one of that name, the first does."""

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
Row = tuple[int, Mapping[str, object]]


def read_table(path: Path) -> Iterator[Row]:
    """Yield each row that holds anything: its number in the file, and its cells by column.

    K731: the file is no table that can be read; K732: its header has a column that is not known,
    one twice, or lacks one that must be there.
    """
    rows = _workbook(path) if path.suffix.lower() in WORKBOOKS else _csv(path)
    numbered = ((number, row) for number, row in rows if any(_filled(cell) for cell in row))
    try:
        _, header = next(numbered)
    except StopIteration:
        raise _no_table(path, "nothing stands in it") from None
    names = _header(path, header)
    for number, row in numbered:
        yield number, dict(zip(names, row, strict=False))


def _filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def _csv(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the lines of a CSV file; commas, semicolons or tabs, whichever its header has."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise _no_table(path, "it is not there, or may not be read") from None
    except UnicodeDecodeError:
        raise _no_table(path, "its text is not UTF-8") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    return _numbered(path, reader)


def _numbered(path: Path, reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as problem:
        raise _no_table(path, f"its quotation marks do not match ({problem})") from None


def _workbook(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows of a workbook's sheet, dates as dates."""
    import python_calamine  # noqa: PLC0415 - a compiled module that few commands need

    try:
        workbook = python_calamine.CalamineWorkbook.from_path(str(path))
        name = SHEET if SHEET in workbook.sheet_names else workbook.sheet_names[0]
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, IndexError, zipfile.BadZipFile):
        raise _no_table(path, "it is not there, or is no workbook") from None
    yield from enumerate(rows, start=1)


def _header(path: Path, header: Sequence[object]) -> list[str]:
    """Return the name of each column, checked against those there are."""
    known = [column.name for column in COLUMNS]
    names = [str(cell or "").strip().lower().replace(" ", "_") for cell in header]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if name not in known:
            found = f"the column {name!r} is not known" if name else "a column has no name"
            raise _bad_header(path, found, did_you_mean(name, known))
        if names.count(name) > 1:
            raise _bad_header(path, f"the column {name!r} stands twice", "Remove one of them.")
    for column in COLUMNS:
        if column.required and column.name not in names:
            found = f"there is no column {column.name!r}"
            raise _bad_header(path, found, f"Add it: {column.holds}.")
    return names


def _no_table(path: Path, found: str) -> KnockonError:
    return KnockonError(
        "K731",
        f"no table of notices can be read: {found}",
        expected="a CSV file in UTF-8, or a workbook",
        remedy="`knockon register template` writes one to be filled in.",
        place=str(path),
    )


def _bad_header(path: Path, found: str, remedy: str) -> KnockonError:
    return KnockonError(
        "K732",
        found,
        expected="the columns `knockon register template` writes",
        remedy=remedy,
        place=str(path),
    )
