"""What a page is made of: sections of prose, tables, figures, facts. Words and numbers, no HTML.

A presenter makes these values and is tested on them; one template per part turns them into HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from knockon.reports.numbers import Kind, exported, in_table


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text, the exported number it stands for, a word for its tone."""

    text: str
    value: float | None = None
    tone: str = ""
    numeric: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first cell of each row names it.

    ``folded`` is the label of the control that opens a table shown closed. The last row is set
    apart as a total when ``total`` is true.
    """

    kind: ClassVar[str] = "table"
    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: str = ""
    total: bool = False
    note: str = ""
    on_paper: bool = True
    """Whether it is printed too: long tables that are in the files beside the page are not."""
    instead: str = ""
    """What is printed in place of a table that is not."""
    under_heading: bool = False
    """Whether a heading right above it says its caption, which is then read and not shown."""
    screen_only: frozenset[int] = frozenset()
    """Columns that are not printed."""

    def numeric(self, column: int) -> bool:
        """Return whether every cell of ``column`` is a number, so that its heading stands right."""
        return bool(self.rows) and all(row[column].numeric for row in self.rows)


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawn chart (SVG text) with the words over it."""

    label: str
    svg: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Charts under a title that states the finding, followed by the table of their numbers."""

    kind: ClassVar[str] = "figure"
    id: str
    title: str
    charts: tuple[Chart, ...]
    key: str
    tables: tuple[Table, ...]
    note: str = ""
    on_paper: bool = True
    """Whether it is printed too."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; ``tone`` is ``warning`` where it must not be missed."""

    kind: ClassVar[str] = "prose"
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of sentences."""

    kind: ClassVar[str] = "points"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, with what it is for."""

    kind: ClassVar[str] = "code"
    label: str
    text: str
    on_paper: bool = True
    """Whether it is printed too."""


@dataclass(frozen=True, slots=True)
class Links:
    """Files to download: name of the file beside the page, and what it holds."""

    kind: ClassVar[str] = "links"
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Closed tables of one kind under one control, where a row of them would be in the way.

    Each table is shown closed itself. What is printed of them each table says.
    """

    kind: ClassVar[str] = "fold"
    label: str
    tables: tuple[Table, ...]

    @property
    def on_paper(self) -> bool:
        """Whether any of its tables is printed."""
        return any(table.on_paper for table in self.tables)


Part = Table | Figure | Fold | Prose | Points | Facts | Code | Links | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page with a heading of its own."""

    id: str
    title: str
    parts: tuple[Part, ...]
    on_paper: bool = True
    """Whether it is printed too."""


@dataclass(frozen=True, slots=True)
class Headline:
    """The top of a report: the sentence, three numbers, and what run this is."""

    sentence: str
    because: str
    """What most of the doubt is."""
    numbers: tuple[tuple[str, str, str], ...]
    """Label, number, interval."""
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()
    """What must be read before the sentence is believed; stands above it."""
    notes: tuple[str, ...] = ()
    """What must be known beside it, a short line each; stands below it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page."""

    title: str
    kicker: str
    headline: Headline | None
    sections: tuple[Section, ...]
    footer: str
    lead: tuple[Part, ...] = field(default=())


def text(words: str, *, tone: str = "", href: str = "") -> Cell:
    """Return a cell of words."""
    return Cell(words, tone=tone, href=href)


def number(value: float | None, kind: Kind = "count", *, signed: bool = False) -> Cell:
    """Return a cell of a number, which keeps the number as exported."""
    return Cell(in_table(value, kind, signed=signed), value=exported(value), numeric=True)


def unknown() -> Cell:
    """Return a cell for what there is no number of: said, never blank."""
    return Cell("none", numeric=True)
