"""A waiting list worked week by week in parts of persons.

The recurrence of the engine's list (``flow.lists``), without chance: each week everybody is a week
older and j join at age 0; then

    removed = min(C, sum_a h_a n_a), from age a in proportion to h_a n_a

with n_a who wait by week of age, h_a the chance a week of leaving at that age (the last age holds
all who are older) and C the most the service can do in a week. Who waits is counted between joining
and removal. A list joined by s a week that stands still has

    n_a = s (1 - h_0) ... (1 - h_(a-1)),   and at the last age that over its h.
"""

from __future__ import annotations

import numpy as np

from knockon.impact.horizon import Array


def standing(hazard: Array, joining: float) -> Array:
    """Return who waits by week of age when so many join every week for ever, [ages].

    ``hazard`` is [ages], each above 0 and at most 1.
    """
    reached = np.concatenate([[1.0], np.cumprod(1.0 - hazard[:-1])])
    reached[-1] /= hazard[-1]
    return np.asarray(joining * reached)


def worked(joining: Array, hazard: Array, usual: float, most: Array) -> Array:
    """Return who waits by age in each week, [weeks, ages, draws].

    ``joining``: persons a week, [weeks, draws]; ``usual``: how many joined each week before the
    first, the list standing still; ``most``: the most removals a week, [draws].
    """
    rates = hazard[:, None]
    left = np.repeat((standing(hazard, usual) * (1.0 - hazard))[:, None], len(most), axis=1)
    weeks = []
    for new in joining:
        there = np.concatenate([new[None], left[:-1]])
        there[-1] += left[-1]
        weeks.append(there)
        due = rates * there
        asked = due.sum(axis=0)
        done = np.divide(most, asked, out=np.ones_like(asked), where=asked > most)
        left = there - due * done
    return np.stack(weeks)
