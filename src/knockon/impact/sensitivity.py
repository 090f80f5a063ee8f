"""How far one thing at a time moves the answer, and what would settle most of it.

*Swings* are read off the draws there are; nothing is run for them. Of a change y and something
drawn, k, with F the fifth of the points that took least of it and L the fifth that took most,

    low = mean of y over F,        high = mean of y over L

about where k is at its 10th and its 90th percentile of belief, all else as it may be. That is what
two runs with k held there would give on average, up to chance; as with drivers, only what beats the
luckiest of everything looked at is told, the widest first and each on what those before it leave.

*Accounts*: the mean change under each behaviour set, which are not more or less of one thing.

*What would tell*: first-order shares of the variance add up over numbers that are independent. So
an inquiry would take away, on average, the shares of what it tells of the drivers and of whatever
swings the change, and, where it would tell which account is right, the share between accounts. It
is a least: what does not stand out from chance has a part too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.drivers import NAMED_ABOVE, without
from knockon.impact.forecast import Driver

if TYPE_CHECKING:
    from knockon.catalogue.inquiries import Inquiry
    from knockon.impact.drivers import Points
    from knockon.impact.forecast import Measure
    from knockon.impact.horizon import Array
    from knockon.impact.measured import Measured
    from knockon.impact.measures import Key
    from knockon.impact.told import Run

TAIL = 5
"""A fifth of the points: the mean of a uniform's lowest fifth is its 10th percentile."""
_FEWEST_POINTS = 2 * TAIL
LEAST = 0.005
"""The least share of doubt that is told: less is none in whole per cents."""
ACCOUNTS = "behaviour"
"""What stands for the behaviour sets where a symbol stands for a parameter."""
ACCOUNT = "which account of what patients do is right"
"""How the share of doubt between behaviour sets is named."""


@dataclass(frozen=True, slots=True)
class Swing:
    """A change where one thing is low, and where it is high: mean over draws."""

    parameter: str
    name: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the two are."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class WouldTell:
    """An inquiry and the least share of a change's variance it would take away, 0 to 1."""

    title: str
    kind: str
    how: str
    share: float
    of: tuple[str, ...]
    """Names of what it would tell, of what drives the change."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What moves one measure's change, and what would settle it."""

    service: str
    measure: str
    title: str
    unit: str
    mean: float
    """Mean change over all draws."""
    swings: tuple[Swing, ...]
    accounts: tuple[tuple[str, float], ...]
    """(title of a behaviour set, mean change under it)."""
    would_tell: tuple[WouldTell, ...]
    """What takes away most first; none that takes away nothing."""
    untold: tuple[Driver, ...]
    """What drives it that nothing listed would tell."""

    @property
    def widest(self) -> Swing | None:
        """What moves it most; the accounts stand in it as one thing."""
        means = [mean for _, mean in self.accounts]
        accounts = [Swing(ACCOUNTS, ACCOUNT, min(means), max(means))] if len(means) > 1 else []
        return max((*self.swings, *accounts), key=lambda one: one.width, default=None)


def sensitivity(run: Run, found: Measured, keys: Sequence[Key]) -> tuple[Sensitivity, ...]:
    """Return the sensitivity of some of a run's measures, in the order of the keys.

    Those that are withheld, and those that do not change, are left out.
    """
    by_key = {(m.service, m.measure): m for m in found.measures}
    asked = [key for key in keys if key in found.changes and found.changes[key].any()]
    swung = swings([found.changes[key] for key in asked], run.points)
    return tuple(
        _of_measure(run, by_key[key], found.changes[key], swing)
        for key, swing in zip(asked, swung, strict=True)
    )


def _of_measure(
    run: Run, m: Measure, change: Array, swung: Sequence[tuple[str, float, float]]
) -> Sensitivity:
    names = run.names()
    swings_of = tuple(Swing(s, names.get(s, s), low, high) for s, low, high in swung)
    driving = _driving(run, m, change, swings_of)
    inquiries = tuple(run.catalogue.inquiries.values())
    return Sensitivity(
        service=m.service,
        measure=m.measure,
        title=m.title,
        unit=m.unit,
        mean=float(run.weights @ change),
        swings=swings_of,
        accounts=_accounts(run, change),
        would_tell=would_tell(driving, m.set_share or 0.0, inquiries),
        untold=tuple(
            one for one in driving if not any(q.would_tell(one.parameter) for q in inquiries)
        ),
    )


def _driving(run: Run, m: Measure, change: Array, swung: Sequence[Swing]) -> tuple[Driver, ...]:
    """Return a measure's drivers, and what swings it without being one, with its share."""
    already = {one.parameter for one in m.drivers}
    others = (
        Driver(one.parameter, one.name, run.points.share(change, one.parameter))
        for one in swung
        if one.parameter not in already
    )
    return (*m.drivers, *(one for one in others if one.share >= LEAST))


def swings(
    changes: Sequence[Array], points: Points
) -> tuple[tuple[tuple[str, float, float], ...], ...]:
    """Return (symbol, low, high) of what moves each change more than chance, the widest first."""
    means = [points.means(change) for change in changes]
    varying = [values for values in means if values.std() > 0]
    if points.count < _FEWEST_POINTS or not points.symbols or not varying:
        return ((),) * len(changes)
    bar = _luckiest(np.stack([(v - v.mean()) / v.std() for v in varying]), points)
    return tuple(_passing(values, points, bar) for values in means)


def _passing(values: Array, points: Points, bar: float) -> tuple[tuple[str, float, float], ...]:
    """Return what passes the bar, each on what is left once those before it are taken away."""
    ends = _ends(values, points)
    widths = np.abs(ends[:, 1] - ends[:, 0])
    wide = [k for k in np.argsort(-widths, kind="stable") if widths[k] > bar * values.std()]
    left, found = values, []
    for place in wide:
        low, high = _ends(left, points)[place]
        if abs(high - low) > bar * left.std():
            found.append((points.symbols[place], float(ends[place, 0]), float(ends[place, 1])))
            left = without(left, points.orders[place], points.bins)
    return tuple(found)


def _ends(values: Array, points: Points) -> Array:
    """Return means over the lowest and the highest fifth of each symbol, [symbols, 2]."""
    tail = points.count // TAIL
    first, last = points.orders[:, :tail], points.orders[:, -tail:]
    return np.stack([values[first].mean(axis=1), values[last].mean(axis=1)], axis=1)


def _luckiest(standard: Array, points: Points) -> float:
    """Return the widest swing chance gives in one shuffling of twenty, in standard deviations."""
    tail = points.count // TAIL
    contrast = np.zeros(points.orders.shape)
    rows = np.arange(len(points.symbols))[:, None]
    contrast[rows, points.orders[:, :tail]] = -1.0 / tail
    contrast[rows, points.orders[:, -tail:]] = 1.0 / tail
    best = [np.abs(standard[:, shuffled] @ contrast.T).max() for shuffled in points.shuffles]
    return float(np.quantile(best, NAMED_ABOVE))


def _accounts(run: Run, change: Array) -> tuple[tuple[str, float], ...]:
    plan = run.future.plan
    chosen = [(name, plan.of_set(name)) for name in plan.sets]
    titles = run.catalogue.behaviours
    return tuple(
        (titles[name].title, float(change[mine].mean())) for name, mine in chosen if mine.any()
    )


def would_tell(
    driving: Sequence[Driver], between_accounts: float, inquiries: Sequence[Inquiry]
) -> tuple[WouldTell, ...]:
    """Return what would take away some of a change's variance, the most first.

    ``between_accounts`` is the share that goes with which behaviour set is right.
    """
    found = []
    for one in inquiries:
        told = [driver for driver in driving if one.would_tell(driver.parameter)]
        names = [driver.name for driver in told]
        share = sum(driver.share for driver in told)
        if one.accounts and between_accounts >= LEAST:
            share, names = share + between_accounts, [*names, ACCOUNT]
        if names:
            found.append(WouldTell(one.title, one.kind, one.how, min(1.0, share), tuple(names)))
    return tuple(sorted(found, key=lambda one: (-one.share, one.title)))
