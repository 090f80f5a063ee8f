"""Every measure of a run for the whole system: quantiles, drivers, what luck and sets do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.drivers import doubt, drivers
from knockon.impact.forecast import Driver, Measure, Quantiles
from knockon.impact.quantiles import WITHHELD, quantiles
from knockon.impact.told import verdict
from knockon.impact.wording import most_of_the_doubt

if TYPE_CHECKING:
    from knockon.impact.horizon import Array
    from knockon.impact.measures import Key, MeasureOf
    from knockon.impact.sensitivity import Sensitivity
    from knockon.impact.told import Run


@dataclass(frozen=True)
class Measured:
    """Every measure of a run, and the paired change of every draw of those not withheld."""

    measures: tuple[Measure, ...]
    changes: Mapping[Key, Array]


def measured(told: Run) -> Measured:
    """Return every measure for the whole system over the horizon."""
    found = {m.key: change_of(told, m) for m in told.measures}
    changes = {key: change for key, change in found.items() if change is not None}
    named = dict(zip(changes, drivers(list(changes.values()), told.points), strict=True))
    names = told.names()
    return Measured(
        tuple(
            _measure(told, m, changes[m.key], [_driver(names, *one) for one in named[m.key]])
            if m.key in changes
            else _withheld(told, m)
            for m in told.measures
        ),
        changes,
    )


def change_of(told: Run, m: MeasureOf) -> Array | None:
    """Return a measure's paired change of every draw; None where it is withheld."""
    change = m.over_horizon(told.arms.scenario) - m.over_horizon(told.arms.baseline)
    known = np.all(np.isfinite(change)) and verdict(told.fit, m.key) != "outside"
    return change if known else None


def _driver(names: Mapping[str, str], symbol: str, share: float) -> Driver:
    return Driver(symbol, names.get(symbol, symbol), share)


def _withheld(told: Run, m: MeasureOf) -> Measure:
    return Measure(
        service=m.service,
        measure=m.measure,
        title=m.title,
        unit=m.unit,
        baseline=WITHHELD,
        scenario=WITHHELD,
        change=WITHHELD,
        total_change=None,
        drivers=(),
        by_behaviour=(),
        fit=verdict(told.fit, m.key),
        mc_se=None,
        luck_share=None,
        set_share=None,
    )


def _measure(told: Run, m: MeasureOf, change: Array, named: Sequence[Driver]) -> Measure:
    weights, base, scen = told.weights, told.arms.baseline, told.arms.scenario
    parts = doubt(change, told.future.plan, told.set_weights)
    return Measure(
        service=m.service,
        measure=m.measure,
        title=m.title,
        unit=m.unit,
        baseline=quantiles(m.over_horizon(base), weights),
        scenario=quantiles(m.over_horizon(scen), weights),
        change=quantiles(change, weights),
        total_change=(
            quantiles((m.of(scen) - m.of(base)).sum(axis=0), weights) if m.is_total else None
        ),
        drivers=tuple(named),
        by_behaviour=_by_behaviour(told, change),
        fit=verdict(told.fit, m.key),
        mc_se=told.points.median_se(change),
        luck_share=parts.luck_share,
        set_share=parts.set_share,
    )


def doubt_of(measure: Measure, moved: Sequence[Sensitivity]) -> str:
    """Return where the doubt of a measure comes from, in words; ``moved`` tells what moves it."""
    named = [(one.parameter, one.share) for one in measure.drivers]
    mine = (
        one for one in moved if (one.service, one.measure) == (measure.service, measure.measure)
    )
    widest = next((one.widest for one in mine), None)
    return most_of_the_doubt(named, measure.set_share, measure.luck_share, widest)


def _by_behaviour(told: Run, change: Array) -> tuple[tuple[str, Quantiles], ...]:
    plan = told.future.plan
    chosen = [(name, plan.of_set(name)) for name in plan.sets]
    return tuple(
        (name, quantiles(change, mine.astype(np.float64) / mine.sum()))
        for name, mine in chosen
        if mine.any()
    )
