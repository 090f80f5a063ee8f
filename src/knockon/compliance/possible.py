"""Answers that stand for every answer a fact could have, as far as some expressions can tell.

An expression meets a fact only through the literals it is held against, so a few answers around
those literals stand for all: each answer of a choice, a number on either side of a threshold.
Days and times are never compared with literals, so nothing stands for them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from knockon.catalogue.expressions import Comparison, Constant
from knockon.catalogue.facts import Answer, Fact

_MOST_NAMED = 4
"""Of more words than this in one list, only each alone and all together are tried."""

_SOMETHING_ELSE = "something else"


def possible_answers(fact: Fact, comparisons: Iterable[Comparison]) -> tuple[Answer, ...]:
    """Return the answers worth trying for a fact that these comparisons hold against literals."""
    literals = tuple(
        dict.fromkeys(
            constant
            for comparison in comparisons
            if comparison.name == fact.name
            for constant in comparison.constants
        )
    )
    return tuple(dict.fromkeys(_answers(fact, literals)))


def _answers(fact: Fact, literals: Sequence[Constant]) -> Iterator[Answer]:
    match fact.kind:
        case "bool":
            yield True
            yield False
            yield from fact.answers
        case "choice":
            yield from fact.answers
        case "whole" | "number":
            yield from _numbers(literals)
        case "text":
            yield from (*_texts(literals), _SOMETHING_ELSE)
        case "choices":
            yield from _lists(_texts(literals), tuple(fact.answers))
        case "texts":
            yield from _lists(_texts(literals), (_SOMETHING_ELSE,))


def _texts(literals: Sequence[Constant]) -> tuple[str, ...]:
    return tuple(literal for literal in literals if isinstance(literal, str))


def _numbers(literals: Sequence[Constant]) -> Iterator[float]:
    thresholds = (0, *(literal for literal in literals if not isinstance(literal, str)))
    around = (number for one in thresholds for number in (one - 1, one, one + 1))
    return (number for number in around if number >= 0)


def _lists(named: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield lists with and without each word that is named, and one with none of them."""
    sizes = range(1, len(named) + 1) if len(named) <= _MOST_NAMED else (1, len(named))
    for size in sizes:
        yield from itertools.combinations(named, size)
    yield from itertools.islice(((word,) for word in words if word not in named), 1)
