"""A committee's own totals: by action, network and place, with who answered and how sure that is.

These are for whoever holds the returns. What may leave is made by
:mod:`knockon.returns.release` alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

from knockon.returns.answers import NOT_ANSWERED, POSITIONS, Return, refuse_twice
from knockon.returns.asked import AskedPractices

LOWEST, HIGHEST = 0.05, 0.95
"""Intervals run from the 5th to the 95th percentile, as everywhere."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of shares, 0 to 1."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 1:
            raise ValueError(f"shares must rise within 0 to 1; they are {self.low}, {self.high}")


@dataclass(frozen=True, slots=True)
class ActionTotal:
    """What practices of one place said of one action in one week.

    ``asked`` practices, of which ``answered`` said something of this action; ``counts`` by
    position, ``not_answered`` being everybody else who was asked.
    """

    action: str
    week: date
    asked: int
    counts: Mapping[str, int]

    @property
    def answered(self) -> int:
        """Return how many said something of the action."""
        return self.asked - self.counts[NOT_ANSWERED]

    @property
    def response_rate(self) -> float | None:
        """Return the share of those asked that answered; None where nobody was asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def share_taking(self) -> float | None:
        """Return the share taking it of those that answered; None where nobody did."""
        return self.counts["taking"] / self.answered if self.answered else None

    @property
    def interval(self) -> Interval | None:
        """Return the Wilson interval of that share, for practices like those that answered."""
        return wilson(self.counts["taking"], self.answered) if self.answered else None

    @property
    def bounds(self) -> Interval | None:
        """Return the share of all asked if no silent practice acts, and if every one does."""
        if not self.asked:
            return None
        least = self.counts["taking"] / self.asked
        return Interval(least, least + self.counts[NOT_ANSWERED] / self.asked)


@dataclass(frozen=True, slots=True)
class WeekTotals:
    """All totals of a week, by level (``all``, ``place``, ``pcn``), name and action."""

    week: date
    asked: int
    returned: int
    by_level: Mapping[tuple[str, str], Mapping[str, ActionTotal]]
    pressure: Mapping[str, Mapping[str, int]]


def wilson(taking: int, answered: int) -> Interval:
    """Return Wilson's score interval of a share, 5% beyond either end.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of
    the American Statistical Association 22 (1927).
    """
    z = NormalDist().inv_cdf(HIGHEST)
    share = taking / answered
    middle = share + z * z / (2 * answered)
    reach = z * math.sqrt(share * (1 - share) / answered + (z / (2 * answered)) ** 2)
    scale = 1 + z * z / answered
    low = 0.0 if taking == 0 else (middle - reach) / scale
    high = 1.0 if taking == answered else (middle + reach) / scale
    return Interval(max(0.0, low), min(1.0, high))


def weekly_totals(
    returns: Iterable[Return], asked: AskedPractices, actions: Iterable[str]
) -> tuple[WeekTotals, ...]:
    """Return the totals of every week there is a return for, in order.

    Returns of practices that are not asked are not counted; K763 for two of a practice and week.
    """
    counted = [one for one in returns if one.practice in asked.practices]
    refuse_twice(counted)
    weeks = sorted({one.week for one in counted})
    names = tuple(actions)
    return tuple(
        _week([r for r in counted if r.week == week], week, asked, names) for week in weeks
    )


def _week(
    returns: list[Return], week: date, asked: AskedPractices, actions: tuple[str, ...]
) -> WeekTotals:
    given = {one.practice: one for one in returns}
    levels: dict[tuple[str, str], list[str]] = {}
    for one in asked.practices.values():
        for level in (("all", "all"), ("place", one.place), ("pcn", one.pcn)):
            levels.setdefault(level, []).append(one.practice)
    by_level = {
        level: {a: _total(a, week, levels[level], given) for a in actions}
        for level in sorted(levels)
    }
    questions = sorted({key for one in returns for key in one.pressure})
    pressure = {key: _counted([one.answer(key) for one in returns]) for key in questions}
    return WeekTotals(week, len(asked.practices), len(given), by_level, pressure)


def _total(
    action: str, week: date, practices: list[str], given: Mapping[str, Return]
) -> ActionTotal:
    said = [given[c].position(action) if c in given else NOT_ANSWERED for c in practices]
    counts = {position: said.count(position) for position in POSITIONS}
    return ActionTotal(action, week, len(practices), counts)


def _counted(answers: Iterable[str | int]) -> dict[str, int]:
    """Return how many gave each choice; answers in numbers are added up under ``sum``."""
    found: dict[str, int] = {}
    for answer in answers:
        if isinstance(answer, int):
            found["sum"] = found.get("sum", 0) + answer
            found["practices"] = found.get("practices", 0) + 1
        else:
            found[answer] = found.get(answer, 0) + 1
    return dict(sorted(found.items()))
