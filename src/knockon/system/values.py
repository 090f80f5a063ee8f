"""The local health system as values: practices, sites, volumes, who uses which site.

A :class:`System` is what ``knockon system build`` writes and every assessment reads. It holds
published activity and what follows from it by arithmetic alone; nothing in it is simulated
(fitted capacities are :mod:`knockon.impact.fit`'s) and nothing in it depends on behaviour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from knockon.system.services import (
    EVERY_DAY,
    Ambulance,
    ServiceBaseline,
    Volume,
    WaitingList,
    Ward,
    near,
    require,
)

if TYPE_CHECKING:
    from knockon.places import Icb, Pcn, Practice

__all__ = [
    "AGE_BANDS",
    "EVERY_DAY",
    "KINDS",
    "Ambulance",
    "Observation",
    "PracticeBaseline",
    "ServiceBaseline",
    "Site",
    "System",
    "Target",
    "Telephone111",
    "Volume",
    "WaitingList",
    "Ward",
]

AGE_BANDS = (
    *(f"{low}_{low + 4}" for low in range(0, 95, 5)),
    "95+",
)
KINDS = ("nhs111", "utc", "ed")
"""Kinds of site; a volume's service is its site's kind."""


@dataclass(frozen=True, slots=True)
class PracticeBaseline:
    """One practice: its list, its people and what it does on a working day.

    ``gp_seen`` and ``other_seen`` are attended appointments a working day (GP-led, and everybody
    else's), after the excess of a hosting practice is spread over its PCN. ``recorded_rate`` is
    attended GP-led appointments per fully qualified FTE GP per working day, shrunk towards the
    ICB's mean on the log scale. ``assumed`` says in sentences what stands in for what is missing.
    """

    practice: Practice
    registered_patients: int
    ages: tuple[int, ...] | None
    """Registered patients by :data:`AGE_BANDS`; None where no age file was given."""
    imd_score: float | None
    gp_fte: float
    gp_seen: float
    other_seen: float
    same_day_share: float
    """Share of GP-led appointments booked for the same day, 0 to 1."""
    recorded_rate: float
    hosting: bool
    assumed: tuple[str, ...] = ()
    nurse_fte: float | None = None
    """Full-time equivalent nurses; None, as below, where no file says."""
    direct_care_fte: float | None = None
    """Full-time equivalent staff seeing patients who are neither GPs nor nurses."""
    admin_fte: float | None = None
    calls_answered: float | None = None
    """Telephone calls answered a day, over the days published."""
    calls_within_a_minute: float | None = None
    """Share of those answered within a minute, 0 to 1."""
    within_a_week: float | None = None
    """Share of GP-led appointments not booked for the same day that were 1 to 7 days ahead."""

    def __post_init__(self) -> None:
        whose = self.practice.ods_code
        require(self.registered_patients > 0, whose, "has no registered patients")
        require(self.ages is None or len(self.ages) == len(AGE_BANDS), whose, "lacks an age band")
        require(self.gp_fte > 0 and self.recorded_rate > 0, whose, "has no GPs or no rate")
        require(self.gp_seen >= 0 and self.other_seen >= 0, whose, "sees fewer than nobody")
        require(0 <= self.same_day_share <= 1, whose, "has a same-day share outside 0 to 1")
        soon = 0.0 if self.within_a_week is None else self.within_a_week
        require(0 <= soon <= 1, whose, "has a share within a week outside 0 to 1")


@dataclass(frozen=True, slots=True)
class Site:
    """A place patients go to, with its hours and its share of its provider's activity."""

    id: str
    name: str
    provider: str
    kind: str
    """``ed``, ``utc`` or ``nhs111``."""
    opens: tuple[float, ...]
    """Opening hour by weekday, Monday first; 0 with ``closes`` 24 is open all day."""
    closes: tuple[float, ...]
    share: float
    co_located_with: str | None
    """The id of the ED a UTC stands beside, if any."""
    postcode: str | None
    grade: str
    source: str

    def __post_init__(self) -> None:
        require(self.kind in KINDS, self.id, f"is a {self.kind!r}")
        require(len(self.opens) == len(self.closes) == 7, self.id, "has not seven days of hours")
        hours = zip(self.opens, self.closes, strict=True)
        require(all(0 <= o <= c <= 24 for o, c in hours), self.id, "closes before it opens")
        require(0 < self.share <= 1, self.id, "has a share outside 0 to 1")


@dataclass(frozen=True, slots=True)
class Target:
    """A published performance figure that a fitted capacity should give back."""

    site: str
    """The id of a site, or of a ward."""
    measure: str
    """``within_4_hours``, ``answered``, ``answered_in_60_seconds``, ``left_unseen``; of a ward
    ``occupancy``, ``dta_over_4_hours``, ``dta_over_12_hours``."""
    value: float
    months: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Telephone111:
    """What the 111 files say of calls: shares answered and triaged, published."""

    answered: float
    triaged_of_answered: float


@dataclass(frozen=True, slots=True)
class Observation:
    """One published figure under the keys forecasts use, so that the two can be joined.

    ``period`` is a month (2026-03), a day (2026-03-01) or the months counted together
    (2026-06/2026-08). ``value`` is None where ``reported`` is false: never zero.
    """

    service: str
    measure: str
    organisation: str
    period: str
    value: float | None
    reported: bool

    def __post_init__(self) -> None:
        if (self.value is None) == self.reported:
            raise ValueError("a figure is reported or has no value")


@dataclass(frozen=True, slots=True)
class System:
    """An ICB's practices and services with their baseline activity."""

    icbs: tuple[Icb, ...]
    built: date
    version: str
    practices: tuple[PracticeBaseline, ...]
    sites: tuple[Site, ...]
    volumes: tuple[Volume, ...]
    targets: tuple[Target, ...]
    telephone: Telephone111
    catchment: Mapping[str, Mapping[str, tuple[float, ...]]]
    """``catchment[kind][site id]`` = share of each practice's people who would use that site,
    one number a practice in the order of ``practices``; sums to 1 over the sites of a kind."""
    practice_season: tuple[float, ...]
    """Month factor of practice activity per working day (January first, mean near 1)."""
    practice_weekday: tuple[float, ...]
    """Monday to Friday factor of practice activity, mean 1."""
    practice_middle: date
    practice_months: tuple[str, ...]
    practice_growth_sd: float
    practice_residual_sd: float
    residual_ar: float
    digests: Mapping[str, str]
    """SHA-256 of each file used, by its name relative to the folder given."""
    synthetic: bool = False
    notes: tuple[str, ...] = ()
    pcns: tuple[Pcn, ...] = ()
    """Primary care networks by code, for their names."""
    series: tuple[Observation, ...] = ()
    """What was published of this system's services, month by month and day by day."""
    wards: tuple[Ward, ...] = ()
    """One a trust with an emergency department; none in folders written before wards were kept."""
    lists: tuple[WaitingList, ...] = ()
    """One a trust with an emergency department."""
    ambulances: tuple[Ambulance, ...] = ()
    """One a board."""
    practice_growth_mean: float = 0.0
    """Mean growth of practice activity a year; 0 where no series is long enough to show it."""
    baselines: tuple[ServiceBaseline, ...] = ()
    """Services without sites here, where a file counts them; by service, measure, organisation."""

    def baseline(self, service: str, measure: str, icb: str | None = None) -> float | None:
        """Return a service's published baseline, summed over the organisations of a board.

        Of all boards together if ``icb`` is None. None where no file gives it for every board
        asked: what is not published is unknown, not zero.
        """
        wanted = {board.code for board in self.icbs} if icb is None else {icb}
        found = [
            one
            for one in self.baselines
            if (one.service, one.measure) == (service, measure) and one.icb in wanted
        ]
        if {one.icb for one in found} != wanted:
            return None
        return sum(one.value for one in found)

    def __post_init__(self) -> None:
        codes = [b.practice.ods_code for b in self.practices]
        require(bool(codes) and codes == sorted(set(codes)), "the system", "repeats a practice")
        ids = [site.id for site in self.sites]
        require(len(ids) == len(set(ids)), "the system", "repeats a site")
        require([v.site for v in self.volumes] == ids, "the system", "has not one volume a site")
        kept = [ward.id for ward in self.wards]
        kept += [*(one.id for one in self.lists), *(one.id for one in self.ambulances)]
        require(len({*ids, *kept}) == len(ids) + len(kept), "the system", "repeats an id")
        eds = {site.id for site in self.sites if site.kind == "ed"}
        require(all(eds.issuperset(w.departments) for w in self.wards), "a ward", "has no such ED")
        keys = [(one.service, one.measure, one.organisation) for one in self.baselines]
        require(keys == sorted(set(keys)), "the system", "repeats a baseline")
        for kind in KINDS:
            self._check_catchment(kind)

    def _check_catchment(self, kind: str) -> None:
        """Require every practice's people to be divided over the sites of a kind, whole."""
        ids = [site.id for site in self.sites if site.kind == kind]
        require(list(self.catchment[kind]) == ids, kind, "has not one catchment a site")
        shares = [self.catchment[kind][site] for site in ids]
        require(
            all(len(s) == len(self.practices) for s in shares), kind, "lacks a practice's share"
        )
        for of_practice in zip(*shares, strict=True):
            require(near(sum(of_practice), 1.0), kind, "has shares that do not sum to 1")
