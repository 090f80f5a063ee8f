"""One cell of a published file, read strictly.

Each reader takes the text of a cell and gives a value, or None where the publisher printed a mark
for "not available" or "suppressed". Anything else it cannot read is
`UnreadableError` with the reason. Nothing is ever turned into zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from knockon.places import is_ods_code, is_practice_code

__all__ = [
    "NEGATIVE",
    "NOT_AVAILABLE",
    "Cell",
    "NegativeError",
    "UnreadableError",
    "count",
    "day",
    "in_short",
    "month",
    "number",
    "ods_code",
    "one_of",
    "ons_code",
    "practice_code",
    "text",
]

Cell = Callable[[str], object]

NOT_AVAILABLE = frozenset({"", "-", "–", "*", ".", "..", ":", "na", "n/a", "null", "none", "c"})
"""Marks that stand for a value the publisher does not give (compared in lower case)."""

NEGATIVE = re.compile(r"\s*(?:[-−]\s*[0-9][0-9,]*(?:\.[0-9]+)?|\([0-9][0-9,]*(?:\.[0-9]+)?\))\s*")
_COUNT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.0+)?")
_NUMBER = re.compile(
    r"(?:(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
)
_RETURN_MONTH = re.compile(r"[A-Za-z0-9&]+-([A-Za-z]{3,9})-([0-9]{4})")
_ONS = re.compile(r"[A-Z][0-9]{8}")
_MOST_DIGITS = 12
_YEARS = range(1900, 2100)
_LONGEST_TOLD, _ITS_START, _ITS_END = 160, 100, 50
_DAY_FORMATS = ("%Y-%m-%d", "%d%b%Y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_MONTH_FORMATS = ("%B %Y", "%b %Y", "%b%Y", "%Y-%m")


class UnreadableError(ValueError):
    """A cell that cannot be read: its row is refused and listed with this reason, in short."""

    def __init__(self, reason: str) -> None:
        super().__init__(in_short(reason))


class NegativeError(ValueError):
    """A count below zero: the whole file is refused."""


def in_short(words: str) -> str:
    """Return words as a sentence can hold them: of very many, the start and the end."""
    if len(words) <= _LONGEST_TOLD:
        return words
    return f"{words[:_ITS_START]} … {words[-_ITS_END:]}"


def text(cell: str) -> str | None:
    """Read a name or label; None when blank."""
    return cell.strip() or None


def count(cell: str) -> int | None:
    """Read a whole number of people, calls or events; thousands commas allowed."""
    stripped = cell.strip()
    if stripped.isascii() and stripped.isdigit() and len(stripped) <= _MOST_DIGITS:
        return int(stripped)
    if stripped.lower() in NOT_AVAILABLE:
        return None
    if NEGATIVE.fullmatch(stripped):
        raise NegativeError(stripped)
    if not _COUNT.fullmatch(stripped):
        raise UnreadableError(f"'{cell.strip()}' is not a whole number")
    digits = stripped.split(".")[0].replace(",", "")
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        raise UnreadableError(f"'{cell.strip()}' is larger than any count published")
    return int(digits)


def number(cell: str) -> float | None:
    """Read a measured number of zero or more, such as full-time equivalents or a percentage."""
    stripped = cell.strip().removesuffix("%")
    if stripped.lower() in NOT_AVAILABLE:
        return None
    if NEGATIVE.fullmatch(stripped):
        raise NegativeError(stripped)
    if not _NUMBER.fullmatch(stripped):
        raise UnreadableError(f"'{cell.strip()}' is not a number")
    value = float(stripped.replace(",", ""))
    if not math.isfinite(value):
        raise UnreadableError(f"'{cell.strip()}' is not a number")
    return value


def day(cell: str) -> date:
    """Read a date of this time: 2026-07-01, 01Jul2026 or 01/07/2026."""
    stated = _date_in(cell.strip(), _DAY_FORMATS)
    if stated is None:
        raise UnreadableError(f"'{cell.strip()}' is not a date")
    return stated


def month(cell: str) -> date:
    """Read a month, as its first day: MSitAE-MARCH-2024, March 2024, 2024-03, any date in it."""
    stripped = cell.strip()
    of_return = _RETURN_MONTH.fullmatch(stripped)
    words = f"{of_return[1]} {of_return[2]}" if of_return else stripped
    stated = _date_in(words, _MONTH_FORMATS) or _date_in(stripped, _DAY_FORMATS)
    if stated is None:
        raise UnreadableError(f"'{cell.strip()}' is not a month")
    return stated.replace(day=1)


def ods_code(cell: str) -> str:
    """Read an organisation's ODS code."""
    code = cell.strip().upper()
    if not is_ods_code(code):
        raise UnreadableError(f"'{cell.strip()}' is not an ODS code")
    return code


def ons_code(cell: str) -> str:
    """Read an area's ONS code: a letter and eight digits (E54000041)."""
    code = cell.strip().upper()
    if not _ONS.fullmatch(code):
        raise UnreadableError(f"'{cell.strip()}' is not an ONS code")
    return code


def practice_code(cell: str) -> str:
    """Read a practice's ODS code: a letter and five digits."""
    code = cell.strip().upper()
    if not is_practice_code(code):
        raise UnreadableError(f"'{cell.strip()}' is not a practice code")
    return code


def one_of(known: Mapping[str, object]) -> Cell:
    """Return what reads one of these labels, whatever its capitals and spaces."""
    plain = {" ".join(label.lower().split()): value for label, value in known.items()}

    def read(cell: str) -> object:
        value = plain.get(" ".join(cell.lower().split()))
        if value is None:
            raise UnreadableError(f"'{cell.strip()}' is not one of {', '.join(known)}")
        return value

    return read


def _date_in(words: str, layouts: Iterable[str]) -> date | None:
    for layout in layouts:
        try:
            stated = datetime.strptime(words, layout).date()
        except ValueError:
            continue
        return stated if stated.year in _YEARS else None
    return None
