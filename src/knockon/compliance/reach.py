"""Which outcomes a rule can reach at all, tried over answers that stand for every answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from knockon.catalogue.rules import Verdict
from knockon.compliance.book import Obligation, expressions_of
from knockon.compliance.evaluating import undecided_facts
from knockon.compliance.judging import Outcome, outcome
from knockon.compliance.knowledge import Knowledge

MOST_TRIED = 20_000
"""So many ways of answering are tried for one rule and action type, and no more."""


def reachable(obligation: Obligation, knowledge: Knowledge) -> frozenset[Verdict]:
    """Return the verdicts a rule can reach from what is known, by answering what is not.

    ``knowledge`` is usually empty. Facts are answered one after another, and no further where
    nothing undecided is left; a rule of very many facts is tried in part.
    """
    found: set[Verdict] = set()
    for tried, one in enumerate(_outcomes(obligation, knowledge)):
        found.add(one.verdict)
        if tried >= MOST_TRIED:
            break
    return frozenset(found)


def _outcomes(obligation: Obligation, knowledge: Knowledge) -> Iterator[Outcome]:
    found = outcome(obligation.bearing, knowledge)
    yield found
    if found.verdict in ("undetermined", "conditional"):
        open_facts = (
            name
            for node in expressions_of(obligation.bearing)
            for name in undecided_facts(node, knowledge)
        )
        for name in itertools.islice(open_facts, 1):
            for answer in obligation.possible[name]:
                yield from _outcomes(obligation, knowledge.supposing(name, answer))
