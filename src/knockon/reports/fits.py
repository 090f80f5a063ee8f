"""How a fitted figure is told: its number without powers of ten, its measure in words."""

from __future__ import annotations

from knockon.reports.numbers import exported
from knockon.reports.parts import Cell

_DECISION = "dta over"
_MANY, _FEW = 100.0, 0.0001


def figure(value: float | None, before: str = "") -> Cell:
    """Return a figure: whole from a hundred on, else to four places, ``before`` it a sign."""
    if value is None:
        return Cell("none", numeric=True)
    if abs(value) >= _MANY:
        said = f"{value:,.0f}"
    elif 0 < abs(value) < _FEW:
        said = f"under {_FEW:g}"
    else:
        said = f"{value:.4f}".rstrip("0").rstrip(".")
    return Cell(f"{before}{said}", exported(value), numeric=True)


def measure_words(measure: str) -> str:
    """Return a fitted measure in words."""
    words = measure.replace("_", " ")
    return words.replace(_DECISION, "from decision to admit over")
