"""Sheets of an Excel workbook as rows of text, and those whose columns repeat by day made long.

The situation reports are published as workbooks: a row an organisation, and for every day the same
columns again, the day above or below their labels. Such a sheet becomes rows of organisation, day
and one column a label. Sheets of NHS 111, whose labels begin with an item's number (A01), are put
together by contract and day, each item a column; three of them print no number, only their title.

Rows without an organisation's code, such as England's total, are not of these tables.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from knockon.errors import KnockonError
from knockon.published.headers import plain

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

__all__ = ["ITEMS_BY_DAY", "is_workbook", "tables_in_workbook"]

ITEMS_BY_DAY = "items by day"
"""What the sheets of NHS 111 are called together."""

Rows = list[tuple[int, list[str]]]
"""Rows of a table, each with the row of the sheet it comes from."""

_LARGEST = 1 << 28
_HEADER_WITHIN = 30
_ITEM = re.compile(r"\s*([A-H][0-9]{2})\b")
_ITEMS_BY_TITLE = {"callsreceived": "A01", "callsabandoned": "B02", "triagedcalls": "C01"}
_PLACES = {"code": 2, "name": 3}
"""Where an organisation's code and name stand if no column is headed so: C and D."""
_NO_CODE = frozenset({"", "-"})


def is_workbook(path: Path) -> bool:
    """Whether a file is an Excel workbook, by its name."""
    return path.suffix.lower() in {".xlsx", ".xlsm"}


def tables_in_workbook(path: Path, label: str) -> Mapping[str, Rows]:
    """Return the tables of a workbook: a sheet under its title, the items of NHS 111 together.

    Raises K219 for what is not a workbook or larger than one can be.
    """
    found: dict[str, Rows] = {}
    together: dict[tuple[str, str], dict[str, str]] = {}
    with _opened(path, label) as book:
        for sheet in book.worksheets:
            rows = _rows(sheet.iter_rows(values_only=True))
            by_day = _by_day(rows)
            items = _items(sheet.title, by_day) if by_day else None
            if by_day and items:
                _add_items(together, by_day, items)
            elif by_day:
                found[sheet.title] = by_day
            elif rows:
                found[sheet.title] = rows
    if together:
        found[ITEMS_BY_DAY] = _joined(together)
    return found


@contextmanager
def _opened(path: Path, label: str) -> Iterator[Workbook]:
    import openpyxl  # noqa: PLC0415  only workbooks need it, and it takes a while

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise _unreadable(label, "more than a quarter of a gigabyte of sheets")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except KnockonError:
        raise
    except OSError:
        raise
    except Exception as problem:
        raise _unreadable(label, "no workbook that can be opened") from problem
    try:
        yield book
    except (KnockonError, OSError):
        raise
    except Exception as problem:
        raise _unreadable(label, "a sheet that cannot be read") from problem
    finally:
        book.close()


def _rows(sheet: Iterator[Sequence[object]]) -> Rows:
    """Return a sheet's rows as text, blank rows left out and blank cells at the end cut off."""
    rows = [(line, [_text(cell) for cell in row]) for line, row in enumerate(sheet, 1)]
    written = [(line, row) for line, row in rows if any(row)]
    width = max((_length(row) for _, row in written), default=0)
    return [(line, (row + [""] * width)[:width]) for line, row in written]


def _length(row: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(row, 1) if cell), default=0)


def _text(cell: object) -> str:
    """Return a cell as a CSV would hold it: days as 2026-06-01, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _by_day(rows: Rows) -> Rows:
    """Return the long form of a sheet whose columns repeat by day; nothing of any other sheet.

    A sheet with days in more than one of its first rows holds days in its lines, not above them.
    """
    heads = [at for at in range(min(_HEADER_WITHIN, len(rows))) if _days(rows[at][1])]
    if len(heads) != 1:
        return []
    at = heads[0]
    days = _carried(_days(rows[at][1]), width=len(rows[at][1]))
    first = min(days)
    above, below = rows[at - 1 : at], rows[at + 1 : at + 2]
    labels = next((one[0][1] for one in (below, above) if one and _labels(one[0][1], first)), None)
    below_is_label = labels is not None and bool(below) and labels is below[0][1]
    names = _headings([row for _, row in rows[max(0, at - 1) : at + 2]], first)
    body = rows[at + 2 :] if below_is_label else rows[at + 1 :]
    return _long(body, days, _carried_labels(labels, first), names) if body else []


def _days(row: Sequence[str]) -> dict[int, str]:
    """Return where a row holds days; nothing if anything else stands to the right of the first."""
    found = {place: cell for place, cell in enumerate(row) if _is_day(cell)}
    if not found:
        return {}
    others = [cell for cell in row[min(found) :] if cell and not _is_day(cell)]
    return {} if others else found


def _is_day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _carried(days: Mapping[int, str], *, width: int) -> dict[int, str]:
    """Return the day of every column: a day stands over the first of its columns."""
    carried, day = {}, ""
    for place in range(min(days), width):
        day = days.get(place, day)
        carried[place] = day
    return carried


def _labels(row: Sequence[str], first: int) -> bool:
    """Whether a row holds labels of columns: words, not numbers, from the first day on."""
    cells = [cell for cell in row[first:] if cell]
    return bool(cells) and all(any(letter.isalpha() for letter in cell) for cell in cells)


def _carried_labels(labels: Sequence[str] | None, first: int) -> dict[int, str]:
    carried, label = {}, ""
    for place, cell in enumerate(labels or ()):
        label = cell or label
        if place >= first:
            carried[place] = label
    return carried


def _headings(heads: Sequence[Sequence[str]], first: int) -> dict[str, int]:
    """Return where code and name stand, left of the days."""
    found = {
        key: place
        for key in _PLACES
        for head in heads
        for place, cell in enumerate(head[:first])
        if plain(cell).endswith(key)
    }
    return {**_PLACES, **found}


def _long(
    body: Rows, days: Mapping[int, str], labels: Mapping[int, str], names: Mapping[str, int]
) -> Rows:
    """Return a row an organisation and day: code, name, date, and a column a label."""
    columns = list(dict.fromkeys(labels.get(place, "") for place in days))
    rows: Rows = [(0, ["Code", "Name", "Date", *columns])]
    for line, row in body:
        code, name = row[names["code"]], row[names["name"]]
        if code in _NO_CODE or plain(code).endswith("code"):
            continue
        by_day: dict[str, dict[str, str]] = {}
        for place, day in days.items():
            by_day.setdefault(day, {})[labels.get(place, "")] = row[place]
        rows += [
            (line, [code, name, day, *(values.get(column, "") for column in columns)])
            for day, values in by_day.items()
        ]
    return rows


def _items(title: str, by_day: Rows) -> dict[str, int]:
    """Return which columns are items of NHS 111, by number; nothing of any other sheet."""
    labels = by_day[0][1][3:]
    numbered = [_ITEM.match(label) for label in labels]
    if labels and all(numbered):
        return {found[1]: place for place, found in enumerate(numbered, 3) if found}
    of_title = _ITEMS_BY_TITLE.get(plain(title))
    return {of_title: 3} if of_title and len(labels) == 1 else {}


def _add_items(
    together: dict[tuple[str, str], dict[str, str]], by_day: Rows, items: Mapping[str, int]
) -> None:
    for _, row in by_day[1:]:
        own = together.setdefault((row[0], row[2]), {})
        own.update({item: row[place] for item, place in items.items()})


def _joined(together: Mapping[tuple[str, str], Mapping[str, str]]) -> Rows:
    items = sorted({item for own in together.values() for item in own})
    rows: Rows = [(0, ["Code", "Date", *items])]
    for nth, ((code, day), own) in enumerate(together.items(), 1):
        rows.append((nth, [code, day, *(own.get(item, "") for item in items)]))
    return rows


def _unreadable(label: str, what: str) -> KnockonError:
    return KnockonError(
        "K219",
        f"the file holds {what}",
        expected="an Excel workbook as published",
        remedy="Download it again, or save the sheet as 'CSV UTF-8'.",
        place=label,
    )
