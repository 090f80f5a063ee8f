"""The sentence of a headline, taken apart for those who set it."""

from __future__ import annotations

_DOUBT = " Most of the doubt is "
_SETS = " Behaviour sets and weights: "


def sentences_of(headline: str) -> tuple[str, str, str]:
    """Return the answer, what most of the doubt is, and the behaviour sets, of a headline."""
    rest, _, sets = headline.partition(_SETS)
    answer, found, doubt = rest.partition(_DOUBT)
    return answer, (found + doubt).strip(), sets.removesuffix(".")
