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

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from knockon.flow import Block, run
from knockon.flow.model import Arrivals, Calendar, Law, Network, Site
from knockon.flow.results import SITE_FIELDS, Counts
from knockon.impact.blocks import Progress, in_blocks
from knockon.impact.capacities import (
    MINUTES_AN_HOUR,
    SECONDS_AN_HOUR,
    spaces_calendar,
    time_in_ed,
)
from knockon.impact.horizon import DAYS_A_WEEK, HOURS_A_DAY, Array
from knockon.impact.netting import ADMITTED, ALL, NOT_ADMITTED

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue, Parameter
    from knockon.system.values import System, Target, Volume

Streams = npt.NDArray[np.int64]
Solved = tuple[dict[str, Any], list[dict[str, Any]]]

FORMAT = "knockon/fit/1"
SEED = 1
GRID = 5
WARM_UP_WEEKS = 1
NEW_STREAMS = 1000
STEP_SPACES, STEP_PATIENCE = 0.03, 0.3
FIRST_ROOM = 1.2
MOST_MOVE = np.array([0.1, 0.6])
BISECTIONS = 11
BETA_RANGE = (-2.0, 6.0)
STRETCH = 1.3
"""The 111 grid reaches this far beyond the 5th and 95th percentiles."""
PERCENT = 100.0
CHECKED = "answered_in_60_seconds"
"""Not fitted: what the fit makes of it at middle values is shown beside what is published."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a fit tries: (streams, weeks) of each step of the solver, of the check, of a line.

    More streams and weeks make less noise; the verdict is given on the check.
    """

    steps: tuple[tuple[int, int], ...] = ((4, 8),) * 6 + ((8, 16),) * 2
    check: tuple[int, int] = (8, 16)
    line: tuple[int, int] = (2, 6)


@dataclass(frozen=True, slots=True)
class _How:
    parameters: Mapping[str, Parameter]
    effort: Effort
    threads: int

    def points(self, symbol: str) -> float:
        """Return a tolerance given in percentage points, as a share."""
        return self.parameters[symbol].central / PERCENT


FULL_EFFORT = Effort()


def fit(
    system: System,
    catalogue: Catalogue,
    *,
    threads: int = 2,
    progress: Progress | None = None,
    effort: Effort = FULL_EFFORT,
) -> Mapping[str, Any]:
    """Return the ``fit.json`` document of a system: fitted capacities, targets, achieved."""
    how = _How(catalogue.parameters, effort, threads)
    volumes = {v.site: v for v in system.volumes}
    todo = [s for s in system.sites if s.kind in ("ed", "nhs111")]
    document: dict[str, Any] = {"format": FORMAT, "ed": {}, "nhs111": {}, "rows": []}
    for done, site in enumerate(todo):
        if progress is not None:
            progress(done, len(todo))
        targets = {t.measure: t for t in system.targets if t.site == site.id}
        solve = _fit_department if site.kind == "ed" else _fit_line
        fitted, rows = solve(volumes[site.id], targets, how)
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
    """Minutes."""
    standard: float
    """The four-hour standard, in hours."""
    threads: int

    def times(self, q0: Array) -> dict[str, Array]:
        """Return what the law of time there is made from, by lane."""
        wide = np.ones(len(q0))
        minutes = self.standard * MINUTES_AN_HOUR
        return {"ed_q0": q0, "ed_med": self.median * wide, "four_h": minutes * wide}

    def measure(self, q0: Array, x: Array, effort: tuple[int, int], first: int = 0) -> Array:
        """Return (within four hours, left) by lane group, shape [groups, 2].

        ``x`` is log spaces and log mean patience, shape [groups, 2]; each group is run on the
        same ``effort[0]`` streams for ``effort[1]`` weeks.
        """
        streams, weeks = effort
        lanes_q0, lanes_x = np.repeat(q0, streams), np.repeat(x, streams, axis=0)
        ids = np.tile(np.arange(first, first + streams, dtype=np.int64), len(q0))
        days = DAYS_A_WEEK * (WARM_UP_WEEKS + weeks)
        found = _counts(
            lambda part: self._network(lanes_q0[part], lanes_x[part]), ids, days, self.threads
        )
        by_group = _sums(found, ("within_limit", "served", "left", "arrived"), streams)
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
            arrivals={c: _mean_week(self.volume, share) for c, share in classes.items()},
            servers=spaces_calendar(np.exp(x[:, 0])),
            service={c: Law.lognormal_median(median, sigma) for c in classes},
            patience=dict.fromkeys(classes, patience),
            limit=self.standard,
        )
        return Network(day=float(HOURS_A_DAY), stations=(site,), lanes=len(q0))


def _fit_department(volume: Volume, targets: Mapping[str, Target], how: _How) -> Solved:
    parameters = how.parameters
    q = parameters["ed_q0"]
    q0 = np.linspace(q.low, q.high, GRID)
    standard = parameters["four_h"].central / MINUTES_AN_HOUR
    ed = _Department(volume, parameters["ed_med"].central, standard, how.threads)
    wanted = np.array([targets["within_4_hours"].value, parameters["lwbs"].central])
    x = _start(ed, q0, wanted)
    for effort in how.effort.steps:
        x = x + _newton(ed, q0, x, wanted, effort)
    achieved = ed.measure(q0, x, how.effort.check, first=NEW_STREAMS)
    fitted = {
        "ed_med": ed.median,
        "ed_q0": _plain(q0),
        "spaces": _plain(np.exp(x[:, 0])),
        "patience": _plain(np.exp(x[:, 1])),
        "within_4_hours": _plain(achieved[:, 0]),
        "left_unseen": _plain(achieved[:, 1]),
    }
    months = _span(targets["within_4_hours"].months)
    shares = {"within_4_hours": how.points("tol_ed_4h"), "left_unseen": how.points("tol_lwbs")}
    rows = [
        _Row("ed", volume.site, measure, wanted[i], tolerance, months).judged(achieved[:, i])
        for i, (measure, tolerance) in enumerate(shares.items())
    ]
    return fitted, rows


def _start(ed: _Department, q0: Array, wanted: Array) -> Array:
    """Return a first guess: spaces for those who stay, patience of half a day."""
    median, sigma = time_in_ed(ed.times(q0))
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


def _fit_line(volume: Volume, targets: Mapping[str, Target], how: _How) -> Solved:
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
        "aht111": _plain(handling),
        "pat111": _plain(patience),
        "beta": [_plain(row) for row in beta.reshape(shape)],
        "answered": [_plain(row) for row in achieved.reshape(shape)],
        "answered_in_60_seconds": [_plain(row) for row in in_a_minute.reshape(shape)],
    }
    middle_of_all = in_a_minute[len(in_a_minute) // 2 :][:1]
    found = {"answered": ("tol_111", achieved), CHECKED: ("tol_111_60", middle_of_all)}
    rows = [
        _Row(
            "nhs111",
            volume.site,
            measure,
            targets[measure].value,
            how.points(tolerance),
            _span(targets[measure].months),
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
    how: _How

    def shares(self, beta: Array, first: int = 0) -> tuple[Array, Array]:
        """Return the shares of calls answered, and of those in a minute, each of shape [pairs]."""
        streams, weeks = self.how.effort.line
        wide = [np.repeat(values, streams) for values in (self.aht, self.pat, beta)]
        ids = np.tile(np.arange(first, first + streams, dtype=np.int64), len(beta))

        def network(part: slice) -> Network:
            return self._phones(*(values[part] for values in wide))

        days = DAYS_A_WEEK * (WARM_UP_WEEKS + weeks)
        found = _counts(network, ids, days, self.how.threads)
        served, left, within = _sums(found, ("served", "left", "started_within"), streams)
        return served / (served + left), within / served

    def _phones(self, aht: Array, pat: Array, beta: Array) -> Network:
        handling = aht / MINUTES_AN_HOUR
        load = _week_hours(self.volume)[:, None] * handling[None, :]
        servers = np.maximum(np.rint(load + beta[None, :] * np.sqrt(load)), 1.0).astype(np.int64)
        hours = DAYS_A_WEEK * HOURS_A_DAY
        site = Site(
            name=self.volume.site,
            classes=(ALL,),
            arrivals={ALL: _mean_week(self.volume, 1.0)},
            servers=Calendar(np.arange(hours, dtype=np.float64), float(hours), servers),
            service={ALL: Law.exponential(handling)},
            patience={ALL: Law.exponential(pat / SECONDS_AN_HOUR)},
            wait_limit=self.how.parameters["answer_s"].central / SECONDS_AN_HOUR,
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


def _counts(
    make: Callable[[slice], Network], ids: Streams, days: int, threads: int
) -> list[Counts]:
    """Run all lanes in blocks of 32 on threads, in order."""

    def work(block: Block) -> Counts:
        part = slice(block.first, block.first + block.lanes)
        return run(make(part), seed=SEED, streams=ids[part], days=days)

    return in_blocks(work, len(ids), workers=threads)


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


def _span(months: Sequence[str]) -> str:
    return f"{months[0]} to {months[-1]}" if months else ""


@dataclass(frozen=True, slots=True)
class _Row:
    """What a fit was to give back, to be judged against what it does."""

    service: str
    site: str
    measure: str
    target: float
    tolerance: float
    months: str

    def judged(self, achieved: Array) -> dict[str, Any]:
        """Return the verdict: the grid's worst residual counts, and its mean is shown."""
        furthest = float(np.abs(achieved - self.target).max())
        return {
            "service": self.service,
            "site": self.site,
            "measure": self.measure,
            "target": round(float(self.target), 6),
            "achieved": round(float(achieved.mean()), 6),
            "furthest": round(furthest, 6),
            "tolerance": self.tolerance,
            "verdict": "ok" if furthest <= self.tolerance else "outside",
            "months": self.months,
        }
