"""The numbers of coverage: columns by week, for a service, a place and a group of patients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar

from knockon.register.coverage_lists import NOBODY, Heads
from knockon.register.coverage_runs import COVERS, GONE, HELD, Cover, Might, Pattern, runs
from knockon.register.notice import Capacity, PatientGroup

__all__ = ["Cell", "Columns", "Limit", "Sums"]

Column = tuple[int, ...]
Counts = tuple[int, int, int, int]
"""Practices, patients, known adults, practices without."""
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Columns:
    """Practices and the people on their lists, each by week."""

    practices: Column
    patients: Column
    known_adults: Column
    without_adults: Column

    def heads(self, week: int) -> Heads:
        """Return what the columns say of one week."""
        return Heads(
            self.practices[week],
            self.patients[week],
            self.known_adults[week],
            self.without_adults[week],
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """A practice that stops at a capacity, from one week up to but not including another.

    ``capacity`` None: it does not say, or does not know, at which.
    """

    week: int
    until: int
    patients: int
    adults: int | None
    capacity: Capacity | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One service, place and group of patients, week by week.

    ``covers`` holds the columns of every cover but plain cover, which is the rest of those
    ``registered``; covers and mights no practice ever has are left out. What is in ``mights``
    counts as covered too: it is what might come. ``limits`` are the practices that stop at a
    capacity and have not stopped altogether.
    """

    service: str
    place: str
    group: PatientGroup
    registered: Heads
    covers: Mapping[Cover, Columns]
    mights: Mapping[Might, Columns]
    limits: tuple[Limit, ...] = ()

    def heads(self, week: int, *covers: Cover) -> Heads:
        """Return the practices that stand in one of ``covers`` at the end of a week."""
        return sum((self._of(week, one) for one in covers), NOBODY)

    def gone(self, week: int) -> Heads:
        """Return the practices whose service is gone, wherever their patients go."""
        return self.heads(week, *GONE)

    def still(self, week: int) -> Heads:
        """Return the practices that still offer it, notice of a known end included."""
        return self.heads(week, *HELD)

    def might(self, week: int, *mights: Might) -> Heads:
        """Return the practices where something not firm might take it away by then."""
        there = [self.mights[one].heads(week) for one in mights if one in self.mights]
        return sum(there, NOBODY)

    def _of(self, week: int, cover: Cover) -> Heads:
        if cover == "covered":
            return self.registered - self.heads(week, *COVERS[1:])
        return self.covers[cover].heads(week) if cover in self.covers else NOBODY


class _Steps:
    """Adds up practices as they come and go by week."""

    __slots__ = ("adults", "patients", "practices", "without")

    def __init__(self, weeks: int) -> None:
        self.practices = [0] * (weeks + 1)
        self.patients = [0] * (weeks + 1)
        self.adults = [0] * (weeks + 1)
        self.without = [0] * (weeks + 1)

    def put(self, counts: Counts, week: int, until: int) -> None:
        """Count practices from a week up to but not including another."""
        practices, patients, adults, without = counts
        self.practices[week] += practices
        self.practices[until] -= practices
        self.patients[week] += patients
        self.patients[until] -= patients
        self.adults[week] += adults
        self.adults[until] -= adults
        self.without[week] += without
        self.without[until] -= without

    def columns(self) -> Columns:
        """Return what has come and not gone, week by week."""
        parts = (self.practices, self.patients, self.adults, self.without)
        return Columns(*(tuple(accumulate(part[:-1])) for part in parts))


@dataclass(slots=True)
class Sums:
    """A cell in the making: the practices of each pattern of notices, added up.

    Practices that one letter was sent for have the same pattern, so there are few.
    """

    patterns: dict[Pattern, Counts] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)

    def add(self, pattern: Pattern, counts: Counts) -> None:
        """Count practices under the notices on them."""
        if pattern in self.patterns:
            a, b, c, d = self.patterns[pattern]
            counts = (a + counts[0], b + counts[1], c + counts[2], d + counts[3])
        self.patterns[pattern] = counts

    def add_all(self, other: Sums) -> None:
        """Count everything another cell counts."""
        for pattern, counts in other.patterns.items():
            self.add(pattern, counts)
        self.limits += other.limits

    def cell(
        self,
        service: str,
        place: str,
        group: PatientGroup,
        *,
        registered: Heads,
        weeks: int,
    ) -> Cell:
        """Return the cell; plain cover is the rest of those registered and is not counted."""
        covers: dict[Cover, _Steps] = {}
        mights: dict[Might, _Steps] = {}
        for pattern, counts in self.patterns.items():
            for week, until, cover, might in runs(pattern, weeks):
                if cover != "covered":
                    _steps(covers, cover, weeks).put(counts, week, until)
                if might is not None:
                    _steps(mights, might, weeks).put(counts, week, until)
        return Cell(
            service,
            place,
            group,
            registered,
            {cover: steps.columns() for cover, steps in covers.items()},
            {might: steps.columns() for might, steps in mights.items()},
            tuple(self.limits),
        )


def _steps(of: dict[K, _Steps], key: K, weeks: int) -> _Steps:
    if key not in of:
        of[key] = _Steps(weeks)
    return of[key]
