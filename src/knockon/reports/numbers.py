"""Numbers as people read them: thousands apart, no more figures than are known, words for doubt.

Two ways of writing one number. In sentences an uncertain number has two significant figures. In
tables it has as many as help to compare rows. The exact number of the export is kept beside both,
rounded by :func:`exported`, so that a page can be held against ``summary.json``.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Literal

from knockon.impact.rounding import (
    MINUS,
    alike,
    decimals_of,
    fewest,
    grouped,
    level,
    significant,
    uncertain,
    with_sign,
)

if TYPE_CHECKING:
    from datetime import date

    from knockon.impact.forecast import Quantiles

Kind = Literal["count", "share", "money"]

WITHHELD = "withheld"
NOT_THERE = "\N{EN DASH}"
"""What stands where a case does not have a measure."""
EXPORTED_FIGURES = 9
"""Enough for the accounts of a big board to balance to the hundredth of a person."""
SIGNS = f"+{MINUS}"
_EN_DASH = "\N{EN DASH}"
_POINTS = " points"
_INTERVAL = "90% of simulated futures"


def kind_of(unit: str) -> Kind:
    """Return how numbers of ``unit`` are written: as counts, shares of one, or pounds."""
    if unit == "share":
        return "share"
    return "money" if "£" in unit or "pound" in unit else "count"


def exported(number: float | None) -> float | None:
    """Return ``number`` as every file holds it: nine significant figures, never minus zero."""
    if number is None or not isfinite(number):
        return None
    return significant(number, EXPORTED_FIGURES) + 0.0


def in_table(number: float | None, kind: Kind = "count", *, signed: bool = False) -> str:
    """Return ``number`` for a table: 1,234 or 12.3 or 0.12; a share as 12.3%."""
    if number is None:
        return WITHHELD
    if kind == "share":
        points = number * 100
        return _points(number, decimals_of(points)) if signed else grouped(points, 1) + "%"
    if kind == "money":
        return with_sign("£" + grouped(abs(number), 0), number, signed=signed)
    return level(number, signed=signed)


def in_words(number: float | None, kind: Kind = "count", *, signed: bool = False) -> str:
    """Return an uncertain ``number`` for a sentence, to two significant figures."""
    if number is None:
        return WITHHELD
    if kind == "share":
        points = significant(number * 100)
        return _points(points / 100, fewest(points)) if signed else f"{points:g}%"
    if kind == "money":
        return with_sign("£" + _large(abs(significant(number))), number, signed=signed)
    return uncertain(number, signed=signed)


def interval(quantiles: Quantiles, kind: Kind = "count", *, signed: bool = False) -> str:
    """Return ``90% of simulated futures: 5 to 40`` from the 5th and 95th percentiles."""
    if quantiles.p5 is None or quantiles.p95 is None:
        return WITHHELD
    low, _, high = alike(quantiles.p5, quantiles.p50 or 0.0, quantiles.p95)
    return f"{_INTERVAL}: {_from_to(low, high, kind, signed)}"


def low_and_middle(
    quantiles: Quantiles, kind: Kind = "count", *, signed: bool = False
) -> tuple[str, str]:
    """Return the 5th percentile and the median in words, as they stand in a range."""
    if quantiles.p5 is None or quantiles.p50 is None or quantiles.p95 is None:
        return WITHHELD, WITHHELD
    low, middle, _ = alike(quantiles.p5, quantiles.p50, quantiles.p95)
    return in_words(low, kind, signed=signed), in_words(middle, kind, signed=signed)


def middle_of(quantiles: Quantiles, kind: Kind = "count", *, signed: bool = False) -> str:
    """Return the median in words, no finer than the interval that stands beside it."""
    return low_and_middle(quantiles, kind, signed=signed)[1]


def middle_and_interval(quantiles: Quantiles, kind: Kind = "count", *, signed: bool = False) -> str:
    """Return the median with its interval in brackets."""
    middle = middle_of(quantiles, kind, signed=signed)
    if middle == WITHHELD:
        return middle
    return f"{middle} ({interval(quantiles, kind, signed=signed)})"


def middle_and_range(quantiles: Quantiles, kind: Kind = "count", *, signed: bool = False) -> str:
    """Return the median with the 5th and 95th percentiles, for a cell: ``+11 (+0.9 to +70)``."""
    if quantiles.p50 is None or quantiles.p5 is None or quantiles.p95 is None:
        return WITHHELD
    low, _, high = alike(quantiles.p5, quantiles.p50, quantiles.p95)
    said = middle_of(quantiles, kind, signed=signed)
    if low == high == 0:
        return said
    return f"{said} ({_from_to(low, high, kind, signed).removesuffix(_POINTS)})"


def percent(share: float | None) -> str:
    """Return a share of doubt, of draws or of people as a whole per cent."""
    if share is None:
        return "not known"
    if 0 < share < 0.005:
        return "under 1%"
    return f"{share * 100:.0f}%"


def day(when: date) -> str:
    """Return a date as ``7 December 2026``."""
    return f"{when.day} {when:%B %Y}"


def short_day(when: date) -> str:
    """Return a date as ``7 Dec 2026``, which does not break over lines."""
    return f"{when.day}\N{NO-BREAK SPACE}{when:%b}\N{NO-BREAK SPACE}{when.year}"


def span(weeks: str) -> str:
    """Return a span of weeks as it is set: ``1-4`` of the files as ``1–4``, ``27+`` as it is."""
    return weeks.replace("-", _EN_DASH)


def _from_to(low: float, high: float, kind: Kind, signed: bool) -> str:
    """Return both ends of a range; what both are of is said once, at the end."""
    first = in_words(low, kind, signed=signed).removesuffix(_POINTS)
    return f"{first} to {in_words(high, kind, signed=signed)}"


def _large(pounds: float) -> str:
    if pounds >= 1_000_000:
        return f"{pounds / 1_000_000:g} million"
    return grouped(pounds, 0 if pounds >= 10 or pounds == 0 else 2)


def _points(share: float, places: int) -> str:
    text = with_sign(grouped(abs(share) * 100, places), share, signed=True)
    return text + _POINTS
