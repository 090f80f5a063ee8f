"""What theory expects of a station of a case, from the parameters written in the case.

Each formula is named in ``expected.yaml``; it reads the rates, laws and servers of the station
and answers by measure, so the same case with other parameters is held against other numbers. A
measure is ``station.measure`` or ``station.measure.class``, as in the output of a case. A formula
asked about a station it does not fit is refused: theory misapplied would prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

from knockon.validity import theory
from knockon.validity.case_file import (
    ClinicWritten,
    LawWritten,
    ListWritten,
    SiteWritten,
    StationWritten,
    WardWritten,
    arrivals_of,
)
from knockon.validity.cases import Case
from knockon.validity.daily_queue import daily_queue
from knockon.validity.ward_of_case import OVER_WEEKS, WITHIN_WEEKS

Expected = dict[str, float]
Given = TypeVar("Given")

_OLDEST = 4000


def expectations(case: Case, formula: str, station: str) -> Expected:
    """Return what ``formula`` expects of one station of the case, by measure."""
    answers = _FORMULAS[formula](_Asked(case, station))
    return {f"{station}.{measure}": value for measure, value in answers.items()}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A station of a case, and what a formula may ask of it."""

    case: Case
    station: str

    @property
    def written(self) -> StationWritten:
        return next(s for s in self.case.written if s.id == self.station)

    @property
    def site(self) -> SiteWritten:
        return _given(self.written if isinstance(self.written, SiteWritten) else None, "a site")

    @property
    def clinic(self) -> ClinicWritten:
        found = self.written
        return _given(found if isinstance(found, ClinicWritten) else None, "a clinic")

    @property
    def ward(self) -> WardWritten:
        found = self.written
        return _given(found if isinstance(found, WardWritten) else None, "a ward")

    @property
    def endless(self) -> SiteWritten:
        """The site, where everybody waits as long as it takes."""
        _fits(self.site.capacity is None and not self.site.patience, "endless room and patience")
        return self.site

    @property
    def only_class(self) -> str:
        _fits(len(self.written.classes) == 1, "one class")
        return self.written.classes[0]

    @property
    def servers(self) -> int:
        steps = _given(self.site.servers, "a number of servers")
        _fits(len(steps) == 1, "the same servers always")
        return steps[0][1]

    @property
    def rate(self) -> float:
        return _rate(self.written, self.only_class)

    @property
    def service(self) -> float:
        return _exponential(self.site.service[self.only_class])


def _many_servers(asked: _Asked) -> Expected:
    class_ = asked.only_class
    service = _exponential(asked.endless.service[class_])
    return _settled(asked, theory.many_servers(asked.rate, service, asked.servers))


def _waiting_room(asked: _Asked) -> Expected:
    _fits(not asked.site.patience, "endless patience")
    room = _given(asked.site.capacity, "a waiting room")
    state = theory.waiting_room(asked.rate, asked.service, asked.servers, room)
    turned_away = {f"turned_away.{asked.only_class}": state.turned_away * asked.case.length}
    return _settled(asked, state) | turned_away


def _impatient(asked: _Asked) -> Expected:
    """Take all classes together where one law of service and one of patience hold for all."""
    site = asked.site
    _fits(site.capacity is None, "endless room")
    service = _one_law(site.service[class_] for class_ in site.classes)
    patience = _one_law(_given(site.patience.get(name), "patience") for name in site.classes)
    rate = sum(_rate(site, class_) for class_ in site.classes)
    state = theory.impatient(rate, service, asked.servers, patience)
    answers = {
        "left": state.left * asked.case.length,
        "queue": state.queue,
        "present": state.present,
        "p_wait": state.p_wait,
        "utilisation": state.utilisation,
    }
    if len(site.classes) > 1:
        return answers
    unserved = _given(state.unserved_wait, "patience")
    class_ = asked.only_class
    return {f"wait.{class_}": state.wait, f"unserved_wait.{class_}": unserved} | answers


def _one_law(laws: Iterable[LawWritten]) -> float:
    """Return the mean of exponential times that are the same for every class."""
    means = {_exponential(law) for law in laws}
    _fits(len(means) == 1, "one law for every class")
    return means.pop()


def _priority(asked: _Asked) -> Expected:
    site, servers = asked.endless, asked.servers
    service = _one_law(site.service[class_] for class_ in site.classes)
    rates = [_rate(site, class_) for class_ in site.classes]
    waits = theory.priority_waits(rates, service, servers)
    answers = {f"wait.{name}": wait for name, wait in zip(site.classes, waits, strict=True)}
    return answers | {
        "queue": sum(rate * wait for rate, wait in zip(rates, waits, strict=True)),
        "utilisation": sum(rates) * service / servers,
    }


def _one_server(asked: _Asked) -> Expected:
    _fits(asked.servers == 1, "one server")
    service, deviation = _moments(asked.endless.service[asked.only_class])
    state = theory.one_server(asked.rate, service, deviation)
    return _settled(asked, state, service)


def _network(asked: _Asked) -> Expected:
    """Balance the flows between the sites of the case, then take the station by itself."""
    stations = [_Asked(asked.case, s.id) for s in asked.case.written]
    ids = [s.station for s in stations]
    routing = [[0.0] * len(ids) for _ in ids]
    for row, station in zip(routing, stations, strict=True):
        for route in station.endless.when_served.get(station.only_class, []):
            row[ids.index(route.to)] += route.share
    rates = theory.flows([station.rate for station in stations], routing)
    rate = rates[ids.index(asked.station)]
    (state,) = theory.network([rate], [asked.service], [asked.servers])
    return _settled(asked, state)


def _unlimited_servers(asked: _Asked) -> Expected:
    site = asked.endless
    _fits(site.servers is None, "servers: null")
    rates = _given(site.arrivals[asked.only_class].rates, "rates by slices of the period")
    period = _given(site.period, "a period")
    times = asked.case.present_at[site.id]
    present = theory.unlimited_servers(rates, period, asked.service, times)
    return {f"present_at.{number}": value for number, value in enumerate(present)}


def _daily_queue(asked: _Asked) -> Expected:
    """One class with all the places, or several that each keep to places of their own."""
    clinic = asked.clinic
    if len(clinic.classes) == 1:
        return _daily_queue_alone(asked)
    _fits(not clinic.backfill and not clinic.leaving, "quotas nobody else may use")
    answers = {}
    for class_ in clinic.classes:
        quota = _given(clinic.quota.get(class_), "a quota for each class")
        _fits(quota.hold == quota.most and len(quota.hold) == 1, "a plain quota for each class")
        rate = _rate(clinic, class_)
        answers[f"wait.{class_}"] = daily_queue(rate, quota.hold[0]).queue / rate
    return answers


def _daily_queue_alone(asked: _Asked) -> Expected:
    class_, clinic = asked.only_class, asked.clinic
    _fits(len(clinic.capacity) == 1 and not clinic.quota, "the same places every day")
    leaving = clinic.leaving.get(class_, 0.0)
    state = daily_queue(asked.rate, clinic.capacity[0], leaving)
    answers = {"queue": state.queue, "p_empty": state.p_empty}
    if leaving == 0:
        return answers | {f"wait.{class_}": state.queue / asked.rate}
    return answers | {f"left.{class_}": state.left * asked.case.length}


def _unlimited_beds(asked: _Asked) -> Expected:
    ward = asked.ward
    _fits(ward.beds is None and not ward.sites, "beds: null, and direct arrivals alone")
    _fits(ward.discharge_hours is None, "one hour of leaving")
    rate = _rate(ward, "")
    before = theory.unlimited_beds(rate, ward.hazard)
    return {
        "present_at.mean": before,
        "present_at.variance": before,
        "occupied": before - rate / 2,
        "admitted": rate * asked.case.length,
    }


def _full_beds(asked: _Asked) -> Expected:
    """As many are admitted as leave, where each midnight finds every bed in use."""
    ward = asked.ward
    _fits(len(ward.hazard) == 1, "one hazard")
    days = asked.case.length / asked.case.day
    return {"admitted": _given(ward.beds, "a number of beds") * ward.hazard[0] * days}


def _site_of_full_beds(asked: _Asked) -> Expected:
    """No server is ever free where more come than there are beds for."""
    _fits(asked.site.capacity is not None, "a waiting room")
    return {"utilisation": 1.0}


def _list_in_balance(asked: _Asked) -> Expected:
    written = asked.written
    waiting = _given(written if isinstance(written, ListWritten) else None, "a list")
    rate = _rate(waiting, "")
    _fits(waiting.capacity is None or waiting.capacity >= rate, "capacity for all who join")

    def of_ages(first: int, last: int) -> float:
        return theory.list_in_balance(rate, waiting.hazard, range(first, last))

    total = of_ages(0, _OLDEST)
    return {
        "total": total,
        "within_18": of_ages(0, WITHIN_WEEKS) / total,
        "over_52": of_ages(OVER_WEEKS, _OLDEST),
    }


def _list_never_short(asked: _Asked) -> Expected:
    """Everybody is due, so a full capacity is removed each week."""
    written = asked.written
    waiting = _given(written if isinstance(written, ListWritten) else None, "a list")
    capacity = _given(waiting.capacity, "a capacity")
    start, rate = sum(waiting.start), _rate(waiting, "")
    _fits(set(waiting.hazard) == {1.0}, "everybody due")
    weeks = asked.case.weeks
    left = start + weeks.stop * (rate - capacity)
    _fits(min(start, left) >= capacity, "more people than places")
    counted = [start + rate * (week + 1) - capacity * week for week in weeks]
    return {"total": sum(counted) / len(counted)}


_FORMULAS: Mapping[str, Callable[[_Asked], Expected]] = {
    "many_servers": _many_servers,
    "waiting_room": _waiting_room,
    "impatient": _impatient,
    "priority": _priority,
    "one_server": _one_server,
    "network": _network,
    "unlimited_servers": _unlimited_servers,
    "daily_queue": _daily_queue,
    "unlimited_beds": _unlimited_beds,
    "full_beds": _full_beds,
    "site_of_full_beds": _site_of_full_beds,
    "list_in_balance": _list_in_balance,
    "list_never_short": _list_never_short,
}


def _settled(asked: _Asked, state: theory.SteadyState, service: float | None = None) -> Expected:
    """Return the measures of a settled queue of one class."""
    stay = asked.service if service is None else service
    return {
        f"wait.{asked.only_class}": state.wait,
        f"time_in_station.{asked.only_class}": state.wait + stay,
        "queue": state.queue,
        "present": state.present,
        "p_wait": state.p_wait,
        "utilisation": state.utilisation,
    }


def _rate(written: StationWritten, class_: str) -> float:
    arrivals = arrivals_of(written).get(class_)
    if arrivals is None:
        return 0.0
    if arrivals.rates is not None and len(set(arrivals.rates)) == 1:
        return arrivals.rates[0]
    return _given(arrivals.rate, "one rate of arrival")


def _exponential(law: LawWritten) -> float:
    return _given(law.exponential, "exponential times").mean


def _moments(law: LawWritten) -> tuple[float, float]:
    """Return the mean and standard deviation of a law as written."""
    if law.constant is not None:
        return law.constant, 0.0
    if law.lognormal is not None:
        return law.lognormal.mean, law.lognormal.sd
    if law.erlang is not None:
        return law.erlang.mean, law.erlang.mean / sqrt(law.erlang.k)
    if law.uniform is not None:
        low, high = law.uniform.low, law.uniform.high
        return (low + high) / 2, (high - low) / sqrt(12)
    if law.triangular is not None:
        a, c, b = law.triangular.low, law.triangular.mode, law.triangular.high
        spread = a * a + b * b + c * c - a * b - a * c - b * c
        return (a + b + c) / 3, sqrt(spread / 18)
    mean = _exponential(law)
    return mean, mean


def _given(value: Given | None, needed: str) -> Given:
    if value is None:
        raise ValueError(f"the formula needs {needed}")
    return value


def _fits(fits: bool, needed: str) -> None:
    if not fits:
        raise ValueError(f"the formula needs {needed}")
