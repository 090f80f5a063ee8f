"""Callers NHS 111 would have booked with a practice, where it may book nothing.

Of b a day, taken from the baseline of the same draw (slots kept for 111, as far as it fills them),

    w111_call b   telephone the practice and are offered as anybody who telephones it
    w111_utc  b   go to a treatment centre
    w111_ooh  b   go to out of hours
    the rest      go to A&E; of them ``adm_disp`` will be admitted

on the same day in core hours; the shares are cut to one in this order. The slots that were theirs
are the practice's for others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from knockon.dates import CORE_HOURS
from knockon.flow.model import Arrivals, DailyArrivals
from knockon.impact.capacities import MINUTES_AN_HOUR
from knockon.impact.horizon import HOURS_A_DAY, Array
from knockon.impact.shares import break_stick

if TYPE_CHECKING:
    from knockon.flow.model import Clinic
    from knockon.flow.sites import Site
    from knockon.impact.baseline import Baseline
    from knockon.impact.horizon import Bools

WAYS = ("w111_call", "w111_utc", "w111_ooh")


class Unbooked:
    """Callers 111 no longer books, by where they go; each [practices, days, lanes]."""

    def __init__(self, baseline: Baseline, unbooked: Bools) -> None:
        parameters = baseline.lanes.parameters
        broken = break_stick({way: parameters[way] for way in WAYS})
        callers = np.where(unbooked, baseline.back.booked, 0.0)
        self.reach = baseline.known.reach
        self.admitted = parameters["adm_disp"]
        self.gone = callers * (1.0 - broken.shares["w111_call"])
        """Those who do not telephone the practice."""
        self.out_of_hours = callers * broken.shares["w111_ooh"]
        self.to = {"utc": callers * broken.shares["w111_utc"], "ed": callers * broken.rest}

    def arrivals(self, clinic: Clinic, practice: int) -> dict[str, DailyArrivals]:
        """Return who comes to a practice that hears no more of those who go elsewhere."""
        fewer = np.maximum(clinic.arrivals["same_day"].mean - self.gone[practice], 0.0)
        return {**clinic.arrivals, "same_day": DailyArrivals(fewer, "poisson")}

    def site(self, site: Site) -> Site:
        """Return a treatment centre or department with those who come to it."""
        for kind in self.to:
            ids = [one.id for one in self.reach.sites[kind]]
            if site.name in ids:
                return self._busier(site, kind, ids.index(site.name))
        return site

    def _busier(self, site: Site, kind: str, index: int) -> Site:
        more = np.einsum("p,pdl->dl", self.reach.shares[kind][:, index], self.to[kind])
        hourly = more[:, None, :] * _core_hours()[None, :, None]
        shares = (self.admitted, 1.0 - self.admitted) if kind == "ed" else (np.ones(1),)
        arrivals = {
            class_: _more(site.arrivals[class_], hourly * share)
            for class_, share in zip(site.classes, shares, strict=True)
        }
        return replace(site, arrivals=arrivals)


def _more(own: object, hourly: Array) -> Arrivals:
    """Return arrivals with so many more an hour, [days, 24, lanes], up to the fixed ceiling."""
    assert isinstance(own, Arrivals)
    rates = own.rates + hourly.reshape(-1, hourly.shape[-1])
    return Arrivals(np.minimum(rates, own.majorant), own.width, own.majorant)


def _core_hours() -> Array:
    """Return the share of core hours that lies in each hour of the day, [24]."""
    opens, closes = (one.hour + one.minute / MINUTES_AN_HOUR for one in CORE_HOURS)
    hours = np.arange(HOURS_A_DAY, dtype=np.float64)
    inside = np.clip(np.minimum(closes, hours + 1.0) - np.maximum(opens, hours), 0.0, None)
    return np.asarray(inside / inside.sum())
