"""The gap in the board paper: how many more arrive where, and what is there to catch them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from knockon.reports.documents.blocks import Block, Heading, Paragraph, Table
from knockon.reports.grouped import by_service, is_local, moves
from knockon.reports.numbers import in_words, kind_of
from knockon.reports.wording import with_unit

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast, Measure

WEEKLY = "per week"
ORIGIN = "practice"
MOST_ROWS = 10


def gap(forecast: Forecast) -> list[Block]:
    """Return the gap by service in the middle and in one future of ten, and what is to catch it."""
    rows = [_row(one) for one in gaps(forecast)]
    columns = ("More people", "In the middle", "In one future of ten, at least")
    table = [Table("The gap, against the same weeks without the action", columns, tuple(rows))]
    none = [Paragraph("No receiving service sees more people in any simulated future.")]
    return [
        Heading("What would catch it, and the gap left"),
        Paragraph(f"{mitigations(forecast)} {searched()}"),
        *(table if rows else none),
    ]


def searched() -> str:
    """Return that nothing was looked for that would catch the gap."""
    return (
        "No search was made for the capacity that would catch most for its money, and none is "
        "taken off: the gap left is the whole of it."
    )


def mitigations(forecast: Forecast) -> str:
    """Return what the assessment holds to catch the gap, in words."""
    held = forecast.assessment.get("mitigations")
    if not isinstance(held, (list, tuple)) or not held:
        return "The assessment holds no mitigation."
    return f"The assessment holds {'; '.join(_mitigation(one) for one in held)}."


def gaps(forecast: Forecast) -> list[Measure]:
    """Return a measure for each receiving service that may see more, and local services stopped."""
    found: list[Measure] = []
    for service in by_service(forecast.measures):
        if service.service == ORIGIN:
            continue
        rising = [one for one in service.measures if _may_rise(one)]
        found += [one for one in rising if is_local(one)] or rising[:1]
    return found[:MOST_ROWS]


def left_without(forecast: Forecast) -> bool:
    """Return whether people are left without a service that practices stop."""
    return any(is_local(one) and moves(one.change) for one in forecast.measures)


def _may_rise(measure: Measure) -> bool:
    counted = is_local(measure) or measure.unit == WEEKLY
    change = measure.change
    if change.p50 is None or change.p90 is None:
        return False
    return counted and change.p50 >= 0 and change.p90 > 0


def _row(measure: Measure) -> tuple[str, ...]:
    kind = kind_of(measure.unit)
    change = measure.change
    middle, tenth = (in_words(n, kind, signed=True) for n in (change.p50, change.p90))
    return (with_unit(measure), middle, tenth)


def _mitigation(one: object) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    name = str(one.get("type", "")).replace("_", " ")
    slots = one.get("slots_per_day")
    return f"{name} ({slots:g} slots a day)" if isinstance(slots, (int, float)) else name
