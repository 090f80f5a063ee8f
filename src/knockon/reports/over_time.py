"""By service over time: one figure a measure, its level beside its change, and their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from knockon.reports import charts
from knockon.reports.grouped import by_service, is_not_known, moves
from knockon.reports.numbers import kind_of, short_day
from knockon.reports.parts import (
    Cell,
    Chart,
    Figure,
    Heading,
    Part,
    Prose,
    Section,
    Table,
    number,
    text,
)
from knockon.reports.wording import ENGLANDS_RATE, NOT_FOLLOWED, finding, fit_words, with_unit

if TYPE_CHECKING:
    from datetime import date

    from knockon.impact.forecast import Forecast, Measure, Quantiles

QUANTILES = ("p5", "p10", "p50", "p90", "p95")
PERCENTILES = ("5%", "10%", "50%", "90%", "95%")
FAN_KEY = (
    "Solid line: median of the scenario. Dark band: 80% of simulated futures; light band: 90%. "
    "Dashed line: the baseline, the same weeks without the actions."
)
_WITHHELD = (
    "Performance is withheld: the fitted model does not give back this service's published "
    "figures within tolerance. Volumes are still shown."
)

Week = tuple["date", dict[str, dict[str, float | None]]]
"""A Monday, and by ``baseline``, ``scenario``, ``change`` the five quantiles."""


def over_time(forecast: Forecast) -> Section:
    """Return the section with a figure for every measure of every service; money has its own."""
    parts: list[Part] = [
        Prose(
            "Each figure shows a measure week by week: first how much there is, then how much "
            "more or less than in the baseline. What does not move is told and not drawn."
        )
    ]
    for service in by_service(forecast.measures):
        parts.append(Heading(service.title))
        for measure in service.measures:
            parts += figures(forecast, measure)
    return Section("services", "By service over time", tuple(parts))


def weeks_of(forecast: Forecast, measure: Measure) -> list[Week]:
    """Return the weekly quantiles of a measure for the whole system."""
    where = pl.col("place").is_null()
    return by_week(forecast, measure, where)


def by_week(forecast: Forecast, measure: Measure, where: pl.Expr) -> list[Week]:
    """Return the weekly quantiles of a measure ``where`` it is counted."""
    mine = (pl.col("service") == measure.service) & (pl.col("measure") == measure.measure)
    rows = forecast.weekly.filter(mine & where).sort("week")
    found: dict[date, dict[str, dict[str, float | None]]] = {}
    for row in rows.iter_rows(named=True):
        week = found.setdefault(row["week"], {"baseline": {}, "scenario": {}, "change": {}})
        for arm, values in week.items():
            values[row["quantile"]] = row[arm]
    return list(found.items())


def quantile_cells(values: Quantiles, unit: str, *, signed: bool) -> tuple[Cell, ...]:
    """Return the five quantiles as cells."""
    kind = kind_of(unit)
    return tuple(number(getattr(values, name), kind, signed=signed) for name in QUANTILES)


def figures(forecast: Forecast, measure: Measure, *, drawn: bool = True) -> list[Part]:
    """Return the figure of a measure: charts where it moves and is ``drawn``, and its numbers."""
    withheld = measure.change.p50 is None
    still = not withheld and not moves(measure.change)
    weeks = [] if withheld or still else weeks_of(forecast, measure)
    tables = [whole_horizon(measure, folded=still)]
    charts: tuple[Chart, ...] = ()
    if weeks:
        tables.append(weekly_table(measure, weeks))
        charts = charts_of(measure, weeks) if drawn else ()
    figure = Figure(
        id=f"fig-{measure.service}-{measure.measure}",
        title=_title(forecast, measure),
        charts=charts,
        key=FAN_KEY if charts else "",
        tables=tuple(tables),
        note="" if withheld else level_words(forecast, measure),
    )
    return [Prose(f"{measure.title}. {_WITHHELD}", "warning"), figure] if withheld else [figure]


def _title(forecast: Forecast, measure: Measure) -> str:
    if is_not_known(measure, forecast):
        return f"{measure.title}: not known to change, so left as in the baseline"
    return finding(measure)


def level_words(forecast: Forecast, measure: Measure) -> str:
    """Return what how much there is of a measure rests on, and what its change does not follow.

    Nothing where it is fitted and follows all it should.
    """
    key = (measure.service, measure.measure)
    rests = ENGLANDS_RATE if key in forecast.by_englands_rate else fit_words(measure.fit)
    return " ".join(said for said in (rests, NOT_FOLLOWED.get(key, "")) if said)


def charts_of(measure: Measure, weeks: list[Week], *, key: str = "") -> tuple[Chart, ...]:
    """Return the chart of the level and that of the change; only the change where there was none.

    ``key`` sets the charts apart from others of the same measure on the page.
    """
    share = measure.unit == "share"
    weekly = measure.unit == "per week"
    unit = f"{measure.measure.replace('_', ' ')} a week" if weekly else measure.unit
    described = (
        f"{len(weeks)} weeks from {short_day(weeks[0][0])} to {short_day(weeks[-1][0])}. "
        "The numbers are in the table that follows."
    )
    drawn = []
    arms = (("scenario", "Level"), ("change", "Change against the baseline"))
    for arm, label in arms if measure.baseline.p95 else arms[1:]:
        fan_weeks = [
            charts.FanWeek(monday, _band(values[arm]), values["baseline"].get("p50"))
            for monday, values in weeks
        ]
        chart = {
            "id": f"c-{key}{measure.service}-{measure.measure}-{arm}",
            "title": f"{label}. {finding(measure)}",
            "description": described,
        }
        svg = charts.fan(fan_weeks, unit=unit, share=share, change=arm == "change", chart=chart)
        drawn.append(Chart(label, svg))
    return tuple(drawn)


def _band(values: dict[str, float | None]) -> charts.Band:
    return (
        values.get("p5"),
        values.get("p10"),
        values.get("p50"),
        values.get("p90"),
        values.get("p95"),
    )


def whole_horizon(measure: Measure, *, folded: bool = False, key: str = "") -> Table:
    """Return a measure over the whole horizon; ``key`` sets it apart from others like it."""
    rows = [
        (text("Baseline"), *quantile_cells(measure.baseline, measure.unit, signed=False)),
        (text("Scenario"), *quantile_cells(measure.scenario, measure.unit, signed=False)),
        (text("Change"), *quantile_cells(measure.change, measure.unit, signed=True)),
    ]
    if measure.total_change is not None:
        total = quantile_cells(measure.total_change, measure.unit, signed=True)
        rows.append((text("Change, summed over the horizon"), *total))
    return Table(
        id=f"t-{key}{measure.service}-{measure.measure}",
        caption=f"{with_unit(measure)}, over the whole horizon: percentiles",
        columns=("Case", *PERCENTILES),
        rows=tuple(rows),
        folded=f"{measure.title}: the numbers" if folded else "",
        on_paper=not folded,
    )


def weekly_table(measure: Measure, weeks: list[Week], *, key: str = "") -> Table:
    """Return a measure week by week, shown closed; ``key`` sets it apart from others like it."""
    kind = kind_of(measure.unit)
    rows = []
    for monday, values in weeks:
        scenario = (number(values["scenario"].get(name), kind) for name in QUANTILES)
        change = (number(values["change"].get(name), kind, signed=True) for name in QUANTILES)
        baseline = number(values["baseline"].get("p50"), kind)
        rows.append((text(short_day(monday)), baseline, *scenario, *change))
    return Table(
        id=f"w-{key}{measure.service}-{measure.measure}",
        caption=f"{measure.title}, week by week",
        columns=(
            "Week from",
            "Baseline 50%",
            *(f"Scenario {name}" for name in PERCENTILES),
            *(f"Change {name}" for name in PERCENTILES),
        ),
        rows=tuple(rows),
        folded="The numbers week by week",
        on_paper=False,
    )
