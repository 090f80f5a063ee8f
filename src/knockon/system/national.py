"""England's rates where no file says what a place does, and for made-up boards.

Every value made here says so in ``assumed``.
"""

from __future__ import annotations

from datetime import date

from knockon.system.method import EmergencyRates, Method
from knockon.system.profiles import within_opening
from knockon.system.seasons import FLAT, MONTHS_A_YEAR
from knockon.system.sites import residual_sd
from knockon.system.values import Site, Target, Telephone111, Volume

DAYS_A_YEAR = 365.25
SOURCE = "England's rate, see the parameters"


def volume(
    site: Site,
    patients: float,
    method: Method,
    *,
    middle: date,
    factors: tuple[float, ...] | None = None,
) -> Volume:
    """Return a site's volume for the patients who would use it, at England's rate."""
    rate = method.emergency.of(site.kind)
    months = "England's A&E attendances of all types" if factors else "taken alike"
    return Volume(
        service=site.kind,
        site=site.id,
        level=patients / 1000.0 * rate * MONTHS_A_YEAR / DAYS_A_YEAR,
        middle=middle,
        month_factor=factors or FLAT,
        growth_mean=0.0,
        growth_sd=method.short_growth_sd,
        residual_sd=residual_sd(site.kind),
        residual_ar=method.residual_ar,
        weekday=method.emergency_week,
        hour=within_opening(method.hours, site, method.emergency_week),
        months_used=(),
        admitted_share=method.emergency.admitted if site.kind == "ed" else None,
        assumed=(
            f"No activity is published here: {rate:g} for 1,000 registered patients a month, "
            "England's rate, stands in.",
            f"Months: {months}.",
            "Weekdays and hours: those of emergency departments (grade D).",
        ),
    )


def targets(site: Site, rates: EmergencyRates) -> tuple[Target, ...]:
    """Return the performance a site of this kind has in England."""
    if site.kind == "ed":
        return (Target(site.id, "within_4_hours", rates.within_4_hours, (), SOURCE),)
    if site.kind == "nhs111":
        return (Target(site.id, "answered", rates.answered, (), SOURCE),)
    return ()


def telephone(rates: EmergencyRates) -> Telephone111:
    """Return England's shares answered and triaged."""
    return Telephone111(answered=rates.answered, triaged_of_answered=rates.triaged)
