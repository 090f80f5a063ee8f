"""Findings as sentences: what rises, what falls, what may do either."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knockon.impact.rounding import alike
from knockon.reports.numbers import SIGNS, interval, kind_of, middle_of, percent

if TYPE_CHECKING:
    from knockon.impact.forecast import Measure, Quantiles

CHECK = "This is a check, not legal advice, and a forecast of what may happen if, not of what will."

MIDDLE_AND_RANGE = "the middle, and 90% of simulated futures in brackets"
"""What stands in a cell that holds a range."""

WITHOUT_TOO = (
    "Only what is above the share without the action is the action's doing: where both are alike, "
    "that capacity is passed anyway. A point or two either way is chance."
)
"""What stands under when capacities are first passed."""

_NAMES = {
    "nhs111": "NHS 111",
    "utc": "urgent treatment centres",
    "ed": "A&E",
    "practice": "practices",
    "pharmacy": "pharmacies",
    "self_care": "self-care",
    "private": "private care",
    "out_of_hours": "out-of-hours services",
    "ambulance": "ambulance service (999)",
    "hub": "overflow hubs",
    "retry": "trying the practice again",
    "acute_beds": "hospital beds",
    "advice_and_guidance": "Advice and Guidance",
    "diagnostics": "diagnostic tests",
    "mental_health": "mental health services",
    "community": "community services",
    "data": "shared data",
    "local_services": "local services that practices stop",
    "all": "all receiving services",
}

BOTH = 2
_IN_FULL = {"ed": "A&E (emergency departments)"}
_SHORT_NAME = re.compile(r"\b(?:[Aa]n |[Tt]he )?EDs?\b")
_INITIALS = frozenset({"PCN", "GP", "NHS", "ICB", "UTC", "A&E"})

_ENDS = {
    "nothing": "Sought no help elsewhere",
    "private": "Paid for private care",
    "self_care": "Looked after themselves",
}

_WAYS = ("a rise", "a fall", "may rise or fall", "no change", "withheld")

_FITS = {
    "ok": "",
    "outside": "The model does not give back what is published, so performance is withheld.",
    "assumed": "How much there is rests on numbers listed as assumptions, of grade D among them, "
    "not on figures published for this place.",
}
ENGLANDS_RATE = (
    "How much there is rests on England's rate per 1,000 patients: no file here counts it."
)
NOT_FOLLOWED = {
    ("ambulance", "hours_lost"): (
        "The same hours are lost for each person brought to A&E, England's mean: that people wait "
        "longer inside does not lengthen them."
    ),
    ("practice", "contacts_seen"): (
        "Time that other actions free is not turned into contacts: no source says how many minutes "
        "it is."
    ),
}
"""What the change of a measure leaves out, said where the measure stands."""


def service_name(service: str) -> str:
    """Return a service in words: its own name, else its key with spaces."""
    return _NAMES.get(service, service.replace("_", " "))


def service_in_full(service: str) -> str:
    """Return a service where it is first named: with what its short name stands for."""
    return _IN_FULL.get(service, service_name(service))


def one_name(words: str) -> str:
    """Return ``words`` with emergency departments by the one name this page has for them."""
    return _SHORT_NAME.sub("A&E", words)


def place_name(name: str) -> str:
    """Return a published name for reading: capitals throughout become initial ones."""
    if not name.isupper():
        return name
    return " ".join(word if word in _INITIALS else word.capitalize() for word in name.split())


def went_words(service: str) -> str:
    """Return where somebody not seen went, as an outcome."""
    return _ENDS.get(service, f"Went to {service_name(service)}")


def capital(words: str) -> str:
    """Return ``words`` with the first letter a capital."""
    return words[:1].upper() + words[1:]


def fit_words(fit: str) -> str:
    """Return what a reader must know of a measure's fit, as a sentence; nothing where it fits."""
    return _FITS.get(fit, fit)


def a_week(unit: str) -> str:
    """Return a unit as it stands after a number: ``per week`` as ``a week``, a share as nothing."""
    return "" if unit == "share" else unit.removeprefix("£ ").replace("per ", "a ", 1)


def with_unit(measure: Measure) -> str:
    """Return a measure as a row's name: ``111 calls, a week``, a share by its title alone."""
    unit = a_week(measure.unit)
    said = not unit or unit in measure.title.casefold()
    return measure.title if said else f"{measure.title}, {unit}"


def finding(measure: Measure) -> str:
    """Return what happens to a measure, as a title: the change, its interval, nothing unsaid."""
    return f"{measure.title}: {change_words(measure.change, measure.unit)}"


def change_words(change: Quantiles, unit: str) -> str:
    """Return a change in words: ``a rise of about 70 a week (90% of simulated futures: …)``.

    Whether it rises or falls goes by the digits that are said.
    """
    if change.p50 is None or change.p5 is None or change.p95 is None:
        return "withheld"
    if change.p5 == change.p95 == 0:
        return "no change in any simulated future"
    kind = kind_of(unit)
    behind = f" {a_week(unit)}".rstrip()
    doubt = interval(change, kind, signed=True)
    low, said, high = alike(change.p5, change.p50, change.p95)
    if low < 0 < high:
        middle = middle_of(change, kind, signed=True)
        return f"may rise or fall, in the middle {middle}{behind} ({doubt})"
    if said == 0:
        return f"no change in the middle ({doubt})"
    way = "rise" if said > 0 else "fall"
    size = middle_of(change, kind, signed=kind == "share").lstrip(SIGNS)
    return f"a {way} of about {size}{behind} ({doubt})"


def changes_in(changes: Sequence[Quantiles]) -> str:
    """Return in how many places a measure rises, falls or may do either."""
    ways = Counter(_way(change) for change in changes)
    if len(ways) == 1:
        everywhere = "both places" if len(changes) == BOTH else f"all {len(changes)} places"
        return f"{next(iter(ways))} in {everywhere}"
    return ", ".join(f"{way} in {ways[way]}" for way in _WAYS if way in ways)


def _way(change: Quantiles) -> str:
    if change.p50 is None or change.p5 is None or change.p95 is None:
        return "withheld"
    if change.p5 == change.p95 == 0:
        return "no change"
    low, _, high = alike(change.p5, change.p50, change.p95)
    if low < 0 < high:
        return "may rise or fall"
    return "a rise" if high > 0 else "a fall"


def doubt_sentence(measure: Measure) -> str:
    """Return what most of the doubt about a measure is, or that no one assumption stands out."""
    if not measure.drivers:
        return f"{measure.title}: no single assumption stands out from chance."
    first = measure.drivers[0]
    return (
        f"{measure.title}: {percent(first.share)} of the doubt goes with “{one_name(first.name)}”."
    )
