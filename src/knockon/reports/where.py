"""By place: the change in each PCN and at each site over the whole horizon, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.impact.forecast import Quantiles
from knockon.reports.grouped import Together, by_service, moves
from knockon.reports.numbers import kind_of, middle_and_range
from knockon.reports.parts import Cell, Chart, Figure, Heading, Part, Prose, Section, Table, text
from knockon.reports.side_by_side import RANGE_KEY, Arms, Row, arms_of, drawn, numbers
from knockon.reports.wording import (
    MIDDLE_AND_RANGE,
    changes_in,
    place_name,
    with_unit,
)

if TYPE_CHECKING:
    from knockon.impact.forecast import Forecast, Measure

MOST_DRAWN = 40
"""Places beyond this number are listed, not drawn."""
ABREAST = 4
"""Measures side by side in one list."""
DRAWN = 2
"""Measures of a service that are drawn by place; the tables have them all."""

_NO_MAP = (
    "No map is drawn: the files of this system hold no positions. Add the ONS Postcode Directory "
    "(ONS Open Geography portal) or Code-Point Open (Ordnance Survey) to the folder and build the "
    "system again."
)
_HOW = (
    "The change over the whole horizon, place by place in the order of their names. Counts are a "
    "mean week's, who waits is counted at the end, shares are of everybody over the horizon."
)

Told = list[tuple["Measure", list[Row]]]


def by_place(forecast: Forecast) -> Section:
    """Return each service with more than one place: a list, then a chart a measure."""
    parts: list[Part] = [Prose(_HOW)]
    for service in by_service(forecast.measures):
        told = [(one, _rows(forecast, one)) for one in service.measures if moves(one.change)]
        parts += _service(service, [(one, rows) for one, rows in told if rows])
    if len(parts) == 1:
        parts = [Prose("This run tells no two places apart.")]
    return Section("places", "By place", (*parts, Prose(_NO_MAP)))


def _rows(forecast: Forecast, measure: Measure) -> list[Row]:
    """Return the places of a measure by name; one with no number anywhere is none."""
    if measure.change.p50 is None:
        return []
    names = dict(forecast.places)
    found = arms_of(forecast.by_place, measure, "place")
    rows = [(place_name(names.get(str(code), str(code))), arms) for code, arms in found.items()]
    return sorted(rows, key=lambda row: row[0])


def _service(service: Together, told: Told) -> list[Part]:
    if not told:
        return []
    lists = _abreast(told)
    return [
        Heading(service.title),
        *(_list(service, some, number) for number, some in enumerate(lists)),
        _figure(service, told),
    ]


def _abreast(told: Told) -> list[Told]:
    """Return measures with the same places together, a few abreast."""
    alike: dict[frozenset[str], Told] = {}
    for one, rows in told:
        alike.setdefault(frozenset(name for name, _ in rows), []).append((one, rows))
    return [
        some[first : first + ABREAST]
        for some in alike.values()
        for first in range(0, len(some), ABREAST)
    ]


def _list(service: Together, told: Told, number: int) -> Table:
    """Return measures of a service in every place, a cell each."""
    places = sorted({name for _, rows in told for name, _ in rows})
    columns = [dict(rows) for _, rows in told]
    cells = [
        (
            text(place),
            *(_cell(of.get(place), one) for of, (one, _) in zip(columns, told, strict=True)),
        )
        for place in places
    ]
    further = f", list {number + 1}" if number else ""
    return Table(
        id=f"l-{service.service}{f'-{number + 1}' if number else ''}",
        caption=f"{service.title}, change by place{further}: {MIDDLE_AND_RANGE}",
        columns=("Place", *(with_unit(measure) for measure, _ in told)),
        rows=tuple(cells),
    )


def _cell(arms: Arms | None, measure: Measure) -> Cell:
    if arms is None:
        return text("not counted here")
    said = middle_and_range(_change(arms), kind_of(measure.unit), signed=True)
    return text(said, tone="range")


def _change(arms: Arms) -> Quantiles:
    return Quantiles(*(arms["change"].get(name) for name in ("p5", "p10", "p50", "p90", "p95")))


def _figure(service: Together, told: Told) -> Figure:
    """Return a table for each measure of a service, and a chart of its first."""
    most = max(len(rows) for _, rows in told)
    many = most > MOST_DRAWN
    return Figure(
        id=f"fig-p-{service.service}",
        title=f"{service.title}: the change in each of {most} places",
        charts=() if many else tuple(_chart(*one) for one in told[:DRAWN]),
        key="" if many else RANGE_KEY,
        tables=tuple(_numbers(measure, rows) for measure, rows in told),
        note=f"{most} places are too many to draw: they are in the tables." if many else "",
        on_paper=False,
    )


def _chart(measure: Measure, rows: list[Row]) -> Chart:
    title = f"{with_unit(measure)}: {changes_in([_change(arms) for _, arms in rows])}"
    return drawn(f"p-{measure.service}-{measure.measure}", title, rows, measure, label=title)


def _numbers(measure: Measure, rows: list[Row]) -> Table:
    words = (f"{with_unit(measure)}, by place", f"{measure.title} by place, all percentiles")
    key = f"p-{measure.service}-{measure.measure}"
    return numbers(key, "Place", rows, measure, words=words)
