"""Coverage falling in steps, as a still chart: who is covered, and who would still be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import altair as alt

from knockon.reports.charts import BASELINE, HEIGHT, MOST_TICKS, SCENARIO
from knockon.reports.drawing import QUIET, RULE
from knockon.reports.grammar import still

__all__ = ["KEY", "Step", "steps"]

KEY = (
    "Filled: share of registered patients whose practice offers it. Grey above it: notice is given "
    "and nobody knows when it ends. White: gone. Dashed: where cover would fall if everything "
    "conditional or considered came about."
)


@dataclass(frozen=True, slots=True)
class Step:
    """One week: shares of registered patients, each 0 to 1, as the chart stacks them.

    ``still`` are covered; ``unknown`` have notice without a known end; ``perhaps`` would be covered
    if everything that is conditional or considered came about.
    """

    monday: date
    still: float
    unknown: float
    perhaps: float


def steps(weeks: Sequence[Step], *, chart: Mapping[str, str]) -> str:
    """Return the chart; ``chart`` has ``id``, ``title`` and ``description``."""
    base = alt.Chart(alt.InlineData(values=_values(weeks))).encode(
        x=alt.X("week:T", title=None, axis=_axis(weeks))
    )
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", tickCount=5, gridColor=RULE)
    title = "of registered patients"
    area: dict[str, Any] = {"interpolate": "step-after", "aria": False}
    covered = base.mark_area(color=SCENARIO, opacity=0.28, **area).encode(
        y=alt.Y("still:Q", title=title, axis=axis, scale=scale)
    )
    unknown = base.mark_area(color=QUIET, opacity=0.22, **area).encode(
        y=alt.Y("still:Q", title=title, axis=axis, scale=scale), y2="top:Q"
    )
    edge = base.mark_line(color=SCENARIO, strokeWidth=2.2, **area).encode(y="still:Q")
    perhaps = base.mark_line(color=BASELINE, strokeWidth=1.8, strokeDash=[5, 3], **area).encode(
        y="perhaps:Q"
    )
    return still(alt.layer(covered, unknown, edge, perhaps), HEIGHT, chart)


def _values(weeks: Sequence[Step]) -> list[dict[str, Any]]:
    """Return a point a week, the last drawn out to its end."""
    values = [_value(week, week.monday) for week in weeks]
    return [*values, _value(weeks[-1], weeks[-1].monday + timedelta(days=7))]


def _value(week: Step, day: date) -> dict[str, Any]:
    return {
        "week": f"{day.isoformat()}T00:00:00",
        "still": week.still,
        "top": week.still + week.unknown,
        "perhaps": week.perhaps,
    }


def _axis(weeks: Sequence[Step]) -> alt.Axis:
    apart = max(1, -(-len(weeks) // MOST_TICKS))
    days = [week.monday for week in weeks[::apart]]
    ticks = [alt.DateTime(year=one.year, month=one.month, date=one.day) for one in days]
    return alt.Axis(format="%-d %b", values=ticks, grid=False)
