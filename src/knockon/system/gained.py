"""What a system has from a file, and what would have been used without it.

Kept in the account of quality, so that a page can say which figures changed for having a file, and
whether its layout has ever been tried on a real one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from knockon.published.publications import TABLES, tried

_TITLES = {table.id: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Gained:
    """One part of a system that a file gave, and what stood in its place before.

    ``months`` are the first and last it rests on (2025-09 to 2026-08); ``layout`` says whether the
    file's layout has been tried on a real file.
    """

    what: str
    publication: str
    months: str
    in_place_of: str
    layout: str


def gained(what: str, table: str, months: Collection[str], in_place_of: str) -> Gained:
    """Return what a table of published files gave, over months written 2026-03."""
    ends = f"{min(months)} to {max(months)}" if len(set(months)) > 1 else "".join(months)
    title = _TITLES[table].title
    return Gained(what, title, ends, in_place_of, tried(_TITLES[table]))
