"""The parts a chart is drawn from: axes, paths and words, as SVG.

Widths of words are those of Arial, which the page's fonts share; another font moves a label by a
little and cuts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from math import ceil, floor

from knockon.reports.scales import Tick

FONT = "Arial, Helvetica, sans-serif"
INK = "#1b2430"
QUIET = "#5b6673"
RULE = "#d5dae0"
SIZE = 11
"""Height of letters."""
LINE = 14
"""Height of a line of words, in the chart's own units."""
_TICK = 5
_BESIDE, _BESIDE_NAMES = 7, 6
"""From an upright axis to its labels: beyond its ticks, or where it has none."""
_UNDER = 16
"""From a level axis to the foot of its labels."""
DROP = 3
"""From the middle of a line of words to its foot."""
_TITLE_UNDER = 31
"""From a level axis to the foot of its title."""
_TITLE_BESIDE = 13
"""From the labels of an upright axis to the foot of its title."""
_ROOM_WITH_TITLE, _ROOM_WITHOUT = 26, 10
"""From the labels of an upright axis to both edges of the picture."""
_HALF = 6
"""Half of a line of words."""
MARGIN = 4
"""Around a chart."""
_BETWEEN = 8
"""The least between two labels under an axis."""
_LETTERS = {
    191: "'",
    222: "ijl",
    278: " !,./:;I[\\]ft|",
    333: "()-r`",
    355: '"',
    389: "*",
    500: "ckvxyzsJ",
    556: "abdeghnopqu0123456789L_$#?£–",
    584: "+<=>~−",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—@…",
}
"""Letters by their width in Arial, in thousandths of their size."""
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}
_USUAL = 556

Point = tuple[float, float]


def width_of(words: str) -> float:
    """Return how wide a line of words is."""
    return sum(_WIDTHS.get(letter, _USUAL) for letter in words) * SIZE / 1000


def text(words: str, x: float, y: float, *, anchor: str = "start", color: str = INK) -> str:
    """Return words whose first line stands on ``y``; lines are parted by a line break."""
    first, *others = (escape(line, quote=False) for line in words.split("\n"))
    left = _short(x)
    inside = first
    if others:
        rest = "".join(f'<tspan x="{left}" dy="{LINE}">{line}</tspan>' for line in others)
        inside = f"<tspan>{first}</tspan>{rest}"
    at = f'x="{left}" y="{_short(y)}"'
    return f'<text {at} text-anchor="{anchor}" fill="{color}">{inside}</text>'


def stroke(points: Sequence[Point], look: str) -> str:
    """Return a line through points; ``look`` holds its attributes."""
    return f'<path d="{_through(points)}" {look}/>' if points else ""


def area(low: Sequence[Point], high: Sequence[Point], look: str) -> str:
    """Return the area between two lines."""
    return f'<path d="{_through([*low, *reversed(high)])}Z" {look}/>' if low else ""


def dot(x: float, y: float, radius: float, look: str) -> str:
    """Return a filled circle."""
    return f'<circle cx="{_short(x)}" cy="{_short(y)}" r="{_short(radius)}" {look}/>'


def upright(ticks: Sequence[Tick], title: str, across: float, height: float) -> str:
    """Return an axis at the left of a chart so wide and high, its grid and its turned title."""
    foot = -reach(ticks) - _TITLE_BESIDE
    turned = f'transform="translate({_short(foot)},{_short(height / 2)}) rotate(-90)"'
    named = text(title, 0, 0, anchor="middle", color=QUIET)
    places = [_crisp(y) for y, _ in ticks]
    return (
        "".join(_rule((0, y), (across, y), RULE) for y in places)
        + "".join(_rule((-_TICK, y), (0.5, y), QUIET) for y in places)
        + listed(ticks, height, _BESIDE)
        + f"<g {turned}>{named}</g>"
    )


def listed(labels: Sequence[Tick], height: float, beside: float = _BESIDE_NAMES) -> str:
    """Return a line at the left of a chart so high and labels beside it, each about its height."""
    feet = [y + 0.5 + DROP - LINE * label.count("\n") / 2 for y, label in labels]
    words = (text(n, 0.5 - beside, y, anchor="end") for y, (_, n) in zip(feet, labels, strict=True))
    return "".join(words) + _rule((0.5, 0), (0.5, height), QUIET)


def level(
    ticks: Sequence[Tick], title: str, across: float, height: float, *, grid: bool = False
) -> str:
    """Return an axis under a chart so wide and high; labels that would meet are left out."""
    foot = height + 0.5
    places = [_crisp(x) for x, _ in ticks]
    labels = _apart(_inside(ticks, across))
    named = text(title, across / 2, foot + _TITLE_UNDER, anchor="middle", color=QUIET)
    return (
        "".join(_rule((x, 0), (x, height), RULE) for x in places if grid)
        + "".join(_rule((x, foot), (x, foot + _TICK), QUIET) for x in places)
        + _rule((0, foot), (across, foot), QUIET)
        + "".join(text(label, x, foot + _UNDER, anchor="middle") for x, label in labels)
        + (named if title else "")
    )


def reach(labels: Sequence[Tick]) -> float:
    """Return how wide the widest of the labels is."""
    lines = (line for _, label in labels for line in label.split("\n"))
    return max(map(width_of, lines), default=0.0)


def room_beside(labels: Sequence[Tick], *, titled: bool = True) -> int:
    """Return the room an axis at the left needs for its labels, and for its title if it has one."""
    return ceil(reach(labels) + (_ROOM_WITH_TITLE if titled else _ROOM_WITHOUT))


def room_above(ticks: Sequence[Tick], title: str, height: float) -> int:
    """Return the room over a chart for half of its highest label, or for a title as long as it."""
    over = max((_HALF - y for y, _ in ticks), default=0.0)
    return MARGIN + ceil(max(over, (width_of(title) - height) / 2, 0.0))


def image(
    parts: str, at: tuple[float, float], whole: tuple[float, float], chart: Mapping[str, str]
) -> str:
    """Return parts drawn from ``at`` as one named image so wide and high.

    ``chart`` has ``id``, ``title`` and ``description``.
    """
    left, top = map(_short, at)
    letters = f'font-family="{FONT}" font-size="{SIZE}px"'
    moved = f'<g fill="none" transform="translate({left},{top})" {letters}>{parts}</g>'
    return head(whole, chart) + moved + "</svg>"


def head(whole: tuple[float | str, float | str], chart: Mapping[str, str]) -> str:
    """Return the start of an image so wide and high, with its title and its description."""
    name, (width, height) = chart["id"], whole
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-t {name}-d"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-t">{escape(chart["title"])}</title>'
        f'<desc id="{name}-d">{escape(chart["description"])}</desc>'
    )


def _inside(ticks: Sequence[Tick], across: float) -> list[Tick]:
    """Return labels moved as far as they would reach over either end of their axis."""
    halves = [width_of(label) / 2 for _, label in ticks]
    pairs = zip(ticks, halves, strict=True)
    return [(min(max(x, half), across - half), label) for (x, label), half in pairs]


def _apart(labels: list[Tick]) -> list[Tick]:
    """Return every label, or every second, fourth and so on, so that none meets the next."""
    while len(labels) > 2 and any(_meet(a, b) for a, b in pairwise(labels)):
        labels = labels[::2]
    return labels


def _meet(one: Tick, other: Tick) -> bool:
    return other[0] - one[0] < (width_of(one[1]) + width_of(other[1])) / 2 + _BETWEEN


def _rule(start: Point, end: Point, color: str) -> str:
    return stroke((start, end), f'stroke="{color}"')


def _through(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_short(x)},{_short(y)}" for x, y in points)


def _crisp(place: float) -> float:
    """Return the middle of the dot a line one wide stands on, so that it is not blurred."""
    return floor(place + 0.5) + 0.5


def _short(number: float) -> str:
    """Return a number to the hundredth, as short as it can be written."""
    return f"{round(number, 2) + 0.0:g}"
