"""Charts as pictures for Word and PDF: side by side, each under its label, with words for both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Literal, TypeAlias

import vl_convert

from knockon.reports.drawing import FONT, QUIET

if TYPE_CHECKING:
    from knockon.reports.parts import Chart

Still: TypeAlias = Literal["png", "svg"]
ACROSS = 2
"""Charts in one picture."""
GAP = 24
"""Between two charts, in the charts' own units."""
LABEL = 22
"""Height of the label over a chart."""
COLUMN = 348
"""Width one chart is given."""
WIDTH = ACROSS * COLUMN + (ACROSS - 1) * GAP
DOTS = 180
"""Dots an inch of a picture that is not drawn anew at each size."""
POINTS = 72
"""Units of a drawing to an inch, before it is scaled."""
INCHES = 6.5
"""Width of a picture on paper: that of the text on an A4 page."""
_SIZE = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)


def pictures(charts: Sequence[Chart], still: Still) -> Iterator[tuple[bytes, str, str]]:
    """Yield each picture, its media type and the words that stand for it, two charts to one.

    Word needs ``png``; PDF takes ``svg``, which is sharp at any size.
    """
    for first in range(0, len(charts), ACROSS):
        together = charts[first : first + ACROSS]
        words = " ".join(_words(chart) for chart in together)
        drawn = _together(together)
        if still == "svg":
            yield drawn.encode("utf-8"), "image/svg+xml", words
        else:
            png = vl_convert.svg_to_png(drawn, scale=INCHES * POINTS / WIDTH, ppi=DOTS)
            yield bytes(png), "image/png", words


def _together(charts: Sequence[Chart]) -> str:
    height = LABEL + max(_height(chart.svg) for chart in charts)
    inside = "".join(_placed(chart, n * (COLUMN + GAP)) for n, chart in enumerate(charts))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{inside}</svg>'
    )


def _placed(chart: Chart, left: int) -> str:
    label = escape(_short(chart.label))
    words = f'<text x="{left}" y="14" font-family="{FONT}" font-size="11" fill="{QUIET}">'
    return f"{words}{label}</text>{_moved(chart.svg, left)}"


def _moved(svg: str, left: int) -> str:
    return svg.replace("<svg ", f'<svg x="{left}" y="{LABEL}" ', 1)


def _short(label: str) -> str:
    """Return a label that fits over its chart; the words for the picture have it whole."""
    return label if len(label) <= COLUMN // 6 else label[: COLUMN // 6 - 1].rstrip() + "…"


def _height(svg: str) -> float:
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("the chart has no size")
    return float(found[2])


def _words(chart: Chart) -> str:
    found = _TITLE.search(chart.svg)
    return f"{chart.label}. {found[1] if found else ''}".strip()
