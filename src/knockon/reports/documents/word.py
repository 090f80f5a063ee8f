"""Blocks as a Word document, in styles of Word's own, so that anybody can edit it in Word.

The same blocks give the same bytes: the times in the file are those of its maker, not of the clock.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from knockon.reports.documents.blocks import (
    LANGUAGE,
    Block,
    Bullet,
    Document,
    Heading,
    Numbered,
    Paragraph,
    Picture,
    Table,
    writable,
    writable_blocks,
)
from knockon.reports.extras import extra

FONT = "Arial"
INK, QUIET, ACCENT, TINT = "1B2430", "4D5865", "0F5C73", "EDF2F5"
SIZES = {1: 18, 2: 13, 3: 11.5, 4: 11}
BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")
PAGE_LETTERS, MOST_LETTERS, BETWEEN_LETTERS = 100, 34, 4
"""Letters a table's line holds; the most a line of one column is given; room between columns."""
_THE_SAME_TIME = (1980, 1, 1, 0, 0, 0)


def word_file(document: Document) -> bytes:
    """Return a document as a .docx file; K620 without the extra ``reports``."""
    made = extra("docx").Document()
    _set_page(made)
    _set_styles(made)
    made.core_properties.title = writable(document.title)
    made.core_properties.author = ""
    made.core_properties.comments = ""
    made.core_properties.language = LANGUAGE
    for block in writable_blocks(document):
        _add(made, block)
    _add_foot(made, document.foot)
    return packed(made)


def packed(made: Any) -> bytes:
    """Return a python-docx document as bytes that depend on nothing but what is in it."""
    written, settled = io.BytesIO(), io.BytesIO()
    made.save(written)
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _THE_SAME_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return settled.getvalue()


def _add(made: Any, block: Block) -> None:
    match block:
        case Heading(text, level):
            made.add_paragraph(text, style=f"Heading {level}")
        case Paragraph(text, tone):
            made.add_paragraph(text, style="Quiet" if tone == "quiet" else "Normal")
        case Numbered(text):
            made.add_paragraph(text, style="List Number")
        case Bullet(text, depth):
            made.add_paragraph(text, style=BULLETS[depth - 1])
        case Table():
            _add_table(made, block)
        case Picture(content, _, words):
            shape = made.add_picture(io.BytesIO(content))
            shape._inline.docPr.set("descr", words)


def _add_table(made: Any, table: Table) -> None:
    if table.caption:
        made.add_paragraph(table.caption, style="Caption")
    grid = made.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    _set_widths(grid, table)
    kind = "Dense" if table.dense else "Table"
    head, cells = (made.styles[f"{kind} {part}"] for part in ("Head", "Cell"))
    _fill(grid.add_row(), table.columns, head)
    _repeat_on_each_page(grid.rows[0])
    for row in table.rows:
        added = grid.add_row()
        _fill(added, row, cells)
        _keep_whole(added)
    made.add_paragraph(style="After Table")


def _set_widths(grid: Any, table: Table) -> None:
    """Share the width of the page between columns, before rows are added.

    Each has room for its longest word; what is left goes where lines are longer than that.
    """
    columns = [
        _letters(head, cells) for head, *cells in zip(table.columns, *table.rows, strict=True)
    ]
    least = sum(word for word, _ in columns)
    beyond = sum(line - word for word, line in columns) or 1
    left = min(beyond, max(0, PAGE_LETTERS - least))
    needs = [word * beyond + (line - word) * left for word, line in columns]
    whole = sum(column.width for column in grid.columns)
    grid.autofit = False
    for column, need in zip(grid.columns, needs, strict=True):
        column.width = whole * need // sum(needs)


def _letters(head: str, cells: Sequence[str]) -> tuple[int, int]:
    """Return how wide, in letters, a column's longest word and its longest line of a cell are."""
    words = (word for text in (head, *cells) for word in text.replace("\n", " ").split(" "))
    lines = (line for text in cells for line in text.split("\n"))
    word = max(map(len, words), default=0)
    line = min(max(map(len, lines), default=0), MOST_LETTERS)
    return word + BETWEEN_LETTERS, max(word, line) + BETWEEN_LETTERS


def _fill(row: Any, texts: tuple[str, ...], style: Any) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
        for paragraph in cell.paragraphs:
            paragraph._p.style = style.style_id
        if style.name.endswith("Head"):
            _shade(cell)


def _repeat_on_each_page(row: Any) -> None:
    """Mark the header row: Word repeats it, and screen readers read it as what it is."""
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    properties.append(_element("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def _shade(cell: Any) -> None:
    shade = _element("w:shd", val="clear", color="auto", fill=TINT)
    cell._tc.get_or_add_tcPr().append(shade)


def _set_page(made: Any) -> None:
    """Make the page A4, upright, with margins a window envelope allows for."""
    millimetres = extra("docx.shared").Mm
    section = made.sections[0]
    section.page_width, section.page_height = millimetres(210), millimetres(297)
    section.left_margin = section.right_margin = millimetres(22)
    section.top_margin = section.bottom_margin = millimetres(20)


def _set_styles(made: Any) -> None:
    shared = extra("docx.shared")
    normal = made.styles["Normal"]
    _set_font(normal, 11, INK)
    normal.paragraph_format.space_after = shared.Pt(7)
    normal.paragraph_format.line_spacing = 1.15
    for level, size in SIZES.items():
        style = made.styles[f"Heading {level}"]
        _set_font(style, size, ACCENT if level < 3 else INK, bold=True)
        style.paragraph_format.space_before = shared.Pt(14 if level < 3 else 9)
        style.paragraph_format.space_after = shared.Pt(5)
    for name in ("List Number", *BULLETS):
        made.styles[name].paragraph_format.space_after = shared.Pt(5)
    _set_font(made.styles["Caption"], 10, INK, bold=True)
    made.styles["Caption"].paragraph_format.keep_with_next = True
    _add_style(made, "Quiet", 9, QUIET)
    _add_style(made, "Table Head", 9.5, INK, bold=True)
    _add_style(made, "Table Cell", 9.5, INK)
    _add_style(made, "Dense Head", 7, INK, bold=True)
    _add_style(made, "Dense Cell", 7, INK)
    _add_style(made, "After Table", 5, INK)
    _speak_english(normal)


def _add_style(made: Any, name: str, size: float, colour: str, *, bold: bool = False) -> None:
    paragraph = extra("docx.enum.style").WD_STYLE_TYPE.PARAGRAPH
    style = made.styles.add_style(name, paragraph)
    style.base_style = made.styles["Normal"]
    _set_font(style, size, colour, bold=bold)
    style.paragraph_format.space_after = extra("docx.shared").Pt(2)
    style.paragraph_format.line_spacing = 1.1


def _set_font(style: Any, size: float, colour: str, *, bold: bool = False) -> None:
    shared = extra("docx.shared")
    style.font.name, style.font.size, style.font.bold = FONT, shared.Pt(size), bold
    style.font.color.rgb = shared.RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    qualified = extra("docx.oxml.ns").qn
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qualified(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qualified(f"w:{script}"), FONT)


def _speak_english(style: Any) -> None:
    """Tell spelling checkers and screen readers the language."""
    style.element.get_or_add_rPr().append(_element("w:lang", val=LANGUAGE))


def _add_foot(made: Any, text: str) -> None:
    """Write the foot of each page: the text, if any, and which page of how many."""
    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.style = "Quiet"
    paragraph.add_run(f"{text}  " if text else "")
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        _add_field(paragraph.add_run(), field)


def _add_field(run: Any, field: str) -> None:
    instruction = _element("w:instrText")
    instruction.text = field
    for part in (
        _element("w:fldChar", fldCharType="begin"),
        instruction,
        _element("w:fldChar", fldCharType="end"),
    ):
        run._r.append(part)


def _element(tag: str, **attributes: str) -> Any:
    found = extra("docx.oxml").OxmlElement(tag)
    qualified = extra("docx.oxml.ns").qn
    for name, value in attributes.items():
        found.set(qualified(f"w:{name}"), value)
    return found
