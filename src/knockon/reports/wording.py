"""Findings as sentences: what rises, what falls, what may do either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.reports.numbers import in_words, interval, kind_of, percent

if TYPE_CHECKING:
    from knockon.impact.forecast import Measure, Quantiles

CHECK = "This is a check, not legal advice, and a forecast of what may happen if, not of what will."

_NAMES = {
    "nhs111": "NHS 111",
    "utc": "urgent treatment centres",
    "ed": "emergency departments",
    "practice": "practices",
    "pharmacy": "pharmacies",
    "self_care": "self-care",
    "private": "private care",
    "out_of_hours": "out-of-hours services",
    "ambulance": "ambulance service (999)",
    "hub": "overflow hubs",
    "acute_beds": "hospital beds",
}

_ENDS = {
    "nothing": "Sought no help elsewhere",
    "private": "Paid for private care",
    "self_care": "Looked after themselves",
}

_FITS = {
    "ok": "gives back published figures",
    "outside": "does not give back published figures: performance withheld",
    "assumed": "an assumption, not fitted (grade D)",
}


def service_name(service: str) -> str:
    """Return a service in words: its own name, else its key with spaces."""
    return _NAMES.get(service, service.replace("_", " "))


def went_words(service: str) -> str:
    """Return where somebody not seen went, as an outcome."""
    return _ENDS.get(service, f"Went to {service_name(service)}")


def capital(words: str) -> str:
    """Return ``words`` with the first letter a capital."""
    return words[:1].upper() + words[1:]


def fit_words(fit: str) -> str:
    """Return the verdict on a service's fit in words."""
    return _FITS.get(fit, fit)


def a_week(unit: str) -> str:
    """Return a unit as it stands after a number: ``per week`` as ``a week``, a share as nothing."""
    return "" if unit == "share" else unit.replace("per ", "a ", 1)


def finding(measure: Measure) -> str:
    """Return what happens to a measure, as a title: the change, its interval, nothing unsaid."""
    return f"{measure.title}: {change_words(measure.change, measure.unit)}"


def change_words(change: Quantiles, unit: str) -> str:
    """Return a change in words: ``rises by about 70 a week (90% of simulated futures: …)``."""
    if change.p50 is None or change.p5 is None or change.p95 is None:
        return "withheld"
    if change.p5 == change.p95 == 0:
        return "no change in any simulated future"
    kind = kind_of(unit)
    behind = f" {a_week(unit)}".rstrip()
    doubt = interval(change, kind, signed=True)
    if change.p5 < 0 < change.p95:
        middle = in_words(change.p50, kind, signed=True)
        return f"may rise or fall, in the middle {middle}{behind} ({doubt})"
    verb = "rises" if change.p50 > 0 else "falls"
    size = in_words(abs(change.p50), kind, signed=kind == "share").lstrip("+")
    return f"{verb} by about {size}{behind} ({doubt})"


def doubt_sentence(measure: Measure) -> str:
    """Return what most of the doubt about a measure is, or that no one assumption stands out."""
    if not measure.drivers:
        return f"{measure.title}: no single assumption stands out from chance."
    first = measure.drivers[0]
    return f"{measure.title}: {percent(first.share)} of the doubt goes with “{first.name}”."
