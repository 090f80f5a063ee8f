"""Services as values: what is carried forward of one, wards, lists, 999 and those without sites.

Sites, practices and the system they make up stand in :mod:`knockon.system.values`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

EVERY_DAY = (1.0,) * 7
"""Every day of the week alike."""
UNITS = ("a week", "people waiting", "pharmacies")
"""What a service's baseline may be counted in."""
_NEAR = 1e-9


def require(holds: bool, whose: str, found: str) -> None:
    """Refuse a value that does not hold together: a mistake of whoever made it."""
    if not holds:
        raise ValueError(f"{whose} {found}")


def near(value: float, expected: float) -> bool:
    """Whether two numbers are the same but for the last bits of arithmetic."""
    return abs(value - expected) <= _NEAR * max(1.0, abs(expected))


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
        require(self.level >= 0, self.site, "has a level below zero")
        lengths = (len(self.month_factor), len(self.weekday), len(self.hour))
        require(lengths == (12, 7, 24), self.site, f"has profiles of lengths {lengths}")
        parts = (*self.month_factor, *self.weekday, *self.hour)
        require(min(parts) >= 0, self.site, "has a factor below zero")
        require(near(sum(self.weekday), 7.0), self.site, "has weekdays whose mean is not 1")
        require(near(sum(self.hour), 1.0), self.site, "has hours that do not sum to 1")
        spreads = (self.growth_sd, self.residual_sd)
        require(min(spreads) >= 0 <= self.residual_ar < 1, self.site, "has a spread below zero")


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
    occupied_weekday: tuple[float, ...] | None = None
    """Occupied beds by weekday, Monday first, mean 1; None where no file gives beds by day."""

    def __post_init__(self) -> None:
        require(min(self.occupied, self.beds) > 0, self.id, "has no bed or nobody in one")
        require(self.admitted_then > 0, self.id, "admits nobody")
        require(0 <= self.through_ed <= 1, self.id, "has a share outside 0 to 1")
        require(len(self.discharge_hour) == 24, self.id, "has not twenty-four hours")
        require(near(sum(self.discharge_hour), 1.0), self.id, "has hours that do not sum to 1")
        require(len(self.discharge_weekday) == 7, self.id, "has not seven weekdays")
        require(near(sum(self.discharge_weekday), 7.0), self.id, "has weekdays of another mean")
        week = self.occupied_weekday or EVERY_DAY
        require(len(week) == 7 and near(sum(week), 7.0), self.id, "is not full by seven weekdays")

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
        require(whole, self.id, "has parts that are more than its whole")
        require(self.starts_a_week > 0, self.id, "is joined by nobody")


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
        require(0 < self.share <= 1, self.id, "has a share outside 0 to 1")
        require(0 <= self.conveyed <= 1, self.id, "takes more than all to hospital")


@dataclass(frozen=True, slots=True)
class ServiceBaseline:
    """A published figure of a service that has no sites here: so much a week, or so many waiting.

    ``service`` and ``measure`` are keys of forecasts where there are such (outpatients
    gp_referrals), ``icb`` the board whose baseline it is part of. Nothing stands in: what no file
    gives has no row.
    """

    service: str
    measure: str
    organisation: str
    icb: str
    value: float
    unit: str
    """One of :data:`UNITS`."""
    months: tuple[str, ...]
    source: str
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        whose = f"{self.service} {self.measure} of {self.organisation}"
        require(self.value >= 0, whose, "is below zero")
        require(self.unit in UNITS, whose, f"is counted in {self.unit!r}")
        require(bool(self.months), whose, "is of no month")
