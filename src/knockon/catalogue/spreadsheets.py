"""Read a CSV table that somebody keeps in a spreadsheet: columns by name, rows with their line.

Cells are parted by commas, semicolons or tabs, whichever the first line has most of.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from knockon.errors import KnockonError

__all__ = ["PARTED_BY", "Row", "rows_of"]

PARTED_BY = ",;\t"
Row = tuple[int, dict[str, str]]
"""A row with its line in the file: cells by column, without spaces around them."""


def rows_of(path: Path, needed: Collection[str] = ()) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and the rows that are not empty.

    K026: the file is no table, has a row with more cells than columns, or lacks a column that is
    ``needed``.
    """
    lines = _lines(path, _text(path))
    _, header = next(lines, (1, []))
    columns = tuple(cell.strip() for cell in header)
    if not columns or len(set(columns)) != len(columns) or "" in columns:
        raise _not_a_table(path, 1, "does not name each column once in its first line")
    for column in needed:
        if column not in columns:
            raise _not_a_table(path, 1, f"has no column {column!r}")
    found: list[Row] = []
    for line, cells in lines:
        if len(cells) > len(columns):
            raise _not_a_table(path, line, f"has {len(cells)} cells for {len(columns)} columns")
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            filled = stripped + [""] * (len(columns) - len(stripped))
            found.append((line, dict(zip(columns, filled, strict=True))))
    return columns, found


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise _not_a_table(path, 1, f"cannot be read ({problem.strerror})") from None
    except UnicodeDecodeError:
        raise _not_a_table(path, 1, "is not UTF-8 text") from None


def _lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row's cells with the line it begins on."""
    first = text.partition("\n")[0]
    parted = max(PARTED_BY, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as problem:
        raise _not_a_table(path, line, f"does not fall into cells ({problem})") from None


def _not_a_table(path: Path, line: int, what: str) -> KnockonError:
    return KnockonError(
        "K026",
        f"the table {what}",
        expected="a CSV table saved as UTF-8 whose first line names the columns",
        remedy="Correct it, or save it again from the spreadsheet as CSV (UTF-8).",
        place=f"{path}:{line}",
    )
