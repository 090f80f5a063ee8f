"""Citations in words: PRN01459 paragraphs 7, 12; GMS Regs 2015 Sch 3 Pt 1 para 4."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from knockon.catalogue.knowledge import Source
from knockon.catalogue.rules import Citation
from knockon.compliance.document import cited


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
    found = cited(citation, sources)
    parts = [found.get("law") or found["source"]]
    if citation.paragraph is not None:
        parts += ["paragraph" if len(paragraphs) == 1 else "paragraphs"]
        parts += [", ".join(map(str, paragraphs))]
    parts += [found["at"]] if "at" in found else []
    return " ".join(parts)
