"""Which facts the rules ask of an action: of the whole vocabulary, only what can be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knockon.catalogue.expressions import Node, facts_in
from knockon.catalogue.facts import PRACTICE, Fact
from knockon.catalogue.rules import Bearing, Rule
from knockon.catalogue.values import Catalogue

_BY_CONTRACT = "contract"
"""The fact of a practice that every rule a practice answers for turns on."""


def facts_asked(catalogue: Catalogue, action_type: str, known_on: date) -> tuple[Fact, ...]:
    """Return the facts, stated and not worked out, that rules known on a day read of an action.

    In the order of the vocabulary: those of the action type, then those of the practice. Rules
    that had ended by then ask nothing, nor do those that nothing in such an action breaks;
    announced ones do.
    """
    own = catalogue.facts_of(action_type)
    known = {**catalogue.practice_facts(), **own}
    names = {
        name
        for rule in catalogue.rules_on(action_type)
        if (bearing := rule.bearing_on(action_type)) is not None
        and bearing.breach is not None
        and not _out_of_sight(rule, known_on)
        for name in _names_read(rule, bearing)
    }
    asked = {fact.id for name in names if name in known for fact in _stated(known[name], known)}
    vocabulary = (*own.values(), *catalogue.practice_facts().values())
    return tuple(fact for fact in vocabulary if fact.id in asked)


def is_of_practice(fact: Fact) -> bool:
    """Return whether a fact stands under ``practice`` in a plan, and not under an action."""
    return fact.owner == PRACTICE


def _out_of_sight(rule: Rule, known_on: date) -> bool:
    """Whether a rule was not known yet on a day, or known to have ended before it."""
    ended = rule.in_force_to is not None and rule.in_force_to < known_on
    ending_known = rule.end_known_from is None or rule.end_known_from <= known_on
    return not rule.known_on(known_on) or (ended and ending_known)


def _names_read(rule: Rule, bearing: Bearing) -> Iterator[str]:
    if rule.holder == "practice":
        yield _BY_CONTRACT
    for expression in _expressions(bearing):
        yield from facts_in(expression)


def _expressions(bearing: Bearing) -> list[Node]:
    exceptions = (exception.when for exception in bearing.unless)
    cases = (usual.where for usual in bearing.presumes)
    whole = [bearing.scope, bearing.breach, *exceptions, *cases]
    return [expression for expression in whole if expression is not None]


def _stated(fact: Fact, known: dict[str, Fact]) -> Iterator[Fact]:
    """Yield the fact itself, or those it is worked out from (dates of the action apart)."""
    if fact.derived is None:
        yield fact
        return
    for name in fact.inputs:
        if name in known:
            yield from _stated(known[name], known)
