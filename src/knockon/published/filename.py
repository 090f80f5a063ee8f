"""The period a file's name states, for the two files that do not state it inside.

The A&E workbook sheet saved as CSV (``April-2025-AE.csv``) and the three-month practice summary
(``..._2026-06_to_2026-08.csv``) carry their months only in their names.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from knockon.errors import KnockonError
from knockon.published.source import Source

__all__ = ["month_in_name", "span_in_name"]

_MONTHS = {name.lower(): nth for nth, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: nth for name, nth in _MONTHS.items()} | {"sept": 9}
_MONTH_YEAR = re.compile(
    rf"(?<![a-z])({'|'.join(sorted(_MONTHS, key=len, reverse=True))})[-_ ]*(20[0-9]{{2}})(?![0-9])"
)
_SPAN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])_to_(20[0-9]{2})-(0[1-9]|1[0-2])(?![0-9])")


def month_in_name(source: Source) -> date:
    """Return the one month a file's name states, as its first day.

    Inside a ZIP the CSV's own name is asked first, then the ZIP's; never a folder's. Raises K208
    when no name states a month and year, or one states more than one.
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


def span_in_name(source: Source) -> tuple[date, date] | None:
    """Return the first days of the first and last month a name states; None when it states none."""
    for name in _names(source):
        stated = _SPAN.search(name)
        if stated is None:
            continue
        first = date(int(stated[1]), int(stated[2]), 1)
        last = date(int(stated[3]), int(stated[4]), 1)
        return (first, last) if first <= last else None
    return None


def _names(source: Source) -> tuple[str, ...]:
    inside = () if source.member is None else (source.member.split("/")[-1],)
    return (*inside, source.path.name)
