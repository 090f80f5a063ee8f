"""What a careful analyst writes with NumPy: practices by the day, all draws at once.

They are ours in counts, without ages: nobody's wait can be told, which is less work than ours.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from knockon.flow import run
from knockon.flow.results import CLINIC_FIELDS
from knockon.validity.bench.board import (
    CLASSES,
    CROWDED_SLOTS,
    DEMAND,
    LEAVING,
    LEFT_TO_111,
    LEFT_TO_CENTRE,
    PRACTICES,
    RETRY,
    TO_111,
    TO_CENTRE,
    TO_DEPARTMENT,
    WEEKDAYS,
    practices_alone,
    sizes,
)
from knockon.validity.bench.board_sides import open_days
from knockon.validity.bench.queues import LANES
from knockon.validity.bench.values import Said, Spent

Whole = NDArray[np.int64]
Totals = dict[str, Whole]
DRAWS = 128
"""Side by side: more does not make NumPy faster."""


def practice_days(seed: int, days: float) -> Spent:
    """Run practices by the day, [practices, draws]; work is open practice-days times draws."""
    _year(seed, 2, 7)
    started = time.process_time()
    totals = _year(seed, DRAWS, round(days))
    seconds = time.process_time() - started
    said = {name: tuple(float(x) for x in by_draw) for name, by_draw in totals.items()}
    work = PRACTICES * open_days(round(days)) * DRAWS
    return Spent(work, seconds, said, ours(seed, round(days)))


def ours(seed: int, days: int) -> Said:
    """Return the same totals by draw from our engine, in 32 draws."""
    network = practices_alone(PRACTICES)
    counts = run(network, seed=seed, streams=np.arange(LANES), days=days)
    said = {}
    for place, class_ in enumerate(CLASSES):
        for measure in ("served", "diverted", "waiting_sum"):
            by_draw = counts.clinics[0, :, place, CLINIC_FIELDS.index(measure)].sum(axis=0)
            said[f"{measure} {class_}"] = tuple(float(x) for x in by_draw)
    return said


def _year(seed: int, draws: int, days: int) -> Totals:
    """Return totals over practices and days, by draw."""
    luck = np.random.Generator(np.random.SFC64(seed))
    size, shape = sizes()[:, None], (PRACTICES, draws)
    waiting = {c: np.zeros(shape, np.int64) for c in CLASSES}
    totals = {
        f"{m} {c}": np.zeros(draws, np.int64)
        for c in CLASSES
        for m in ("served", "diverted", "waiting_sum")
    }
    for day in range(days):
        busy = WEEKDAYS[day % 7]
        if busy:
            _day(luck, size, busy, waiting, totals)
        for c in CLASSES[1:]:
            totals[f"waiting_sum {c}"] += waiting[c].sum(axis=0)
    return totals


def _day(
    luck: np.random.Generator,
    size: NDArray[np.float64],
    busy: float,
    waiting: Totals,
    totals: Totals,
) -> None:
    shape = waiting["soon"].shape
    for c, mean in zip(CLASSES, DEMAND, strict=True):
        waiting[c] += luck.poisson(mean * size * busy, shape)
    shared = np.zeros(shape, np.int64)
    for c, slots in zip(CLASSES, CROWDED_SLOTS, strict=True):
        held = np.floor(slots * size + luck.random(shape)).astype(np.int64)
        seen = np.minimum(waiting[c], held + (0 if c == "same_day" else shared))
        waiting[c] -= seen
        shared += held - seen
        totals[f"served {c}"] += seen.sum(axis=0)
    again = luck.binomial(waiting["same_day"], RETRY)
    pharmacy = 1 - TO_111 - TO_CENTRE - TO_DEPARTMENT
    away = waiting["same_day"] - again
    _sent(luck, away, (TO_111, TO_CENTRE, TO_DEPARTMENT, pharmacy))
    waiting["same_day"] = again
    totals["diverted same_day"] += away.sum(axis=0)
    for c, leaving in zip(CLASSES[1:], LEAVING[1:], strict=True):
        left = luck.binomial(waiting[c], leaving)
        waiting[c] -= left
        totals[f"diverted {c}"] += _sent(luck, left, (LEFT_TO_111, LEFT_TO_CENTRE)).sum(axis=0)


def _sent(luck: np.random.Generator, people: Whole, shares: tuple[float, ...]) -> Whole:
    """Send people to destinations by conditional binomials; return how many went to any."""
    rest, kept = people.copy(), 1.0
    for share in shares:
        rest -= luck.binomial(rest, min(1.0, share / kept))
        kept -= share
    return np.asarray(people - rest)
