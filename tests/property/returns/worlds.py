"""Made-up places and answers, and what is released of them week after week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from knockon.returns import (
    Asked,
    AskedPractices,
    Groups,
    Occasion,
    Policy,
    PublicPosition,
    Questions,
    Return,
    Rules,
    release,
    release_document,
)

from .attack import Attack, Number, numbers_in

MONDAY = date(2026, 12, 7)
CAP = "limit_daily_contacts"
USUAL = Policy(least_counted=5, edge=1, stands_for_weeks=4, apart_weeks=13)
SAID = {"T": "taking", "C": "considering", "N": "not", "-": "not_answered"}
TOLD_AS = {"T": "taking", "C": "considering", "N": "not_or_not_said", "-": "not_or_not_said"}
Week = Mapping[str, str]
"""What each practice that answers says: T, C, N or - by code."""


def code(number: int) -> str:
    return f"J81{number:03d}"


def networks(*sizes: int, places: Sequence[str] = ()) -> AskedPractices:
    "Networks of so many practices, each in the place that stands at its position."
    asked, number = [], 0
    for i, size in enumerate(sizes):
        for _ in range(size):
            asked.append(Asked(code(number), f"U{i:05d}", places[i] if places else "all"))
            number += 1
    return AskedPractices.of(asked)


def says(answers: str, first: int = 0) -> dict[str, str]:
    "One letter a practice; a space is a practice that does not answer."
    return {code(first + i): a for i, a in enumerate(answers) if a != " "}


@dataclass
class Told:
    """Everything released of some weeks, and the groups each release left."""

    asked: AskedPractices
    documents: list[dict[str, Any]] = field(default_factory=list)
    groups: list[Groups] = field(default_factory=list)
    public: list[PublicPosition] = field(default_factory=list)
    weeks: list[Week] = field(default_factory=list)

    def attack(self, *, knows_who_answered: bool = True, **supposed: Any) -> Attack:
        """Return the attack on all of it by somebody who knows who is counted in which group."""
        numbers: list[Number] = []
        week_of = {document["week"]: week for week, document in enumerate(self.documents)}
        for document, kept in zip(self.documents, self.groups, strict=True):
            out = kept.left_out.get(CAP, frozenset())
            counted = {g.id: [p for p in g.counted if p not in out] for g in kept.groups}
            numbers += numbers_in(document, CAP, counted, week_of)
        public = {
            (one.practice, week): TOLD_AS[next(k for k, v in SAID.items() if v == one.position)]
            for one in self.public
            for week in range(len(self.documents))
            if one.known_from <= MONDAY + timedelta(weeks=week, days=4)
        }
        practices = sorted({p for g in self.groups for p in g.members} | {p for p, _ in public})
        silent = [
            (p, week)
            for week in range(1, len(self.weeks))
            for p in practices
            if knows_who_answered and p not in self.weeks[week] and (p, week) not in public
        ]
        return Attack(practices, len(self.documents), numbers, public, silent, **supposed)


def told(
    asked: AskedPractices,
    weeks: Sequence[Week],
    public: Sequence[PublicPosition] = (),
    policy: Policy = USUAL,
) -> Told:
    "Release week after week; each week's release knows the returns up to it."
    found = Told(asked, public=list(public), weeks=list(weeks))
    groups = Groups(actions=(CAP,))
    returns: list[Return] = []
    for number, week in enumerate(weeks):
        monday = MONDAY + timedelta(weeks=number)
        returns += [Return(p, monday, {CAP: SAID[a]}) for p, a in week.items()]
        occasion = Occasion("An LMC", monday, monday + timedelta(days=4), tuple(public))
        one, groups = release(
            returns, asked, groups, occasion, Rules(policy, Questions("none", "1"))
        )
        found.documents.append(release_document(one))
        found.groups.append(groups)
    return found


def is_public(number: int, said: str, week: int = 0) -> PublicPosition:
    "The position of a practice, public from the week of that number."
    return PublicPosition(code(number), CAP, SAID[said], MONDAY + timedelta(weeks=week))
