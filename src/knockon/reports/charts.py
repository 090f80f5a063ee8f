"""Charts as still SVG: drawn on the server, legible on paper, one named image to a screen reader.

Each chart is a Vega-Lite specification turned to SVG without a browser. Those of a report are
written as plain values: a report has dozens, and checking each against the grammar takes longer
than drawing it (tests do check them). The marks carry no accessible names of their own; the picture
as a whole has a title and a description, and a table with the same numbers stands beside it on the
page. The same specification gives the same bytes.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, TypeAlias

import vl_convert

if TYPE_CHECKING:
    from datetime import date

Band = tuple[float | None, float | None, float | None, float | None, float | None]
"""p5, p10, p50, p90, p95."""

Spec: TypeAlias = dict[str, Any]
"""A piece of a Vega-Lite specification."""

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
_DASHED: Mapping[str, Any] = {"color": BASELINE, "strokeWidth": 1.8, "strokeDash": [5, 3]}
_LABEL_AXIS: Mapping[str, Any] = {
    "labelLimit": 190,
    "ticks": False,
    "labelPadding": 6,
    "labelExpr": "split(datum.label, '\\n')",
    "labelLineHeight": LINE,
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
    values = [_fan_row(week, points) for week in shown]
    week = {"field": "week", "type": "temporal", "title": None, "axis": _week_axis(shown)}
    first = {
        "title": POINTS if points else unit,
        "axis": _value_axis(share and not points),
        "scale": {"zero": change, "nice": True},
    }
    outer, inner = ({"color": SCENARIO, "opacity": opacity} for opacity in (0.18, 0.28))
    layers = [
        _layer("area", outer, x=week, **_between("p5", "p95", first)),
        _layer("area", inner, x=week, **_between("p10", "p90")),
        _layer("line", {"color": SCENARIO, "strokeWidth": 2.2}, x=week, y=_number("p50")),
        _no_change() if change else _layer("line", _DASHED, x=week, y=_number("baseline")),
    ]
    return drawn({"data": {"values": values}, "layer": layers}, HEIGHT, chart)


def ranges(rows: Sequence[Range], *, unit: str, share: bool, chart: Mapping[str, str]) -> str:
    """Return one line a row: a dot at the median on a bar from the 5th to the 95th percentile."""
    values: list[Spec] = [
        {
            "label": _lines(row.label, LABEL_LETTERS),
            "low": _scaled(row.low, share),
            "middle": _scaled(row.middle, share),
            "high": _scaled(row.high, share),
        }
        for row in rows
        if row.middle is not None
    ]
    label = {"field": "label", "type": "nominal", "title": None, "sort": None, "axis": _LABEL_AXIS}
    along = {
        "title": POINTS if share else unit,
        "axis": _value_axis(False),
        "scale": {"zero": True},
    }
    bar = {"color": SCENARIO, "strokeWidth": 5, "opacity": 0.32}
    dot = {"color": SCENARIO, "size": 58, "opacity": 1}
    zero = _layer("rule", {"color": INK, "strokeDash": [3, 3]}, x=_number("x"))
    layers = [
        _layer("rule", bar, y=label, x=_number("low", along), x2={"field": "high"}),
        _layer("circle", dot, y=label, x=_number("middle")),
        zero | {"data": {"values": [{"x": 0}]}},
    ]
    step = LINE * max((_count(row["label"]) for row in values), default=1) + 8
    height = step * max(len(values), 2)
    return drawn({"data": {"values": values}, "layer": layers}, height, chart)


def shares(rows: Sequence[tuple[str, float]], *, chart: Mapping[str, str]) -> str:
    """Return one bar a row for shares of a whole, its name above it and the share at its end."""
    values: list[Spec] = []
    top = 0
    for label, share in rows:
        name = _lines(label, NAME_LETTERS)
        under = top + LINE * _count(name) + 8
        text = f"{share:.0%}"
        values.append({"label": name, "share": share, "text": text, "y": top, "bar": under})
        top = under + LINE
    place = {"scale": None, "axis": None}
    length = {"title": None, "axis": None, "scale": {"domain": [0, 1.1]}}
    at = {"y": _number("bar", place), "x": _number("share", length)}
    words = {"align": "left", "color": INK, "font": FONT}
    bar = {"color": SCENARIO, "orient": "horizontal", "height": 9}
    named = {"baseline": "top", "lineBreak": "\n", "lineHeight": LINE, **words}
    above = {"x": {"value": 0}, "y": _number("y", place)}
    layers = [
        _layer("bar", bar, **at),
        _layer("text", {"dx": 4, "baseline": "middle", **words}, **at, text=_nominal("text")),
        _layer("text", named, **above, text=_nominal("label")),
    ]
    return drawn({"data": {"values": values}, "layer": layers}, max(top, LINE), chart)


def _lines(words: str, letters: int) -> str:
    """Return ``words`` over as many lines as they need, none of them cut."""
    return "\n".join(textwrap.wrap(words, letters, break_on_hyphens=False))


def _count(lines: str) -> int:
    return lines.count("\n") + 1


def _layer(mark: str, look: Mapping[str, Any], **channels: Spec) -> Spec:
    return {"mark": {"type": mark, "aria": False, **look}, "encoding": channels}


def _number(field: str, more: Mapping[str, Any] | None = None) -> Spec:
    return {"field": field, "type": "quantitative", **(more or {})}


def _nominal(field: str) -> Spec:
    return {"field": field, "type": "nominal"}


def _between(low: str, high: str, more: Mapping[str, Any] | None = None) -> dict[str, Spec]:
    return {"y": _number(low, more), "y2": {"field": high}}


def _fan_row(week: FanWeek, points: bool) -> dict[str, Any]:
    names = ("p5", "p10", "p50", "p90", "p95")
    row: dict[str, Any] = {
        name: _scaled(value, points) for name, value in zip(names, week.band, strict=True)
    }
    row["week"] = f"{week.monday.isoformat()}T00:00:00"
    row["baseline"] = week.baseline
    return row


def _no_change() -> Spec:
    return _layer("rule", _DASHED, y=_number("y")) | {"data": {"values": [{"y": 0}]}}


def _scaled(value: float | None, points: bool) -> float | None:
    """Return a share as percentage points where ``points``; anything else as it is."""
    return value * 100 if points and value is not None else value


def _week_axis(weeks: Sequence[FanWeek]) -> Spec:
    """Return an axis with ticks at Mondays of the weeks shown, few enough to read."""
    step = max(1, -(-len(weeks) // MOST_TICKS))
    days = [week.monday for week in weeks[::step]]
    ticks = [{"year": one.year, "month": one.month, "date": one.day} for one in days]
    return {"format": "%-d %b", "values": ticks, "grid": False}


def _value_axis(share: bool) -> Spec:
    return {"format": "%" if share else ",~r", "tickCount": 5, "gridColor": RULE}


def still(layered: Any, height: int, chart: Mapping[str, str]) -> str:
    """Return Altair's layers as one still image; ``chart`` is that of :func:`drawn`."""
    return drawn(layered.to_dict(validate=False), height, chart)


def drawn(spec: Spec, height: int, chart: Mapping[str, str]) -> str:
    """Return data and layers as one still image.

    ``chart`` has ``id``, ``title`` and ``description``.
    """
    whole = spec | {"width": WIDTH, "height": height, "background": None, "config": _CONFIG}
    whole["autosize"] = {"type": "fit-x", "contains": "padding"}
    return _accessible(vl_convert.vegalite_to_svg(whole), chart)


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
