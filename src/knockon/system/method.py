"""The catalogue's numbers that building a system needs, gathered once and named.

Everything here is a parameter's central value: a system holds published activity, and what is
uncertain about it is drawn later.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist, fmean

from knockon.catalogue.values import Catalogue
from knockon.system.practices import NationalRates
from knockon.system.profiles import HOURS, monday_share_week, monday_to_friday, sharpen
from knockon.system.sites import usual_hospital

Central = Callable[[str], float]
"""Gives the central value of a parameter by its symbol."""

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FIRST_ACTION = "bma-ten-2024-08"
"""The menu with which collective action by practices began, by its id in the packs."""
_NINETY_PERCENT = 2 * NormalDist().inv_cdf(0.95)


@dataclass(frozen=True, slots=True)
class EmergencyRates:
    """England's rates for emergency services, which stand in where no file is given.

    ``ed``, ``utc``, ``nhs111``: attendances or calls for 1,000 registered patients a month.
    """

    ed: float
    utc: float
    nhs111: float
    admitted: float
    within_4_hours: float
    answered: float
    triaged: float

    def of(self, kind: str) -> float:
        """Return the monthly rate for 1,000 patients of a kind of site."""
        return {"ed": self.ed, "utc": self.utc, "nhs111": self.nhs111}[kind]


@dataclass(frozen=True, slots=True)
class HospitalRates:
    """England's rates for wards, outpatient lists and 999, where a trust's own are not given.

    ``beds`` and ``waiting`` for 1,000 registered patients; ``admissions``, ``starts`` (clock
    starts) and ``incidents`` (of 999) for 1,000 a month; the rest are shares.
    """

    beds: float
    occupancy: float
    admissions: float
    through_ed: float
    dta_over_4_hours: float
    dta_over_12_hours: float
    left_by_1700: float
    waiting: float
    within_18_weeks: float
    over_52_weeks: float
    starts: float
    incidents: float
    conveyed: float


@dataclass(frozen=True, slots=True)
class Method:
    """Numbers of the method and England's rates; see ``docs/reference/system.md``."""

    full_series: int
    """Usual months a series needs for month factors of its own."""
    level_months: int
    growth_years: int
    own_growth: float
    """Weight of a trust's own annual change; England's has the rest."""
    growth_sd: float
    admissions_growth_sd: float
    short_growth_sd: float
    residual_ar: float
    emergency_week: tuple[float, ...]
    hours: tuple[float, ...]
    practice_season: tuple[float, ...]
    practice_week: tuple[float, ...]
    practice_residual_sd: float
    host_mad: float
    working_days_a_month: float
    action_began: date | None
    """First day of collective action by practices: a change over it is not read as growth."""
    practices: NationalRates
    emergency: EmergencyRates
    hospital: HospitalRates


def method(catalogue: Catalogue) -> Method:
    """Return the numbers by their symbols; what a symbol means stands in the parameters pack."""
    p = catalogue.parameters

    def central(symbol: str) -> float:
        return p[symbol].central

    curve = [central(f"curve_ed.{hour:02d}") for hour in range(HOURS)]
    seasons = [p[f"season_wd.{name}"] for name in MONTH_NAMES]
    return Method(
        full_series=int(central("factor_m")),
        level_months=int(central("level_m")),
        growth_years=int(central("g_years")),
        own_growth=central("g_own"),
        growth_sd=central("g_sd_t1"),
        admissions_growth_sd=central("g_sd_adm"),
        short_growth_sd=central("g_sd_short"),
        residual_ar=central("ar1"),
        emergency_week=monday_share_week(central("dow_ae")),
        hours=sharpen(curve, central("peak_ae")),
        practice_season=tuple(s.central for s in seasons),
        practice_week=monday_to_friday(central("dow_gp")),
        practice_residual_sd=fmean(s.high - s.low for s in seasons) / _NINETY_PERCENT,
        host_mad=central("host_mad"),
        working_days_a_month=central("wd_month"),
        action_began=catalogue.menus[FIRST_ACTION].from_date,
        practices=_practice_rates(central),
        emergency=_emergency_rates(central),
        hospital=_hospital_rates(central),
    )


def _practice_rates(central: Central) -> NationalRates:
    return NationalRates(
        appointments=central("appt_wd"),
        gp_share=central("p_gp"),
        dna=central("dna"),
        same_day=central("w0"),
        fte_10k=central("fte_gp"),
    )


def _emergency_rates(central: Central) -> EmergencyRates:
    return EmergencyRates(
        ed=central("ae_t1"),
        utc=central("ae_t3"),
        nhs111=central("c111"),
        admitted=central("adm_t1"),
        within_4_hours=central("p4_t1"),
        answered=central("ans111"),
        triaged=central("triage111"),
    )


def _hospital_rates(central: Central) -> HospitalRates:
    return HospitalRates(
        beds=central("beds"),
        occupancy=central("occ"),
        admissions=central("ea"),
        waiting=central("wl"),
        starts=central("rtt_in"),
        incidents=central("inc999"),
        conveyed=central("conv"),
        **usual_hospital(),
    )
