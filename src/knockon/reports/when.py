"""By day of the week: when the change falls."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from knockon.reports.parts import Figure, Part, Prose, Section
from knockon.reports.side_by_side import RANGE_KEY, Row, arms_of, drawn, numbers

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast, Measure

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def by_weekday(forecast: Forecast) -> Section:
    """Return the measures known by day of the week, side by side."""
    found = [(measure, _days(forecast, measure)) for measure in forecast.measures]
    known = [(measure, rows) for measure, rows in found if rows]
    part: Part = Prose("This run has no results by day of the week.")
    if known:
        part = _weekday_figure(known)
    return Section("weekdays", "By day of the week", (part,))


def _weekday_figure(known: list[tuple[Measure, list[Row]]]) -> Figure:
    charts = []
    tables = []
    for measure, rows in known:
        key = f"wd-{measure.service}-{measure.measure}"
        label = f"{measure.title}, change a day"
        words = (f"{measure.title} a day, by day of the week", f"{measure.title}, day by day")
        charts.append(drawn(key, label, rows, measure, label=label))
        tables.append(numbers(key, "Day", rows, measure, words=words))
    return Figure("fig-weekdays", _busiest(known), tuple(charts), RANGE_KEY, tuple(tables))


def _busiest(known: list[tuple[Measure, list[Row]]]) -> str:
    """Return the day on which the median change is largest, and for how many measures."""
    days = Counter(
        max(rows, key=lambda row: abs(row[1]["change"].get("p50") or 0.0))[0]
        for _, rows in known
        if any(row[1]["change"].get("p50") for row in rows)
    )
    if not days:
        return "No day of the week changes more than another"
    name, times = days.most_common(1)[0]
    return f"The largest change is on {name}s for {times} of {len(known)} measures"


def _days(forecast: Forecast, measure: Measure) -> list[Row]:
    if measure.change.p50 is None or forecast.weekdays.is_empty():
        return []
    found = arms_of(forecast.weekdays.sort("weekday"), measure, "weekday")
    return [(DAYS[int(weekday)], arms) for weekday, arms in found.items()]
