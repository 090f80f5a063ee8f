"""A clinic as a case writes it, made into the engine's value."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knockon.errors import KnockonError
from knockon.flow.model import (
    WAIT,
    Above,
    Chain,
    Clinic,
    DailyArrivals,
    Join,
    Retry,
    Slots,
    Step,
    To,
)
from knockon.validity.case_file import (
    ArrivalsWritten,
    ClinicWritten,
    QuotaWritten,
    RouteWritten,
    StepWritten,
)
from knockon.validity.reading import CaseRead
from knockon.validity.site_of_case import period_needed, shares_within_one

Floats = NDArray[np.float64]


def clinic(written: ClinicWritten, read: CaseRead, index: int, *, days: int) -> Clinic:
    """Return the engine's clinic for one station of a case that runs for ``days``."""
    over_cap = written.over_cap
    return Clinic(
        name=written.id,
        classes=tuple(written.classes),
        arrivals={
            name: counted(given, written.period, days, read.station_place(index, "arrivals", name))
            for name, given in written.arrivals.items()
        },
        slots={name: _slots(quota) for name, quota in written.quota.items()},
        capacity=_by_day(written.capacity),
        backfill=written.backfill,
        factor=None if over_cap is None else _factor(written, over_cap.slots, read, index),
        leaving={name: np.array([share]) for name, share in written.leaving.items()},
        unseen={
            name: WAIT if steps is None else _chain(steps, written, read, index, ("unseen", name))
            for name, steps in written.unseen.items()
        },
        over_cap={
            name: _chain(steps, written, read, index, ("over_cap", name))
            for name, steps in (over_cap.chains if over_cap else {}).items()
        },
        when_leaving={
            name: _leaving_chain(routes, read, index, name)
            for name, routes in written.when_leaving.items()
        },
    )


def _by_day(places: Sequence[int]) -> Floats:
    """Return whole places a day as [days, lanes], alike in every lane."""
    return np.asarray(places, dtype=np.float64)[:, None]


def counted(written: ArrivalsWritten, over: int | None, days: int, place: str) -> DailyArrivals:
    """Return arrivals by day: a rate, rates over a period of days, or the days themselves.

    For a list, read weeks for days.
    """
    if written.times is not None:
        on = np.asarray([t for t in written.times if t < days], dtype=np.int64)
        return DailyArrivals(np.bincount(on, minlength=days)[:, None].astype(float), "fixed")
    if written.rates is not None:
        period = round(period_needed(over, "rates", place))
        if period % len(written.rates):
            raise KnockonError(
                "K463",
                f"{len(written.rates)} rates share a period of {period} days",
                expected="slices of whole days, because a clinic counts by the day",
                remedy="Give a number of rates that divides the period.",
                place=place,
            )
        return DailyArrivals(np.repeat(written.rates, period // len(written.rates))[:, None])
    return DailyArrivals(np.array([[written.rate]]))


def _slots(quota: QuotaWritten) -> Slots:
    most = np.array([[np.inf]]) if quota.most is None else _by_day(quota.most)
    return Slots(_by_day(quota.hold), most)


def _factor(written: ClinicWritten, slots: Sequence[int], read: CaseRead, index: int) -> Floats:
    """Return the lowered places as a multiple of the ordinary ones, day by day."""
    days = max(len(slots), len(written.capacity))
    lowered, ordinary = np.resize(slots, days), np.resize(written.capacity, days)
    if (lowered > ordinary).any():
        raise KnockonError(
            "K464",
            "the lowered places are more than the capacity",
            expected="`slots` at or below `capacity`, day by day",
            remedy="Lower `slots`, or raise `capacity`.",
            place=read.station_place(index, "over_cap", "slots"),
        )
    return np.asarray(np.divide(lowered, ordinary, out=np.ones(days), where=ordinary > 0)[:, None])


def _chain(
    steps: Sequence[StepWritten],
    of: ClinicWritten,
    read: CaseRead,
    index: int,
    path: tuple[str, ...],
) -> Chain:
    for number, step in enumerate(steps):
        if step.join is not None and step.join not in of.classes:
            raise KnockonError(
                "K453",
                f"people join {step.join!r}, which is not a class of {of.id!r}",
                expected="one of its classes: " + ", ".join(of.classes),
                remedy="Correct the name.",
                place=read.station_place(index, *path, number, "join"),
            )
    onward = [1.0 if s.share is None else s.share for s in steps if s.to is not None]
    shares_within_one(onward, read.station_place(index, *path))
    return Chain(tuple(_step(step) for step in steps))


def _step(written: StepWritten) -> Step:
    share = np.array([1.0 if written.share is None else written.share])
    if written.above is not None:
        return Above(np.array([written.above]))
    if written.retry is not None:
        return Retry(np.array([written.retry]))
    if written.join is not None:
        return Join(written.join, share)
    assert written.to is not None
    return To(written.to, share, written.as_)


def _leaving_chain(
    routes: Sequence[RouteWritten], read: CaseRead, index: int, class_: str
) -> Chain:
    shares_within_one([r.share for r in routes], read.station_place(index, "when_leaving", class_))
    return Chain(tuple(To(r.to, np.array([r.share]), r.as_) for r in routes))
