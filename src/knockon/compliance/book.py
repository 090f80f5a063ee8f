"""The rules of a catalogue made ready for judging, one action type at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knockon.catalogue.expressions import Node, comparisons_in, facts_in
from knockon.catalogue.facts import Answer
from knockon.catalogue.rules import Bearing, Consequence, Rule
from knockon.catalogue.values import Catalogue
from knockon.compliance.derived import derivation
from knockon.compliance.knowledge import Vocabulary
from knockon.compliance.possible import possible_answers

_NEED_A_BREACH = ("payment", "advice", "expectation")
"""Kinds of rule that are mere consequences unless something breaks them."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A rule as it bears on actions of one type.

    ``possible`` gives, for each fact it reads, answers that stand for all the fact could have.
    """

    rule: Rule
    bearing: Bearing
    possible: Mapping[str, tuple[Answer, ...]]

    @property
    def decides(self) -> bool:
        """Return whether it gives a verdict; advice or money that nothing breaks does not."""
        return self.rule.kind not in _NEED_A_BREACH or self.bearing.breach is not None


@dataclass(frozen=True, slots=True)
class Chapter:
    """All that bears on actions of one type. ``holder``: who such an action is usually up to."""

    holder: str
    vocabulary: Vocabulary
    obligations: tuple[Obligation, ...]
    consequences: tuple[Consequence, ...]


class RuleBook:
    """A catalogue's rules by action type; a chapter is made ready when first opened.

    ``packs`` are the catalogue's by id.
    """

    __slots__ = ("_chapters", "catalogue", "packs")

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.packs = {pack.id: pack for pack in catalogue.packs}
        self._chapters: dict[str, Chapter] = {}

    def chapter(self, action_type: str) -> Chapter:
        """Return what bears on actions of a type."""
        if action_type not in self._chapters:
            self._chapters[action_type] = _chapter(self.catalogue, action_type)
        return self._chapters[action_type]


_last_opened: list[RuleBook] = []


def book_of(catalogue: Catalogue) -> RuleBook:
    """Return the rule book of a catalogue; the one opened last is kept at hand.

    Whoever judges many plans hands over one catalogue again and again, and making its rules ready
    costs as much as judging a plan. A catalogue never changes, so neither does its book.
    """
    if not _last_opened or _last_opened[0].catalogue is not catalogue:
        _last_opened[:] = [RuleBook(catalogue)]
    return _last_opened[0]


def expressions_of(bearing: Bearing) -> Iterator[Node]:
    """Yield every expression of a bearing: scope, exceptions, breach, cases of presumptions."""
    if bearing.scope is not None:
        yield bearing.scope
    yield from (exception.when for exception in bearing.unless)
    if bearing.breach is not None:
        yield bearing.breach
    yield from (usual.where for usual in bearing.presumes if usual.where is not None)


def facts_of(bearing: Bearing) -> tuple[str, ...]:
    """Return the names of the facts a bearing reads, each once, in the order of its text."""
    return tuple(dict.fromkeys(name for node in expressions_of(bearing) for name in facts_in(node)))


def _chapter(catalogue: Catalogue, action_type: str) -> Chapter:
    vocabulary = _vocabulary(catalogue, action_type)
    rules = sorted(catalogue.rules_on(action_type), key=lambda rule: rule.id)
    consequences = sorted(catalogue.consequences.values(), key=lambda effect: effect.id)
    return Chapter(
        catalogue.types()[action_type].holder,
        vocabulary,
        tuple(
            _obligation(rule, bearing, vocabulary)
            for rule in rules
            if (bearing := rule.bearing_on(action_type)) is not None
        ),
        tuple(effect for effect in consequences if action_type in effect.types),
    )


def _vocabulary(catalogue: Catalogue, action_type: str) -> Vocabulary:
    own = catalogue.facts_of(action_type)
    of_practice = {k: f for k, f in catalogue.practice_facts().items() if k not in own}
    facts = {**of_practice, **own}
    derivations = {name: derivation(fact) for name, fact in facts.items() if fact.derived}
    return Vocabulary(facts, frozenset(of_practice), derivations)


def _obligation(rule: Rule, bearing: Bearing, vocabulary: Vocabulary) -> Obligation:
    comparisons = [one for node in expressions_of(bearing) for one in comparisons_in(node)]
    possible = {
        name: possible_answers(vocabulary.facts[name], comparisons) for name in facts_of(bearing)
    }
    return Obligation(rule, bearing, possible)
