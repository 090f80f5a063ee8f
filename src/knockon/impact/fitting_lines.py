"""NHS 111: staffing b in N(h) = a(h) + b sqrt(a(h)) that gives back the share answered.

Solved by halving over a grid of handling times and patiences; the share answered in a minute is not
fitted but checked against what is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.flow.model import Calendar, Law, Network, Site
from knockon.impact.capacities import MINUTES_AN_HOUR, SECONDS_AN_HOUR
from knockon.impact.fitting import (
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
    week_hours,
)
from knockon.impact.horizon import DAYS_A_WEEK, HOURS_A_DAY, Array
from knockon.impact.netting import ALL

if TYPE_CHECKING:
    from knockon.catalogue.values import Parameter
    from knockon.system.values import Target, Volume

BISECTIONS = 11
BETA_RANGE = (-2.0, 6.0)
STRETCH = 1.3
"""The grid reaches this far beyond the 5th and 95th percentiles."""
CHECKED = "answered_in_60_seconds"
"""Not fitted: what the fit makes of it at middle values is shown beside what is published."""


def fit_line(volume: Volume, targets: Mapping[str, Target], how: How) -> Solved:
    """Return the staffing of a 111 line, and its rows."""
    handling, patience = _grid(how.parameters["aht111"]), _grid(how.parameters["pat111"])
    aht, pat = (g.ravel() for g in np.meshgrid(handling, patience, indexing="ij"))
    line = _Line(volume, aht, pat, how)
    target = targets["answered"]
    low, high = (np.full(len(aht), b) for b in BETA_RANGE)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        short = line.shares(middle)[0] < target.value
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    beta = (low + high) / 2.0
    achieved, in_a_minute = line.shares(beta, first=NEW_STREAMS)
    shape = (len(handling), len(patience))
    fitted = {
        "aht111": plain(handling),
        "pat111": plain(patience),
        "beta": [plain(row) for row in beta.reshape(shape)],
        "answered": [plain(row) for row in achieved.reshape(shape)],
        "answered_in_60_seconds": [plain(row) for row in in_a_minute.reshape(shape)],
    }
    middle_of_all = in_a_minute[len(in_a_minute) // 2 :][:1]
    found = {"answered": ("tol_111", achieved), CHECKED: ("tol_111_60", middle_of_all)}
    rows = [
        Row(
            "nhs111",
            volume.site,
            measure,
            targets[measure].value,
            how.points(tolerance),
            span(targets[measure].months),
        ).judged(shares)
        for measure, (tolerance, shares) in found.items()
        if measure in targets
    ]
    return fitted, rows


def _grid(parameter: Parameter) -> Array:
    low, high = parameter.low / STRETCH, parameter.high * STRETCH
    return np.array([low, parameter.low, parameter.central, parameter.high, high])


@dataclass(frozen=True)
class _Line:
    """A 111 line at its published mean week, for pairs of handling time and patience."""

    volume: Volume
    aht: Array
    pat: Array
    how: How

    def shares(self, beta: Array, first: int = 0) -> tuple[Array, Array]:
        """Return the shares of calls answered, and of those in a minute, each of shape [pairs]."""
        streams, weeks = self.how.effort.line
        wide = [np.repeat(values, streams) for values in (self.aht, self.pat, beta)]
        ids = np.tile(np.arange(first, first + streams, dtype=np.int64), len(beta))

        def network(part: slice) -> Network:
            return self._phones(*(values[part] for values in wide))

        days = DAYS_A_WEEK * (WARM_UP_WEEKS + weeks)
        found = counts(network, ids, days, self.how.threads)
        served, left, within = sums(found, ("served", "left", "started_within"), streams)
        return served / (served + left), within / served

    def _phones(self, aht: Array, pat: Array, beta: Array) -> Network:
        handling = aht / MINUTES_AN_HOUR
        load = week_hours(self.volume)[:, None] * handling[None, :]
        servers = np.maximum(np.rint(load + beta[None, :] * np.sqrt(load)), 1.0).astype(np.int64)
        hours = DAYS_A_WEEK * HOURS_A_DAY
        site = Site(
            name=self.volume.site,
            classes=(ALL,),
            arrivals={ALL: mean_week(self.volume, 1.0)},
            servers=Calendar(np.arange(hours, dtype=np.float64), float(hours), servers),
            service={ALL: Law.exponential(handling)},
            patience={ALL: Law.exponential(pat / SECONDS_AN_HOUR)},
            wait_limit=self.how.parameters["answer_s"].central / SECONDS_AN_HOUR,
        )
        return Network(day=float(HOURS_A_DAY), stations=(site,), lanes=len(aht))
