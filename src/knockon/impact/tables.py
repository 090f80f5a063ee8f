"""Tidy tables of a run: quantiles by week and place, by weekday, and every draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import polars as pl

from knockon.impact.horizon import DAYS_A_WEEK
from knockon.impact.quantiles import NAMES, weighted

if TYPE_CHECKING:
    from knockon.impact.draws import DrawPlan
    from knockon.impact.horizon import Array, Horizon
    from knockon.impact.measures import Key, MeasureOf
    from knockon.impact.simulate import Arms


Each: TypeAlias = "Iterable[Array]"
"""One array a measure."""
MORE_THAN_ONE = 2
PLACE_SCHEMA = {
    **dict.fromkeys(("service", "measure", "place", "quantile"), pl.String),
    **dict.fromkeys(("baseline", "scenario", "change"), pl.Float64),
}


@dataclass(frozen=True)
class Rows:
    """Which draws count how much, the Mondays of the weeks, what is withheld."""

    weights: Array
    horizon: Horizon
    withheld: frozenset[Key] = frozenset()
    """Measures whose values are null in every table: performance outside its fit."""

    @property
    def mondays(self) -> pl.Series:
        """The Monday of each week."""
        days = [timedelta(days=DAYS_A_WEEK * week) for week in range(self.horizon.weeks)]
        return pl.Series([self.horizon.start + day for day in days], dtype=pl.Date)

    def shown(self, m: MeasureOf, values: Array) -> Array:
        """Return the values, or as many that are not a number where the measure is withheld."""
        return np.full(values.shape, np.nan) if m.key in self.withheld else values

    def told(self, measures: Sequence[MeasureOf], baseline: Each, scenario: Each) -> Array:
        """Return quantiles of both arms and the change of each measure, [3, 5, measures, ...]."""
        found = _quantiles(np.stack(list(baseline)), np.stack(list(scenario)), self.weights)
        found[:, :, [m.key in self.withheld for m in measures]] = np.nan
        return found


def weekly(
    arms: Arms,
    measures: Sequence[MeasureOf],
    rows: Rows,
    places: dict[str, tuple[str, ...]],
) -> pl.DataFrame:
    """Return week, service, place, practice, measure, quantile, baseline, scenario, change.

    ``place`` is null for the whole system; ``practice`` is always null: no row stands for a single
    practice. ``places`` names the places of each service.
    """
    frames = [weekly_of_all(arms, measures, rows)]
    for m in measures:
        if not places[m.places]:
            continue
        local = rows.told((m,), [m.by_place(arms.baseline)], [m.by_place(arms.scenario)])
        frames.append(_frame(local, (m,), rows, places[m.places]))
    return pl.concat(frames)


def weekly_of_all(
    arms: Arms, measures: Sequence[MeasureOf], rows: Rows, place: str | None = None
) -> pl.DataFrame:
    """Return the rows of :func:`weekly` for everything in the arms, called ``place``."""
    first, second = ([m.of(arm) for m in measures] for arm in (arms.baseline, arms.scenario))
    return _frame(rows.told(measures, first, second), measures, rows, (place,))


def _quantiles(baseline: Array, scenario: Array, weights: Array) -> Array:
    """Return quantiles of baseline, scenario and paired change, [3, 5, ...]."""
    arms = (baseline, scenario, scenario - baseline)
    return np.stack([weighted(values, weights) for values in arms])


def _frame(
    found: Array, measures: Sequence[MeasureOf], rows: Rows, places: Sequence[str | None]
) -> pl.DataFrame:
    """Return rows week by week of [3, 5, measures, weeks, places], the places' axis if many."""
    count, weeks, every = len(measures), rows.horizon.weeks, len(NAMES)
    shaped = found.reshape(3, every, count, weeks, len(places))
    values = shaped.transpose(0, 2, 3, 4, 1).reshape(3, -1)
    a_week = len(places) * every
    return pl.DataFrame(
        {
            "week": _each(rows.mondays, a_week, count),
            "service": _each(pl.Series([m.service for m in measures]), weeks * a_week, 1),
            "place": _each(pl.Series(places, dtype=pl.String), every, count * weeks),
            "practice": pl.Series([None], dtype=pl.String).new_from_index(0, values.shape[1]),
            "measure": _each(pl.Series([m.measure for m in measures]), weeks * a_week, 1),
            "quantile": _each(pl.Series(NAMES), 1, count * weeks * len(places)),
            "baseline": _nullable(values[0]),
            "scenario": _nullable(values[1]),
            "change": _nullable(values[2]),
        }
    )


def _each(names: pl.Series, side_by_side: int, again: int) -> pl.Series:
    """Return every name so often side by side, and all of them so often again."""
    return names.gather(np.tile(np.repeat(np.arange(len(names)), side_by_side), again))


def _nullable(values: Array) -> pl.Series:
    return pl.Series(values, dtype=pl.Float64, nan_to_null=True)


def by_place(
    arms: Arms, measures: Sequence[MeasureOf], rows: Rows, places: dict[str, tuple[str, ...]]
) -> pl.DataFrame:
    """Return service, measure, place, quantile, baseline, scenario, change over the horizon.

    Counts are a mean week's, shares are of totals, stocks the last week's: as for the whole
    system. Only what is counted in more than one place is here.
    """
    parts = []
    for m in measures:
        if len(places[m.places]) < MORE_THAN_ONE:
            continue
        values = rows.told((m,), [m.of_places(arms.baseline)], [m.of_places(arms.scenario)])
        parts.append(_of_places(values, (m,), places[m.places]))
    return pl.concat(parts) if parts else pl.DataFrame(schema=PLACE_SCHEMA)


def of_all(arms: Arms, measures: Sequence[MeasureOf], rows: Rows, place: str) -> pl.DataFrame:
    """Return the rows of :func:`by_place` for everything in the arms, called ``place``."""
    first, second = (
        [m.over_horizon(arm) for m in measures] for arm in (arms.baseline, arms.scenario)
    )
    return _of_places(rows.told(measures, first, second), measures, (place,))


def _of_places(found: Array, measures: Sequence[MeasureOf], places: Sequence[str]) -> pl.DataFrame:
    """Return rows place by place of [3, 5, measures, places], the places' axis if many."""
    count, every = len(measures), len(NAMES)
    shaped = found.reshape(3, every, count, len(places))
    values = shaped.transpose(0, 2, 3, 1).reshape(3, -1)
    arms = {arm: _nullable(values[i]) for i, arm in enumerate(("baseline", "scenario", "change"))}
    a_measure = len(places) * every
    return pl.DataFrame(
        {
            "service": _each(pl.Series([m.service for m in measures]), a_measure, 1),
            "measure": _each(pl.Series([m.measure for m in measures]), a_measure, 1),
            "place": _each(pl.Series(places), every, count),
            "quantile": _each(pl.Series(NAMES), 1, count * len(places)),
            **arms,
        }
    )


def by_weekday(arms: Arms, measures: Sequence[MeasureOf], rows: Rows) -> pl.DataFrame:
    """Return service, measure, weekday, quantile, baseline, scenario, change: persons a day."""
    parts = []
    for m in measures:
        key = (m.service, m.above)
        if not m.is_total or key not in arms.baseline.by_weekday:
            continue
        weeks = rows.horizon.weeks
        found = _quantiles(
            arms.baseline.by_weekday[key] / weeks,
            arms.scenario.by_weekday[key] / weeks,
            rows.weights,
        )
        for day in range(DAYS_A_WEEK):
            parts.append(
                pl.DataFrame(
                    {
                        "service": m.service,
                        "measure": m.measure,
                        "weekday": pl.Series([day] * len(NAMES), dtype=pl.Int64),
                        "quantile": list(NAMES),
                        "baseline": found[0, :, day],
                        "scenario": found[1, :, day],
                        "change": found[2, :, day],
                    }
                )
            )
    return pl.concat(parts)


def every_draw(
    arms: Arms, measures: Sequence[MeasureOf], plan: DrawPlan, rows: Rows
) -> pl.DataFrame:
    """Return draw, set, point, week, service, measure, baseline, scenario; no twins."""
    draws = np.flatnonzero(~plan.twin)
    weeks = rows.horizon.weeks
    each = np.repeat(np.arange(len(draws)), weeks)
    whose = {
        "draw": draws[each],
        "set": pl.Series(plan.sets).gather(plan.set_index[draws][each]),
        "point": plan.point[draws][each],
        "week": _each(rows.mondays, 1, len(draws)),
    }
    frames = []
    for m in measures:
        first, second = (
            rows.shown(m, m.of(arm)[:, draws]) for arm in (arms.baseline, arms.scenario)
        )
        frames.append(
            pl.DataFrame(
                {
                    **whose,
                    "service": m.service,
                    "measure": m.measure,
                    "baseline": _nullable(first.T.ravel()),
                    "scenario": _nullable(second.T.ravel()),
                }
            )
        )
    return pl.concat(frames)


def parameters_drawn(drawn: Mapping[str, Array], plan: DrawPlan) -> pl.DataFrame:
    """Return draw, symbol, value of everything drawn that a run used; no twins."""
    draws = np.flatnonzero(~plan.twin)
    frames = [
        pl.DataFrame({"draw": draws, "symbol": symbol, "value": values[draws]})
        for symbol, values in drawn.items()
    ]
    return pl.concat(frames)
