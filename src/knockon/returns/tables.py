"""Read a CSV table that somebody keeps in a spreadsheet: columns by name, rows with their line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from knockon.errors import KnockonError

Row = tuple[int, dict[str, str]]
"""A row with its line in the file: cells by column, without spaces around them."""


def rows_of(path: Path) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and the rows that are not empty (K766 where it is no table)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise _not_a_table(path, 1, f"cannot be read ({problem.strerror})") from None
    except UnicodeDecodeError:
        raise _not_a_table(path, 1, "is not UTF-8 text") from None
    reader = csv.reader(io.StringIO(text, newline=""))
    columns = tuple(cell.strip() for cell in next(reader, []))
    if not columns or len(set(columns)) != len(columns) or "" in columns:
        raise _not_a_table(path, 1, "does not name each column once in its first line")
    found: list[Row] = []
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) > len(columns):
            raise _not_a_table(path, line, f"has {len(cells)} cells for {len(columns)} columns")
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            filled = stripped + [""] * (len(columns) - len(stripped))
            found.append((line, dict(zip(columns, filled, strict=True))))
        line = reader.line_num + 1
    return columns, found


def _not_a_table(path: Path, line: int, what: str) -> KnockonError:
    return KnockonError(
        "K766",
        f"the table {what}",
        expected="a CSV table saved as UTF-8 whose first line names the columns",
        remedy="Save it again from the spreadsheet as CSV (UTF-8).",
        place=f"{path}:{line}",
    )
