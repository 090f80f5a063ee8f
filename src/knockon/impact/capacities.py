"""Servers of the sites: treatment spaces, phone lines and clinicians, hour by hour.

Emergency departments: c spaces, the whole part all day and one more for a fraction of it, with c
and the mean patience read off the fit at the drawn ``ed_q0``. 111: N(h) = a(h) + b sqrt(a(h)) with
a the load offered by the draw's own published volume (lines are staffed for the calls expected),
b read off the fit; a scenario keeps the baseline's lines. Treatment centres: nothing is fitted;
enough clinicians for the assumed utilisation in the busiest hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from knockon.flow.model import Calendar
from knockon.impact.catchment import open_hours
from knockon.impact.horizon import HOURS_A_DAY, Array, Horizon
from knockon.impact.waiting_lists import FittedList
from knockon.impact.wards import FittedWard

if TYPE_CHECKING:
    from knockon.system.values import Site

MINUTES_AN_HOUR = 60.0
SECONDS_AN_HOUR = 3600.0
HALF_HOURS = 48
EXTRA_FROM = 20
"""Half hour of the day from which the fractional space is there: 10:00."""


@dataclass(frozen=True)
class FittedDepartment:
    """Spaces and mean patience (hours) of an ED at increasing uncongested four-hour shares.

    ``median`` is the time there, in minutes, at which they were solved.
    """

    q0: Array
    spaces: Array
    patience: Array
    median: float

    def at(self, p: Mapping[str, Array]) -> tuple[Array, Array]:
        """Return (spaces, mean patience in hours) of each draw, [lanes].

        Linear on the log scale in the drawn ``ed_q0``; both scale with the mean time there, so
        that a longer drawn median leaves the department as loaded as it was.
        """
        scale = _mean_time(p) / _mean_time(self._as_solved(p))
        spaces = np.exp(np.interp(p["ed_q0"], self.q0, np.log(self.spaces)))
        patience = np.exp(np.interp(p["ed_q0"], self.q0, np.log(self.patience)))
        return spaces * scale, patience * scale

    def _as_solved(self, p: Mapping[str, Array]) -> dict[str, Array]:
        usual = np.full(len(p["ed_q0"]), self.median)
        return {"ed_q0": p["ed_q0"], "four_h": p["four_h"], "ed_med": usual}


@dataclass(frozen=True)
class FittedLine:
    """Staffing b of a 111 line over handling times (minutes) and mean patience (seconds)."""

    handling: Array
    patience: Array
    beta: Array
    """Shape [handling times, patiences]."""

    def at(self, handling: Array, patience: Array) -> Array:
        """Return b at the drawn values: bilinear in the logs, flat beyond the grid."""
        rows = np.stack(
            [np.interp(np.log(patience), np.log(self.patience), row) for row in self.beta]
        )
        place = np.interp(np.log(handling), np.log(self.handling), np.arange(len(self.handling)))
        low = np.clip(np.floor(place).astype(int), 0, len(self.handling) - 2)
        part, lanes = place - low, np.arange(len(handling))
        return np.asarray((1.0 - part) * rows[low, lanes] + part * rows[low + 1, lanes])


@dataclass(frozen=True)
class Fitted:
    """All fitted capacities of a system, by id of site, ward or list.

    A list no hazards of which give back its counts is left out.
    """

    departments: Mapping[str, FittedDepartment]
    lines: Mapping[str, FittedLine]
    wards: Mapping[str, FittedWard] = field(default_factory=dict)
    lists: Mapping[str, FittedList] = field(default_factory=dict)


def fitted_from(fit: Mapping[str, Any]) -> Fitted:
    """Return fitted capacities from a ``fit.json`` document."""
    departments = {
        site: FittedDepartment(
            q0=np.array(d["ed_q0"], float),
            spaces=np.array(d["spaces"], float),
            patience=np.array(d["patience"], float),
            median=float(d["ed_med"]),
        )
        for site, d in fit["ed"].items()
    }
    lines = {
        site: FittedLine(*(np.array(d[k], float) for k in ("aht111", "pat111", "beta")))
        for site, d in fit["nhs111"].items()
    }
    wards = {ward: FittedWard.told(found) for ward, found in fit.get("ward", {}).items()}
    lists = {
        name: FittedList(found["to_18"], found["to_52"], found["over_52"])
        for name, found in fit.get("list", {}).items()
        if "reason" not in found
    }
    return Fitted(departments, lines, wards, lists)


def time_in_ed(p: Mapping[str, Array]) -> tuple[Array, Array]:
    """Return (median hours, sd of the logarithm) of an uncongested visit, shape [lanes]."""
    sigma = (np.log(p["four_h"]) - np.log(p["ed_med"])) / ndtri(p["ed_q0"])
    return p["ed_med"] / MINUTES_AN_HOUR, sigma


def _mean_time(p: Mapping[str, Array]) -> Array:
    median, sigma = time_in_ed(p)
    return np.asarray(median * np.exp(sigma**2 / 2.0))


def spaces_calendar(spaces: Array) -> Calendar:
    """Return a day's calendar of ``spaces`` (shape [lanes]), whole numbers by the half hour."""
    whole = np.floor(spaces)
    extra = np.rint((spaces - whole) * HALF_HOURS)
    order = (np.arange(HALF_HOURS) - EXTRA_FROM) % HALF_HOURS
    values = whole[None, :] + (order[:, None] < extra[None, :])
    return Calendar(np.arange(HALF_HOURS) / 2.0, float(HOURS_A_DAY), values.astype(np.int64))


def lines_calendar(offered: Array, beta: Array) -> Calendar:
    """Return the calendar of a 111 line over a whole run.

    ``offered`` is the load in servers by the hour, [days, 24, lanes]; ``beta`` has shape [lanes].
    """
    days, hours, lanes = offered.shape
    flat = offered.reshape(days * hours, lanes)
    servers = np.maximum(np.rint(flat + beta[None, :] * np.sqrt(flat)), 1.0)
    return Calendar(
        np.arange(days * hours, dtype=np.float64), float(days * hours), servers.astype(np.int64)
    )


def openings(site: Site, horizon: Horizon) -> Array:
    """Return when a centre is open over a whole run, in hours from its start, [openings, 2].

    Openings that meet (a centre that never closes) are one.
    """
    spans: list[list[float]] = []
    for day, weekday in enumerate(horizon.weekday):
        start, end = (HOURS_A_DAY * day + edge[weekday] for edge in (site.opens, site.closes))
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        elif start < end:
            spans.append([start, end])
    return np.array(spans)


def centre_calendar(site: Site, horizon: Horizon, clinicians: Array) -> Calendar:
    """Return a centre's calendar over a whole run: ``clinicians`` (shape [lanes]) while open."""
    opened = open_hours(site, [int(w) for w in horizon.weekday]) > 0.0
    rank = np.cumsum(opened, axis=1) - 1
    whole = np.maximum(np.floor(clinicians), 1.0)
    hours_open = opened.sum(axis=1)[:, None, None]
    extra = np.rint((np.maximum(clinicians, 1.0) - whole)[None, None, :] * hours_open)
    values = opened[:, :, None] * (whole + (rank[:, :, None] < extra))
    flat = values.reshape(horizon.days * HOURS_A_DAY, len(clinicians))
    return Calendar(np.arange(len(flat), dtype=np.float64), float(len(flat)), flat.astype(np.int64))
