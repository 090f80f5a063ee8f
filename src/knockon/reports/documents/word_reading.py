"""A Word document as blocks: what it says, whoever wrote or edited it.

Headings, numbered paragraphs and points are known by Word's own styles, or by their numbering where
somebody pressed the list button instead. Anything else of text is a paragraph, so that no word of a
document that has been edited is lost; a text box is what this cannot read, and it is refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from knockon.errors import KnockonError
from knockon.reports.documents.blocks import (
    DEEPEST_BULLET,
    DEEPEST_HEADING,
    Block,
    Bullet,
    Document,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Table,
)
from knockon.reports.extras import extra

_BOX = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}txbxContent"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def read_word(content: bytes, name: str) -> Document:
    """Return what a .docx file says; ``name`` is what errors call it.

    K621: it is no Word file, or has text in a box, which cannot be read in order.
    """
    made = open_word(content, name)
    if next(made.element.body.iter(_BOX), None) is not None:
        raise _unreadable(name, "it has text in a text box")
    pages = made.sections[0]
    blocks = [*_blocks(pages.header), *_blocks(made)]
    return Document(made.core_properties.title or name, tuple(_captioned(blocks)))


def open_word(content: bytes, name: str) -> Any:
    """Return a .docx file opened by python-docx; K621 where it is none."""
    try:
        return extra("docx").Document(io.BytesIO(content))
    except KnockonError:
        raise
    except Exception:
        raise _unreadable(name, "it cannot be opened") from None


def _blocks(holder: Any) -> Iterator[Block]:
    for item in holder.iter_inner_content():
        if hasattr(item, "rows"):
            yield _table(item)
        else:
            yield from _paragraph(item)


def _paragraph(item: Any) -> Iterator[Block]:
    """Yield the pictures of a paragraph, then its text as what its style makes of it."""
    for blip in item._p.iter(_BLIP):
        yield _picture(item, blip)
    text = str(item.text).strip()
    if not text:
        return
    style = item.style.name if item.style is not None else "Normal"
    kind, _, number = style.rpartition(" ") if style[-1:].isdigit() else (style, "", "1")
    if kind == "Heading":
        yield Heading(text, min(int(number), DEEPEST_HEADING))
    elif kind == "Title":
        yield Heading(text, 1)
    elif kind == "List Number":
        yield Numbered(text)
    elif kind == "List Bullet":
        yield Bullet(text, min(int(number), DEEPEST_BULLET))
    elif item._p.pPr is not None and item._p.pPr.numPr is not None:
        yield _listed(item, text)
    elif kind == "Caption":
        yield _Caption(text)
    else:
        yield Paragraph(text, "quiet" if kind == "Quiet" else "plain")


class _Caption(Paragraph):
    """A caption until the table after it takes it; alone it is a paragraph."""

    __slots__ = ()


def _captioned(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks with each caption given to the table that follows it."""
    waiting: _Caption | None = None
    for block in blocks:
        if waiting is not None:
            if isinstance(block, Table):
                yield Table(waiting.text, block.columns, block.rows)
                waiting = None
                continue
            yield Paragraph(waiting.text)
        waiting = block if isinstance(block, _Caption) else None
        if waiting is None:
            yield block
    if waiting is not None:
        yield Paragraph(waiting.text)


def _listed(item: Any, text: str) -> Block:
    """Return a paragraph numbered by hand as a point, as deep as Word has it."""
    level = item._p.pPr.numPr.ilvl
    depth = 1 if level is None else int(level.val) + 1
    return Bullet(text, min(depth, DEEPEST_BULLET))


def _table(grid: Any) -> Table:
    rows = [tuple(_cell(cell) for cell in row.cells) for row in grid.rows]
    return Table("", rows[0] if rows else (), tuple(rows[1:]))


def _cell(cell: Any) -> str:
    return "\n".join(text for one in cell.paragraphs if (text := str(one.text).strip()))


def _picture(item: Any, blip: Any) -> Picture:
    image = item.part.related_parts[blip.get(_EMBED)]
    described = next(item._p.iter(_PROPERTIES), None)
    words = "" if described is None else described.get("descr", "")
    return Picture(image.blob, image.content_type, words)


def _unreadable(name: str, found: str) -> KnockonError:
    return KnockonError(
        "K621",
        f"{found}",
        expected="a Word document (.docx) of headings, paragraphs, lists and tables",
        remedy="Open it in Word, put text of boxes into the page, and save it as .docx.",
        place=name,
    )
