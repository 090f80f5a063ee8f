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

if TYPE_CHECKING:
    from knockon.places import Icb, Pcn, Practice

AGE_BANDS = (
    *(f"{low}_{low + 4}" for low in range(0, 95, 5)),
    "95+",
)
KINDS = ("nhs111", "utc", "ed")
"""Kinds of site; a volume's service is its site's kind."""
_NEAR = 1e-9


def _require(holds: bool, whose: str, found: str) -> None:
    """Refuse a value that does not hold together: a mistake of whoever made it."""
    if not holds:
        raise ValueError(f"{whose} {found}")


def _near(value: float, expected: float) -> bool:
    return abs(value - expected) <= _NEAR * max(1.0, abs(expected))


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

    def __post_init__(self) -> None:
        whose = self.practice.ods_code
        _require(self.registered_patients > 0, whose, "has no registered patients")
        _require(self.ages is None or len(self.ages) == len(AGE_BANDS), whose, "lacks an age band")
        _require(self.gp_fte > 0 and self.recorded_rate > 0, whose, "has no GPs or no rate")
        _require(self.gp_seen >= 0 and self.other_seen >= 0, whose, "sees fewer than nobody")
        _require(0 <= self.same_day_share <= 1, whose, "has a same-day share outside 0 to 1")


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
        _require(self.kind in KINDS, self.id, f"is a {self.kind!r}")
        _require(len(self.opens) == len(self.closes) == 7, self.id, "has not seven days of hours")
        hours = zip(self.opens, self.closes, strict=True)
        _require(all(0 <= o <= c <= 24 for o, c in hours), self.id, "closes before it opens")
        _require(0 < self.share <= 1, self.id, "has a share outside 0 to 1")


@dataclass(frozen=True, slots=True)
class Volume:
    """Published activity of one site as a level with season, week, hours, growth and residual.

    Expected persons a day on date d = ``level`` x ``month_factor[month]`` x
    ``weekday[d.weekday()]`` x growth (1 + g compounded over the years since ``middle``) x monthly
    residual. ``weekday`` has mean 1 and ``hour`` sums to 1.
    """

    service: str
    site: str
    level: float
    middle: date
    month_factor: tuple[float, ...]
    growth_mean: float
    growth_sd: float
    residual_sd: float
    residual_ar: float
    weekday: tuple[float, ...]
    hour: tuple[float, ...]
    months_used: tuple[str, ...]
    admitted_share: float | None = None
    """Emergency admissions via type 1 / type 1 attendances (ED only)."""
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(self.level >= 0, self.site, "has a level below zero")
        lengths = (len(self.month_factor), len(self.weekday), len(self.hour))
        _require(lengths == (12, 7, 24), self.site, f"has profiles of lengths {lengths}")
        parts = (*self.month_factor, *self.weekday, *self.hour)
        _require(min(parts) >= 0, self.site, "has a factor below zero")
        _require(_near(sum(self.weekday), 7.0), self.site, "has weekdays whose mean is not 1")
        _require(_near(sum(self.hour), 1.0), self.site, "has hours that do not sum to 1")
        spreads = (self.growth_sd, self.residual_sd)
        _require(min(spreads) >= 0 <= self.residual_ar < 1, self.site, "has a spread below zero")


@dataclass(frozen=True, slots=True)
class Ward:
    """A trust's general and acute beds: how many, how full, and who comes to lie in them.

    ``beds``, ``occupied`` and ``admitted_then`` (emergency admissions a day) are means over
    ``months``. ``admissions`` is every emergency admission of the trust carried forward, whatever
    the way in; ``through_ed`` of them come through its emergency departments, the rest directly.
    What is not published of a ward (planned care's part of the beds, beds opened in need, same-day
    stays, the spread of stays) is a parameter, drawn later.
    """

    id: str
    name: str
    provider: str
    departments: tuple[str, ...]
    """Ids of the EDs whose admitted people board for a bed here."""
    beds: float
    occupied: float
    admitted_then: float
    months: tuple[str, ...]
    admissions: Volume
    through_ed: float
    discharge_hour: tuple[float, ...]
    """Shares of a day's discharges by hour, adding up to 1."""
    discharge_weekday: tuple[float, ...]
    """Discharges by weekday, Monday first, mean 1."""
    not_meeting_criteria: float | None
    """People a day, over ``months``, who no longer need to be in hospital; None if not given."""
    source: str
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(min(self.occupied, self.beds) > 0, self.id, "has no bed or nobody in one")
        _require(self.admitted_then > 0, self.id, "admits nobody")
        _require(0 <= self.through_ed <= 1, self.id, "has a share outside 0 to 1")
        _require(len(self.discharge_hour) == 24, self.id, "has not twenty-four hours")
        _require(_near(sum(self.discharge_hour), 1.0), self.id, "has hours that do not sum to 1")
        _require(len(self.discharge_weekday) == 7, self.id, "has not seven weekdays")
        _require(_near(sum(self.discharge_weekday), 7.0), self.id, "has weekdays of another mean")

    @property
    def occupancy(self) -> float:
        """Return the share of published beds that is occupied."""
        return self.occupied / self.beds


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A trust's outpatient list: pathways waiting at the end of a month, and new ones a week.

    A person may be on several pathways. ``within_18_weeks`` and ``over_52_weeks`` count those of
    ``waiting`` who have waited less than 18, and 52 or more, weeks.
    """

    id: str
    name: str
    provider: str
    month: str
    """The month at whose end it was counted; empty where England's rates stand in."""
    waiting: float
    within_18_weeks: float
    over_52_weeks: float
    starts_a_week: float
    """Clock starts a week."""
    source: str
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        parts = (self.within_18_weeks, self.over_52_weeks)
        whole = min(parts) >= 0 and sum(parts) <= self.waiting
        _require(whole, self.id, "has parts that are more than its whole")
        _require(self.starts_a_week > 0, self.id, "is joined by nobody")


@dataclass(frozen=True, slots=True)
class Ambulance:
    """A board's part of the ambulance services of its region.

    ``share``: its registered patients of the region's. ``incidents`` is that share of the services'
    incidents, carried forward; ``conveyed`` of incidents are taken to an emergency department.
    """

    id: str
    name: str
    icb: str
    services: tuple[str, ...]
    """Codes of the ambulance services; none where England's rates stand in."""
    share: float
    incidents: Volume
    conveyed: float
    handover_minutes: float | None
    """Mean handover at hospital over ``months``; None where it is not reported."""
    months: tuple[str, ...]
    source: str
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(0 < self.share <= 1, self.id, "has a share outside 0 to 1")
        _require(0 <= self.conveyed <= 1, self.id, "takes more than all to hospital")


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

    def __post_init__(self) -> None:
        codes = [b.practice.ods_code for b in self.practices]
        _require(bool(codes) and codes == sorted(set(codes)), "the system", "repeats a practice")
        ids = [site.id for site in self.sites]
        _require(len(ids) == len(set(ids)), "the system", "repeats a site")
        _require([v.site for v in self.volumes] == ids, "the system", "has not one volume a site")
        kept = [ward.id for ward in self.wards]
        kept += [*(one.id for one in self.lists), *(one.id for one in self.ambulances)]
        _require(len({*ids, *kept}) == len(ids) + len(kept), "the system", "repeats an id")
        eds = {site.id for site in self.sites if site.kind == "ed"}
        _require(all(eds.issuperset(w.departments) for w in self.wards), "a ward", "has no such ED")
        for kind in KINDS:
            self._check_catchment(kind)

    def _check_catchment(self, kind: str) -> None:
        """Require every practice's people to be divided over the sites of a kind, whole."""
        ids = [site.id for site in self.sites if site.kind == kind]
        _require(list(self.catchment[kind]) == ids, kind, "has not one catchment a site")
        shares = [self.catchment[kind][site] for site in ids]
        _require(
            all(len(s) == len(self.practices) for s in shares), kind, "lacks a practice's share"
        )
        for of_practice in zip(*shares, strict=True):
            _require(_near(sum(of_practice), 1.0), kind, "has shares that do not sum to 1")
