"""Charts as still SVG: drawn on the server, legible on paper, one named image to a screen reader.

Each chart is a Vega-Lite specification turned to SVG without a browser. The marks carry no
accessible names of their own; the picture as a whole has a title and a description, and a table
with the same numbers stands beside it on the page. The same specification gives the same bytes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import altair as alt
import vl_convert

if TYPE_CHECKING:
    from datetime import date

Band = tuple[float | None, float | None, float | None, float | None, float | None]
"""p5, p10, p50, p90, p95."""

VEGA_LITE = ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])
FONT = "Arial, Helvetica, sans-serif"
INK = "#1b2430"
QUIET = "#5b6673"
RULE = "#d5dae0"
SCENARIO = "#0f5c73"
BASELINE = "#6a4c1f"
WIDTH = 340
HEIGHT = 142
MOST_TICKS = 5
LINE = 14
"""Height of a line of words, in the chart's own units."""
NAME_LETTERS = 63
"""Letters of a name that fit over a bar."""
LABEL_LETTERS = 34
"""Letters of a label that fit beside a bar."""
POINTS = "percentage points"

_CONFIG: Mapping[str, Any] = {
    "font": FONT,
    "padding": 4,
    "view": {"stroke": None},
    "axis": {
        "aria": False,
        "domainColor": QUIET,
        "labelColor": INK,
        "labelFontSize": 11,
        "tickColor": QUIET,
        "titleColor": QUIET,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    },
}


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
    base = alt.Chart(alt.InlineData(values=[_fan_row(week, points) for week in shown])).encode(
        x=alt.X("week:T", title=None, axis=_week_axis(shown))
    )
    axis = _value_axis(share and not points)
    unit = POINTS if points else unit
    scale = alt.Scale(zero=change, nice=True)
    outer = base.mark_area(color=SCENARIO, opacity=0.18, aria=False).encode(
        y=alt.Y("p5:Q", title=unit, axis=axis, scale=scale), y2="p95:Q"
    )
    inner = base.mark_area(color=SCENARIO, opacity=0.28, aria=False).encode(y="p10:Q", y2="p90:Q")
    middle = base.mark_line(color=SCENARIO, strokeWidth=2.2, aria=False).encode(y="p50:Q")
    reference = _no_change() if change else _baseline(base)
    return still(alt.layer(outer, inner, middle, reference), HEIGHT, chart)


def ranges(rows: Sequence[Range], *, unit: str, share: bool, chart: Mapping[str, str]) -> str:
    """Return one line a row: a dot at the median on a bar from the 5th to the 95th percentile."""
    values: list[dict[str, Any]] = [
        {
            "label": _lines(row.label, LABEL_LETTERS),
            "low": _scaled(row.low, share),
            "middle": _scaled(row.middle, share),
            "high": _scaled(row.high, share),
        }
        for row in rows
        if row.middle is not None
    ]
    title = POINTS if share else unit
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("label:N", title=None, sort=None, axis=_label_axis())
    )
    bar = base.mark_rule(color=SCENARIO, strokeWidth=5, opacity=0.32, aria=False).encode(
        x=alt.X("low:Q", title=title, axis=_value_axis(False), scale=alt.Scale(zero=True)),
        x2="high:Q",
    )
    dot = base.mark_circle(color=SCENARIO, size=58, opacity=1, aria=False).encode(x="middle:Q")
    zero = (
        alt.Chart(alt.InlineData(values=[{"x": 0}]))
        .mark_rule(color=INK, strokeDash=[3, 3], aria=False)
        .encode(x="x:Q")
    )
    step = LINE * max((_count(row["label"]) for row in values), default=1) + 8
    return still(alt.layer(bar, dot, zero), step * max(len(values), 2), chart)


def shares(rows: Sequence[tuple[str, float]], *, chart: Mapping[str, str]) -> str:
    """Return one bar a row for shares of a whole, its name above it and the share at its end."""
    values: list[dict[str, Any]] = []
    top = 0
    for label, share in rows:
        name = _lines(label, NAME_LETTERS)
        bar = top + LINE * _count(name) + 8
        values.append({"label": name, "share": share, "text": f"{share:.0%}", "y": top, "bar": bar})
        top = bar + LINE
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("bar:Q", scale=None, axis=None),
        x=alt.X("share:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.1])),
    )
    words: dict[str, Any] = {"align": "left", "color": INK, "font": FONT, "aria": False}
    drawn = base.mark_bar(color=SCENARIO, orient="horizontal", height=9, aria=False)
    number = base.mark_text(dx=4, baseline="middle", **words).encode(text="text:N")
    names = base.mark_text(baseline="top", lineBreak="\n", lineHeight=LINE, **words).encode(
        text="label:N", x=alt.value(0), y=alt.Y("y:Q", scale=None, axis=None)
    )
    return still(alt.layer(drawn, number, names), max(top, LINE), chart)


def _lines(words: str, letters: int) -> str:
    """Return ``words`` over as many lines as they need, none of them cut."""
    return "\n".join(textwrap.wrap(words, letters, break_on_hyphens=False))


def _count(lines: str) -> int:
    return lines.count("\n") + 1


def _label_axis() -> alt.Axis:
    split = "split(datum.label, '\\n')"
    return alt.Axis(
        labelLimit=190, ticks=False, labelPadding=6, labelExpr=split, labelLineHeight=LINE
    )


def _fan_row(week: FanWeek, points: bool) -> dict[str, Any]:
    names = ("p5", "p10", "p50", "p90", "p95")
    row: dict[str, Any] = {
        name: _scaled(value, points) for name, value in zip(names, week.band, strict=True)
    }
    row["week"] = f"{week.monday.isoformat()}T00:00:00"
    row["baseline"] = week.baseline
    return row


def _baseline(base: alt.Chart) -> alt.Chart:
    mark: alt.Chart = base.mark_line(
        color=BASELINE, strokeWidth=1.8, strokeDash=[5, 3], aria=False
    ).encode(y="baseline:Q")
    return mark


def _no_change() -> alt.Chart:
    mark: alt.Chart = (
        alt.Chart(alt.InlineData(values=[{"y": 0}]))
        .mark_rule(color=BASELINE, strokeWidth=1.8, strokeDash=[5, 3], aria=False)
        .encode(y="y:Q")
    )
    return mark


def _scaled(value: float | None, points: bool) -> float | None:
    """Return a share as percentage points where ``points``; anything else as it is."""
    return value * 100 if points and value is not None else value


def _week_axis(weeks: Sequence[FanWeek]) -> alt.Axis:
    """Return an axis with ticks at Mondays of the weeks shown, few enough to read."""
    step = max(1, -(-len(weeks) // MOST_TICKS))
    days = [week.monday for week in weeks[::step]]
    ticks = [alt.DateTime(year=one.year, month=one.month, date=one.day) for one in days]
    return alt.Axis(format="%-d %b", values=ticks, grid=False)


def _value_axis(share: bool) -> alt.Axis:
    return alt.Axis(format="%" if share else ",~r", tickCount=5, gridColor=RULE)


def still(layered: Any, height: int, chart: Mapping[str, str]) -> str:
    """Return layers as one still image; ``chart`` has ``id``, ``title`` and ``description``."""
    spec = layered.to_dict(validate=False)
    spec |= {"width": WIDTH, "height": height, "background": None, "config": _CONFIG}
    spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    return _accessible(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE), chart)


def _accessible(svg: str, chart: Mapping[str, str]) -> str:
    """Return ``svg`` as one image with a title and a description, its ids its own on the page."""
    name = chart["id"]
    body = re.sub(r'\b(id="|url\(#)', rf"\g<1>{name}-", svg)
    body = re.sub(r' (role|aria-[a-z]+)="[^"]*"', "", body)
    width, height = _size(body)
    head = (
        f'<svg class="chart" role="img" aria-labelledby="{name}-t {name}-d"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-t">{escape(chart["title"])}</title>'
        f'<desc id="{name}-d">{escape(chart["description"])}</desc>'
    )
    return re.sub(r"\A<svg[^>]*>", lambda _: head, body, count=1)


def _size(svg: str) -> tuple[str, str]:
    found = re.match(r'<svg[^>]*?viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg)
    if found is None:
        raise ValueError("the chart has no size")
    return found[1], found[2]
