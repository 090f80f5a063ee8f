"""Wards: the load that makes people wait for a bed as long as is published.

Mean stay follows from Little's law (:mod:`wards`); the load offered may depart from the beds
occupied by ``tol_load`` and no further than keeps occupancy within its tolerance. Inside that it is
solved, by halving, at five values of ``esc_bed`` with common streams, for the share of people
admitted via A&E who wait over four hours from the decision to admit. Occupancy and both published
waits are then judged on streams the fit has not seen.

People admitted through the departments come to two doors, half to each, and board there for a bed
of the one ward: one door counts who waits four hours, the other who waits twelve. Those who leave
the same day need no bed and wait for none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.flow import Block, run
from knockon.flow.model import Arrivals, Law, Network, Route, Site
from knockon.flow.model import Ward as EngineWard
from knockon.flow.results import SITE_FIELDS, WARD_FIELDS, Counts
from knockon.impact.blocks import in_blocks
from knockon.impact.fitting import (
    GRID,
    NEW_STREAMS,
    SEED,
    How,
    Row,
    Solved,
    Streams,
    plain,
    span,
)
from knockon.impact.horizon import DAYS_A_WEEK, HOURS_A_DAY, Array
from knockon.impact.wards import BEDS, FittedWard, Stays, before_fit, stays

if TYPE_CHECKING:
    from knockon.system.values import Target, Volume, Ward

HALVINGS = 7
WARM_UP_WEEKS = 3
DRAWN = ("los_cv", "zero", "el_bed")
"""Drawn at a run; at their central values here."""
FOUR, TWELVE = "dta_over_4_hours", "dta_over_12_hours"
HOURS = {FOUR: 4.0, TWELVE: 12.0}


def fit_ward(ward: Ward, targets: Mapping[str, Target], how: How) -> Solved:
    """Return the load of a ward by escalation, and its rows."""
    p = how.parameters
    escalation = np.linspace(p["esc_bed"].low, p["esc_bed"].high, GRID)
    beds = _Beds(ward, before_fit(ward), escalation, how)
    load = _solved(beds, targets[FOUR].value, _room(ward, how))
    achieved = beds.measure(load, how.effort.ward_check, first=NEW_STREAMS)
    fitted = {
        "beds": ward.beds,
        "occupied": ward.occupied,
        "admitted": ward.admitted_then,
        "esc_bed": plain(escalation),
        "load": plain(load),
        "mean_stay": plain(beds.stays(load).mean),
        **{name: plain(values) for name, values in achieved.items()},
    }
    rows = _rows(ward, targets, {**achieved, "offered_load": load}, how)
    return {**fitted, "exit_block": all(row["verdict"] == "ok" for row in rows)}, rows


def _rows(
    ward: Ward, targets: Mapping[str, Target], achieved: Mapping[str, Array], how: How
) -> list[dict[str, Any]]:
    factor = how.parameters["tol_dta"].central
    beds = span(ward.months)
    rows = [
        Row(BEDS, ward.id, "occupancy", ward.occupancy, how.points("tol_occ"), beds),
        Row(BEDS, ward.id, "offered_load", 1.0, how.points("tol_load"), beds, "of occupied"),
        *(
            Row(
                *(BEDS, ward.id, name, targets[name].value, factor),
                span(targets[name].months),
                factor=True,
            )
            for name in HOURS
        ),
    ]
    return [row.judged(achieved[row.measure]) for row in rows]


def _room(ward: Ward, how: How) -> float:
    """Return how far the load may depart from 1: by its tolerance, and by half occupancy's.

    The other half is left to chance in the check.
    """
    return min(how.points("tol_load"), how.points("tol_occ") / 2.0 / ward.occupancy)


def _solved(beds: _Beds, wanted: float, room: float) -> Array:
    """Return the load at each escalation at which so many wait four hours, else the nearest."""
    low, high = (np.full(len(beds.escalation), 1.0 + end) for end in (-room, room))
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        few = beds.measure(middle, beds.how.effort.ward)[FOUR] < wanted
        low, high = np.where(few, middle, low), np.where(few, high, middle)
    return np.asarray((low + high) / 2.0)


@dataclass(frozen=True)
class Beside:
    """A fitted ward beside a department of its trust, at middle values of what is drawn."""

    ward: Ward
    stays: Stays
    """Of one lane."""
    boarding: float
    """The share of the department's admitted people who stay a night."""
    others: float
    """People a day who come to the beds from elsewhere."""

    @property
    def way(self) -> Route:
        """How the department's admitted people come to a bed."""
        return Route(self.ward.id, np.full(1, self.boarding))

    @property
    def station(self) -> EngineWard:
        """The ward, its other people coming when emergency admissions do."""
        return EngineWard(
            name=self.ward.id,
            hazard=self.stays.hazard,
            beds=self.stays.beds,
            arrivals=_arrivals(self.ward.admissions, np.full(1, self.others)),
            discharge_hours=np.asarray(self.ward.discharge_hour)[:, None],
            start=self.stays.start,
        )


def beside(ward: Ward, fitted: FittedWard, volume: Volume, how: How) -> Beside:
    """Return a ward as a department of this volume finds it.

    As many people come to its beds as in its own fit; who does not come from this department
    comes from elsewhere.
    """
    p = {name: np.full(1, how.parameters[name].central) for name in (*DRAWN, "esc_bed")}
    found = fitted.at(p)
    boarding = 1.0 - float(p["zero"][0])
    everybody = float(found.overnight[0] + found.planned[0])
    own = volume.level * (volume.admitted_share or 0.0) * boarding
    return Beside(ward, found, boarding, max(everybody - own, 0.0))


def _arrivals(volume: Volume, a_day: Array) -> Arrivals:
    """Return people who come so many a day, spread as emergency admissions are."""
    week = np.outer(volume.weekday, volume.hour).reshape(-1, 1)
    rates = week * a_day[None, :]
    return Arrivals(rates, 1.0, float(rates.max()))


@dataclass(frozen=True)
class _Beds:
    """A ward at rising escalation, the rest of what is drawn at its middle."""

    ward: Ward
    unfitted: FittedWard
    escalation: Array
    how: How

    def stays(self, load: Array, repeat: int = 1) -> Stays:
        """Return the ward at each escalation under these loads, ``repeat`` lanes of each."""
        wide = np.repeat(self.escalation, repeat)
        p = {name: np.full(len(wide), self.how.parameters[name].central) for name in DRAWN}
        return stays(self.unfitted, {**p, "esc_bed": wide}, np.repeat(load, repeat))

    def measure(self, load: Array, effort: tuple[int, int], first: int = 0) -> dict[str, Array]:
        """Return occupancy and shares waiting 4 and 12 hours for a bed, by escalation."""
        streams, weeks = effort
        ids = np.tile(np.arange(first, first + streams, dtype=np.int64), len(load))
        found = self._run(self.stays(load, streams), ids, DAYS_A_WEEK * (WARM_UP_WEEKS + weeks))
        nights = _after_warm_up(found, "wards", 0, WARD_FIELDS.index("occupied")).mean(axis=0)
        occupancy = nights.reshape(-1, streams).mean(axis=1) / self.ward.beds
        stayed = 1.0 - self.how.parameters["zero"].central
        waited = {name: _late(found, door, streams) for door, name in enumerate(HOURS)}
        return {"occupancy": occupancy, **{n: stayed * share for n, share in waited.items()}}

    def _run(self, known: Stays, ids: Streams, days: int) -> list[Counts]:
        def work(block: Block) -> Counts:
            part = slice(block.first, block.first + block.lanes)
            return run(self._network(known, part), seed=SEED, streams=ids[part], days=days)

        return in_blocks(work, len(ids), workers=self.how.threads)

    def _network(self, known: Stays, part: slice) -> Network:
        overnight, planned = known.overnight[part], known.planned[part]
        through = overnight * self.ward.through_ed
        doors = [
            Site(
                name=name,
                classes=("admitted",),
                arrivals={"admitted": _arrivals(self.ward.admissions, through / len(HOURS))},
                service={"admitted": Law.constant(0.0)},
                when_served={"admitted": (Route(self.ward.id, np.ones(1)),)},
                limit=hours,
            )
            for name, hours in HOURS.items()
        ]
        beds = EngineWard(
            name=self.ward.id,
            hazard=known.hazard[:, part],
            beds=known.beds[part],
            arrivals=_arrivals(self.ward.admissions, overnight - through + planned),
            discharge_hours=np.asarray(self.ward.discharge_hour)[:, None],
            start=known.start[:, part],
        )
        lanes = len(overnight)
        return Network(day=float(HOURS_A_DAY), stations=(*doors, beds), lanes=lanes)


def _after_warm_up(found: list[Counts], part: str, station: int, field: int) -> Array:
    """Return a field of a station by day after the warm-up, [days, lanes]."""
    skip = DAYS_A_WEEK * WARM_UP_WEEKS
    arrays = [getattr(c, part)[skip:, station] for c in found]
    classless = [a if part == "wards" else a.sum(axis=1) for a in arrays]
    return np.concatenate([a[:, field] for a in classless], axis=-1).astype(np.float64)


def _late(found: list[Counts], door: int, streams: int) -> Array:
    """Return the share of a door's people who had no bed within its hours, by escalation."""
    within, served = (
        _after_warm_up(found, "sites", door, SITE_FIELDS.index(name)).sum(axis=0)
        for name in ("within_limit", "served")
    )
    by_group = [counted.reshape(-1, streams).sum(axis=1) for counted in (within, served)]
    return np.asarray(1.0 - by_group[0] / by_group[1])
