"""Wards: a trust's general and acute beds, from the daily situation report and A&E monthly.

Beds and occupancy are means over the last reported months (:mod:`knockon.system.beds_by_day` for
those given by day); emergency admissions of those same months stand beside them, so that a mean
stay can be worked out from the two. How admissions are carried forward is
:mod:`knockon.system.carried`'s. A trust whose beds or admissions no file gives has England's for
the registered patients who would use its emergency departments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from knockon.published import Published
from knockon.system import beds_by_day, emergency
from knockon.system.carried import Carried, Usual, carried
from knockon.system.method import Method
from knockon.system.profiles import DAYS, HOURS, week_of
from knockon.system.seasons import FLAT, MONTHS_A_YEAR, Monthly, days_in, month_text
from knockon.system.sites import leaving_hours, residual_sd
from knockon.system.values import EVERY_DAY, Target, Volume, Ward

DAYS_A_YEAR = 365.25
SOURCE = "NHS England, Urgent and Emergency Care Daily Situation Report, general and acute beds"
RATES = "England's rates for the registered patients who use this trust"
KIND = "acute_beds"
FIVE = 17
"""The hour before and after which discharges are published."""


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust with emergency departments, and the registered patients who would use them."""

    provider: str
    departments: tuple[str, ...]
    patients: float
    name: str

    @property
    def ward(self) -> str:
        """The id of its ward."""
        return f"{self.provider}-beds"


@dataclass(frozen=True, slots=True)
class _Beds:
    """Means over months in which beds and occupied beds are reported."""

    available: float
    occupied: float
    months: tuple[date, ...]


def ward(trust: Trust, files: Published, nation: emergency.England, method: Method) -> Ward:
    """Return a trust's ward, England's rates standing in for what no file gives."""
    said: list[str] = []
    admitted = emergency.admissions(files.ae, trust.provider)
    usual = Usual(nation.factors(method), residual_sd(KIND))
    if sum(admitted.last(method.level_months).counts) > 0:
        ahead = carried(admitted, nation.admissions, method, method.admissions_growth_sd, usual)
        admissions = _carried_volume(trust, ahead, method)
    else:
        admissions = admissions_by_rate(trust, method, files.practices["period"].max(), usual)
    beds = _beds(files, trust.provider, method)
    if beds is None:
        return by_rates(trust, method, admissions, _through(files, trust, method))
    then = _admitted_in(admitted, beds.months)
    if then is None:
        then = admissions.level
        said.append("Admissions of the months of the beds are not reported: their level stands in.")
    hours, week = _leaving(files.discharged, trust.provider, method, said)
    return Ward(
        id=trust.ward,
        name=f"{trust.name}: general and acute beds",
        provider=trust.provider,
        departments=trust.departments,
        beds=beds.available,
        occupied=beds.occupied,
        admitted_then=then,
        months=tuple(month_text(m) for m in beds.months),
        admissions=admissions,
        through_ed=_through(files, trust, method),
        discharge_hour=leaving(hours),
        discharge_weekday=week,
        not_meeting_criteria=_not_meeting(files.criteria_to_reside, trust.provider, beds.months),
        source=SOURCE,
        assumed=(*said, *_ALWAYS_ASSUMED),
        occupied_weekday=beds_by_day.occupied_weekday(files.beds_daily, trust.provider),
    )


_ALWAYS_ASSUMED = (
    "Discharges by hour are published before and after 17:00 only: each part is taken evenly over "
    "the hours in which people leave (grade D).",
    "Planned care's part of the beds, beds opened in need, same-day stays and the spread of stays "
    "are not published by trust: parameters, drawn.",
)


def by_rates(trust: Trust, method: Method, admissions: Volume, through_ed: float) -> Ward:
    """Return the ward England's rates make for a trust's patients."""
    rates, thousands = method.hospital, trust.patients / 1000.0
    return Ward(
        id=trust.ward,
        name=f"{trust.name}: general and acute beds",
        provider=trust.provider,
        departments=trust.departments,
        beds=rates.beds * thousands,
        occupied=rates.beds * thousands * rates.occupancy,
        admitted_then=admissions.level,
        months=(),
        admissions=admissions,
        through_ed=through_ed,
        discharge_hour=leaving(rates.left_by_1700),
        discharge_weekday=EVERY_DAY,
        not_meeting_criteria=None,
        source=RATES,
        assumed=(
            f"No beds are published here: {rates.beds:g} for 1,000 registered patients, "
            f"{rates.occupancy:.1%} of them occupied, England's rates, stand in.",
            _HOURS_STAND_IN,
            _WEEK_STANDS_IN,
            *_ALWAYS_ASSUMED,
        ),
    )


def admissions_by_rate(trust: Trust, method: Method, middle: object, usual: Usual) -> Volume:
    """Return the emergency admissions England's rate makes for a trust's patients."""
    rate = method.hospital.admissions
    return Volume(
        service=KIND,
        site=trust.ward,
        level=trust.patients / 1000.0 * rate * MONTHS_A_YEAR / DAYS_A_YEAR,
        middle=middle if isinstance(middle, date) else date.min,
        month_factor=usual.factors or FLAT,
        growth_mean=0.0,
        growth_sd=method.short_growth_sd,
        residual_sd=usual.residual_sd,
        residual_ar=method.residual_ar,
        weekday=method.emergency_week,
        hour=method.hours,
        months_used=(),
        assumed=(
            f"No emergency admissions are published here: {rate:g} for 1,000 registered patients a "
            "month, England's rate, stand in.",
        ),
    )


def targets(ward: Ward, files: Published | None, method: Method) -> tuple[Target, ...]:
    """Return occupancy, and the shares of those admitted via A&E who waited 4 and 12 hours."""
    full = Target(ward.id, "occupancy", ward.occupancy, ward.months, ward.source)
    found = None if files is None else _waits(files.ae, ward.provider, method)
    rates = method.hospital
    over_4, over_12, months = found or (rates.dta_over_4_hours, rates.dta_over_12_hours, ())
    source = f"{emergency.SOURCE}, from decision to admit" if found else "England's rate"
    return (
        full,
        Target(ward.id, "dta_over_4_hours", over_4, months, source),
        Target(ward.id, "dta_over_12_hours", over_12, months, source),
    )


def _carried_volume(trust: Trust, ahead: Carried, method: Method) -> Volume:
    return Volume(
        service=KIND,
        site=trust.ward,
        level=ahead.level,
        middle=ahead.middle,
        month_factor=ahead.factors,
        growth_mean=ahead.growth_mean,
        growth_sd=ahead.growth_sd,
        residual_sd=ahead.residual_sd,
        residual_ar=method.residual_ar,
        weekday=method.emergency_week,
        hour=method.hours,
        months_used=tuple(month_text(m) for m in ahead.months),
        assumed=(*ahead.said, "Weekdays and hours: those of emergency departments (grade D)."),
    )


_WANTED = ("general_acute_available", "general_acute_occupied")


def _beds(files: Published, provider: str, method: Method) -> _Beds | None:
    """Return means of the last months that report both; None where there are none.

    A month whose every day the workbook of beds gives is the mean of those; else the monthly one.
    """
    both = {
        **_monthly_beds(files.beds, provider),
        **beds_by_day.months_of_days(files.beds_daily, provider),
    }
    months = tuple(sorted(both)[-method.level_months :])
    if not months:
        return None
    days = sum(days_in(m) for m in months)
    available, occupied = (
        sum(both[m][place] * days_in(m) for m in months) / days for place in (0, 1)
    )
    return _Beds(available, occupied, months)


def _monthly_beds(beds: pl.DataFrame, provider: str) -> dict[date, tuple[float, float]]:
    """Return beds and occupied beds by month, where both are reported."""
    own = beds.filter(pl.col("provider").eq(provider) & pl.col("reported"))
    by_month: dict[date, dict[str, float]] = defaultdict(dict)
    for month, measure, value in own.select("month", "measure", "value").iter_rows():
        by_month[month][measure] = float(value)
    return {
        month: (row[_WANTED[0]], row[_WANTED[1]])
        for month, row in by_month.items()
        if all(row.get(name) for name in _WANTED)
    }


def _admitted_in(admitted: Monthly, months: Sequence[date]) -> float | None:
    """Return emergency admissions a day over those of the months that report them."""
    pairs = [
        (c, days_in(m))
        for m, c in zip(admitted.months, admitted.counts, strict=True)
        if m in months
    ]
    return sum(c for c, _ in pairs) / sum(d for _, d in pairs) if pairs else None


def _through(files: Published, trust: Trust, method: Method) -> float:
    """Return admissions via type 1 ÷ all emergency admissions over the last months of both."""
    first = emergency.months_of(files.ae, trust.provider, ("admissions_type1",))
    every = emergency.admissions(files.ae, trust.provider)
    whole = dict(zip(every.months, every.counts, strict=True))
    pairs = [(c, whole[m]) for m, c in zip(first.months, first.counts, strict=True) if m in whole][
        -method.level_months :
    ]
    total = sum(every_one for _, every_one in pairs)
    return sum(c for c, _ in pairs) / total if total else method.hospital.through_ed


def _waits(
    ae: pl.DataFrame, provider: str, method: Method
) -> tuple[float, float, tuple[str, ...]] | None:
    """Return shares waiting over 4 and 12 hours of those admitted via A&E, and the months."""
    names = ("dta_4_12", "dta_12", *emergency.VIA_DEPARTMENTS)
    own = ae.filter(
        pl.col("provider").eq(provider) & pl.col("measure").is_in(names) & pl.col("reported")
    )
    by_month: dict[date, dict[str, float]] = defaultdict(dict)
    for month, measure, value in own.select("month", "measure", "value").iter_rows():
        by_month[month][measure] = float(value)
    needed = names[:3]
    whole = sorted(m for m, row in by_month.items() if all(name in row for name in needed))
    months = whole[-method.level_months :]
    admitted = sum(by_month[m].get(name, 0.0) for m in months for name in names[2:])
    if not admitted:
        return None
    long = sum(by_month[m]["dta_12"] for m in months)
    some = long + sum(by_month[m]["dta_4_12"] for m in months)
    return some / admitted, long / admitted, tuple(month_text(m) for m in months)


def leaving(by_five: float) -> tuple[float, ...]:
    """Return shares of discharges by hour: even up to five in the afternoon, and even after."""
    first, last = leaving_hours()
    before = (by_five / (FIVE - first),) * (FIVE - first)
    after = ((1.0 - by_five) / (last - FIVE),) * (last - FIVE)
    return ((0.0,) * first + before + after + (0.0,) * HOURS)[:HOURS]


_HOURS_STAND_IN = (
    "The hours people leave are not published here: those of two trusts to May 2023 stand in "
    "(grade D)."
)
_WEEK_STANDS_IN = "Discharges by weekday are not published here: every day is taken alike."


def _leaving(
    discharged: pl.DataFrame, provider: str, method: Method, said: list[str]
) -> tuple[float, tuple[float, ...]]:
    """Return the share gone by 17:00 and the discharges by weekday."""
    own = discharged.filter(pl.col("provider").eq(provider) & pl.col("reported"))
    early, late = (_total(own, f"left_{when}_1700") for when in ("by", "after"))
    by_five = early / (early + late) if early + late else method.hospital.left_by_1700
    if not early + late:
        said.append(_HOURS_STAND_IN)
    days: dict[int, list[float]] = defaultdict(list)
    for day, value in own.filter(pl.col("measure") == "left").select("date", "value").iter_rows():
        days[day.weekday()].append(float(value))
    if len(days) == DAYS:
        return by_five, week_of(days)
    said.append(_WEEK_STANDS_IN)
    return by_five, EVERY_DAY


def _total(rows: pl.DataFrame, measure: str) -> float:
    return float(rows.filter(pl.col("measure") == measure)["value"].sum())


def _not_meeting(criteria: pl.DataFrame, provider: str, months: Sequence[date]) -> float | None:
    """Return the mean a day over the months of the beds; None where no day is reported."""
    own = criteria.filter(
        pl.col("provider").eq(provider)
        & pl.col("reported")
        & pl.col("measure").eq("not_meeting_criteria")
        & pl.col("date").dt.truncate("1mo").is_in(list(months))
    )
    mean = own["value"].mean()
    return float(mean) if isinstance(mean, (int, float)) else None
