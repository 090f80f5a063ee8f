"""A site as a case writes it, made into the engine's value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from knockon.errors import KnockonError
from knockon.flow.model import Arrivals, Calendar, ExactTimes, Law, Route, Site
from knockon.validity.case_file import (
    ArrivalsWritten,
    ClosingWritten,
    LawWritten,
    RouteWritten,
    SiteWritten,
    WardWritten,
)
from knockon.validity.reading import CaseRead


def site(written: SiteWritten, read: CaseRead, index: int) -> Site:
    """Return the engine's site for one station of a case."""
    for class_ in written.classes:
        _check_service(written, class_, read.station_place(index, "service"))
    return Site(
        name=written.id,
        classes=tuple(written.classes),
        service={name: law(given) for name, given in written.service.items()},
        arrivals={
            name: _arrivals(given, written, read.station_place(index, "arrivals", name))
            for name, given in written.arrivals.items()
        },
        servers=_servers(written, read.station_place(index, "servers")),
        capacity=written.capacity,
        patience={
            name: law(given) for name, given in written.patience.items() if given is not None
        },
        when_served=_served(written, read, index),
        when_impatient=_routes(written.when_impatient, read, index, "when_impatient"),
        when_full=_routes(written.when_full, read, index, "when_full"),
        at_closing=_closing(written.at_closing),
    )


def _served(written: SiteWritten, read: CaseRead, index: int) -> Mapping[str, tuple[Route, ...]]:
    """Return where the served go: a share to each ward that names the site, then their routes."""
    wards = [
        RouteWritten(to=ward.id, share=feeding.share)
        for ward in read.stations
        if isinstance(ward, WardWritten)
        for feeding in ward.sites
        if feeding.id == written.id
    ]
    if not wards:
        return _routes(written.when_served, read, index, "when_served")
    given = {name: [*wards, *written.when_served.get(name, [])] for name in written.classes}
    return _routes(given, read, index, "when_served")


def law(written: LawWritten) -> Law:
    """Return the engine's law for a law as written: means and deviations of the time itself."""
    if written.exponential:
        return Law.exponential(written.exponential.mean)
    if written.lognormal:
        return Law.lognormal(written.lognormal.mean, written.lognormal.sd)
    if written.erlang:
        return Law.erlang(written.erlang.k, written.erlang.mean)
    if written.uniform:
        return Law.uniform(written.uniform.low, written.uniform.high)
    if written.triangular:
        peaked = written.triangular
        return Law.triangular(peaked.low, peaked.mode, peaked.high)
    assert written.constant is not None
    return Law.constant(written.constant)


def _check_service(written: SiteWritten, class_: str, place: str) -> None:
    if class_ not in written.service:
        raise KnockonError(
            "K459",
            f"the class {class_!r} has no law of service",
            expected="a law of service for every class",
            remedy="Add it, for example `{exponential: {mean: 1}}`.",
            place=place,
        )


def period_needed(period: float | None, what: str, place: str) -> float:
    """Return the period over which something repeats, or say that it is missing (K460)."""
    if period is None:
        raise KnockonError(
            "K460",
            f"{what} repeat over a period that is missing",
            expected="`period` on the station",
            remedy="Write the period, in the station's units of time.",
            place=place,
        )
    return period


def _arrivals(written: ArrivalsWritten, of: SiteWritten, place: str) -> Arrivals | ExactTimes:
    if written.times is not None:
        return ExactTimes(np.sort(np.asarray(written.times, dtype=np.float64)))
    if written.rates is not None:
        period = period_needed(of.period, "rates", place)
        rates = np.asarray(written.rates, dtype=np.float64)[:, None]
        return Arrivals(rates, period / len(rates), float(rates.max()))
    assert written.rate is not None
    return Arrivals(np.array([[written.rate]]), 1.0, written.rate)


def _servers(written: SiteWritten, place: str) -> Calendar | None:
    steps = written.servers
    if steps is None:
        return None
    if len(steps) == 1 and written.period is None:
        return Calendar.constant(steps[0][1])
    period = period_needed(written.period, "the servers", place)
    times = [time for time, _ in steps]
    if not steps or times != sorted(set(times)) or times[0] != 0 or times[-1] >= period:
        raise KnockonError(
            "K461",
            f"the calendar of servers changes at {', '.join(f'{t:g}' for t in times)}",
            expected=f"times that rise from 0 and stay below the period of {period:g}",
            remedy="Begin at 0, put the times in order and keep them inside one period.",
            place=place,
        )
    counts = np.array([[count] for _, count in steps])
    return Calendar(np.array(times), period, counts)


def _closing(written: ClosingWritten) -> Literal["wait", "leave"] | Route:
    if written.to is not None:
        return Route(written.to)
    return "leave" if written.leave else "wait"


def _routes(
    by_class: Mapping[str, Sequence[RouteWritten]], read: CaseRead, index: int, key: str
) -> Mapping[str, tuple[Route, ...]]:
    for name, routes in by_class.items():
        shares_within_one([r.share for r in routes], read.station_place(index, key, name))
    return {
        name: tuple(Route(r.to, np.array([r.share]), r.as_) for r in routes)
        for name, routes in by_class.items()
    }


def shares_within_one(shares: Sequence[float], place: str) -> None:
    """Refuse shares of a whole that add up to more than it (K462)."""
    total = sum(shares)
    if total > 1 + 1e-9:
        raise KnockonError(
            "K462",
            f"the shares add up to {total:g}",
            expected="at most 1",
            remedy="Lower the shares; those left over leave.",
            place=place,
        )
