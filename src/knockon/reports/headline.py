"""The top of a report: its sentence taken apart for those who set it, and what is noted below."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast, Measure

MADE_UP = "A made-up system: these practices and places do not exist. For trying the tool only."
_DOUBT = " Most of the doubt is "
_SETS = " Behaviour sets and weights: "


def sentences_of(headline: str) -> tuple[str, str, str]:
    """Return the answer, what most of the doubt is, and the behaviour sets, of a headline."""
    rest, _, sets = headline.partition(_SETS)
    answer, found, doubt = rest.partition(_DOUBT)
    return answer, (found + doubt).strip(), sets.removesuffix(".")


def notes_below(forecast: Forecast, measures: Iterable[Measure]) -> tuple[str, ...]:
    """Return that a system is made up, and which of ``measures`` are withheld."""
    notes = [MADE_UP] if forecast.synthetic else []
    withheld = dict.fromkeys(one.title for one in measures if one.fit == "outside")
    if withheld:
        notes.append(f"Withheld, since the model does not fit there: {'; '.join(withheld)}.")
    return tuple(notes)


def kicker_of(forecast: Forecast, words: str) -> str:
    """Return what stands above the title: what the page is, and whether of a made-up system."""
    return f"{words}, made-up system" if forecast.synthetic else words
