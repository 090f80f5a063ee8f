"""What a practice answers in a week: actions and pressure, never words.

What a practice writes in words is a :class:`~knockon.returns.notes.Note` in a file of its own. A
:class:`Return` has no room for it, so nothing that works on returns can let it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from knockon.errors import KnockonError
from knockon.places import is_practice_code

NOT_ANSWERED = "not_answered"
POSITIONS = ("taking", "considering", "not", NOT_ANSWERED)
"""What a practice can say of an action; an action left out is not answered."""


@dataclass(frozen=True, slots=True)
class Return:
    """One practice's answers for the week that begins on ``week``, a Monday.

    ``actions`` maps an action to one of :data:`POSITIONS`, ``pressure`` a question to a choice or a
    number. Errors: K760 the week, K761 an answer there is none of, K762 not a practice.
    """

    practice: str
    week: date
    actions: Mapping[str, str] = field(default_factory=dict)
    pressure: Mapping[str, str | int] = field(default_factory=dict)
    given_on: date | None = None

    def __post_init__(self) -> None:
        check_practice(self.practice)
        check_week(self.week)
        if self.given_on is not None and self.given_on < self.week:
            raise _not_a_week(f"given_on {self.given_on} is before the week of {self.week} began")
        for action, position in self.actions.items():
            check_position(action, position)

    def position(self, action: str) -> str:
        """Return what the practice says of an action; ``not_answered`` where it says nothing."""
        return self.actions.get(action, NOT_ANSWERED)

    def answer(self, question: str) -> str | int:
        """Return the practice's answer to a question on pressure, or ``not_answered``."""
        return self.pressure.get(question, NOT_ANSWERED)


def standing(returns: Iterable[Return], week: date, weeks: int) -> dict[str, Return]:
    """Return each practice's last return up to ``week`` that is less than ``weeks`` weeks old."""
    oldest = week - timedelta(weeks=weeks - 1)
    found: dict[str, Return] = {}
    for one in sorted(returns, key=lambda given: given.week):
        if oldest <= one.week <= week:
            found[one.practice] = one
    return found


def refuse_twice(returns: Iterable[Return]) -> None:
    """Refuse two returns of one practice for one week (K763)."""
    seen: set[tuple[str, date]] = set()
    for one in returns:
        if (one.practice, one.week) in seen:
            raise KnockonError(
                "K763",
                f"{one.practice} has two returns for the week of {one.week}",
                expected="one return a practice and week",
                remedy="Keep the one that stands and remove the other.",
            )
        seen.add((one.practice, one.week))


def check_week(week: date) -> None:
    """Refuse a week that does not begin on a Monday (K760)."""
    if week.weekday() != 0:
        raise _not_a_week(f"the week of {week} begins on a {week:%A}")


def check_position(action: str, position: str) -> None:
    """Refuse what is no position on an action (K761)."""
    if position not in POSITIONS:
        raise no_such_answer(action, position, POSITIONS)


def check_practice(code: str) -> None:
    """Refuse what cannot be the code of a practice (K762)."""
    if not is_practice_code(code):
        raise KnockonError(
            "K762",
            f"{code!r} is not the code of a practice",
            expected="one capital letter and five digits, such as J81002",
            remedy="Correct the code.",
        )


def no_such_answer(question: str, found: object, allowed: Iterable[str]) -> KnockonError:
    """Return the error for an answer that cannot be given."""
    return KnockonError(
        "K761",
        f"{question} is {found!r}",
        expected=f"one of {', '.join(allowed)}",
        remedy="Correct the answer, or leave it out.",
    )


def _not_a_week(found: str) -> KnockonError:
    return KnockonError(
        "K760",
        found,
        expected="a week written as its Monday, and answers given in it or later",
        remedy="Correct the date.",
    )
