"""A report as a document to hand over: the page's words and tables as blocks, charts as pictures.

Tables that are closed on the page stand in an annex at the end, so that every number of the page is
in the document too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from knockon.reports.documents import blocks
from knockon.reports.parts import Code, Facts, Figure, Fold, Heading, Points, Prose, Table
from knockon.reports.pictures import Still, pictures

if TYPE_CHECKING:
    from knockon.reports.parts import Headline, Page, Part

ANNEX = "Annex: the tables that are closed on the page"
MANY_COLUMNS = 6
"""From so many columns a table is set small."""


def as_document(page: Page, *, still: Still = "png") -> blocks.Document:
    """Return the page as a document, its charts as pictures of the kind ``still``."""
    annex: list[Table] = []
    keys: set[str] = set()
    found: list[blocks.Block] = [blocks.Heading(page.title, 1)]
    if page.headline is not None:
        found += _headline(page.headline)
    for section in page.sections:
        if section.on_paper:
            found.append(blocks.Heading(section.title))
            found += _once((b for part in section.parts for b in _part(part, annex, still)), keys)
    if annex:
        found.append(blocks.Heading(ANNEX))
        found += [_table(one) for one in annex]
    return blocks.Document(f"{page.title}: {page.kicker.lower()}", tuple(found), page.footer)


def _headline(top: Headline) -> Iterator[blocks.Block]:
    for warning in top.warnings:
        yield blocks.Paragraph(f"Note: {warning}")
    yield blocks.Paragraph(top.sentence)
    if top.because:
        yield blocks.Paragraph(top.because)
    yield from (blocks.Paragraph(note) for note in top.notes)
    if top.numbers:
        yield blocks.Table("In three numbers", ("Change", "Middle", "Range"), top.numbers)
    yield _facts(top.facts)


def _once(made: Iterable[blocks.Block], keys: set[str]) -> Iterator[blocks.Block]:
    """Yield blocks, small print that was already read only the first time."""
    for block in made:
        if isinstance(block, blocks.Paragraph) and block.tone == "quiet":
            if block.text in keys:
                continue
            keys.add(block.text)
        yield block


def _part(part: Part, annex: list[Table], still: Still) -> Iterator[blocks.Block]:
    match part:
        case Table():
            yield from _open(part, annex)
        case Figure():
            yield from _figure(part, annex, still)
        case Fold():
            for one in part.tables:
                yield from _open(one, annex)
        case Prose(text, tone):
            yield blocks.Paragraph(f"Note: {text}" if tone == "warning" else text)
        case Points(items):
            yield from (blocks.Bullet(item) for item in items)
        case Facts(pairs):
            yield _facts(pairs)
        case Code(label, text):
            yield blocks.Paragraph(f"{label}:\n{text}")
        case Heading(text):
            yield blocks.Heading(text, 3)


def _figure(figure: Figure, annex: list[Table], still: Still) -> Iterator[blocks.Block]:
    shown = figure.charts if figure.on_paper else ()
    if shown:
        yield blocks.Heading(figure.title, 4)
        for content, media_type, words in pictures(shown, still):
            yield blocks.Picture(content, media_type, words)
        if figure.key:
            yield blocks.Paragraph(figure.key, "quiet")
    elif any(not one.folded for one in figure.tables):
        yield blocks.Heading(figure.title, 4)
    elif not figure.charts:
        yield blocks.Paragraph(f"{figure.title}.")
    for one in figure.tables:
        yield from _open(one, annex)
    if figure.note:
        yield blocks.Paragraph(figure.note, "quiet")


def _open(table: Table, annex: list[Table]) -> Iterator[blocks.Block]:
    """Yield a table where it stands; what is closed on the page goes to the annex."""
    if table.folded:
        annex.append(table)
        if table.under_heading:
            yield blocks.Paragraph(f"{table.folded}, in the annex.", "quiet")
    else:
        yield _table(table)
    if table.note:
        yield blocks.Paragraph(table.note, "quiet")


def _table(table: Table) -> blocks.Table:
    shown = [i for i in range(len(table.columns)) if i not in table.screen_only]
    return blocks.Table(
        table.caption,
        tuple(table.columns[i] for i in shown),
        tuple(tuple(row[i].text for i in shown) for row in table.rows),
        dense=len(shown) >= MANY_COLUMNS,
    )


def _facts(pairs: tuple[tuple[str, str], ...]) -> blocks.Table:
    return blocks.Table("", ("What", "Which"), tuple(pairs))
