"""Somebody who wants to know what a practice answered, and what such a person can conclude.

The attacker has every release there was, the practices each number counts (which no release says;
we take it that people talk), and what is public. It supposes that at most so many practices change
their answer from one week to the next, or that nobody goes back, or nothing. It then asks, exactly,
of each practice, week and answer: is there a history that fits everything in which the practice
gave it, and one in which it did not? Where there is not, it has learnt something. It may also know
who answered in which week: an answer that stands from an earlier week has not changed.

Unknowns are whole numbers, 1 where a practice gave an answer in a week; HiGHS searches them. Each
search is rewarded for histories that answer questions still open, so the search that earns nothing
ends the attack.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ANSWERS = ("taking", "considering", "not_or_not_said")


class NoHistoryFitsError(Exception):
    """What the attacker supposes is not so."""


@dataclass(frozen=True)
class Number:
    """A released number: which practices in which week, which answer, between what and what."""

    practices: frozenset[tuple[str, int]]
    answer: str
    low: int
    high: int


@dataclass(frozen=True)
class Learnt:
    """What the attacker can prove of a practice: that it gave an answer, or that it did not."""

    practice: str
    week: int
    answer: str
    gave: bool


@dataclass
class Attack:
    """All that the attacker knows and supposes."""

    practices: Sequence[str]
    weeks: int
    numbers: Sequence[Number]
    public: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """The answer known of a practice in a week."""
    silent: Collection[tuple[str, int]] = ()
    """Who is known not to have answered in which week."""
    most_changes: int | None = None
    nobody_goes_back: bool = False

    def __post_init__(self) -> None:
        self.column = {
            key: i
            for i, key in enumerate(
                (p, w, a) for p in self.practices for w in range(self.weeks) for a in ANSWERS
            )
        }
        self.changed = {
            (p, w): len(self.column) + i
            for i, (p, w) in enumerate((p, w) for p in self.practices for w in range(1, self.weeks))
        }
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def learns(self, about: Collection[str] | None = None) -> set[Learnt]:
        """Return everything that is the same in all histories that fit."""
        self._suppose()
        asked = set(self.practices if about is None else about)
        open_ones = {
            (i, gave)
            for (p, w, _), i in self.column.items()
            if p in asked and (p, w) not in self.public
            for gave in (0, 1)
        }
        while open_ones:
            seen = self._history(open_ones)
            met = {(i, gave) for i, gave in open_ones if seen[i] == gave}
            if not met:
                break
            open_ones -= met
        names = {i: key for key, i in self.column.items()}
        return {Learnt(*names[i], gave=gave == 0) for i, gave in open_ones}

    def _suppose(self) -> None:
        self.rows = []
        for p in self.practices:
            for w in range(self.weeks):
                self._row({self.column[p, w, a]: 1 for a in ANSWERS}, 1, 1)
        for (p, w), answer in self.public.items():
            self._row({self.column[p, w, answer]: 1}, 1, 1)
        for n in self.numbers:
            self._row({self.column[p, w, n.answer]: 1 for p, w in n.practices}, n.low, n.high)
        for p, w in self.silent:
            for a in ANSWERS:
                self._row({self.column[p, w, a]: 1, self.column[p, w - 1, a]: -1}, 0, 0)
        for (p, w), mark in self.changed.items():
            for a in ANSWERS:
                now, then = self.column[p, w, a], self.column[p, w - 1, a]
                self._row({now: 1, then: -1, mark: -1}, -np.inf, 0)
            if self.nobody_goes_back:
                self._never_back(p, w)
        if self.most_changes is not None:
            for w in range(1, self.weeks):
                self._row({self.changed[p, w]: 1 for p in self.practices}, 0, self.most_changes)

    def _never_back(self, p: str, w: int) -> None:
        for among in (ANSWERS[:1], ANSWERS[:2]):
            now = {self.column[p, w, a]: 1.0 for a in among}
            then = {self.column[p, w - 1, a]: -1.0 for a in among}
            self._row({**now, **then}, 0, np.inf)

    def _row(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self.rows.append((dict(terms), low, high))

    def _history(self, wanted: Collection[tuple[int, int]]) -> dict[int, int]:
        size = len(self.column) + len(self.changed)
        reward = np.zeros(size)
        for i, gave in wanted:
            reward[i] += 1 if gave == 0 else -1
        at = [(r, c, v) for r, (terms, _, _) in enumerate(self.rows) for c, v in terms.items()]
        r, c, v = zip(*at, strict=True)
        matrix = csr_array((v, (r, c)), shape=(len(self.rows), size))
        lows = [low for _, low, _ in self.rows]
        highs = [high for _, _, high in self.rows]
        found = milp(
            reward,
            integrality=np.ones(size),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, lows, highs),
        )
        if found.x is None:
            raise NoHistoryFitsError
        return {i: round(found.x[i]) for i in self.column.values()}


def numbers_in(
    document: Mapping[str, Any],
    action: str,
    counted: Mapping[str, Collection[str]],
    week_of: Mapping[str, int],
) -> list[Number]:
    """Return the numbers of a release; ``counted`` are the practices of each group.

    ``week_of`` numbers the weeks by their Monday: a group may be told as of an earlier one.
    """
    told = document["actions"][action]
    groups = {group["id"]: group for group in document["groups"]}
    shown = [g for g, cell in told["groups"].items() if cell["told"] is not None]
    behind = {g: [(p, week_of[groups[g]["as_of"]]) for p in counted[g]] for g in shown}
    sets = [(told["groups"][g], behind[g]) for g in shown]
    for place, cell in told["places"].items():
        here = [g for g in shown if groups[g]["place"] == place]
        sets.append((cell, [one for g in here for one in behind[g]]))
    sets.append((told["all"], [one for g in shown for one in behind[g]]))
    return [
        Number(frozenset(practices), answer, low, high)
        for cell, practices in sets
        if cell["told"] is not None
        for answer, (low, high) in cell["told"].items()
    ]
