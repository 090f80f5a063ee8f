"""A list's week in plain Python. See `reference`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from knockon.flow import draws, plan
from knockon.flow.lists import WEEKS
from knockon.flow.results import LIST_FIELDS

if TYPE_CHECKING:
    from knockon.flow.reference import Journeys


class ListAtWork:
    """One list in one draw: how many wait, by age in weeks."""

    def __init__(self, journeys: Journeys, index: int) -> None:
        self.journeys, self.index = journeys, index
        self.list = journeys.network.lists[index]
        self.waiting = [0] * WEEKS
        self.due = [0.0] * WEEKS
        self.sent = 0
        self.events = 0
        if self.list.start is not None:
            given = journeys.value(self.list.start).tolist()
            self.waiting[: len(given)] = given

    def work(self) -> None:
        """At the end of the last day of a week: grow older, join, count, remove."""
        week, rest = divmod(self.journeys.day + 1, self.journeys.network.week)
        if rest:
            return
        joined = self.arrivals(week - 1) + self.sent
        self.sent = 0
        *younger, last = self.waiting
        self.waiting = [joined, *younger[:-1], younger[-1] + last]
        self.due = [0.0, *self.due[:-2], self.due[-1] + self.due[-2]]
        self.count(week - 1, "arrived", joined)
        self.count(week - 1, "total", sum(self.waiting))
        self.count(week - 1, "within", sum(self.waiting[: self.list.within]))
        self.count(week - 1, "over", sum(self.waiting[self.list.over :]))
        self.remove(week - 1)
        self.count(week - 1, "waiting", sum(self.waiting))
        self.events += 1

    def uniform(self, decision: str) -> float:
        """Return the uniform of a decision about this week."""
        cell = draws.cell(draws.stem(self.list.name, ""), self.journeys.day)
        word = draws.cell_hash(self.journeys.word, cell, plan.decision_word(decision))
        return draws.high(word)

    def arrivals(self, week: int) -> int:
        """Return how many first come this week."""
        given = self.list.arrivals
        if given is None:
            return 0
        mean = float(self.journeys.value(given.mean)[week % given.mean.shape[0]])
        u = self.uniform("arrivals")
        return draws.poisson(mean, u) if given.kind == "poisson" else draws.whole(mean, u)

    def remove(self, week: int) -> None:
        """Remove as many as hazards and capacity allow, shared over the ages."""
        hazards = self.journeys.value(self.list.hazards).tolist()
        weights = [h * n for h, n in zip(hazards, self.waiting, strict=True)]
        wanted = _in_order(weights)
        if self.list.capacity is not None:
            capacity = self.journeys.value(self.list.capacity)
            wanted = min(wanted, float(capacity[week % len(capacity)]))
        removed = min(draws.whole(wanted, self.uniform("removals")), sum(self.waiting))
        if removed:
            taken, self.due = by_largest_remainder(weights, self.waiting, removed, self.due)
            self.waiting = [n - gone for n, gone in zip(self.waiting, taken, strict=True)]
        self.count(week, "removed", removed)

    def count(self, week: int, measure: str, n: int) -> None:
        """Set this week's count."""
        journeys = self.journeys
        field = LIST_FIELDS.index(measure)
        row = week - journeys.first_week
        journeys.arrays["lists"][row, self.index, field, journeys.lane] = n


def _in_order(weights: list[float]) -> float:
    """Return a sum taken from the first to the last, as the kernel takes it."""
    total = 0.0
    for weight in weights:
        total += weight
    return total


def by_largest_remainder(
    weights: list[float], there: list[int], n: int, due_before: list[float]
) -> tuple[list[int], list[float]]:
    """Share n over the ages in proportion to weights, none getting more than are there.

    Whole parts first; what is left goes one each by the largest remainder, the older first where
    that is equal. Returned beside them is what each age is still due: without it the last few of
    each age would never be taken. An age with nobody left passes it on to the next younger.
    """
    total = _in_order(weights)
    due = [weight * n / total + before for weight, before in zip(weights, due_before, strict=True)]
    taken = [min(max(math.floor(d), 0), people) for d, people in zip(due, there, strict=True)]
    over = [d - gone for d, gone in zip(due, taken, strict=True)]
    while sum(taken) < n:
        ages = [age for age in range(len(taken)) if taken[age] < there[age]]
        most = max(ages, key=lambda age: (over[age], age))
        taken[most] += 1
        over[most] -= 1.0
    while sum(taken) > n:
        ages = [age for age in range(len(taken)) if taken[age] > 0]
        least = min(ages, key=lambda age: (over[age], -age))
        taken[least] -= 1
        over[least] += 1.0
    for age in reversed(range(1, len(taken))):
        if taken[age] == there[age]:
            over[age - 1] += over[age]
            over[age] = 0.0
    return taken, over
