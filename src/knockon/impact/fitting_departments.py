"""Emergency departments: spaces and mean patience that give back what is published.

Solved at five values of the uncongested four-hour share (``ed_q0``), with common streams, for the
type 1 four-hour share and the share who leave unseen. The solver is Newton's with differences from
perturbed lanes of the same run; what a fit achieves is measured on streams it has not seen.

Where the fit of the trust's ward gives back the published waits for a bed, the department is fitted
with that ward beside it: people to be admitted hold their space until they have a bed. Elsewhere
boarding is inside the fit: the time people wait in a department for a bed is part of the congestion
that its spaces stand for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.flow.model import Law, Network, Site
from knockon.impact.capacities import MINUTES_AN_HOUR, spaces_calendar, time_in_ed
from knockon.impact.fitting import (
    GRID,
    NEW_STREAMS,
    WARM_UP_WEEKS,
    How,
    Row,
    Solved,
    counts,
    mean_week,
    plain,
    span,
    sums,
)
from knockon.impact.horizon import DAYS_A_WEEK, HOURS_A_DAY, Array
from knockon.impact.netting import ADMITTED, NOT_ADMITTED

if TYPE_CHECKING:
    from knockon.impact.fitting_wards import Beside
    from knockon.system.values import Target, Volume

STEP_SPACES, STEP_PATIENCE = 0.03, 0.3
FIRST_ROOM = 1.2
BOARDING_STREAMS = 4
"""How many times the streams a department beside its ward is fitted on: a ward's few bad weeks
weigh on every figure."""
MOST_MOVE = np.array([0.1, 0.6])


@dataclass(frozen=True)
class Department:
    """An ED at its published mean week, and the central time spent there."""

    volume: Volume
    median: float
    """Minutes."""
    standard: float
    """The four-hour standard, in hours."""
    threads: int
    beside: Beside | None = None
    """The ward its admitted people board for; None where boarding is inside the fit."""

    def times(self, q0: Array) -> dict[str, Array]:
        """Return what the law of time there is made from, by lane."""
        wide = np.ones(len(q0))
        minutes = self.standard * MINUTES_AN_HOUR
        return {"ed_q0": q0, "ed_med": self.median * wide, "four_h": minutes * wide}

    def measure(self, q0: Array, x: Array, effort: tuple[int, int], first: int = 0) -> Array:
        """Return (within four hours, left) by lane group, shape [groups, 2].

        ``x`` is log spaces and log mean patience, shape [groups, 2]; each group is run on the
        same ``effort[0]`` streams (more beside a ward) for ``effort[1]`` weeks.
        """
        streams, weeks = effort
        streams *= BOARDING_STREAMS if self.beside else 1
        lanes_q0, lanes_x = np.repeat(q0, streams), np.repeat(x, streams, axis=0)
        ids = np.tile(np.arange(first, first + streams, dtype=np.int64), len(q0))
        days = DAYS_A_WEEK * (WARM_UP_WEEKS + weeks)
        found = counts(
            lambda part: self._network(lanes_q0[part], lanes_x[part]), ids, days, self.threads
        )
        by_group = sums(found, ("within_limit", "served", "left", "arrived"), streams)
        within, served, left, arrived = by_group
        return np.stack([within / (served + left), left / arrived], axis=1)

    def _network(self, q0: Array, x: Array) -> Network:
        drawn = self.times(q0)
        median, sigma = time_in_ed(drawn)
        patience = Law.exponential(np.exp(x[:, 1]))
        classes = {ADMITTED: self.volume.admitted_share or 0.0}
        classes[NOT_ADMITTED] = 1.0 - classes[ADMITTED]
        site = Site(
            name=self.volume.site,
            classes=tuple(classes),
            arrivals={c: mean_week(self.volume, share) for c, share in classes.items()},
            servers=spaces_calendar(np.exp(x[:, 0])),
            service={c: Law.lognormal_median(median, sigma) for c in classes},
            patience=dict.fromkeys(classes, patience),
            when_served={ADMITTED: (self.beside.way,)} if self.beside else {},
            limit=self.standard,
        )
        stations = (site, self.beside.station) if self.beside else (site,)
        return Network(day=float(HOURS_A_DAY), stations=stations, lanes=len(q0))


def fit_department(
    volume: Volume, targets: Mapping[str, Target], how: How, ward: Beside | None = None
) -> Solved:
    """Return the spaces and patience of a department, and its rows."""
    parameters = how.parameters
    q = parameters["ed_q0"]
    q0 = np.linspace(q.low, q.high, GRID)
    standard = parameters["four_h"].central / MINUTES_AN_HOUR
    ed = Department(volume, parameters["ed_med"].central, standard, how.threads, ward)
    wanted = np.array([targets["within_4_hours"].value, parameters["lwbs"].central])
    x = _start(ed, q0, wanted)
    for effort in how.effort.steps:
        x = x + _newton(ed, q0, x, wanted, effort)
    achieved = ed.measure(q0, x, how.effort.check, first=NEW_STREAMS)
    fitted = {
        "ed_med": ed.median,
        "ed_q0": plain(q0),
        "spaces": plain(np.exp(x[:, 0])),
        "patience": plain(np.exp(x[:, 1])),
        "within_4_hours": plain(achieved[:, 0]),
        "left_unseen": plain(achieved[:, 1]),
    }
    months = span(targets["within_4_hours"].months)
    shares = {"within_4_hours": how.points("tol_ed_4h"), "left_unseen": how.points("tol_lwbs")}
    rows = [
        Row("ed", volume.site, measure, wanted[i], tolerance, months).judged(achieved[:, i])
        for i, (measure, tolerance) in enumerate(shares.items())
    ]
    return fitted, rows


def _start(ed: Department, q0: Array, wanted: Array) -> Array:
    """Return a first guess: spaces for those who stay, patience of half a day."""
    median, sigma = time_in_ed(ed.times(q0))
    load = ed.volume.level / HOURS_A_DAY * median * np.exp(sigma**2 / 2.0)
    spaces = load * (1.0 - wanted[1]) * FIRST_ROOM
    return np.stack([np.log(spaces), np.full(len(q0), np.log(HOURS_A_DAY / 2.0))], axis=1)


def _newton(ed: Department, q0: Array, x: Array, wanted: Array, effort: tuple[int, int]) -> Array:
    """Return one damped Newton step from three perturbed groups a value of q0."""
    steps = np.array([[0.0, 0.0], [STEP_SPACES, 0.0], [0.0, STEP_PATIENCE]])
    tried = (x[None] + steps[:, None, :]).reshape(-1, 2)
    got = ed.measure(np.tile(q0, len(steps)), tried, effort).reshape(len(steps), len(q0), 2)
    slope = np.stack([(got[i + 1] - got[0]) / steps[i + 1, i] for i in range(2)], axis=-1)
    gap = wanted[None, :] - got[0]
    ridge = 1e-4 * np.eye(2)
    square = np.swapaxes(slope, 1, 2) @ slope + ridge
    move = np.linalg.solve(square, np.swapaxes(slope, 1, 2) @ gap[:, :, None])[:, :, 0]
    return np.clip(move, -MOST_MOVE, MOST_MOVE)
