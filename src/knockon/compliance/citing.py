"""Citations in words: PRN01459 paragraphs 7, 12; GMS Regs 2015 Sch 3 Pt 1 para 4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knockon.catalogue.knowledge import Source
from knockon.catalogue.rules import Citation
from knockon.compliance.wording import called


def in_words(cites: Iterable[Citation], sources: Mapping[str, Source]) -> str:
    """Return citations as one text, in their order; nothing stands twice.

    Paragraphs of one source stand together, where the source is named first.
    """
    cites = tuple(cites)
    paragraphs: dict[str, set[int]] = {}
    for citation in cites:
        if citation.paragraph is not None:
            paragraphs.setdefault(citation.source, set()).add(citation.paragraph)
    return "; ".join(
        dict.fromkeys(
            _one(citation, sources, sorted(paragraphs.get(citation.source, ())))
            for citation in cites
        )
    )


def _one(citation: Citation, sources: Mapping[str, Source], paragraphs: Sequence[int]) -> str:
    source = sources[citation.source]
    named = called(source)
    if citation.paragraph is not None:
        word = "paragraph" if len(paragraphs) == 1 else "paragraphs"
        named = f"{named} {word} {', '.join(map(str, paragraphs))}"
    if citation.at is None:
        return named
    plain = source.short is not None or citation.paragraph is not None
    return f"{named} {citation.at}" if plain else f"{named}: {citation.at}"
