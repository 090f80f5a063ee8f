"""Which fact to ask for next: the one unanswered fact that can change most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from knockon.catalogue.facts import Fact
from knockon.catalogue.values import Catalogue
from knockon.compliance.book import book_of
from knockon.compliance.check import check, matter_of
from knockon.plans.plan import Plan


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for: ``action`` is the key of the action it belongs to, None: the practice.

    ``rules`` are those whose finding waits for it, across the plan.
    """

    action: str | None
    fact: Fact
    rules: tuple[str, ...]


def next_question(
    plan: Plan, catalogue: Catalogue, as_of: dt.date | None = None
) -> Question | None:
    """Return the fact to ask for next, or None where no fact is asked for.

    It is the fact the most undetermined findings wait for. Of several, the one asked for first:
    facts of the practice, then actions in the order of the plan, facts in that of the vocabulary.
    Texts that are missing (a contract's words, another nation's rules) are not questions.
    """
    asked = questions(plan, catalogue, as_of)
    return max(asked, key=lambda question: len(question.rules), default=None)


def questions(
    plan: Plan, catalogue: Catalogue, as_of: dt.date | None = None
) -> tuple[Question, ...]:
    """Return every fact the findings of a plan wait for, the practice's first."""
    waiting: dict[tuple[str | None, str], list[str]] = {}
    facts: dict[tuple[str | None, str], Fact] = {}
    for key, fact, rule in _waiting(plan, catalogue, as_of):
        waiting.setdefault((key, fact.name), []).append(rule)
        facts[key, fact.name] = fact
    order = list(catalogue.facts)
    keys = [None, *(action.key for action in plan.actions)]
    ranked = sorted(waiting, key=lambda one: (keys.index(one[0]), order.index(facts[one].id)))
    return tuple(Question(one[0], facts[one], tuple(waiting[one])) for one in ranked)


def _waiting(
    plan: Plan, catalogue: Catalogue, as_of: dt.date | None
) -> Iterator[tuple[str | None, Fact, str]]:
    """Yield each need that is a fact: whose it is, the fact, and the rule that waits for it."""
    book = book_of(catalogue)
    judged = check(plan, catalogue, as_of)
    for action, planned in zip(judged.actions, plan.actions, strict=True):
        vocabulary = matter_of(planned, plan, book).chapter.vocabulary
        for finding in action.findings:
            for need in finding.needs:
                if need in vocabulary.facts:
                    key = None if need in vocabulary.of_practice else action.key
                    yield key, vocabulary.facts[need], finding.rule or finding.title
