"""By day of the week: when the change falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.reports.parts import Figure, Part, Prose, Section
from knockon.reports.side_by_side import RANGE_KEY, Row, arms_of, drawn, numbers

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast, Measure

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FAR_LESS = 10
"""A day with less than a tenth of the fullest day's change hardly changes."""


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
    """Return the day on which the median change of the first measure that moves is largest."""
    for measure, rows in known:
        size = {day: abs(row["change"].get("p50") or 0.0) for day, row in rows}
        day = max(size, key=lambda one: size[one])
        if size[day]:
            still = [one for one in DAYS[5:] if one in size and size[one] * FAR_LESS < size[day]]
            least = f", and hardly on {' and '.join(f'{one}s' for one in still)}" if still else ""
            return f"{measure.title} change most on {day}s{least}"
    return "No day of the week changes more than another"


def _days(forecast: Forecast, measure: Measure) -> list[Row]:
    if measure.change.p50 is None or forecast.weekdays.is_empty():
        return []
    found = arms_of(forecast.weekdays.sort("weekday"), measure, "weekday")
    return [(DAYS[int(weekday)], arms) for weekday, arms in found.items()]
