"""What to ask: the unknown facts that could change an undetermined finding, and no others.

Where some single answer would settle a finding, the facts that have one are asked for; where none
would, every fact its outcome depends on. A derived fact asks for the raw facts behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from knockon.compliance.book import Obligation, expressions_of
from knockon.compliance.evaluating import undecided_facts
from knockon.compliance.judging import outcome, with_presumptions
from knockon.compliance.knowledge import Knowledge


def needs(obligation: Obligation, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what to ask for, in the order of the rule: raw facts by name, or words of a text."""
    asked = (ask for name in deciding(obligation, knowledge) for ask in knowledge.known(name).asks)
    return tuple(dict.fromkeys(asked))


def deciding(obligation: Obligation, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the facts, raw or derived, that keep a rule from a verdict.

    Should no answers at all make a difference, which takes an expression that is always true or
    always false, every undecided fact is named: an undetermined finding never asks for nothing.
    """
    told = with_presumptions(obligation.bearing, knowledge)
    candidates = tuple(
        dict.fromkeys(
            name
            for node in expressions_of(obligation.bearing)
            for name in undecided_facts(node, told)
        )
    )
    alone = tuple(name for name in candidates if settles(obligation, knowledge, name))
    together = (
        name
        for name in candidates
        if _matters(obligation, knowledge, name, _others(candidates, name))
    )
    return alone or tuple(together) or candidates


def settles(obligation: Obligation, knowledge: Knowledge, name: str) -> bool:
    """Return whether some answer to one fact alone gives the rule a verdict."""
    supposed = _supposed(obligation, knowledge, name)
    return any(verdict != "undetermined" for verdict in _verdicts(obligation, supposed))


def _matters(
    obligation: Obligation, knowledge: Knowledge, name: str, others: Sequence[str]
) -> bool:
    """Return whether, with the others answered in some way, the verdict turns on a fact.

    The others are answered one after another, and no further where the verdict is clear already.
    """
    verdicts = set(_verdicts(obligation, _supposed(obligation, knowledge, name)))
    if len(verdicts - {"undetermined"}) > 1:
        return True
    if "undetermined" not in verdicts or not others:
        return False
    first, *rest = others
    return any(
        _matters(obligation, supposed, name, rest)
        for supposed in _supposed(obligation, knowledge, first)
    )


def _supposed(obligation: Obligation, knowledge: Knowledge, name: str) -> Iterator[Knowledge]:
    return (knowledge.supposing(name, answer) for answer in obligation.possible[name])


def _verdicts(obligation: Obligation, supposed: Iterable[Knowledge]) -> Iterator[str]:
    return (outcome(obligation.bearing, knowledge).verdict for knowledge in supposed)


def _others(names: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(one for one in names if one != name)
