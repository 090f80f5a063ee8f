"""By place and by day of the week: where and when the change falls."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from knockon.reports import charts
from knockon.reports.numbers import day, kind_of
from knockon.reports.over_time import PERCENTILES, QUANTILES
from knockon.reports.parts import Chart, Figure, Part, Prose, Section, Table, number, text
from knockon.reports.wording import a_week

if TYPE_CHECKING:
    from datetime import date

    from knockon.impact.forecast import Forecast, Measure

MOST_DRAWN = 40
"""Places beyond this number are listed, not drawn."""

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NO_MAP = (
    "No map is drawn: the files of this system hold no positions. Add the ONS Postcode Directory "
    "(ONS Open Geography portal) or Code-Point Open (Ordnance Survey) to the folder and build the "
    "system again."
)

_CHANGE = "Change against the baseline"
_RANGE_KEY = "Dot: median change. Bar: 90% of simulated futures. Dashed line: no change."

Row = tuple[str, dict[str, dict[str, float | None]]]


def by_place(forecast: Forecast) -> Section:
    """Return each measure known by place, as a list in the order of names."""
    known = _told_apart(forecast)
    parts: list[Part] = [Prose(_NO_MAP)]
    for measure in forecast.measures:
        if (measure.service, measure.measure) in known:
            parts += _places(forecast, measure)
    if len(parts) == 1:
        parts.insert(0, Prose("This run tells no two places apart."))
    return Section("places", "By place", tuple(parts))


def _told_apart(forecast: Forecast) -> set[tuple[str, str]]:
    """Return the measures known in two places or more: one place says what the system says."""
    here = forecast.weekly.filter(pl.col("place").is_not_null())
    counted = here.group_by("service", "measure").agg(pl.col("place").n_unique())
    return {(row[0], row[1]) for row in counted.iter_rows() if row[2] > 1}


def by_weekday(forecast: Forecast) -> Section:
    """Return the measures known by day of the week, side by side."""
    found = [(measure, _days(forecast, measure)) for measure in forecast.measures]
    known = [(measure, rows) for measure, rows in found if rows]
    part: Part = Prose("This run has no results by day of the week.")
    if known:
        part = _weekday_figure(known)
    return Section("weekdays", "By day of the week", (part,))


def _places(forecast: Forecast, measure: Measure) -> list[Part]:
    here = forecast.weekly.filter(
        (pl.col("service") == measure.service)
        & (pl.col("measure") == measure.measure)
        & pl.col("place").is_not_null()
    )
    monday: date = here.get_column("week").max()  # type: ignore[assignment]
    names = dict(forecast.places)
    found: dict[str, dict[str, dict[str, float | None]]] = {}
    for row in here.filter(pl.col("week") == monday).iter_rows(named=True):
        arms = found.setdefault(row["place"], {"baseline": {}, "scenario": {}, "change": {}})
        for arm, values in arms.items():
            values[row["quantile"]] = row[arm]
    rows: list[Row] = sorted(
        ((names.get(code, code), arms) for code, arms in found.items()), key=lambda row: row[0]
    )
    title = f"{measure.title} by place, in the last week, from {day(monday)}"
    key = f"p-{measure.service}-{measure.measure}"
    table = _table(key, f"{title}: {a_week(measure.unit) or 'share'}", "Place", rows, measure)
    drawn = () if len(rows) > MOST_DRAWN else (_drawn(key, title, rows, measure),)
    note = "" if drawn else f"{len(rows)} places are too many to draw: they are in the table."
    return [Figure(f"fig-{key}", title, drawn, _RANGE_KEY if drawn else "", (table,), note)]


def _weekday_figure(known: list[tuple[Measure, list[Row]]]) -> Figure:
    drawn = []
    tables = []
    for measure, rows in known:
        key = f"wd-{measure.service}-{measure.measure}"
        label = f"{measure.title}, change a day"
        drawn.append(_drawn(key, label, rows, measure, label=label))
        tables.append(
            _table(key, f"{measure.title} a day, by day of the week", "Day", rows, measure)
        )
    return Figure("fig-weekdays", _busiest(known), tuple(drawn), _RANGE_KEY, tuple(tables))


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
    return f"The largest change falls on {name}s for {times} of {len(known)} measures"


def _days(forecast: Forecast, measure: Measure) -> list[Row]:
    if measure.change.p50 is None or forecast.weekdays.is_empty():
        return []
    mine = forecast.weekdays.filter(
        (pl.col("service") == measure.service) & (pl.col("measure") == measure.measure)
    )
    found: dict[int, dict[str, dict[str, float | None]]] = {}
    for row in mine.sort("weekday").iter_rows(named=True):
        values = found.setdefault(row["weekday"], {"baseline": {}, "scenario": {}, "change": {}})
        for arm, quantiles in values.items():
            quantiles[row["quantile"]] = row[arm]
    return [(DAYS[weekday], values) for weekday, values in found.items()]


def _drawn(
    key: str, title: str, rows: list[Row], measure: Measure, *, label: str = _CHANGE
) -> Chart:
    ranges = [
        charts.Range(name, *(values["change"].get(q) for q in ("p5", "p50", "p95")))
        for name, values in rows
    ]
    share = measure.unit == "share"
    chart = {
        "id": f"c-{key}",
        "title": title,
        "description": f"{len(rows)} rows. The numbers are in the table that follows.",
    }
    unit = f"{_CHANGE[0].lower()}{_CHANGE[1:]}"
    return Chart(label, charts.ranges(ranges, unit=unit, share=share, chart=chart))


def _table(key: str, caption: str, first: str, rows: list[Row], measure: Measure) -> Table:
    kind = kind_of(measure.unit)
    return Table(
        id=f"t-{key}",
        caption=caption,
        columns=(
            first,
            "Baseline 50%",
            "Scenario 50%",
            *(f"Change {name}" for name in PERCENTILES),
        ),
        rows=tuple(
            (
                text(name),
                number(values["baseline"].get("p50"), kind),
                number(values["scenario"].get("p50"), kind),
                *(number(values["change"].get(q), kind, signed=True) for q in QUANTILES),
            )
            for name, values in rows
        ),
        folded="" if first == "Place" else f"{measure.title}, day by day",
        on_paper=first == "Place",
    )
