"""Wards and lists as a case writes them, made into the engine's values.

A ward counts in days and a list in weeks, whatever the unit of the sites beside them.
"""

from __future__ import annotations

import numpy as np

from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError
from knockon.flow.model import Arrivals, DailyArrivals, ExactTimes, WaitingList, Ward
from knockon.validity.case_file import ArrivalsWritten, ListWritten, SiteWritten, WardWritten
from knockon.validity.clinic_of_case import counted
from knockon.validity.reading import CaseRead
from knockon.validity.site_of_case import period_needed

WITHIN_WEEKS = 18
OVER_WEEKS = 52


def check_feeding(read: CaseRead, index: int) -> None:
    """Refuse a ward fed by something that is not a site further up the file (K451)."""
    written = read.stations[index]
    feeding = written.sites if isinstance(written, WardWritten) else []
    before = [s.id for s in read.stations[:index] if isinstance(s, SiteWritten)]
    named: set[str] = set()
    for number, given in enumerate(feeding):
        if given.id not in before or given.id in named:
            raise KnockonError(
                "K451",
                f"people board at {given.id!r}, "
                + ("named twice" if given.id in named else "which is not a site above the ward"),
                expected="sites further up the file, each once",
                remedy=did_you_mean(given.id, before),
                place=read.station_place(index, "sites", number),
            )
        named.add(given.id)


def ward(written: WardWritten, read: CaseRead, index: int, *, day: float) -> Ward:
    """Return the engine's ward for one station of a case whose day is `day` units long."""
    arrivals = None
    if written.arrivals is not None:
        arrivals = _by_day(written.arrivals, written, read, index, day)
    hours = written.discharge_hours
    if hours is not None and abs(sum(hours) - 1) > 1e-6:
        raise KnockonError(
            "K458",
            f"the shares of the hours people leave in add up to {sum(hours):g}",
            expected="shares of equal slices of the day that add up to 1",
            remedy="Give every slice its share, 0 where nobody leaves; 24 of them are hours.",
            place=read.station_place(index, "discharge_hours"),
        )
    return Ward(
        name=written.id,
        hazard=np.asarray(written.hazard),
        beds=None if written.beds is None else np.array([written.beds]),
        arrivals=arrivals,
        discharge_hours=None if hours is None else np.asarray(hours),
    )


def _by_day(
    written: ArrivalsWritten, of: WardWritten, read: CaseRead, index: int, day: float
) -> Arrivals | ExactTimes:
    """Return arrivals written by the day in the units of the case."""
    if written.times is not None:
        return ExactTimes(np.sort(np.asarray(written.times, dtype=np.float64)) * day)
    rates, width = [written.rate or 0.0], day
    if written.rates is not None:
        place = read.station_place(index, "arrivals")
        rates = written.rates
        width = period_needed(of.period, "rates", place) * day / len(rates)
    per_unit = np.asarray(rates, dtype=np.float64)[:, None] / day
    return Arrivals(per_unit, width, float(per_unit.max()))


def waiting_list(written: ListWritten, read: CaseRead, index: int, *, weeks: int) -> WaitingList:
    """Return the engine's list for one station of a case that runs for ``weeks``.

    A rate is so many each week, a fraction made whole by chance: arrivals as a Poisson number
    would let a list grow without end whose capacity is its rate of arrival.
    """
    arrivals = None
    if written.arrivals is not None:
        place = read.station_place(index, "arrivals")
        by_week = counted(written.arrivals, written.period, weeks, place)
        arrivals = DailyArrivals(by_week.mean, "fixed")
    return WaitingList(
        name=written.id,
        hazard=np.asarray(written.hazard),
        within=WITHIN_WEEKS,
        over=OVER_WEEKS,
        arrivals=arrivals,
        capacity=None if written.capacity is None else np.array([[written.capacity]]),
        start=np.asarray(written.start) if written.start else None,
    )
