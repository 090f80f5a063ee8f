"""Blocks as HTML for paper, and that as a tagged PDF (PDF/UA) with headings, lists and tables."""

from __future__ import annotations

import base64
from functools import cache
from importlib import resources
from itertools import count
from typing import TYPE_CHECKING, Any, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

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
    writable_blocks,
)
from knockon.reports.extras import extra
from knockon.reports.unbroken import unbroken

if TYPE_CHECKING:
    from collections.abc import Sequence

VARIANT = "pdf/ua-1"

Node: TypeAlias = dict[str, Any]


def pdf_file(document: Document) -> bytes:
    """Return a document as a tagged PDF; K620 without the extra ``reports``.

    Pictures stand in the document itself: nothing is read from disc or network.
    """
    within = extra("weasyprint.urls").URLFetcher(allowed_protocols=("data",))
    page = extra("weasyprint").HTML(string=html_file(document), url_fetcher=within)
    found: bytes = page.write_pdf(pdf_variant=VARIANT)
    return found


def html_file(document: Document) -> str:
    """Return a document as one HTML file, with its style inside and without script."""
    template = _environment().get_template("document.html")
    html = template.render(
        document=document,
        nodes=_nodes(writable_blocks(document)),
        language=LANGUAGE,
        style=_style(),
    )
    return html.rstrip() + "\n"


def _nodes(blocks: Sequence[Block]) -> list[Node]:
    """Return blocks as the template takes them: items of a list together, lists inside lists."""
    numbers, found = count(1), list[Node]()
    for block in blocks:
        match block:
            case Heading(text, level):
                found.append({"kind": "heading", "text": text, "level": level})
            case Paragraph(text, tone):
                found.append({"kind": "paragraph", "lines": text.split("\n"), "tone": tone})
            case Numbered(text):
                _add_numbered(found, text, next(numbers))
            case Bullet(text, depth):
                _add_bullet(found, text, depth)
            case Table():
                found.append(_table(block))
            case Picture():
                found.append({"kind": "picture", "source": _inside(block), "words": block.words})
    return found


def _table(table: Table) -> Node:
    rows = [[cell.split("\n") for cell in row] for row in table.rows]
    told = {"caption": table.caption, "columns": table.columns, "dense": table.dense}
    return {"kind": "table", **told, "rows": rows}


def _add_numbered(found: list[Node], text: str, number: int) -> None:
    if not found or found[-1]["kind"] != "numbered":
        found.append({"kind": "numbered", "start": number, "items": []})
    found[-1]["items"].append(text.split("\n"))


def _add_bullet(found: list[Node], text: str, depth: int) -> None:
    if not found or found[-1]["kind"] != "points":
        found.append({"kind": "points", "items": []})
    items = found[-1]["items"]
    for _ in range(depth - 1):
        if not items:
            break
        items = items[-1]["below"]
    items.append({"lines": text.split("\n"), "below": []})


def _inside(picture: Picture) -> str:
    content = base64.b64encode(picture.content).decode("ascii")
    return f"data:{picture.media_type};base64,{content}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("knockon.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["css_text"] = _css_text
    environment.filters["unbroken"] = unbroken
    return environment


def _css_text(text: str) -> Markup:
    """Return a text as a string of a style sheet; what could end it or the sheet is escaped."""
    special = "\\\"'<>&\n"
    return Markup('"{}"').format(
        Markup("".join(f"\\{ord(one):06x}" if one in special else one for one in text))
    )


@cache
def _style() -> str:
    return (resources.files("knockon.reports") / "templates" / "document.css").read_text("utf-8")
