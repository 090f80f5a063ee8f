"""Places or days side by side: a chart of ranges, and the table of its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from knockon.reports import charts
from knockon.reports.numbers import kind_of
from knockon.reports.over_time import PERCENTILES, QUANTILES
from knockon.reports.parts import Chart, Table, number, text

if TYPE_CHECKING:
    from knockon.impact.forecast import Measure

RANGE_KEY = "Dot: median change. Bar: 90% of simulated futures. Dashed line: no change."
CHANGE = "Change against the baseline"

Arms = Mapping[str, Mapping[str, float | None]]
"""By ``baseline``, ``scenario``, ``change`` the five quantiles."""
Row = tuple[str, Arms]


def arms_of(frame: pl.DataFrame, measure: Measure, key: str) -> Mapping[str | int, Arms]:
    """Return the quantiles of a measure by the values of the column ``key``, as they come."""
    found: dict[str | int, dict[str, dict[str, float | None]]] = {}
    mine = (pl.col("service") == measure.service) & (pl.col("measure") == measure.measure)
    for row in frame.filter(mine).iter_rows(named=True):
        arms = found.setdefault(row[key], {"baseline": {}, "scenario": {}, "change": {}})
        for arm, values in arms.items():
            values[row["quantile"]] = row[arm]
    return found


def drawn(key: str, title: str, rows: list[Row], measure: Measure, *, label: str = CHANGE) -> Chart:
    """Return the chart of the change in each row."""
    ranges = [
        charts.Range(name, *(values["change"].get(q) for q in ("p5", "p50", "p95")))
        for name, values in rows
    ]
    chart = {
        "id": f"c-{key}",
        "title": title,
        "description": f"{len(rows)} rows. The numbers are in the table that follows.",
    }
    unit = f"{CHANGE[0].lower()}{CHANGE[1:]}"
    share = measure.unit == "share"
    return Chart(label, charts.ranges(ranges, unit=unit, share=share, chart=chart))


def numbers(
    key: str, first: str, rows: list[Row], measure: Measure, *, words: tuple[str, str]
) -> Table:
    """Return the table of every percentile, shown closed and not printed.

    ``words`` are its caption and the label of what opens it.
    """
    caption, folded = words
    kind = kind_of(measure.unit)
    changes = (f"Change {name}" for name in PERCENTILES)
    return Table(
        id=f"t-{key}",
        caption=caption,
        columns=(first, "Baseline 50%", "Scenario 50%", *changes),
        rows=tuple(
            (
                text(name),
                number(values["baseline"].get("p50"), kind),
                number(values["scenario"].get("p50"), kind),
                *(number(values["change"].get(q), kind, signed=True) for q in QUANTILES),
            )
            for name, values in rows
        ),
        folded=folded,
        on_paper=False,
    )
