"""What a run counted: whole people by day or bin, and time-averages over a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from knockon.errors import KnockonError
from knockon.flow._checks import Floats, People, Whole
from knockon.flow.laws import Calendar
from knockon.flow.model import Network, Station
from knockon.flow.states import State

CLINIC_FIELDS = (
    "arrived",
    "followups",
    "served",
    "above",
    "joined",
    "joined_in",
    "retried",
    "diverted",
    "left",
    "left_list",
    "over_cap",
    "wait_sum",
    "waiting_sum",
    "waiting",
    "retrying",
)
"""Counts of a clinic's class in a bin of days. `arrived` are first arrivals and people sent on
from other stations; `followups` came back; `joined` went to another class and `joined_in` came
from one; `left` left the network; `left_list` gave up waiting (and then left, joined or were
diverted); `over_cap` the ordinary slots would have served; `wait_sum` is days waited by the
served; `waiting_sum` adds up those waiting at the end of each day; `waiting` and `retrying` are
at the end of the bin's last day."""

SITE_FIELDS = (
    "arrived",
    "own",
    "displaced",
    "turned_away",
    "served",
    "left",
    "within_limit",
    "started_within",
    "present",
    "boarding",
)
"""Counts of a site's class on a day. `own` of the arrived are the site's own arrivals;
`displaced` of the arrived were diverted by a clinic, here or before being sent on;
`started_within` began service within the site's `wait_limit`; `present` is at the end of the
day, and so is `boarding`, those of the present who hold their server until a bed is free; they are
served when they have one."""

WARD_FIELDS = (
    "arrived",
    "boarded",
    "admitted",
    "displaced",
    "discharged",
    "occupied",
    "waiting",
    "boarding",
)
"""Counts of a ward on a day. `arrived` came by themselves or were sent here without holding a
server; `boarded` began to wait at the site that served them; `displaced` of the admitted were
diverted by a clinic; `occupied` beds, everybody `waiting` for one and those of them `boarding` are
at the end of the day, just before midnight's discharges."""

LIST_FIELDS = ("arrived", "removed", "total", "within", "over", "waiting")
"""Counts of a list in a week. `total`, and those of it `within` and `over` the list's two ages, are
after joining and before removals; `waiting` is after them."""

CAUSES = ("unseen", "over_cap", "left_list")
END_FIELDS = ("own", "displaced", "sent_back")
BACK_FIELDS = ("returned", "overflowed")
WINDOW_COUNTS = (
    "arrived",
    "served",
    "left",
    "turned_away",
    "started",
    "departed",
    "unserved",
    "admitted",
    "delayed",
)
WINDOW_SUMS = ("wait", "stay", "unserved_wait", "queue", "present", "busy", "boarding")


def most_classes(stations: Sequence[Station]) -> int:
    """Return the length of the class axis of clinics or of sites: the most classes of one."""
    return max((len(station.classes) for station in stations), default=1)


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of site time in which averages are taken: [start, end).

    `present_at` are times at which the number present is counted.
    """

    start: float
    end: float
    present_at: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "present_at", tuple(float(t) for t in self.present_at))
        if not (np.isfinite(self.end) and 0 <= self.start < self.end):
            raise KnockonError(
                "K418",
                f"a window from {self.start:g} to {self.end:g}",
                expected="a start from 0 and a later end",
                remedy="Give the window a length.",
            )


@dataclass(frozen=True, slots=True, eq=False)
class WindowTotals:
    """Totals over the window, by site, class and lane.

    `counts` is [site, class, WINDOW_COUNTS, lane]: `started` and `departed` fell in the window,
    `unserved` left in it without service, `admitted` arrived in it and were let in, `delayed` of
    those did not start at once. `sums` is [site, class, WINDOW_SUMS, lane]: waits of the started,
    stays of the departed, waits of the unserved; person-time queueing, present, holding a server
    and, of that, boarding. `present_at` is [site, time, lane].

    Of wards: `occupied` is bed-time and `admitted` those admitted, each [ward, lane];
    `occupied_at` is [ward, time, lane].
    """

    window: Window
    counts: Whole
    sums: Floats
    present_at: Whole
    occupied: Floats
    admitted: Whole
    occupied_at: Whole

    def mean(self, measure: str, site: int, class_: int | None = None) -> Floats:
        """Return a mean for each lane, NaN where there is nothing to average.

        `wait`, `stay`, `unserved_wait` are per person; `queue`, `present`, `busy`, `boarding` per
        unit of time; `p_wait` is the share of the admitted who did not start at once.
        """
        classes = slice(None) if class_ is None else slice(class_, class_ + 1)
        counts = self.counts[site, classes].sum(axis=0)
        if measure == "p_wait":
            return _ratio(counts[WINDOW_COUNTS.index("delayed")], counts[_count("admitted")])
        total = self.sums[site, classes].sum(axis=0)[WINDOW_SUMS.index(measure)]
        per = {"wait": "started", "stay": "departed", "unserved_wait": "unserved"}.get(measure)
        if per is None:
            return np.asarray(total / (self.window.end - self.window.start))
        return _ratio(total, counts[_count(per)])


def _count(name: str) -> int:
    return WINDOW_COUNTS.index(name)


def _ratio(above: NDArray[np.generic], below: NDArray[np.generic]) -> Floats:
    top, bottom = above.astype(np.float64), below.astype(np.float64)
    ratio: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
    return ratio


def scheduled(calendar: Calendar, start: ArrayLike, end: ArrayLike) -> Floats:
    """Return the server-time a calendar schedules in [start, end), by lane.

    Of many stretches at once it is [stretches, lanes].
    """
    passed = _passed(calendar)
    return _scheduled_until(calendar, passed, end) - _scheduled_until(calendar, passed, start)


def _scheduled_until(calendar: Calendar, passed: Floats, time: ArrayLike) -> Floats:
    """Return the server-time from the calendar's first time on, by lane."""
    since = np.asarray(time, np.float64)[..., None] - calendar.times[0]
    periods, within = np.divmod(since, calendar.period)
    last = np.searchsorted(calendar.times, calendar.times[0] + within[..., 0], side="right") - 1
    part = within - (calendar.times[last] - calendar.times[0])[..., None]
    total: Floats = periods * passed[-1] + passed[last] + calendar.values[last] * part
    return total


def _passed(calendar: Calendar) -> Floats:
    """Return the server-time of a period before each of its times, and in all, by lane."""
    lengths = np.diff(np.append(calendar.times, calendar.period + calendar.times[0]))
    passed = np.cumsum(calendar.values * lengths[:, None], axis=0)
    return np.concatenate([np.zeros((1, passed.shape[1])), passed])


@dataclass(frozen=True, slots=True)
class Passage:
    """One person at one site, for following a case by hand.

    `start` is None for a person who never reached service; `end` is None for one still there.
    `fate` is served, left, turned_away or present.
    """

    site: str
    class_: str
    lane: int
    arrival: float
    start: float | None
    end: float | None
    fate: str


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What one run of a network counted, in whole people, lanes last.

    clinics   [bin, clinic, class, CLINIC_FIELDS, lane]
    empty     [bin, clinic, lane]: days at whose end nobody waited
    diverted  [diverted bin, clinic, class, CAUSES, way, lane], by `network.diverted_ways`
    sites     [day, site, class, SITE_FIELDS, lane]
    wards     [day, ward, WARD_FIELDS, lane]
    lists     [week, list, LIST_FIELDS, lane], by the weeks that end in the run
    ends      [day, end, END_FIELDS, lane]: by cause; `sent_back` of them went back
    backs     [day, back, BACK_FIELDS, lane], by the day of the event

    Stations, ends and backs are in the network's order; the class axis is as long as the most
    classes of a clinic, or of a site, and those beyond a station's own are zero. Clinics, sites
    and wards are many, and counted in 32 bits: sums and differences of theirs are to be taken in
    64 (as NumPy does in sums; `clinic`, `site` and `ward` return 64). `imbalance` is the greatest
    gap found between people in and people out: always 0, as a gap stops the run. `state` is that
    at the end, where the run keeps it. `events` counts what happened at sites and wards, and what
    was decided of a class of a clinic or of a list at once.
    """

    network: Network
    clinics: People
    empty: People
    diverted: People
    sites: People
    wards: People
    lists: Whole
    ends: Whole
    backs: Whole
    window: WindowTotals | None
    passages: tuple[Passage, ...]
    events: int
    imbalance: int
    state: State | None = None

    def clinic(self, name: str, class_: str, measure: str) -> Whole:
        """Return a clinic's counts as [bin, lane]."""
        place, clinic = next((i, c) for i, c in enumerate(self.network.clinics) if c.name == name)
        of_class = self.clinics[:, place, clinic.classes.index(class_)]
        return of_class[:, CLINIC_FIELDS.index(measure)].astype(np.int64)

    def site(self, name: str, class_: str, measure: str) -> Whole:
        """Return a site's counts as [day, lane]."""
        place, site = next((i, s) for i, s in enumerate(self.network.sites) if s.name == name)
        of_class = self.sites[:, place, site.classes.index(class_)]
        return of_class[:, SITE_FIELDS.index(measure)].astype(np.int64)

    def ward(self, name: str, measure: str) -> Whole:
        """Return a ward's counts as [day, lane]."""
        place = [ward.name for ward in self.network.wards].index(name)
        return self.wards[:, place, WARD_FIELDS.index(measure)].astype(np.int64)

    def waiting_list(self, name: str, measure: str) -> Whole:
        """Return a list's counts as [week, lane]."""
        place = [each.name for each in self.network.lists].index(name)
        return self.lists[:, place, LIST_FIELDS.index(measure)]

    def diverted_to(self, way: str, clinic: int | slice = slice(None)) -> People:
        """Return people clinics diverted to a destination, as [bin, clinic, class, cause, lane]."""
        ways = self.network.diverted_ways
        if way not in ways:
            nobody = self.diverted[:, clinic, ..., :0, :]
            return np.asarray(nobody.sum(axis=-2, dtype=np.int32))
        return self.diverted[:, clinic, ..., ways.index(way), :]
