"""The charts of a report by a grammar: Vega-Lite, as the second way to every place on them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from knockon.reports.charts import (
    BASELINE,
    HEIGHT,
    LABEL_LETTERS,
    MOST_TICKS,
    NAME_LETTERS,
    POINTS,
    SCENARIO,
    FanWeek,
    Range,
)
from knockon.reports.drawing import FONT, INK, LINE, RULE
from knockon.reports.grammar import Spec, drawn

_APART: Mapping[str, Any] = {"labelOverlap": True, "labelSeparation": 8}
_DASHED: Mapping[str, Any] = {"color": BASELINE, "strokeWidth": 1.8, "strokeDash": [5, 3]}
_LABEL_AXIS: Mapping[str, Any] = {
    "labelLimit": 190,
    "ticks": False,
    "labelPadding": 6,
    "labelExpr": "split(datum.label, '\\n')",
    "labelLineHeight": LINE,
}


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
    return {"format": "%" if share else ",~r", "tickCount": 5, "gridColor": RULE, **_APART}
