"""What one practice offers of one service to one group of patients, week after week.

A week is judged by its last day, a Sunday: a service whose first day without falls in a week is
gone in that week. Only firm notices count; what is considered or conditional is told apart.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    "Run",
    "Spell",
    "cover_at",
    "groups_ended",
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


@lru_cache(maxsize=1 << 14)
def runs(spells: tuple[Spell, ...], weeks: int) -> tuple[Run, ...]:
    """Return how a group stands, stretch by stretch.

    Practices that one letter was sent for stand alike, so what was found is kept.
    """
    found = (Run(week, until, *cover_at(spells, week)) for week, until in stretches(spells, weeks))
    return tuple(run for run in found if run.cover != "covered" or run.might is not None)


def cover_at(spells: Iterable[Spell], week: int) -> tuple[Cover, Might | None]:
    """Return how a group stands at the end of a week, and what might take its cover away.

    ``spells`` are the notices on one service of one practice that concern the group.
    """
    cover: Cover = "covered"
    might: Might | None = None
    for spell in spells:
        if spell.is_gone(week):
            if spell.status == "firm":
                cover = _better(cover, spell.where)
            elif might != "conditional":
                might = "conditional" if spell.status == "conditional" else "considered"
        elif spell.given <= week:
            if spell.status == "firm":
                cover = _later(cover, "end_unknown" if spell.gone is None else "ending")
            elif spell.gone is None and might is None:
                might = "undated"
    return cover, might if cover in HELD else None


def _where(receiving: str | Unknown | None) -> Cover:
    if receiving is None:
        return "nowhere"
    return "where_unknown" if receiving is UNKNOWN else "somewhere"


def _better(cover: Cover, gone: Cover) -> Cover:
    """Return where patients go: one named taker is enough; else what is not known comes first."""
    if cover not in GONE or gone == "somewhere":
        return gone
    return "where_unknown" if cover == "nowhere" else cover


def _later(cover: Cover, running: Cover) -> Cover:
    """Return the cover while notice runs; an end nobody knows outweighs one to come."""
    return running if _RANK[running] > _RANK[cover] else cover


_RANK = {cover: rank for rank, cover in enumerate(COVERS)}
