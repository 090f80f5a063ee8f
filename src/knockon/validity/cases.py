"""Turn a case that has been read into the network the engine runs, once its parts fit together.

Here every name is looked up: a class in its station, a station further down the file. What the
engine's own values check again (shares, order of parameters) is refused here first, because here
the line is known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError, placed_at
from knockon.flow.model import Diversion, Network, Station
from knockon.validity.case_file import (
    ClinicWritten,
    ListWritten,
    RouteWritten,
    SiteWritten,
    StationWritten,
    StepWritten,
    WardWritten,
    arrivals_of,
)
from knockon.validity.clinic_of_case import clinic
from knockon.validity.reading import CaseRead, read_case, read_case_text
from knockon.validity.site_of_case import site
from knockon.validity.ward_of_case import check_feeding, waiting_list, ward

STRETCH = 24.0
"""Site units in which candidates are numbered without a `day`; doubled for long cases."""

_MOST_STRETCHES = 8192
_MOST_DAYS = 1_000_000
_MOST_DAYS_BESIDE_SITES = 50_000
_MOST_PEOPLE = 1e7
_ROUNDING = 1e-9
_DAYS_IN_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Case:
    """A case ready to run: its network, its window and its draws."""

    name: str
    draws: int
    warm_up: float
    length: float
    seed: int
    day: float
    week: int
    written: tuple[StationWritten, ...]
    stations: tuple[Station, ...]
    present_at: Mapping[str, tuple[float, ...]]
    place: str

    @property
    def days(self) -> range:
        """The days of clinics that are counted: those that begin in the window."""
        end = self.warm_up + self.length
        return range(first_day_from(self.warm_up, self.day), first_day_from(end, self.day))

    @property
    def weeks(self) -> range:
        """The weeks of lists that are counted: those that begin in the window."""
        end, week = self.warm_up + self.length, self.day * self.week
        return range(first_day_from(self.warm_up, week), first_day_from(end, week))

    @property
    def exact(self) -> bool:
        """Whether everybody who may come to a site arrives at a time written in the file."""
        stations = [s for s in self.written if not isinstance(s, ListWritten)]
        return all(a.times is not None for s in stations for a in arrivals_of(s).values())

    def network(self, lanes: int) -> Network:
        """Return the network for a block of this many draws."""
        timed = {s.id for s in self.written if isinstance(s, SiteWritten | WardWritten)}
        diverted = sorted(_diverted_to(self.written) & timed)
        hours = tuple(Diversion(name, ((0.0, self.day, 1.0),)) for name in diverted)
        return Network(self.day, self.stations, diversions=hours, lanes=lanes, week=self.week)


def load_case(path: Path) -> Case:
    """Read a case file and check that its parts fit together."""
    return _case(read_case(path))


def load_case_text(text: str, name: str = "case") -> Case:
    """Read a case held as text; ``name`` is what errors call it."""
    return _case(read_case_text(text, name))


def _case(read: CaseRead) -> Case:
    head = read.head
    _check_ids(read)
    for index in range(len(read.stations)):
        _check_classes(read, index)
        _check_ways(read, index)
        check_feeding(read, index)
    day, week = _day(read)
    _check_crowds(read, day)
    built = tuple(_station(read, index, day, week) for index in range(len(read.stations)))
    case = Case(
        name=head.case,
        draws=head.draws,
        warm_up=head.warm_up,
        length=head.length,
        seed=head.seed,
        day=day,
        week=week,
        written=read.stations,
        stations=built,
        present_at=_looks(read),
        place=read.document.name,
    )
    with placed_at(read.place("stations")):
        case.network(lanes=1)
    return case


def _station(read: CaseRead, index: int, day: float, week: int) -> Station:
    """Return the engine's value for one station."""
    with placed_at(read.station_place(index)):
        return _built(read, index, day, week)


def _built(read: CaseRead, index: int, day: float, week: int) -> Station:
    written = read.stations[index]
    ends = read.head.warm_up + read.head.length
    if isinstance(written, SiteWritten):
        return site(written, read, index)
    if isinstance(written, WardWritten):
        return ward(written, read, index, day=day)
    if isinstance(written, ListWritten):
        weeks = first_day_from(ends, day * week)
        return waiting_list(written, read, index, weeks=weeks)
    return clinic(written, read, index, days=first_day_from(ends, day))


def _day(read: CaseRead) -> tuple[float, int]:
    """Return the day in the time units of the case and the days in a week of its lists.

    The unit is that of the sites, where there are none a day, and where there are lists alone a
    week. Checks that the window fits.
    """
    kinds = {type(station) for station in read.stations}
    if kinds == {SiteWritten}:
        return _stretch(_last_moment(read)), _DAYS_IN_A_WEEK
    if SiteWritten not in kinds:
        day, most = 1.0, _MOST_DAYS
    elif read.head.day is not None:
        day, most = read.head.day, _MOST_DAYS_BESIDE_SITES
    else:
        raise KnockonError(
            "K455",
            "other stations stand beside sites and the length of a day is missing",
            expected="`day`, in the sites' units of time",
            remedy="Write for example `day: 24` when the sites count in hours.",
            place=read.place(),
        )
    _check_window(read, day, most, has_clinics=ClinicWritten in kinds)
    return day, 1 if kinds == {ListWritten} else _DAYS_IN_A_WEEK


def first_day_from(time: float, day: float) -> int:
    """Return the first day that begins at ``time`` or after; a day is counted where it begins."""
    return math.ceil(time / day - _ROUNDING)


def _check_window(read: CaseRead, day: float, most: int, *, has_clinics: bool) -> None:
    """Refuse a window with no day of a clinic in it, or with too many."""
    start, end = read.head.warm_up, read.head.warm_up + read.head.length
    if has_clinics and first_day_from(start, day) == first_day_from(end, day):
        raise KnockonError(
            "K456",
            f"no day begins between {start:g} and {end:g}",
            expected=f"at least one day of {day:g}, because the case has a clinic",
            remedy="Make `length` a day or more.",
            place=read.place("length"),
        )
    days = _last_moment(read) / day
    if days > most:
        raise KnockonError(
            "K466",
            f"the case runs for {days:g} days",
            expected=f"at most {most:,}",
            remedy="Ask for more draws instead of a longer run, and look at earlier times.",
            place=read.place("length"),
        )


def _last_moment(read: CaseRead) -> float:
    """Return when the case ends: with its window, or when people are counted for the last time."""
    looks = (time for times in _looks(read).values() for time in times)
    return max(read.head.warm_up + read.head.length, *looks, 0.0)


def _check_crowds(read: CaseRead, day: float) -> None:
    """Refuse more arrivals in a day, or in the stretch worked at once, than can be followed."""
    for index, station in enumerate(read.stations):
        for name, arrivals in arrivals_of(station).items():
            top = max([arrivals.rate or 0.0, *(arrivals.rates or ())])
            people = top * (day if isinstance(station, SiteWritten) else 1.0)
            if people > _MOST_PEOPLE:
                raise KnockonError(
                    "K467",
                    f"{people:g} people arrive in one stretch of {day:g}",
                    expected=f"at most {_MOST_PEOPLE:,.0f}",
                    remedy="Use a shorter unit of time, or a smaller rate.",
                    place=read.station_place(index, "arrivals", *([name] if name else [])),
                )


def _stretch(end: float) -> float:
    """Return the stretch of time in which a case of sites alone is worked."""
    stretch = STRETCH
    while end > stretch * _MOST_STRETCHES:
        stretch *= 2
    return stretch


def _check_ids(read: CaseRead) -> None:
    seen: set[str] = set()
    for index, station in enumerate(read.stations):
        if station.id in seen:
            raise KnockonError(
                "K457",
                f"two stations are called {station.id!r}",
                expected="one name each",
                remedy="Rename one of the two.",
                place=read.station_place(index, "id"),
            )
        seen.add(station.id)


def _check_classes(read: CaseRead, index: int) -> None:
    """Refuse a class named twice, or a key by class that names none of the station's."""
    station = read.stations[index]
    if len(set(station.classes)) < len(station.classes):
        raise KnockonError(
            "K457",
            f"a class of {station.id!r} is named twice",
            expected="each class once, in order of priority",
            remedy="Remove the repeat.",
            place=read.station_place(index, "classes"),
        )
    for key, value in station:
        by_class = value.chains if key == "over_cap" and value is not None else value
        if isinstance(by_class, dict):
            for name in by_class:
                known_class(name, station.classes, read.station_place(index, key, name))


def known_class(name: str, classes: Sequence[str], place: str) -> None:
    """Refuse a class the station does not have (K453)."""
    if name not in classes:
        raise KnockonError(
            "K453",
            f"the class {name!r} is not known here",
            expected="one of the station's classes: " + (", ".join(classes) or "it has none"),
            remedy=did_you_mean(name, classes),
            place=place,
        )


@dataclass(frozen=True, slots=True)
class _Way:
    """A way out of a station for people of one class, and where it is written."""

    to: str
    class_: str
    as_: str | None
    path: tuple[str | int, ...]


def _check_ways(read: CaseRead, index: int) -> None:
    later = {s.id: s for s in read.stations[index + 1 :]}
    for way in _ways(read.stations[index]):
        place = read.station_place(index, *way.path)
        target = later.get(way.to)
        if target is None:
            raise _not_later(way.to, read, index, place)
        if target.classes or way.as_:
            known_class(way.as_ or way.class_, target.classes, place)


def _not_later(name: str, read: CaseRead, index: int, place: str) -> KnockonError:
    ids = [s.id for s in read.stations]
    what = "is not later in the file" if name in ids else "is not in the file"
    return KnockonError(
        "K454",
        f"people are sent to {name!r}, which {what}",
        expected="a station further down the file",
        remedy=did_you_mean(name, ids[index + 1 :])
        if name not in ids
        else "Move that station below this one.",
        place=place,
    )


def _ways(station: StationWritten) -> Iterable[_Way]:
    """Yield every way out of a station, class by class."""
    if isinstance(station, ClinicWritten):
        over_cap = station.over_cap.chains if station.over_cap else {}
        for key, chains in (("unseen", station.unseen), ("over_cap", over_cap)):
            for class_, steps in chains.items():
                yield from _onward(steps or [], class_, (key, class_))
        keys: tuple[str, ...] = ("when_leaving",)
    elif not isinstance(station, SiteWritten):
        return
    else:
        keys = ("when_impatient", "when_served", "when_full")
        if station.at_closing.to is not None:
            for class_ in station.classes:
                yield _Way(station.at_closing.to, class_, None, ("at_closing", "to"))
    for key in keys:
        for class_, routes in getattr(station, key).items():
            yield from _onward(routes, class_, (key, class_))


def _onward(
    steps: Sequence[RouteWritten | StepWritten], class_: str, path: tuple[str | int, ...]
) -> Iterable[_Way]:
    for number, step in enumerate(steps):
        if step.to is not None:
            yield _Way(step.to, class_, step.as_, (*path, number, "to"))


def _diverted_to(stations: Sequence[StationWritten]) -> set[str]:
    """Return the stations that clinics send people to."""
    return {w.to for s in stations if isinstance(s, ClinicWritten) for w in _ways(s)}


def _looks(read: CaseRead) -> Mapping[str, tuple[float, ...]]:
    """Return, for each site and ward, the times at which those present are counted."""
    common = tuple(read.head.present_at)
    return {
        s.id: tuple(dict.fromkeys((*common, *s.present_at)))
        for s in read.stations
        if isinstance(s, SiteWritten | WardWritten) and (common or s.present_at)
    }
