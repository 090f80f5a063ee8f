"""The Word files letters are filled from, made from the words of their pack.

``python -m knockon.reports.letters.building PACK`` writes them again for every letter of a pack.
Whoever edits such a file in Word keeps the placeholders in double braces; the tags in ``{% %}``
stand in paragraphs or rows of their own, which disappear when the letter is filled.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from knockon.catalogue.letter_items import passages
from knockon.catalogue.letters import Passage
from knockon.catalogue.reading import items_of, whole_document
from knockon.catalogue.yaml import load_strict
from knockon.keeping import write_whole_file
from knockon.reports.documents.blocks import (
    Block,
    Bullet,
    Document,
    Heading,
    Numbered,
    Paragraph,
    Table,
)
from knockon.reports.documents.word import word_file


def template_document(title: str, text: Sequence[Passage]) -> Document:
    """Return a letter's words as a document with placeholders."""
    return Document(title, tuple(block for passage in text for block in _blocks(passage)))


def build(pack: Path) -> Iterator[Path]:
    """Write the Word file of each letter of a pack; yield the files written."""
    for file in sorted((pack / "letters").glob("*.yaml")):
        for _, item in items_of(whole_document(load_strict(file), pack.name)):
            document = template_document(item.text("title"), passages(item))
            path = file.parent / item.text("template")
            write_whole_file(path, word_file(document), force=True)
            yield path


def _blocks(passage: Passage) -> Iterator[Block]:
    """Yield a passage with the tags that repeat it or leave it out around it."""
    repeats = passage.each if passage.kind != "table" else None
    if passage.when is not None:
        yield Paragraph(f"{{%p if {passage.when} %}}")
    if repeats is not None:
        yield Paragraph(f"{{%p for {repeats} %}}")
    yield _block(passage)
    if repeats is not None:
        yield Paragraph("{%p endfor %}")
    if passage.when is not None:
        yield Paragraph("{%p endif %}")


def _block(passage: Passage) -> Block:
    match passage.kind:
        case "title":
            return Heading(passage.text, 1)
        case "heading":
            return Heading(passage.text, 2)
        case "numbered":
            return Numbered(passage.text)
        case "bullet":
            return Bullet(passage.text)
        case "table":
            return Table(passage.text, passage.columns, _rows(passage))
        case kind:
            return Paragraph(passage.text, "quiet" if kind == "quiet" else "plain")


def _rows(passage: Passage) -> tuple[tuple[str, ...], ...]:
    if passage.each is None:
        return passage.rows
    empty = ("",) * (len(passage.columns) - 1)
    return (
        (f"{{%tr for {passage.each} %}}", *empty),
        *passage.rows,
        ("{%tr endfor %}", *empty),
    )


if __name__ == "__main__":
    for written in build(Path(sys.argv[1])):
        print(written)
