"""The period a file's name states, for the files that do not state it inside.

The A&E workbook sheet saved as CSV (``April-2025-AE.csv``) carries its month only in its name, the
three-month practice summary (``..._2026-06_to_2026-08.csv``) its first and last month, the GP
Patient Survey's table its year, and some yearly files their financial year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date

from knockon.errors import KnockonError
from knockon.published.layout import InName
from knockon.published.source import Source

__all__ = ["stated_in_name"]

_MONTHS = {name.lower(): nth for nth, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: nth for name, nth in _MONTHS.items()} | {"sept": 9}
_MONTH_YEAR = re.compile(
    rf"(?<![a-z])({'|'.join(sorted(_MONTHS, key=len, reverse=True))})[-_ ]*(20[0-9]{{2}})(?![0-9])"
)
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_FINANCIAL_YEAR = re.compile(r"(?<![0-9])(20)?([0-9]{2})([-_]?)([0-9]{2})(?![0-9])")
_SPAN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])_to_(20[0-9]{2})-(0[1-9]|1[0-2])(?![0-9])")


def stated_in_name(source: Source, what: InName) -> Mapping[str, date | None]:
    """Return the periods a file's name states, by the column they become.

    ``month`` gives month; ``span`` first_month and last_month; ``year`` and ``financial_year``
    give year, its first day. Inside a ZIP the CSV's own name is asked first, then the ZIP's; never
    a folder's. Raises K208 where a month is asked for and the name does not state one; what else
    it does not state is None.
    """
    if what is None:
        return {}
    return _STATED[what](source)


def _month(source: Source) -> date:
    """Return the one month a file's name states, as its first day.

    Raises K208 when no name states a month and year, or one states more than one.
    """
    for name in _names(source):
        stated = _MONTH_YEAR.findall(name.lower())
        months = {date(int(year), _MONTHS[word], 1) for word, year in stated}
        if len(months) == 1:
            return months.pop()
        if months:
            break
    raise KnockonError(
        "K208",
        "the file's name does not state one month and year, and this layout states none inside",
        expected="a name such as April-2025-AE.csv",
        remedy="Rename the file to the month and year it is of.",
        place=source.label,
    )


def _span(source: Source) -> tuple[date, date] | None:
    """Return the first days of the first and last month a name states; None when it states none."""
    for name in _names(source):
        stated = _SPAN.search(name)
        if stated is None:
            continue
        first = date(int(stated[1]), int(stated[2]), 1)
        last = date(int(stated[3]), int(stated[4]), 1)
        return (first, last) if first <= last else None
    return None


def _year(source: Source) -> date | None:
    """Return the first day of the one year a name states; None when it states none or several."""
    for name in _names(source):
        years = {int(year) for year in _YEAR.findall(name)}
        if years:
            return date(years.pop(), 1, 1) if len(years) == 1 else None
    return None


def _financial_year(source: Source) -> date | None:
    """Return 1 April of the one financial year a name states (2425, 22-23, 2023_24), or None.

    Four digits that could be a year (2021) are not taken for one.
    """
    for name in _names(source):
        stated = {
            2000 + int(first)
            for century, first, dash, last in _FINANCIAL_YEAR.findall(name)
            if int(last) == (int(first) + 1) % 100 and (century or dash or first != "20")
        }
        if stated:
            return date(stated.pop(), 4, 1) if len(stated) == 1 else None
    return None


def _names(source: Source) -> tuple[str, ...]:
    inside = () if source.member is None else (source.member.split("/")[-1],)
    return (*inside, source.path.name)


def _of_span(source: Source) -> Mapping[str, date | None]:
    first, last = _span(source) or (None, None)
    return {"first_month": first, "last_month": last}


_STATED: Mapping[str, Callable[[Source], Mapping[str, date | None]]] = {
    "month": lambda source: {"month": _month(source)},
    "span": _of_span,
    "year": lambda source: {"year": _year(source)},
    "financial_year": lambda source: {"year": _financial_year(source)},
}
