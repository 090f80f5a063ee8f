"""Capacities fitted by simulation, so that the baseline performs as published.

Congestion cannot be told from monthly figures, so its driver is drawn and the rest fitted. For an
emergency department, spaces and mean patience are solved at five values of the uncongested
four-hour share (``ed_q0``), with common streams, to give back the published type 1 four-hour share
and the share who leave unseen; runs interpolate. For 111, staffing b in N(h) = a(h) + b sqrt(a(h))
is solved over handling time and patience to give back the share answered. Volumes are the
published mean week; no behaviour and no netting enter.

The solver is Newton's with differences from perturbed lanes of the same run; what a fit achieves is
then measured on streams it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from knockon.flow.engine import run
from knockon.flow.model import LANES, Arrivals, Calendar, Law, Network, Site
from knockon.flow.results import SITE_FIELDS, Counts
from knockon.impact.blocks import Progress, in_order
from knockon.impact.capacities import (
    FOUR_HOURS,
    MINUTES_AN_HOUR,
    SECONDS_AN_HOUR,
    spaces_calendar,
    time_in_ed,
)
from knockon.impact.horizon import DAYS_A_WEEK, HOURS_A_DAY, Array
from knockon.impact.netting import ADMITTED, ALL, NOT_ADMITTED

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue, Parameter
    from knockon.system.values import System, Volume

Streams = npt.NDArray[np.int64]

FORMAT = "knockon/fit/1"
SEED = 1
GRID = 5
WARM_UP_WEEKS = 1
COARSE, FINE = (4, 8), (8, 16)
STEPS = (COARSE,) * 6 + (FINE,) * 2
LINE = (2, 6)
"""(streams, weeks) of the first and the last steps of the solver, and of a 111 line."""
NEW_STREAMS = 1000
STEP_SPACES, STEP_PATIENCE = 0.03, 0.3
FIRST_ROOM = 1.2
MOST_MOVE = np.array([0.1, 0.6])
BISECTIONS = 11
BETA_RANGE = (-2.0, 6.0)
STRETCH = 1.3
"""The 111 grid reaches this far beyond the 5th and 95th percentiles."""
FOUR_HOUR_TOLERANCE, LEFT_TOLERANCE, ANSWERED_TOLERANCE = 0.02, 0.01, 0.02


def fit(
    system: System,
    catalogue: Catalogue,
    *,
    threads: int = 2,
    progress: Progress | None = None,
) -> Mapping[str, Any]:
    """Return the ``fit.json`` document of a system: fitted capacities, targets, achieved."""
    volumes = {v.site: v for v in system.volumes}
    todo = [s for s in system.sites if s.kind in ("ed", "nhs111")]
    document: dict[str, Any] = {"format": FORMAT, "ed": {}, "nhs111": {}, "rows": []}
    for done, site in enumerate(todo):
        if progress is not None:
            progress(done, len(todo))
        targets = {t.measure: t for t in system.targets if t.site == site.id}
        solve = _fit_department if site.kind == "ed" else _fit_line
        fitted, rows = solve(volumes[site.id], targets, catalogue.parameters, threads)
        document[site.kind][site.id] = fitted
        document["rows"] += rows
    if progress is not None:
        progress(len(todo), len(todo))
    return document


# Emergency departments


@dataclass(frozen=True)
class _Department:
    """An ED at its published mean week, and the central time spent there."""

    volume: Volume
    median: float
    threads: int

    def measure(self, q0: Array, x: Array, effort: tuple[int, int], first: int = 0) -> Array:
        """Return (within four hours, left) by lane group, shape [groups, 2].

        ``x`` is log spaces and log mean patience, shape [groups, 2]; each group is run on the
        same ``effort[0]`` streams for ``effort[1]`` weeks.
        """
        streams, weeks = effort
        lanes_q0, lanes_x = np.repeat(q0, streams), np.repeat(x, streams, axis=0)
        ids = np.tile(np.arange(first, first + streams, dtype=np.int64), len(q0))
        days = DAYS_A_WEEK * (WARM_UP_WEEKS + weeks)
        found = _in_blocks(
            lambda part: self._network(lanes_q0[part], lanes_x[part]), ids, days, self.threads
        )
        by_group = _sums(found, ("within_limit", "served", "left", "arrived"), streams)
        within, served, left, arrived = by_group
        return np.stack([within / (served + left), left / arrived], axis=1)

    def _network(self, q0: Array, x: Array) -> Network:
        drawn = {"ed_q0": q0, "ed_med": np.full(len(q0), self.median)}
        median, sigma = time_in_ed(drawn)
        patience = Law.exponential(np.exp(x[:, 1]))
        classes = {ADMITTED: self.volume.admitted_share or 0.0}
        classes[NOT_ADMITTED] = 1.0 - classes[ADMITTED]
        site = Site(
            name=self.volume.site,
            classes=tuple(classes),
            arrivals={c: _mean_week(self.volume, share) for c, share in classes.items()},
            servers=spaces_calendar(np.exp(x[:, 0])),
            service={c: Law.lognormal_median(median, sigma) for c in classes},
            patience=dict.fromkeys(classes, patience),
            limit=FOUR_HOURS,
        )
        return Network(day=float(HOURS_A_DAY), stations=(site,), lanes=len(q0))


def _fit_department(
    volume: Volume,
    targets: Mapping[str, Any],
    parameters: Mapping[str, Parameter],
    threads: int,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    q = parameters["ed_q0"]
    q0 = np.linspace(q.low, q.high, GRID)
    ed = _Department(volume, parameters["ed_med"].central, threads)
    wanted = np.array([targets["within_4_hours"].value, parameters["lwbs"].central])
    x = _start(ed, q0, wanted)
    for effort in STEPS:
        x = x + _newton(ed, q0, x, wanted, effort)
    achieved = ed.measure(q0, x, FINE, first=NEW_STREAMS)
    fitted = {
        "ed_q0": _plain(q0),
        "spaces": _plain(np.exp(x[:, 0])),
        "patience": _plain(np.exp(x[:, 1])),
        "within_4_hours": _plain(achieved[:, 0]),
        "left_unseen": _plain(achieved[:, 1]),
    }
    months = targets["within_4_hours"].months
    rows = [
        _row("ed", volume.site, "within_4_hours", wanted[0], achieved[:, 0], FOUR_HOUR_TOLERANCE),
        _row("ed", volume.site, "left_unseen", wanted[1], achieved[:, 1], LEFT_TOLERANCE),
    ]
    return fitted, [{**row, "months": _span(months)} for row in rows]


def _start(ed: _Department, q0: Array, wanted: Array) -> Array:
    """Return a first guess: spaces for those who stay, patience of half a day."""
    median, sigma = time_in_ed({"ed_q0": q0, "ed_med": np.full(len(q0), ed.median)})
    load = ed.volume.level / HOURS_A_DAY * median * np.exp(sigma**2 / 2.0)
    spaces = load * (1.0 - wanted[1]) * FIRST_ROOM
    return np.stack([np.log(spaces), np.full(len(q0), np.log(HOURS_A_DAY / 2.0))], axis=1)


def _newton(ed: _Department, q0: Array, x: Array, wanted: Array, effort: tuple[int, int]) -> Array:
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


# 111


def _fit_line(
    volume: Volume,
    targets: Mapping[str, Any],
    parameters: Mapping[str, Parameter],
    threads: int,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    handling, patience = _grid(parameters["aht111"]), _grid(parameters["pat111"])
    aht, pat = (g.ravel() for g in np.meshgrid(handling, patience, indexing="ij"))
    target = targets["answered"]
    low, high = (np.full(len(aht), b) for b in BETA_RANGE)
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        short = _answered(volume, aht, pat, middle, threads) < target.value
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    beta = (low + high) / 2.0
    achieved = _answered(volume, aht, pat, beta, threads, first=NEW_STREAMS)
    shape = (len(handling), len(patience))
    fitted = {
        "aht111": _plain(handling),
        "pat111": _plain(patience),
        "beta": [_plain(row) for row in beta.reshape(shape)],
        "answered": [_plain(row) for row in achieved.reshape(shape)],
    }
    row = _row("nhs111", volume.site, "answered", target.value, achieved, ANSWERED_TOLERANCE)
    return fitted, [{**row, "months": _span(target.months)}]


def _grid(parameter: Parameter) -> Array:
    low, high = parameter.low / STRETCH, parameter.high * STRETCH
    return np.array([low, parameter.low, parameter.central, parameter.high, high])


def _answered(
    volume: Volume, aht: Array, pat: Array, beta: Array, threads: int, first: int = 0
) -> Array:
    """Return the share of calls answered for each (handling, patience, b)."""
    streams, weeks = LINE
    wide = [np.repeat(values, streams) for values in (aht, pat, beta)]
    ids = np.tile(np.arange(first, first + streams, dtype=np.int64), len(aht))

    def network(part: slice) -> Network:
        return _phones(volume, *(values[part] for values in wide))

    found = _in_blocks(network, ids, DAYS_A_WEEK * (WARM_UP_WEEKS + weeks), threads)
    served, left = _sums(found, ("served", "left"), streams)
    return np.asarray(served / (served + left))


def _phones(volume: Volume, aht: Array, pat: Array, beta: Array) -> Network:
    handling = aht / MINUTES_AN_HOUR
    load = _week_hours(volume)[:, None] * handling[None, :]
    servers = np.maximum(np.rint(load + beta[None, :] * np.sqrt(load)), 1.0).astype(np.int64)
    hours = DAYS_A_WEEK * HOURS_A_DAY
    site = Site(
        name=volume.site,
        classes=(ALL,),
        arrivals={ALL: _mean_week(volume, 1.0)},
        servers=Calendar(np.arange(hours, dtype=np.float64), float(hours), servers),
        service={ALL: Law.exponential(handling)},
        patience={ALL: Law.exponential(pat / SECONDS_AN_HOUR)},
    )
    return Network(day=float(HOURS_A_DAY), stations=(site,), lanes=len(aht))


# Both


def _week_hours(volume: Volume) -> Array:
    """Return the mean week by the hour, Monday first, shape [168]."""
    days = volume.level * np.asarray(volume.weekday)
    return np.asarray((days[:, None] * np.asarray(volume.hour)[None, :]).ravel())


def _mean_week(volume: Volume, share: float) -> Arrivals:
    rates = share * _week_hours(volume)[:, None]
    return Arrivals(rates, 1.0, float(1.5 * rates.max()))


def _in_blocks(
    make: Callable[[slice], Network], ids: Streams, days: int, threads: int
) -> list[Counts]:
    """Run all lanes in blocks of 32 on threads, in order."""
    parts = [slice(i, min(i + LANES, len(ids))) for i in range(0, len(ids), LANES)]

    def work(part: slice) -> Counts:
        return run(make(part), seed=SEED, streams=ids[part], days=days)

    return in_order(work, parts, workers=threads)


def _sums(found: list[Counts], fields: tuple[str, ...], streams: int) -> list[Array]:
    """Return totals of site fields after the warm-up, one entry a group of ``streams`` lanes."""
    skip = DAYS_A_WEEK * WARM_UP_WEEKS
    totals = []
    for name in fields:
        field = SITE_FIELDS.index(name)
        lanes = np.concatenate([c.sites[skip:, 0, :, field].sum(axis=(0, 1)) for c in found])
        totals.append(lanes.reshape(-1, streams).sum(axis=1).astype(np.float64))
    return totals


def _plain(values: Array) -> list[float]:
    return [round(float(v), 6) for v in values]


def _row(
    service: str, site: str, measure: str, target: float, achieved: Array, tolerance: float
) -> dict[str, Any]:
    """Return a verdict: the grid's worst residual counts, and its mean is shown."""
    furthest = float(np.abs(achieved - target).max())
    return {
        "service": service,
        "site": site,
        "measure": measure,
        "target": round(float(target), 6),
        "achieved": round(float(achieved.mean()), 6),
        "furthest": round(furthest, 6),
        "tolerance": tolerance,
        "verdict": "ok" if furthest <= tolerance else "outside",
    }


def _span(months: tuple[str, ...]) -> str:
    """Return ``first to last``; nothing for a made-up system, which has no published months."""
    return f"{months[0]} to {months[-1]}" if months else ""
