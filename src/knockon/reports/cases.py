"""What changes, measure by measure: this case beside others on the same system, dates and seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knockon.reports.grouped import by_service, change_in, is_not_known, money, moves
from knockon.reports.numbers import NOT_THERE, kind_of, middle_and_range
from knockon.reports.over_time import PERCENTILES, quantile_cells
from knockon.reports.parts import Cell, Part, Prose, Section, Table, number, text
from knockon.reports.wording import MIDDLE_AND_RANGE, with_unit

if TYPE_CHECKING:
    from knockon.impact.forecast import Comparison, Forecast, Measure, Quantiles

ALONE = "What changes"
BESIDE = "The cases side by side"
PAIRED = (
    "A change is taken in each simulated future by itself, with and without the action, so its "
    "middle is not the difference of two middles."
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A row: a measure in this case, and its change in every other one."""

    name: str
    measure: Measure
    others: tuple[Quantiles | None, ...]
    """In the order of the cases; None where that case does not have it."""


def cases(forecast: Forecast) -> Section:
    """Return a row for every measure that moves in any case, and the names of those that do not."""
    return side_by_side([of_whole(one, forecast) for one in _in_order(forecast)], forecast)


def of_whole(measure: Measure, forecast: Forecast) -> Compared:
    """Return a measure of the whole system in all cases."""
    others = tuple(change_in(case, measure) for case in forecast.compare)
    return Compared(with_unit(measure), measure, others)


def side_by_side(rows: Sequence[Compared], forecast: Forecast) -> Section:
    """Return those rows that move in any case as a table, and the names of those that do not."""
    moving = [one for one in rows if _moves_anywhere(one, forecast.compare)]
    still = [one.measure for one in rows if one not in moving]
    parts: list[Part] = [_lead(forecast), *_withheld(forecast.compare)]
    if moving:
        parts.append(_table(moving, forecast.compare))
        if forecast.compare:
            parts.append(_percentiles(moving, forecast.compare))
    parts += _still(still, forecast)
    return Section("compare", BESIDE if forecast.compare else ALONE, tuple(parts))


def _still(measures: list[Measure], forecast: Forecast) -> Iterator[Prose]:
    """Yield what does not change, and apart from it what nobody knows whether it does."""
    unknown = [one.title for one in measures if is_not_known(one, forecast)]
    still = [one.title for one in measures if not is_not_known(one, forecast)]
    if still:
        yield Prose(f"Nothing changes, in any simulated future: {'; '.join(still)}.")
    if unknown:
        yield Prose(
            f"Not known to change, so left as in the baseline: {'; '.join(unknown)}. “What is not "
            "modelled” says what is missing."
        )


def _in_order(forecast: Forecast) -> list[Measure]:
    """Return the measures service by service, money last."""
    services = (one for group in by_service(forecast.measures) for one in group.measures)
    return [*services, *money(forecast.measures)]


def _moves_anywhere(row: Compared, cases: tuple[Comparison, ...]) -> bool:
    paired = zip(row.others, cases, strict=True)
    shown = [change for change, case in paired if not case.withheld]
    return any(moves(one) for one in (row.measure.change, *shown))


def _lead(forecast: Forecast) -> Prose:
    if not forecast.compare:
        return Prose(
            f"Each measure over the whole horizon, against the same weeks without it. {PAIRED}"
        )
    return Prose(
        "The same system, dates and seed, with the uptake and behaviour of each case. A dash: that "
        f"case does not have the measure. {PAIRED}"
    )


def _withheld(others: tuple[Comparison, ...]) -> Iterator[Prose]:
    for case in others:
        if case.withheld:
            yield Prose(f"{case.title} is not shown: {case.withheld}.")


def _table(rows: Sequence[Compared], cases: tuple[Comparison, ...]) -> Table:
    return Table(
        "t-compare",
        f"Change against the same baseline: {MIDDLE_AND_RANGE}",
        ("Measure", "Baseline", "This case", *(case.title for case in cases)),
        tuple(_row(one) for one in rows),
    )


def _row(row: Compared) -> tuple[Cell, ...]:
    measure = row.measure
    return (
        text(row.name),
        number(measure.baseline.p50, kind_of(measure.unit)),
        *(_said(change, measure) for change in (measure.change, *row.others)),
    )


def _said(change: Quantiles | None, measure: Measure) -> Cell:
    if change is None:
        return text(NOT_THERE, tone="range")
    return text(middle_and_range(change, kind_of(measure.unit), signed=True), tone="range")


def _percentiles(rows: Sequence[Compared], cases: tuple[Comparison, ...]) -> Table:
    """Return every percentile of every other case, shown closed and not printed."""
    found = []
    for place, case in enumerate(cases):
        for row in rows:
            change = row.others[place]
            if change is not None:
                cells = quantile_cells(change, row.measure.unit, signed=True)
                found.append((text(row.name), text(case.title), *cells))
    return Table(
        "t-compare-all",
        "Change in the other cases: percentiles",
        ("Measure", "Case", *PERCENTILES),
        tuple(found),
        folded="All percentiles of the other cases",
        on_paper=False,
    )
