"""Read citations: a numbered paragraph of a loaded source, or a provision of a law."""

from __future__ import annotations

from collections.abc import Mapping

from knockon.catalogue.knowledge import Source
from knockon.catalogue.reading import Item, known
from knockon.catalogue.rules import Citation
from knockon.errors import KnockonError


def citations(
    item: Item, sources: Mapping[str, Source], key: str = "cites"
) -> tuple[Citation, ...]:
    """Return what is listed under ``key``; an absent key is no citation."""
    return tuple(line.make(citation, line, sources) for line in item.listed(key))


def citation(item: Item, sources: Mapping[str, Source]) -> Citation:
    """Return one citation; K025 when the source has no such paragraph."""
    item.only("source", "paragraph", "at", "quote", "contracts", "note")
    source = sources[known(item.text("source"), sources, "source", item.place("source"))]
    paragraph = item.whole("paragraph") if item.has("paragraph") else None
    if paragraph is not None and paragraph not in source.paragraphs:
        raise _no_paragraph(source, paragraph, item.place("paragraph"))
    return Citation(
        source.id,
        paragraph,
        item.optional_text("at"),
        item.optional_text("quote"),
        item.texts("contracts"),
        item.optional_text("note"),
    )


def _no_paragraph(source: Source, paragraph: int, place: str) -> KnockonError:
    numbers = sorted(source.paragraphs)
    held = f"a paragraph from {numbers[0]} to {numbers[-1]}" if numbers else "no paragraph number"
    return KnockonError(
        "K025",
        f"{source.id!r} has no paragraph {paragraph}",
        expected=held,
        remedy="Correct the number, or give the provision under 'at'.",
        place=place,
    )
