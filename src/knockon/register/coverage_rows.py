"""Coverage as a tidy table: one row for a week, a place, a service and a group of patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from knockon.catalogue import Catalogue
from knockon.register.coverage import EVERYWHERE, Coverage
from knockon.register.coverage_cells import Cell
from knockon.register.coverage_lists import Heads
from knockon.register.coverage_people import Estimate, NotEstimated, people_without
from knockon.register.coverage_runs import COVERS, MIGHTS, Cover, Might
from knockon.register.notice import PatientGroup

__all__ = ["COLUMNS", "CoverageRow", "coverage_rows", "turning_weeks"]

COLUMNS = (
    *("week", "place", "service", "group", "practices", "registered_patients"),
    *(f"{cover}_{what}" for cover in COVERS for what in ("practices", "patients")),
    *(f"{might}_{what}" for might in MIGHTS for what in ("practices", "patients")),
    *("without_low", "without_central", "without_high", "without_unit", "without_reach"),
    "without_why_not",
)
"""The columns of the table; place blank is every place together."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How a group of patients stands in a service at the end of one week, in one place.

    ``without`` is how many people are without it, or why nobody can say.
    """

    week: date
    place: str
    service: str
    group: PatientGroup
    registered: Heads
    covers: dict[Cover, Heads]
    mights: dict[Might, Heads]
    gone: Heads
    still: Heads
    without: Estimate | NotEstimated

    def values(self) -> dict[str, Any]:
        """Return the row by column; what is not known is None."""
        estimate = self.without if isinstance(self.without, Estimate) else None
        return {
            "week": self.week.isoformat(),
            "place": self.place,
            "service": self.service,
            "group": self.group,
            "practices": self.registered.practices,
            "registered_patients": self.registered.patients,
            **_counts({**self.covers, **self.mights}),
            "without_low": estimate and estimate.low,
            "without_central": estimate and estimate.central,
            "without_high": estimate and estimate.high,
            "without_unit": estimate and estimate.unit,
            "without_reach": estimate and estimate.reach,
            "without_why_not": None if isinstance(self.without, Estimate) else self.without.why,
        }


def coverage_rows(
    found: Coverage, catalogue: Catalogue, *, by_place: bool = False
) -> Iterator[CoverageRow]:
    """Yield the rows, service by service, place by place, group by group, week by week."""
    places = (EVERYWHERE, *(found.places if by_place else ()))
    for service in found.services:
        for place in places:
            for group in found.groups(service):
                cell = found.cell(service, group, place)
                for week in range(found.weeks):
                    yield row_of(found, cell, week, catalogue)


def row_of(found: Coverage, cell: Cell, week: int, catalogue: Catalogue) -> CoverageRow:
    """Return one row."""
    return CoverageRow(
        week=found.mondays[week],
        place=cell.place,
        service=cell.service,
        group=cell.group,
        registered=cell.registered,
        covers={cover: cell.heads(week, cover) for cover in COVERS},
        mights={might: cell.might(week, might) for might in MIGHTS},
        gone=cell.gone(week),
        still=cell.still(week),
        without=people_without(cell, week, catalogue),
    )


def turning_weeks(cell: Cell, weeks: int) -> list[int]:
    """Return the first week and every week in which something is other than the week before."""

    def stands(week: int) -> list[Heads]:
        covers = [cell.heads(week, cover) for cover in COVERS]
        return covers + [cell.might(week, might) for might in MIGHTS]

    told = [stands(week) for week in range(weeks)]
    return [week for week in range(weeks) if week == 0 or told[week] != told[week - 1]]


def _counts(of: dict[Any, Heads]) -> dict[str, int]:
    return {
        f"{name}_{what}": getattr(heads, what)
        for name, heads in of.items()
        for what in ("practices", "patients")
    }
