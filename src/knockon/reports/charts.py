"""A report's charts as still SVG: legible on paper, one named image each to a screen reader.

A report has a hundred charts of three kinds, so these are drawn by hand, each in well under a
millisecond; rarer kinds are drawn by a grammar (:mod:`knockon.reports.grammar`), which tests hold
these against too. The parts of a chart carry no names of their own; the picture as a whole has a
title and a description, and a table with the same numbers stands beside it on the page. The same
values give the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knockon.reports.drawing import (
    DROP,
    INK,
    LINE,
    MARGIN,
    Point,
    area,
    dot,
    image,
    level,
    listed,
    room_above,
    room_beside,
    stroke,
    text,
    upright,
)
from knockon.reports.scales import Scale, Tick, rounded

if TYPE_CHECKING:
    from datetime import date

Band = tuple[float | None, float | None, float | None, float | None, float | None]
"""p5, p10, p50, p90, p95."""

SCENARIO = "#0f5c73"
BASELINE = "#6a4c1f"
WIDTH = 340
HEIGHT = 142
MOST_TICKS = 5
NAME_LETTERS = 63
"""Letters of a name that fit over a bar."""
LABEL_LETTERS = 34
"""Letters of a label that fit beside a bar."""
POINTS = "percentage points"
LONGEST = 1.1
"""How much of a whole fits beside its share in words, in a chart of shares."""

BANDS = 5
"""Percentiles of a band."""
_RIGHT_OF_FAN, _RIGHT_OF_RANGES = 9, 5
"""Where a last label, half of a last line or a dot may reach."""
_UNDER_FAN, _UNDER_RANGES = 22, 37
"""For an axis without a title and with one."""
_OVER_RANGES = 5
_NAME_OVER = 8
"""From the foot of a name to the middle of its bar."""
_CAPITALS = 9
"""From the top of a line of words to its foot."""
_BAR = 9
_RADIUS = 3.8
_OUTER = f'fill="{SCENARIO}" opacity="0.18"'
_INNER = f'fill="{SCENARIO}" opacity="0.28"'
_MEDIAN = f'stroke="{SCENARIO}" stroke-width="2.2"'
_USUAL = f'stroke="{BASELINE}" stroke-width="1.8" stroke-dasharray="5,3"'
_RANGE = f'stroke="{SCENARIO}" stroke-width="5" opacity="0.32"'
_MIDDLE = f'fill="{SCENARIO}"'
_ZERO = f'stroke="{INK}" stroke-dasharray="3,3"'


@dataclass(frozen=True, slots=True)
class FanWeek:
    """One week of a fan: its Monday, the band and, where shown, the baseline's median."""

    monday: date
    band: Band
    baseline: float | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """One row of a chart of ranges: a label, the median and the 5th and 95th percentiles."""

    label: str
    low: float | None
    middle: float | None
    high: float | None


def fan(
    weeks: Sequence[FanWeek], *, unit: str, share: bool, change: bool, chart: Mapping[str, str]
) -> str:
    """Return a fan over weeks: median, 80% and 90% bands; a baseline, or a line at no change.

    ``chart`` has ``id``, ``title`` and ``description``.
    """
    points = share and change
    shown = [week for week in weeks if week.band[2] is not None]
    bands = [[_scaled(week.band[place], points) for week in shown] for place in range(BANDS)]
    usual = [0.0 if change else week.baseline for week in shown]
    held = [value for line in (*bands, usual) for value in line if value is not None]
    up = Scale(*rounded(held, zero=change), HEIGHT, 0)
    ticks = up.ticks(MOST_TICKS, share=share and not points)
    title = POINTS if points else unit
    left, top = room_beside(ticks), room_above(ticks, title, HEIGHT)
    across = WIDTH - left - _RIGHT_OF_FAN
    days = _days([week.monday for week in shown], across)
    p5, p10, p50, p90, p95 = (_line(days, band, up) for band in bands)
    parts = (
        upright(ticks, title, across, HEIGHT),
        level(_week_ticks(shown, days), "", across, HEIGHT),
        area(p5, p95, _OUTER),
        area(p10, p90, _INNER),
        stroke(p50, _MEDIAN),
        stroke(_line(days, usual, up), _USUAL),
    )
    whole = (WIDTH, top + HEIGHT + _UNDER_FAN)
    return image("".join(parts), (left, top), whole, chart)


def ranges(rows: Sequence[Range], *, unit: str, share: bool, chart: Mapping[str, str]) -> str:
    """Return one line a row: a dot at the median on a bar from the 5th to the 95th percentile."""
    shown = [row for row in rows if row.middle is not None]
    labels = [_lines(row.label, LABEL_LETTERS) for row in shown]
    step = LINE * max(map(_count, labels), default=1) + 8
    height = step * max(len(shown), 2)
    left = room_beside(
        [(0.0, line) for label in labels for line in label.split("\n")], titled=False
    )
    across = WIDTH - left - _RIGHT_OF_RANGES
    spans = [[_scaled(v, share) for v in (row.low, row.middle, row.high)] for row in shown]
    held = [value for span in spans for value in span if value is not None]
    along = Scale(*rounded(held, zero=True), 0, across)
    ticks = along.ticks(MOST_TICKS)
    band = height / max(len(shown), 1)
    named = [(band * (n + 0.5), label) for n, label in enumerate(labels)]
    zero = ((along.at(0.0), 0.0), (along.at(0.0), float(height)))
    parts = (
        level(ticks, POINTS if share else unit, across, height, grid=True),
        listed(named, height),
        *(_range(span, along, y) for span, (y, _) in zip(spans, named, strict=True)),
        stroke(zero, _ZERO),
    )
    whole = (WIDTH, _OVER_RANGES + height + _UNDER_RANGES)
    return image("".join(parts), (left, _OVER_RANGES), whole, chart)


def shares(rows: Sequence[tuple[str, float]], *, chart: Mapping[str, str]) -> str:
    """Return one bar a row for shares of a whole, its name above it and the share at its end."""
    along = Scale(0, LONGEST, 0, WIDTH - 2 * MARGIN)
    parts, top = [], 0
    for label, share in rows:
        name = _lines(label, NAME_LETTERS)
        middle = top + LINE * _count(name) + _NAME_OVER
        end = along.at(share)
        over, under = ([(0.0, y), (end, y)] for y in (middle - _BAR / 2, middle + _BAR / 2))
        parts.append(area(over, under, _MIDDLE))
        parts.append(text(f"{share:.0%}", end + MARGIN, middle + DROP))
        parts.append(text(name, 0, top + _CAPITALS))
        top = middle + LINE
    whole = (WIDTH, max(top, LINE) + 2 * MARGIN)
    return image("".join(parts), (MARGIN, MARGIN), whole, chart)


def _range(span: Sequence[float | None], along: Scale, y: float) -> str:
    """Return a row's bar, where both its ends are known, and its dot."""
    low, middle, high = (None if value is None else along.at(value) for value in span)
    bar = "" if low is None or high is None else stroke(((low, y), (high, y)), _RANGE)
    return bar + ("" if middle is None else dot(middle, y, _RADIUS, _MIDDLE))


def _line(days: Sequence[float], values: Sequence[float | None], up: Scale) -> list[Point]:
    """Return where the values known lie, each on its day."""
    pairs = zip(days, values, strict=True)
    return [(x, up.at(value)) for x, value in pairs if value is not None]


def _days(mondays: Sequence[date], across: float) -> list[float]:
    """Return where each day lies on an axis from the first to the last."""
    numbers = [monday.toordinal() for monday in mondays]
    along = Scale(min(numbers, default=0), max(numbers, default=0), 0, across)
    return [along.at(number) for number in numbers]


def _week_ticks(weeks: Sequence[FanWeek], days: Sequence[float]) -> list[Tick]:
    """Return ticks at Mondays of the weeks shown, few enough to read."""
    step = max(1, -(-len(weeks) // MOST_TICKS))
    labels = [f"{week.monday.day} {week.monday:%b}" for week in weeks]
    return list(zip(days, labels, strict=True))[::step]


def _lines(words: str, letters: int) -> str:
    """Return ``words`` over as many lines as they need, none of them cut."""
    return "\n".join(textwrap.wrap(words, letters, break_on_hyphens=False))


def _count(lines: str) -> int:
    return lines.count("\n") + 1


def _scaled(value: float | None, points: bool) -> float | None:
    """Return a share as percentage points where ``points``; anything else as it is."""
    return value * 100 if points and value is not None else value
