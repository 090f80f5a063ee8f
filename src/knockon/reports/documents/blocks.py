"""What a document says, block by block, before anybody decides how it looks.

Word and PDF are written from the same blocks, so that they cannot say different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from knockon.reports.unbroken import with_firm_blanks

LANGUAGE = "en-GB"
DEEPEST_HEADING = 4
DEEPEST_BULLET = 3

_CONTROL = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Tone: TypeAlias = Literal["plain", "quiet"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's own, once."""

    text: str
    level: int = 2

    def __post_init__(self) -> None:
        if not 1 <= self.level <= DEEPEST_HEADING:
            raise ValueError(f"a heading is of level 1 to {DEEPEST_HEADING}; this is {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; lines inside it are kept apart by a line feed. ``quiet`` is small print."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paragraph with a number; numbers run on through the document."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """A point of a list; depth 1 is the outermost."""

    text: str
    depth: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.depth <= DEEPEST_BULLET:
            raise ValueError(f"a point is 1 to {DEEPEST_BULLET} deep; this is {self.depth}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; the first cell of a row says what the row is about."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    dense: bool = False
    """Whether it is set small, for a table of many columns."""

    def __post_init__(self) -> None:
        odd = [row for row in self.rows if len(row) != len(self.columns)]
        if odd:
            raise ValueError(f"a row of {len(self.columns)} columns has {len(odd[0])} cells")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, such as a letterhead, with the words that stand for it; none: it is decoration."""

    content: bytes
    media_type: str
    words: str = ""


Block: TypeAlias = Heading | Paragraph | Numbered | Bullet | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: its title, its blocks, and what stands at the foot of each page."""

    title: str
    blocks: tuple[Block, ...]
    foot: str = ""


def writable(text: str) -> str:
    """Return a text as it is set: a blank for each control character, which no Word file can hold.

    The blanks of a range of numbers are such as do not break.
    """
    return with_firm_blanks(_CONTROL.sub(" ", text))


def writable_blocks(document: Document) -> tuple[Block, ...]:
    """Return a document's blocks with nothing in them that Word or PDF cannot hold."""
    return tuple(_writable(block) for block in document.blocks)


def words_of(document: Document) -> tuple[str, ...]:
    """Return every text a document says, block by block and cell by cell, in reading order."""
    return tuple(text for block in document.blocks for text in _words(block) if text)


def _writable(block: Block) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(map(writable, row)) for row in block.rows)
        columns = tuple(map(writable, block.columns))
        return Table(writable(block.caption), columns, rows, block.dense)
    if isinstance(block, Picture):
        return replace(block, words=writable(block.words))
    return replace(block, text=writable(block.text))


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield block.caption
        yield from block.columns
        for row in block.rows:
            yield from row
    elif isinstance(block, Picture):
        yield block.words
    else:
        yield block.text
