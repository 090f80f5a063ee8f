"""What a publication's file looks like: its columns, how each cell is read, what may not repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from knockon.errors import KnockonError
from knockon.published.cells import Cell, in_short
from knockon.published.headers import nearest, plain, plain_row

__all__ = [
    "Column",
    "Fold",
    "InName",
    "Layout",
    "Row",
    "accept_all",
    "accept_whole",
    "keep_all",
    "never",
]

Row = Mapping[str, object]

_MOST_NAMED = 3

InName = Literal["month", "span", "year", "financial_year"] | None
"""The period a layout's files state in their names alone."""


def keep_all(_row: Row) -> bool:
    """Every row is of use."""
    return True


def accept_all(_row: Row) -> str | None:
    """No row is refused for what it says as a whole."""
    return None


def never(_row: Sequence[str]) -> bool:
    """No row is the first of a file without a header."""
    return False


def accept_whole(_rows: pl.DataFrame) -> str | None:
    """No file is refused for what its rows say together."""
    return None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: our name for it, the header the publication prints, how its cells are read.

    ``also`` are other headers seen for it; ``names`` are all of them, plain. ``nth`` tells repeated
    headers apart (0 is the first from the left). ``needed`` columns must have a value in every row.
    """

    key: str
    header: str
    cell: Cell
    kind: pl.DataType
    also: tuple[str, ...] = ()
    nth: int = 0
    needed: bool = False
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", frozenset(plain_row((self.header, *self.also))))

    def place_in(self, headers: Sequence[str]) -> int | None:
        """Return where the column stands among plain headers, or None."""
        places = [place for place, header in enumerate(headers) if header in self.names]
        return places[self.nth] if len(places) > self.nth else None


@dataclass(frozen=True, slots=True)
class Fold:
    """How a file too large to keep row by row becomes few rows (see `folding`).

    ``of_block`` gives the sums of some rows, ``together`` those of several sums, whatever the order
    or grouping. Of the sums of all rows ``repeated`` names a row that stands twice, if one does,
    ``check`` gives the reason they cannot be true, and ``finish`` makes the rows that readers are
    given.
    """

    of_block: Callable[[pl.LazyFrame], pl.LazyFrame]
    together: Callable[[pl.LazyFrame], pl.LazyFrame]
    repeated: Callable[[pl.DataFrame], str | None]
    finish: Callable[[pl.DataFrame], pl.DataFrame]
    check: Callable[[pl.DataFrame], str | None] = field(default=accept_whole)


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of one publication.

    ``keys`` are the columns that name a row: the same names twice in a file is a repeat.
    ``keep`` says which rows are of use; ``refuse`` gives the reason a readable row cannot be true.
    ``check`` gives the reason all rows together cannot be true (a total that is not the sum of its
    parts); it is asked only of a file none of whose rows was refused.
    ``others_allowed`` False: the file may hold no columns but these (for small, common headers).
    ``holds_counts`` False: a list of names, where the same row twice says nothing new (the second
    is left out and listed); where there are counts a repeat refuses the file.
    ``in_name``: the period that is in the file's name because the file itself does not state it;
    it becomes columns beside these (see `filename.stated_in_name`).
    ``unprinted_header`` names the fields, in order, of a layout that prints no header; its files
    are known by ``is_first_row``. ``keys`` of none: nothing names a row, and rows may repeat.
    ``fold``: its files are too large to keep row by row; ``keep``, ``refuse`` and ``check`` are not
    asked. ``seen`` says whether the layout has been tried on a real file. Where it has not, every
    column must be known: ours, those ``beside`` them that are not read, or those whose header, in
    small letters, is ``beside_like`` a pattern; another is an error that asks to be reported.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    keep: Callable[[Row], bool] = field(default=keep_all)
    refuse: Callable[[Row], str | None] = field(default=accept_all)
    check: Callable[[pl.DataFrame], str | None] = field(default=accept_whole)
    others_allowed: bool = True
    holds_counts: bool = True
    in_name: InName = None
    unprinted_header: tuple[str, ...] = ()
    is_first_row: Callable[[Sequence[str]], bool] = field(default=never)
    fold: Fold | None = None
    seen: Literal["file", "layout only"] = "file"
    beside: tuple[str, ...] = ()
    beside_like: str = ""
    names: frozenset[str] = field(init=False)
    names_beside: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        names = frozenset(name for column in self.columns for name in column.names)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "names_beside", frozenset(plain_row(self.beside)))

    def places(self, headers: Sequence[str]) -> dict[str, int | None]:
        """Return where each of our columns stands in a header row, None where it is missing."""
        simple = plain_row(headers)
        return {column.key: column.place_in(simple) for column in self.columns}

    def likeness(self, headers: Sequence[str]) -> float:
        """Return the share of this layout's columns that a header row has, 0 to 1."""
        return self.likeness_of_plain(plain_row(headers))

    def likeness_of_plain(self, headers: Sequence[str]) -> float:
        """Return the same of headers already plain."""
        if not any(header in self.names for header in headers):
            return 0.0
        found = (column.place_in(headers) for column in self.columns)
        return sum(place is not None for place in found) / len(self.columns)

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether a header row is of this layout."""
        if self.likeness(headers) < 1:
            return False
        return self.others_allowed or sum(1 for name in headers if name.strip()) == len(
            self.columns
        )

    def find_columns(self, headers: Sequence[str], file: str) -> dict[str, int]:
        """Return where each column stands.

        Raises K205 for a missing column, with the nearest name; K211 for one that stands twice;
        K217, in a layout not tried on a real file, for one that is not known.
        """
        places = self.places(headers)
        self._refuse_repeated_headers(headers, file)
        found: dict[str, int] = {}
        for column in self.columns:
            place = places[column.key]
            if place is None:
                raise self._missing(column, headers, file)
            found[column.key] = place
        if self.seen == "layout only":
            self._refuse_unknown_headers(headers, file)
        return found

    def knows(self, header: str) -> bool:
        """Whether a header is of this layout: read, or known to stand beside what is."""
        name = plain(header)
        if not name or name in self.names or name in self.names_beside:
            return True
        small = header.strip().lower()
        spellings = {small, small.replace("_", " ")} if self.beside_like else set()
        return any(re.fullmatch(self.beside_like, spelling) for spelling in spellings)

    def _refuse_unknown_headers(self, headers: Sequence[str], file: str) -> None:
        unknown = [header for header in headers if not self.knows(header)]
        if not unknown:
            return
        named = ", ".join(f"'{in_short(header.strip())}'" for header in unknown[:_MOST_NAMED])
        more = f" and {len(unknown) - _MOST_NAMED} more" if len(unknown) > _MOST_NAMED else ""
        raise KnockonError(
            "K217",
            f"columns not known: {named}{more}",
            expected=f"the columns of {self.title}, a layout not yet tried on a real file",
            remedy="Report the file's address and its header row, as 'knockon published check' "
            "prints them; until it is looked at, keep the file out of the folder.",
            place=file,
        )

    def _missing(self, column: Column, headers: Sequence[str], file: str) -> KnockonError:
        wanted = f"'{column.header}'" + (f" for the {_nth(column.nth)} time" if column.nth else "")
        close = nearest(column.header, headers) if column.nth == 0 else None
        hint = f" (nearest: '{in_short(close)}')" if close else ""
        return KnockonError(
            "K205",
            f"the column {wanted} is missing{hint}",
            expected=f"the columns of {self.title}",
            remedy="Download the file again and leave its header row as published.",
            place=file,
        )

    def _refuse_repeated_headers(self, headers: Sequence[str], file: str) -> None:
        simple = Counter(plain_row(headers))
        times = Counter(plain(column.header) for column in self.columns)
        for column in self.columns:
            seen = sum(simple[name] for name in column.names)
            if seen > times[plain(column.header)]:
                raise KnockonError(
                    "K211",
                    f"the column '{column.header}' stands {seen} times",
                    expected=f"it {times[plain(column.header)]} time(s), as in {self.title}",
                    remedy="Download the file again and leave its header row as published.",
                    place=file,
                )


def _nth(nth: int) -> str:
    return ("first", "second", "third", "fourth")[nth]
