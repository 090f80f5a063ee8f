"""When a run has draws enough: the simulation error of the headline's median is small enough.

The median of the paired change is known to within a 90% interval of half-width 1.645 standard
errors (:func:`~knockon.impact.drivers.median_se`). It shrinks as one over the square root of the
draws, which says how many more are worth running. This is the error of simulating, apart from
what is not known: more draws narrow it and leave the forecast's interval as wide as it is.

Draws are added in whole blocks of 32. Without a limit of time the same question always ends at
the same number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from knockon.impact.drivers import median_se
from knockon.impact.measures import HEADLINE

if TYPE_CHECKING:
    from knockon.impact.told import Run
    from knockon.plans.assessment import Enough

BLOCK = 32
"""Draws the engine runs side by side: a step adds whole blocks."""

HALF_WIDTH_OF_90 = float(ndtri(0.95))
"""Standard errors from the median to either end of its 90% interval."""
MOST_GROWTH = 2.0
"""The error is itself uncertain, so no step more than doubles the draws."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why no more draws were added, and how well the headline's median is then known.

    ``why``: ``precise`` enough, the ``most`` draws allowed, out of ``time``, or ``unknown`` where
    the headline is not estimated and no precision can be told. ``half_width`` is in people a week.
    """

    why: str
    half_width: float | None
    asked: Enough


def next_draws(draws: int, half_width: float | None, seconds: float, enough: Enough) -> int | str:
    """Return how many draws to have next, or why these are enough (:class:`Stopped`).

    ``half_width`` of the headline's median with ``draws`` draws that took ``seconds``.
    """
    if enough.precision is not None and half_width is None:
        return "unknown"
    if enough.precision is not None and half_width is not None and half_width <= enough.precision:
        return "precise"
    if draws >= enough.most_draws:
        return "most"
    affordable = _affordable(draws, seconds, enough)
    if affordable < draws + BLOCK:
        return "time"
    wanted = min(_wanted(draws, half_width, enough), MOST_GROWTH * draws, affordable)
    whole = BLOCK * math.floor(wanted / BLOCK)
    return min(max(whole, draws + BLOCK), enough.most_draws)


def _wanted(draws: int, half_width: float | None, enough: Enough) -> float:
    if enough.precision is None or half_width is None:
        return math.inf
    return draws * (half_width / enough.precision) ** 2 + BLOCK


def _affordable(draws: int, seconds: float, enough: Enough) -> float:
    """Return how many draws the time allows, at the pace so far."""
    if enough.seconds is None:
        return math.inf
    return draws * enough.seconds / seconds if seconds > 0 else math.inf


def half_width(run: Run) -> float | None:
    """Return half the width of the 90% interval of the headline's median, in people a week.

    None where the headline is withheld.
    """
    if HEADLINE.key in run.rows.withheld:
        return None
    change = HEADLINE.over_horizon(run.arms.scenario) - HEADLINE.over_horizon(run.arms.baseline)
    if not np.all(np.isfinite(change)):
        return None
    return HALF_WIDTH_OF_90 * median_se(
        change, run.future.plan, run.set_weights, run.assessment.seed
    )
