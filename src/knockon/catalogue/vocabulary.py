"""The closed vocabulary as a whole: which facts belong to an action type or to the practice.

Expressions of rules are held against it. A name nobody asks for, an answer no fact allows or a
comparison a fact cannot bear would otherwise read as unknown for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeAlias

from knockon.catalogue.answers import fact_called
from knockon.catalogue.expressions import (
    Comparison,
    Constant,
    Node,
    bare_facts_in,
    comparisons_in,
    facts_in,
    refused,
)
from knockon.catalogue.facts import ANY, PRACTICE, AnswerKind, Fact
from knockon.catalogue.yaml import did_you_mean
from knockon.errors import KnockonError

ACTION_DATES = ("start", "end")
"""What a derived fact may count from beside facts: the dates of the action itself."""

_EQUALITY = ("==", "!=", "in", "not in")
_ORDER = ("==", "!=", "<", "<=", ">", ">=", "in", "not in")
_MEMBERSHIP = ("has", "has not")
_OPERATORS: Mapping[AnswerKind, tuple[str, ...]] = {
    "bool": _EQUALITY,
    "choice": _EQUALITY,
    "text": _EQUALITY,
    "whole": _ORDER,
    "number": _ORDER,
    "choices": _MEMBERSHIP,
    "texts": _MEMBERSHIP,
    "date": (),
    "moment": (),
    "time": (),
}


Vocabulary: TypeAlias = Mapping[str, Mapping[str, Fact]]
"""The facts by owner and then by name."""


def by_owner(facts: Mapping[str, Fact]) -> Vocabulary:
    """Return facts, found by their ids, as found by owner and name, in the same order."""
    found: dict[str, dict[str, Fact]] = {}
    for fact in facts.values():
        found.setdefault(fact.owner, {})[fact.name] = fact
    return found


def facts_of(vocabulary: Vocabulary, action_type: str) -> dict[str, Fact]:
    """Return the facts of an action type by name, then the labels of any action it has not."""
    own = vocabulary.get(action_type, {})
    labels = vocabulary.get(ANY, {})
    return {**own, **{name: fact for name, fact in labels.items() if name not in own}}


def practice_facts(vocabulary: Vocabulary) -> Mapping[str, Fact]:
    """Return the facts of a practice, by name."""
    return vocabulary.get(PRACTICE, {})


def readable_facts(vocabulary: Vocabulary, action_type: str) -> dict[str, Fact]:
    """Return what an expression about an action type may read: its facts and the practice's."""
    return {**practice_facts(vocabulary), **facts_of(vocabulary, action_type)}


def check_owner(fact: Fact, vocabulary: Vocabulary, types: Collection[str]) -> None:
    """Refuse a fact whose owner is not there, or whose name the practice's facts have already.

    K011: no such owner; K008: one name for two facts that could both be meant, or a derived fact
    worked out of another; K023: one worked out of what is neither asked nor a date of the action.
    """
    if fact.owner not in types and fact.owner not in (ANY, PRACTICE):
        raise _no_owner(fact, types)
    if fact.owner != PRACTICE and fact.name in practice_facts(vocabulary):
        raise _two_meanings(fact)
    asked = readable_facts(vocabulary, fact.owner)
    for name in fact.inputs:
        if name not in ACTION_DATES and fact_called(name, asked, fact.owner, None).derived:
            raise _derived_of_derived(fact, name)


def check_expression(
    node: Node, action_types: Iterable[str], vocabulary: Vocabulary, place: str
) -> None:
    """Refuse an expression that a fact of any of these action types cannot bear.

    K023: it reads a fact nobody is asked; K022: it names an answer the fact does not allow; K021:
    it compares what cannot be compared, or takes as true or false what is neither, or a label.
    """
    for action_type in action_types:
        asked = readable_facts(vocabulary, action_type)
        for name in facts_in(node):
            if fact_called(name, asked, action_type, place).label:
                raise _misused(node, f"{name!r} is a label of {action_type}", place)
        for name in bare_facts_in(node):
            if asked[name].kind != "bool":
                raise _misused(node, f"{name!r} is not answered by true or false", place)
        for comparison in comparisons_in(node):
            _check_comparison(node, comparison, asked[comparison.name], place)


def _check_comparison(node: Node, comparison: Comparison, fact: Fact, place: str) -> None:
    if comparison.operator not in _OPERATORS[fact.kind]:
        found = f"{fact.name!r} ({fact.kind}) is compared with {comparison.operator!r}"
        raise _misused(node, found, place)
    for constant in comparison.constants:
        if not _could_be(fact, constant):
            raise _no_such_answer(fact, constant, place)


def _could_be(fact: Fact, constant: Constant) -> bool:
    """Return whether a literal is something the fact could be answered with."""
    if fact.kind == "bool":
        return isinstance(constant, bool) or constant in fact.answers
    if fact.kind in ("choice", "choices"):
        return isinstance(constant, str) and constant in fact.answers
    if fact.kind in ("whole", "number"):
        return isinstance(constant, (int, float)) and not isinstance(constant, bool)
    return isinstance(constant, str)


def _misused(node: Node, found: str, place: str) -> KnockonError:
    problem = refused(str(node), found)
    return KnockonError(
        problem.code,
        problem.found,
        expected="facts compared as their kind allows",
        remedy="Compare it with an answer of its own, or name a derived fact.",
        place=place,
    )


def _no_such_answer(fact: Fact, constant: Constant, place: str) -> KnockonError:
    return KnockonError(
        "K022",
        f"{fact.id} is compared with {constant!r}",
        expected="an answer of that fact",
        remedy=did_you_mean(str(constant), fact.answers or ("true", "false", "a number")),
        place=place,
    )


def _no_owner(fact: Fact, types: Collection[str]) -> KnockonError:
    return KnockonError(
        "K011",
        f"{fact.owner!r} is not a known owner of facts",
        expected=f"an action type, {PRACTICE} or {ANY}",
        remedy=did_you_mean(fact.owner, [*types, PRACTICE, ANY]),
    )


def _two_meanings(fact: Fact) -> KnockonError:
    return KnockonError(
        "K008",
        f"fact {fact.id!r} has the name of a fact of the practice",
        expected="a name that means one thing",
        remedy="Take another name.",
    )


def _derived_of_derived(fact: Fact, name: str) -> KnockonError:
    return KnockonError(
        "K008",
        f"fact {fact.id!r} is worked out of {name!r}, which is worked out itself",
        expected="inputs that are stated",
        remedy="Name what is stated.",
    )
