"""A clinic's day in plain Python, person by person. See `reference`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knockon.flow import draws, plan
from knockon.flow._checks import Floats
from knockon.flow.clinics import AGES, Slots
from knockon.flow.draws import stem
from knockon.flow.reference_site import Person
from knockon.flow.results import CLINIC_FIELDS

if TYPE_CHECKING:
    from knockon.flow.reference import Journeys

MOST = 1 << 30
"""Slots without a ceiling."""


class ClinicAtWork:
    """One clinic in one draw. People are their ages in open days, oldest first."""

    def __init__(self, journeys: Journeys, index: int) -> None:
        self.journeys, self.index = journeys, index
        self.clinic = journeys.network.clinics[index]
        self.classes = range(len(self.clinic.classes))
        self.chains = [plan.chains_of(self.clinic, c) for c in self.clinic.classes]
        uses = [use for chains in self.chains for use in chains.all()]
        self.plans = {use: plan.chain_of(journeys.network, use) for use in uses}
        self.waiting = [self._start(c) for c in self.clinic.classes]
        self.retrying: list[list[int]] = [[] for _ in self.classes]
        self.joining = [0 for _ in self.classes]
        self.sent = [0 for _ in self.classes]
        self.coming = [0 for _ in self.classes]
        self.due = [0 for _ in self.classes]
        self.events = 0

    def _start(self, class_: str) -> list[int]:
        given = self.clinic.start.get(class_)
        if given is None:
            return []
        by_age = [int(n) for n in self.journeys.value(given)]
        return [age for age in reversed(range(len(by_age))) for _ in range(by_age[age])]

    def is_open(self, day: int) -> bool:
        """Say whether the clinic works on a day."""
        days = self.clinic.open
        return days is None or bool(days[day % days.size])

    # ---- luck and counting --------------------------------------------------------------

    def word(self, k: int, decision: str) -> int:
        """Return the hash word of a decision about a class today (-1: the whole clinic)."""
        name = self.clinic.classes[k] if k >= 0 else ""
        cell = draws.cell(stem(self.clinic.name, name), self.journeys.day)
        return draws.cell_hash(self.journeys.word, cell, plan.decision_word(decision))

    def today(self, given: Floats) -> float:
        """Return today's number of an array by day and lane."""
        return float(self.journeys.value(given)[self.journeys.day % given.shape[0]])

    def count(self, k: int, measure: str, n: int) -> None:
        """Add to today's bin."""
        bin_ = self.journeys.asked.bins[self.journeys.row]
        if bin_ >= 0:
            field = CLINIC_FIELDS.index(measure)
            self.journeys.arrays["clinics"][bin_, self.index, k, field, self.journeys.lane] += n

    # ---- the day ------------------------------------------------------------------------

    def work(self) -> None:
        """Work an open day: join, offer slots, settle the unseen, let people leave."""
        if not self.is_open(self.journeys.day):
            return
        for k in self.classes:
            self.gather(k)
        self.serve()
        self.join_classes()
        for k in self.classes:
            self.settle_leaving(k)
        self.join_classes()
        self.events += len(self.classes)

    def gather(self, k: int) -> None:
        """Everyone waiting is a day older; retriers, arrivals and follow-ups join."""
        older = sorted([*self.waiting[k], *self.retrying[k]], reverse=True)
        fresh = self.arrivals(k) + self.sent[k]
        self.waiting[k] = [min(age + 1, AGES - 1) for age in older] + [0] * (fresh + self.due[k])
        self.count(k, "arrived", fresh)
        self.count(k, "followups", self.due[k])
        self.retrying[k], self.sent[k], self.due[k] = [], 0, 0

    def arrivals(self, k: int) -> int:
        """Return how many first come today."""
        given = self.clinic.arrivals.get(self.clinic.classes[k])
        if given is None:
            return 0
        u = draws.high(self.word(k, "arrivals"))
        mean = self.today(given.mean)
        return draws.poisson(mean, u) if given.kind == "poisson" else draws.whole(mean, u)

    def serve(self) -> None:
        """See whom the slots allow; under a lowered capacity, settle those over it first."""
        asking = [len(people) for people in self.waiting]
        ordinary = self.allot(asking, 1.0)
        seen = ordinary
        if self.clinic.factor is not None:
            seen = self.allot(asking, self.today(self.clinic.factor))
        for k in self.classes:
            served, self.waiting[k] = self.waiting[k][: seen[k]], self.waiting[k][seen[k] :]
            over = max(0, ordinary[k] - seen[k])
            self.count(k, "served", len(served))
            self.count(k, "wait_sum", sum(served))
            self.count(k, "over_cap", over)
            self.settle_over_cap(k, over)
            self.settle_unseen(k)

    def allot(self, asking: list[int], factor: float) -> list[int]:
        """Return how many of each class are seen: held slots, then shared ones, in order."""
        hold, most = [], []
        for k in self.classes:
            slots = self.clinic.slots.get(self.clinic.classes[k])
            hold.append(self.slots(k, slots, "hold", factor) if slots else 0)
            most.append(self.slots(k, slots, "most", factor) if slots else MOST)
        shared = sum(hold)
        if self.clinic.capacity is not None:
            u = draws.high(self.word(-1, "capacity"))
            shared = min(draws.whole(self.today(self.clinic.capacity) * factor, u), MOST)
        for k in self.classes:
            hold[k] = min(hold[k], shared)
            shared -= hold[k]
        seen = []
        for k in self.classes:
            kept = min(asking[k], hold[k], most[k])
            extra = min(asking[k] - kept, shared, most[k] - kept)
            seen.append(kept + extra)
            shared -= extra
            if self.clinic.backfill:
                shared += hold[k] - kept
        return seen

    def slots(self, k: int, slots: Slots, which: str, factor: float) -> int:
        """Return a class's slots made whole, by one uniform for all its numbers today."""
        exact = min(self.today(getattr(slots, which)) * factor, float(MOST))
        return min(draws.whole(exact, draws.high(self.word(k, "slots"))), MOST)

    # ---- those not seen -----------------------------------------------------------------

    def settle_over_cap(self, k: int, over: int) -> None:
        """Those only the ordinary slots would have seen follow their list, then `unseen`."""
        people, self.waiting[k] = self.waiting[k][:over], self.waiting[k][over:]
        chains = self.chains[k]
        gone: dict[str, int] = {}
        if chains.over_cap is not None:
            people = self.follow(k, chains.over_cap, people, gone)
        if chains.over_cap_rest is not None:
            people = self.follow(k, chains.over_cap_rest, people, gone)
            self.count(k, "left", len(people))
        else:
            self.waiting[k] = people + self.waiting[k]

    def settle_unseen(self, k: int) -> None:
        """All the others not seen follow `unseen`, or wait."""
        chain = self.chains[k].unseen
        if chain is not None:
            self.count(k, "left", len(self.follow(k, chain, self.waiting[k], {})))
            self.waiting[k] = []

    def settle_leaving(self, k: int) -> None:
        """Let some of those waiting give up, each age as likely as another."""
        chance = self.clinic.leaving.get(self.clinic.classes[k])
        if chance is None:
            return
        word = self.word(k, "leaving")
        people = self.waiting[k]
        n = draws.binomial(len(people), self.journeys.number(chance), draws.high(word))
        gone, self.waiting[k] = split(people, n, draws.low(word))
        self.count(k, "left_list", n)
        chain = self.chains[k].left_list
        if chain is not None:
            gone = self.follow(k, chain, gone, {})
        self.count(k, "left", len(gone))

    def follow(
        self, k: int, use: plan.ChainUse, people: list[int], gone: dict[str, int]
    ) -> list[int]:
        """Work a chain; return those who remain. `gone` counts who went where by this cause."""
        chain = self.plans[use]
        for step in chain.inside:
            taken, people = self.take(k, people, step.share, step.decision)
            if step.kind == "join":
                self.joining[step.target] += len(taken)
            elif step.kind == "retry":
                self.retrying[k].extend(taken)
            measure = {"join": "joined", "retry": "retried", "above": "above"}[step.kind]
            self.count(k, measure, len(taken))
        for onward in chain.onward:
            taken, people = self.take(k, people, onward.share, onward.decision)
            before = gone.get(onward.way, 0)
            self.divert(k, chain.cause, onward, range(before + 1, before + len(taken) + 1))
            gone[onward.way] = before + len(taken)
        return people

    def take(
        self, k: int, people: list[int], share: Floats, decision: str
    ) -> tuple[list[int], list[int]]:
        """Return those a step takes and those who remain."""
        word = self.word(k, decision)
        n = draws.binomial(len(people), self.journeys.number(share), draws.high(word))
        return split(people, n, draws.low(word))

    def divert(self, k: int, cause: str, onward: plan.OnwardPlan, ordinals: range) -> None:
        """Send people to a destination, each with a key of their own."""
        journeys = self.journeys
        self.count(k, "diverted", len(ordinals))
        bin_ = journeys.asked.diverted_bin(journeys.row)
        if bin_ >= 0:
            ways = journeys.network.diverted_ways
            place = plan.cause_place(cause), ways.index(onward.way)
            journeys.arrays["diverted"][(bin_, self.index, k, *place, journeys.lane)] += len(
                ordinals
            )
        cell = draws.cell(stem(self.clinic.name, self.clinic.classes[k]), journeys.day)
        origin = draws.origin(cell, cause, onward.way)
        for ordinal in ordinals:
            key = draws.person(journeys.word, origin, ordinal)
            journeys.divert(onward, Person(0.0, key, home=self.clinic.home, displaced=True))

    def join_classes(self) -> None:
        """Those who joined a class today wait in it at age 0."""
        for k in self.classes:
            self.count(k, "joined_in", self.joining[k])
            self.waiting[k] = self.waiting[k] + [0] * self.joining[k]
            self.joining[k] = 0

    def end_day(self) -> None:
        """Make today's returners due, and count who waits."""
        journeys = self.journeys
        for k in self.classes:
            self.due[k] += self.coming[k]
            self.coming[k] = 0
            self.count(k, "waiting_sum", len(self.waiting[k]))
        bin_ = journeys.asked.bins[journeys.row]
        if bin_ < 0:
            return
        for k in self.classes:
            now = journeys.arrays["clinics"][bin_, self.index, k, :, journeys.lane]
            now[CLINIC_FIELDS.index("waiting")] = len(self.waiting[k])
            now[CLINIC_FIELDS.index("retrying")] = len(self.retrying[k])
        empty = not any(self.waiting)
        journeys.arrays["empty"][bin_, self.index, journeys.lane] += empty


def split(people: list[int], n: int, v: float) -> tuple[list[int], list[int]]:
    """Return n of the people, a systematic sample from the oldest on, and the others."""
    passed = draws.systematic(len(people), n, v) if people else [0]
    taken = [age for i, age in enumerate(people) if passed[i + 1] > passed[i]]
    others = [age for i, age in enumerate(people) if passed[i + 1] == passed[i]]
    return taken, others
