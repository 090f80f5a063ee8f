"""Read a CSV table of a pack as if it were YAML: one item a row, named by the first column.

The first line names the columns; a cell left blank is an absent key. The columns listed as
numbers and flags are read as such; all others stay text.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection
from pathlib import Path
from typing import Any

from knockon.catalogue.yaml import Document, check_keys
from knockon.errors import KnockonError

_FLAGS = {"yes": True, "no": False}


def load_table(
    path: Path,
    *,
    numbers: Collection[str],
    flags: Collection[str],
    columns: Collection[str] | None = None,
) -> Document:
    """Read ``path``; K012 names the line of a ragged row, a repeated name or a bad cell.

    ``columns`` are those the table may have after its first; without it any are taken.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(f"{path}:1", "the table is not UTF-8 text", "UTF-8") from None
    try:
        document = _document(path, text, numbers, flags)
    except csv.Error as problem:
        raise _refused(f"{path}:1", f"this is not a CSV table ({problem})", "a CSV table") from None
    if columns is not None:
        check_keys(dict.fromkeys(_header(text)[1:]), columns, f"{path}:1")
    return document


def _header(text: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline="")), [])


def _document(path: Path, text: str, numbers: Collection[str], flags: Collection[str]) -> Document:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    columns = next(reader, [])
    if not columns or len(set(columns)) != len(columns) or "" in columns:
        raise _refused(f"{path}:1", "the first line does not name each column once", "column names")
    value: dict[str, dict[str, Any]] = {}
    lines: dict[tuple[str | int, ...], int] = {(): 1}
    start = reader.line_num + 1
    for cells in reader:
        if len(cells) != len(columns) or not cells[0]:
            raise _refused(
                f"{path}:{start}", f"the row has {len(cells)} cells", f"{len(columns)} cells"
            )
        if cells[0] in value:
            raise _refused(f"{path}:{start}", f"{cells[0]!r} stands in two rows", "each name once")
        row: dict[str, Any] = {}
        for column, cell in zip(columns[1:], cells[1:], strict=True):
            if cell:
                row[column] = _cell(cell, column, f"{path}:{start}", numbers, flags)
        value[cells[0]] = row
        lines[(cells[0],)] = start
        start = reader.line_num + 1
    return Document(str(path), value, lines)


def _cell(
    cell: str, column: str, place: str, numbers: Collection[str], flags: Collection[str]
) -> Any:
    if column in numbers:
        try:
            number = float(cell)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or "_" in cell:
            raise _refused(place, f"{column} is {cell!r}", "a number")
        return number
    if column in flags:
        if cell not in _FLAGS:
            raise _refused(place, f"{column} is {cell!r}", "yes, no or nothing")
        return _FLAGS[cell]
    return cell


def _refused(place: str, found: str, expected: str) -> KnockonError:
    return KnockonError("K012", found, expected=expected, remedy="Correct the row.", place=place)
