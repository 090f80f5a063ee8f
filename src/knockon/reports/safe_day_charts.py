"""The two charts of a safe day: room against demand by weekday, and the list over a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt

from knockon.reports.charts import BASELINE, HEIGHT, SCENARIO
from knockon.reports.drawing import INK, QUIET, RULE
from knockon.reports.grammar import still

__all__ = ["LIST_KEY", "WEEK_KEY", "ListDay", "WeekdayBar", "list_chart", "week_chart"]

WEEK_KEY = "Bars: contacts asked for, the darker part urgent. Black line: room under the limit."
LIST_KEY = (
    "Solid line: people waiting at the central share giving up. Shaded: from the highest to the "
    "lowest share. Dashed: if nobody gave up."
)
MARK = 3.0
EVERY_MONTHS = 2


@dataclass(frozen=True, slots=True)
class WeekdayBar:
    """A weekday's contacts: ``urgent`` 0 where the share is not known, ``other`` the rest."""

    name: str
    urgent: float
    other: float
    room: float


@dataclass(frozen=True, slots=True)
class ListDay:
    """People waiting at the end of a day, from the most giving up to nobody giving up."""

    day: date
    low: float
    middle: float
    high: float
    nobody: float


def week_chart(bars: Sequence[WeekdayBar], *, chart: Mapping[str, str]) -> str:
    """Return demand as bars and room as a line across each; ``chart`` has its id and its words."""
    values = [
        {"day": one.name, "urgent": one.urgent, "asked": one.urgent + one.other, "room": one.room}
        for one in bars
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("day:N", title=None, sort=None, axis=alt.Axis(labelAngle=0, ticks=False))
    )
    axis = alt.Axis(tickCount=5, gridColor=RULE)
    asked: dict[str, Any] = {"aria": False, "color": SCENARIO, "width": {"band": 0.62}}
    whole = base.mark_bar(opacity=0.28, **asked).encode(
        y=alt.Y("asked:Q", title="contacts a day", axis=axis)
    )
    urgent = base.mark_bar(opacity=0.62, **asked).encode(y="urgent:Q")
    room = base.mark_tick(
        color=INK, opacity=1, thickness=MARK, aria=False, width={"band": 0.86}
    ).encode(y="room:Q")
    return still(alt.layer(whole, urgent, room), HEIGHT, chart)


def list_chart(days: Sequence[ListDay], *, chart: Mapping[str, str]) -> str:
    """Return the list over a year; ``chart`` has ``id``, ``title`` and ``description``."""
    values = [
        {
            "day": f"{one.day.isoformat()}T00:00:00",
            "low": one.low,
            "middle": one.middle,
            "high": one.high,
            "nobody": one.nobody,
        }
        for one in days
    ]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("day:T", title=None, axis=_month_axis(days))
    )
    axis = alt.Axis(format=",~r", tickCount=5, gridColor=RULE)
    band = base.mark_area(color=SCENARIO, opacity=0.22, aria=False).encode(
        y=alt.Y("low:Q", title="people waiting", axis=axis), y2="high:Q"
    )
    line = base.mark_line(color=SCENARIO, strokeWidth=2.2, aria=False).encode(y="middle:Q")
    nobody = base.mark_line(color=BASELINE, strokeWidth=1.8, strokeDash=[5, 3], aria=False).encode(
        y="nobody:Q"
    )
    zero = (
        alt.Chart(alt.InlineData(values=[{"y": 0}]))
        .mark_rule(color=QUIET, aria=False)
        .encode(y="y:Q")
    )
    return still(alt.layer(band, line, nobody, zero), HEIGHT, chart)


def _month_axis(days: Sequence[ListDay]) -> alt.Axis:
    """Return ticks at the first of every other month."""
    firsts = sorted({(one.day.year, one.day.month) for one in days})[1::EVERY_MONTHS]
    ticks = [alt.DateTime(year=year, month=month, date=1) for year, month in firsts]
    return alt.Axis(format="%-d %b", values=ticks, grid=False)
