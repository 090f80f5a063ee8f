"""Coverage: per service, week and place, who still has a service and who has lost it.

Notices become spells of weeks, spells say how each practice stands, and practices are added up by
place. A practice without a notice is taken to go on offering the service: whether it ever did is
not in a ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register.coverage_cells import Cell, Limit, Sums
from knockon.register.coverage_lists import Heads, PatientList, by_holder, heads
from knockon.register.coverage_runs import GROUPS, Spell, groups_ended, pattern_of, stretches
from knockon.register.notice import Capacity, Notice, PatientGroup
from knockon.register.state import NoticeRecord, State

__all__ = ["EVERYWHERE", "MOST_WEEKS", "Coverage", "coverage"]

EVERYWHERE = ""
"""The place that holds all others."""

MOST_WEEKS = 520

Holders = Mapping[tuple[str, str], tuple[PatientList, ...]]
Key = tuple[str, str, PatientGroup]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of every service with a notice, by week, place and group of patients.

    ``first`` is the Monday of the first week. ``cells`` are by service, place and group;
    :data:`EVERYWHERE` stands beside the places, and a place where nobody gave notice on a service
    has no cell of it. ``capped`` are the services that stop at a capacity somewhere.
    ``not_listed`` are holders of notices that no list of patients belongs to: their patients are
    in no number. ``seq`` is the ledger's entry as of which it is told.
    """

    title: str
    seq: int
    first: date
    weeks: int
    registered: Mapping[str, Heads]
    cells: Mapping[Key, Cell]
    capped: frozenset[str]
    not_listed: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The places, in the order of their names."""
        return tuple(place for place in self.registered if place != EVERYWHERE)

    @property
    def services(self) -> tuple[str, ...]:
        """The services with a notice, in the order of their ids."""
        return tuple(sorted({service for service, _, _ in self.cells}))

    @property
    def mondays(self) -> tuple[date, ...]:
        """The first day of each week."""
        return tuple(self.first + timedelta(weeks=week) for week in range(self.weeks))

    def groups(self, service: str) -> tuple[PatientGroup, ...]:
        """Return the groups a service is told of: beyond capacity only where it stops at one."""
        return tuple(
            group
            for group in GROUPS
            if (service, EVERYWHERE, group) in self.cells
            and (group != "beyond_capacity" or service in self.capped)
        )

    def cell(self, service: str, group: PatientGroup, place: str = EVERYWHERE) -> Cell:
        """Return one cell; where nobody gave notice, everybody is covered."""
        nobody_gave = Cell(service, place, group, self.registered[place], {}, {})
        return self.cells.get((service, place, group), nobody_gave)


def coverage(state: State, lists: Sequence[PatientList], *, first: date, weeks: int) -> Coverage:
    """Return who has which service in each of ``weeks`` weeks from ``first``, a Monday.

    Withdrawn, lapsed, superseded and mistaken notices count for nothing; a deferral has moved the
    end already. Raises K741 for a practice listed twice, K742 for a first day that is no Monday or
    a number of weeks that cannot be, K743 where no practice is listed.
    """
    _check(lists, first, weeks)
    holders = by_holder(lists)
    counting = _Counting(first, weeks)
    not_listed: set[str] = set()
    for service, records in _by_service(state.standing()).items():
        concerned, missing = _by_practice(records, holders)
        not_listed |= missing
        for one, own in concerned:
            counting.practice(service, one, own)
    registered = _registered(lists)
    return Coverage(
        title=state.title,
        seq=state.seq,
        first=first,
        weeks=weeks,
        registered=registered,
        cells=_cells(counting.sums, registered, weeks),
        capped=_capped(state.standing()),
        not_listed=tuple(sorted(not_listed)),
    )


def _check(lists: Sequence[PatientList], first: date, weeks: int) -> None:
    if first.weekday() != 0 or not 1 <= weeks <= MOST_WEEKS:
        raise KnockonError(
            "K742",
            f"coverage is asked for {weeks} weeks from {first:%A} {first}",
            expected=f"a Monday, and 1 to {MOST_WEEKS} weeks",
            remedy="Correct the first day or the number of weeks.",
        )
    if not lists:
        raise KnockonError(
            "K743",
            "no practice is listed",
            expected="at least one practice with its registered patients",
            remedy="Name a system or a list of practices that holds some.",
        )


def _registered(lists: Sequence[PatientList]) -> dict[str, Heads]:
    of_place: dict[str, list[PatientList]] = {}
    for one in lists:
        of_place.setdefault(one.place, []).append(one)
    return {
        EVERYWHERE: heads(lists),
        **{place: heads(of_place[place]) for place in sorted(of_place)},
    }


def _by_service(records: Iterable[NoticeRecord]) -> dict[str, list[NoticeRecord]]:
    found: dict[str, list[NoticeRecord]] = {}
    for record in records:
        found.setdefault(record.notice.service, []).append(record)
    return found


def _capped(records: Iterable[NoticeRecord]) -> frozenset[str]:
    notices = (record.notice for record in records)
    return frozenset(one.service for one in notices if "beyond_capacity" in one.patients)


def _by_practice(
    records: Iterable[NoticeRecord], holders: Holders
) -> tuple[list[tuple[PatientList, list[NoticeRecord]]], set[str]]:
    """Return each practice concerned with the notices on it, and the holders nobody listed."""
    found: dict[str, tuple[PatientList, list[NoticeRecord]]] = {}
    missing = set()
    for record in records:
        holder = record.notice.holder
        lists = holders.get((holder.kind, holder.code), ())
        if not lists:
            missing.add(holder.code)
        for one in lists:
            found.setdefault(one.practice, (one, []))[1].append(record)
    return list(found.values()), missing


@dataclass(slots=True)
class _Counting:
    """Counts practices into cells, one practice and service at a time."""

    first: date
    weeks: int
    sums: dict[Key, Sums] = field(default_factory=dict)

    def practice(self, service: str, one: PatientList, records: Sequence[NoticeRecord]) -> None:
        """Count how a practice stands in a service, group by group."""
        noticed = [(r.notice, Spell.of(r.status, r.notice, self.first)) for r in records]
        counts = (1, one.patients, one.adults or 0, int(one.adults is None))
        concerning: dict[PatientGroup, list[Spell]] = {}
        for notice, spell in noticed:
            for group in groups_ended(notice):
                concerning.setdefault(group, []).append(spell)
        for group, spells in concerning.items():
            into = self._sums(service, one.place, group)
            into.add(pattern_of(spells), counts)
            if group == "beyond_capacity":
                into.limits += _limits(one, noticed, self.weeks)

    def _sums(self, service: str, place: str, group: PatientGroup) -> Sums:
        key = (service, place, group)
        if key not in self.sums:
            self.sums[key] = Sums()
        return self.sums[key]


def _limits(one: PatientList, noticed: Sequence[tuple[Notice, Spell]], weeks: int) -> list[Limit]:
    """Return at what capacity a practice stops, while it has not stopped altogether."""
    limits: list[Limit] = []
    if not any(notice.capacity for notice, _ in noticed):
        return limits
    for week, until in stretches([spell for _, spell in noticed], weeks):
        gone = [
            (notice, spell)
            for notice, spell in noticed
            if spell.status == "firm" and spell.is_gone(week)
        ]
        if gone and not any(notice.ends_for("existing") for notice, _ in gone):
            limits.append(Limit(week, until, one.patients, one.adults, _capacity(gone)))
    return limits


def _capacity(gone: Iterable[tuple[Notice, Spell]]) -> Capacity | None:
    """Return the capacity stated; of several limits the one that came last holds."""
    stated = [(spell.gone or 0, notice.capacity) for notice, spell in gone if notice.capacity]
    capacity = max(stated, key=lambda each: each[0])[1] if stated else UNKNOWN
    return capacity if isinstance(capacity, Capacity) else None


def _cells(
    sums: Mapping[Key, Sums], registered: Mapping[str, Heads], weeks: int
) -> dict[Key, Cell]:
    """Return the cells of every place, and of all places together."""
    every: dict[Key, Sums] = {}
    for (service, _, group), one in sums.items():
        every.setdefault((service, EVERYWHERE, group), Sums()).add_all(one)
    return {
        key: one.cell(*key, registered=registered[key[1]], weeks=weeks)
        for key, one in (every | dict(sums)).items()
    }
