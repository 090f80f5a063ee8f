"""What one practice offers of one service to one group of patients, week after week.

A week is judged by its last day, a Sunday: a service whose first day without falls in a week is
gone in that week. Only firm notices count; what is considered or conditional is told apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.register.notice import Notice, PatientGroup
from knockon.register.state import Status

__all__ = [
    "COVERS",
    "GONE",
    "GROUPS",
    "HELD",
    "MIGHTS",
    "Cover",
    "Might",
    "Pattern",
    "Run",
    "Spell",
    "groups_ended",
    "pattern_of",
    "runs",
    "stretches",
]

Cover = Literal["covered", "ending", "end_unknown", "somewhere", "nowhere", "where_unknown"]
"""How a group of patients stands.

``covered``: no firm notice. ``ending``: notice is given and its end is known and to come.
``end_unknown``: notice is given and nobody knows when it ends, so neither whether there is cover.
Gone: ``somewhere`` (a service takes them), ``nowhere`` (known that none does), ``where_unknown``.
"""

Might = Literal["conditional", "considered", "undated"]
"""What would take cover away if it came about, and counts as nothing before.

``conditional``: by then the end of a notice given under a condition that is not decided.
``considered``: by then the end of a notice not given yet. ``undated``: either, with no known end.
"""

COVERS: tuple[Cover, ...] = get_args(Cover)
MIGHTS: tuple[Might, ...] = get_args(Might)
GONE: tuple[Cover, ...] = ("somewhere", "nowhere", "where_unknown")
HELD: tuple[Cover, ...] = ("covered", "ending")
"""Where there is cover, so that something might take it away."""
OUTWEIGHING: tuple[Cover, ...] = (
    *("somewhere", "where_unknown", "nowhere", "end_unknown", "ending"),
)
"""Covers but plain cover, each outweighing those after it."""
WORDS: tuple[Cover | Might, ...] = (*OUTWEIGHING, *MIGHTS)
Pattern = tuple[int, ...]
"""The week in which each of :data:`WORDS` first comes about."""
NEVER = 1 << 30
"""A week later than any."""
GROUPS: tuple[PatientGroup, ...] = ("new", "existing", "beyond_capacity")


class Spell(NamedTuple):
    """A notice that stands, in weeks: from when it is given, and from when its service is gone.

    ``given`` is 0 where it is not given yet; ``gone`` None where no end is known; ``where`` is
    what becomes of the patients then.
    """

    status: Status
    given: int
    gone: int | None
    where: Cover

    @classmethod
    def of(cls, status: Status, notice: Notice, first: date) -> Spell:
        """Return the spell of a notice, weeks counted from ``first``, a Monday."""
        without = notice.first_day_without
        return cls(
            status,
            0 if notice.given_on is None else week_of(notice.given_on, first),
            week_of(without, first) if isinstance(without, date) else None,
            _where(notice.receiving),
        )

    def is_gone(self, week: int) -> bool:
        """Whether its service is gone by the end of a week."""
        return self.gone is not None and self.gone <= week


class Run(NamedTuple):
    """How a group stands from one week up to but not including another, plain cover apart."""

    week: int
    until: int
    cover: Cover
    might: Might | None


def week_of(day: date, first: date) -> int:
    """Return the week, counted from ``first``, by whose Sunday a day has come.

    Days before the first week belong to it: what has come has come.
    """
    return max(0, (day - first).days // 7)


def groups_ended(notice: Notice) -> tuple[PatientGroup, ...]:
    """Return the groups a notice takes a service from.

    Where it ends for new and existing patients alike there is nobody left within capacity, so it
    ends for those beyond it too.
    """
    if notice.ends_for("new") and notice.ends_for("existing"):
        return GROUPS
    return tuple(one for one in GROUPS if one in notice.patients)


def stretches(spells: Iterable[Spell], weeks: int) -> list[tuple[int, int]]:
    """Return the stretches of weeks (from, up to but not including) in which nothing changes."""
    turns = {0}
    for spell in spells:
        turns.add(spell.given)
        if spell.gone is not None:
            turns.add(spell.gone)
    begins = sorted(week for week in turns if week < weeks)
    return list(zip(begins, (*begins[1:], weeks), strict=True))


def pattern_of(spells: Iterable[Spell]) -> Pattern:
    """Return in which week each thing first comes about under some notices.

    ``spells`` are the notices on one service of one practice that concern a group of patients.
    Nothing that has come about is undone by another notice, so first weeks are all that counts.
    """
    first: dict[Cover | Might, int] = {}
    for spell in spells:
        for word, week in _turns(spell):
            if week < first.get(word, NEVER):
                first[word] = week
    return tuple(first.get(word, NEVER) for word in WORDS)


@lru_cache(maxsize=1 << 14)
def runs(pattern: Pattern, weeks: int) -> tuple[Run, ...]:
    """Return how a group stands, stretch by stretch of so many weeks, plain cover left out.

    Practices that one letter was sent for stand alike, so what was found is kept.
    """
    begins = sorted({0, *(week for week in pattern if week < weeks)})
    found = (
        Run(
            week,
            until,
            *_stands({w for w, turn in zip(WORDS, pattern, strict=True) if turn <= week}),
        )
        for week, until in zip(begins, (*begins[1:], weeks), strict=True)
    )
    return tuple(run for run in found if run.cover != "covered" or run.might is not None)


def _turns(spell: Spell) -> tuple[tuple[Cover | Might, int], ...]:
    """Return what a notice brings about, and from which week."""
    if spell.status == "firm":
        if spell.gone is None:
            return (("end_unknown", spell.given),)
        return (("ending", spell.given), (spell.where, spell.gone))
    if spell.gone is None:
        return (("undated", spell.given),)
    return (("conditional" if spell.status == "conditional" else "considered", spell.gone),)


def _stands(come: Collection[Cover | Might]) -> tuple[Cover, Might | None]:
    """Return how a group stands when these things have come about.

    One named taker is enough; without one, what is not known outweighs that nobody takes them.
    """
    cover: Cover = next((cover for cover in OUTWEIGHING if cover in come), "covered")
    might = next((might for might in MIGHTS if might in come), None)
    return cover, might if cover in HELD else None


def _where(receiving: str | Unknown | None) -> Cover:
    if receiving is None:
        return "nowhere"
    return "where_unknown" if receiving is UNKNOWN else "somewhere"
