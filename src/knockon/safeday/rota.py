"""Who consults when, and how many contacts a daily limit gives them room for."""

from __future__ import annotations

from dataclasses import dataclass

from knockon.dates import WEEKDAYS
from knockon.errors import KnockonError

WORKING_WEEK = WEEKDAYS[:5]
"""Monday to Friday, by the names :mod:`knockon.dates` gives them."""

MOST_SESSIONS = 3
"""Sessions anybody can work on a day: morning, afternoon, evening."""


@dataclass(frozen=True, slots=True)
class Clinician:
    """Someone to whom the limit applies, with the sessions worked on each day of a usual week.

    ``sessions``: Monday to Friday; 0 is a day not worked. ``name`` is any label ("GP 1").
    """

    name: str
    sessions: tuple[float, ...]

    def __post_init__(self) -> None:
        whose = f"the clinician {self.name!r}"
        if not self.name.strip():
            raise _cannot_be("a clinician has no name", "a label such as GP 1")
        if len(self.sessions) != len(WORKING_WEEK):
            raise _cannot_be(f"{whose} has {len(self.sessions)} days", "sessions of five days")
        if not all(0 <= sessions <= MOST_SESSIONS for sessions in self.sessions):
            expected = f"0 to {MOST_SESSIONS} sessions on a day"
            raise _cannot_be(f"{whose} works {max(self.sessions, key=abs):g} sessions", expected)


@dataclass(frozen=True, slots=True)
class Rota:
    """The clinicians of a usual week.

    ``full_day``: sessions that make a day for which the limit holds whole. Someone who works half
    of it has room for half the limit; nobody has room for more than the limit.
    """

    clinicians: tuple[Clinician, ...]
    full_day: float

    def __post_init__(self) -> None:
        names = [one.name for one in self.clinicians]
        if len(names) != len(set(names)):
            raise _cannot_be("two clinicians have one name", "a label of its own for each")
        if not 0 < self.full_day <= MOST_SESSIONS:
            expected = f"above 0 and at most {MOST_SESSIONS} sessions"
            raise _cannot_be(f"a full day is {self.full_day:g} sessions", expected)
        if not any(any(one.sessions) for one in self.clinicians):
            raise _cannot_be("nobody works on any day", "a clinician with sessions")

    def sessions(self) -> tuple[float, ...]:
        """Return the sessions of all together, Monday to Friday."""
        return tuple(map(sum, zip(*(one.sessions for one in self.clinicians), strict=True)))

    def room(self, clinician: Clinician, cap: float) -> tuple[float, ...]:
        """Return the contacts one clinician has room for, Monday to Friday."""
        return tuple(cap * min(one / self.full_day, 1.0) for one in clinician.sessions)

    def slots(self, cap: float) -> tuple[float, ...]:
        """Return the contacts all have room for, Monday to Friday, at ``cap`` each full day."""
        rooms = (self.room(one, cap) for one in self.clinicians)
        return tuple(map(sum, zip(*rooms, strict=True)))


def _cannot_be(found: str, expected: str) -> KnockonError:
    return KnockonError("K130", found, expected=expected, remedy="Correct the rota.")
