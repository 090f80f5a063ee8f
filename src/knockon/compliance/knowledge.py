"""What is known of one action: each fact with its answer, and where the answer came from.

An answer is stated in the plan, presumed because the plan left the fact out and the packs name
the usual case, worked out of other facts, or not known. A fact given as ``unknown`` is never
presumed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knockon.catalogue.facts import UNKNOWN, Answer, Fact
from knockon.compliance.derived import Derivation, Undecided

Origin = Literal["stated", "presumed", "derived", "supposed", "not stated", "given as unknown"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The facts a rule may read of actions of one type, by the name it uses.

    ``facts`` holds the type's own facts and those of the practice it does not cover itself;
    ``of_practice`` names which are the practice's; ``derivations`` tells how derived facts come.
    """

    facts: Mapping[str, Fact]
    of_practice: frozenset[str]
    derivations: Mapping[str, Derivation]


@dataclass(frozen=True, slots=True)
class Known:
    """An answer with its origin; ``asks``: what to ask for where it is unknown.

    ``presumed``: the facts presumed on the way to it. ``inputs``: the facts it was worked out of.
    """

    answer: Answer
    origin: Origin
    asks: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


class Knowledge:
    """The answers for one action on its dates; worked out once, when first asked for."""

    __slots__ = ("_answers", "_found", "_supposed", "_usual", "_vocabulary")

    def __init__(
        self,
        vocabulary: Vocabulary,
        answers: Mapping[str, Answer],
        supposed: Mapping[str, Answer] | None = None,
        usual: Mapping[str, Answer] | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self._answers = answers
        self._supposed = supposed or {}
        self._usual = usual or {}
        self._found: dict[str, Known] = {}

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        practice: Mapping[str, Answer],
        params: Mapping[str, Answer],
        start: dt.date,
        end: dt.date | None,
    ) -> Knowledge:
        """Return what a plan tells of an action: facts of the practice, its own, its dates.

        An action without an end has none: ``end`` is then known to be None.
        """
        of_practice = {
            name: answer for name, answer in practice.items() if name in vocabulary.of_practice
        }
        return cls(vocabulary, {"start": start, "end": end, **of_practice, **params})

    def supposing(self, name: str, answer: Answer) -> Knowledge:
        """Return the same knowledge with one fact answered (or unanswered) otherwise."""
        supposed = {**self._supposed, name: answer}
        return Knowledge(self._vocabulary, self._answers, supposed, self._usual)

    def presuming(self, usual: Mapping[str, Answer]) -> Knowledge:
        """Return the same knowledge, with more presumed of facts the plan leaves out."""
        usual = {**self._usual, **usual}
        return Knowledge(self._vocabulary, self._answers, self._supposed, usual)

    def known(self, name: str) -> Known:
        """Return the answer to a fact and where it came from."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._find(name)
        return found

    def _find(self, name: str) -> Known:
        if name in self._supposed:
            return _stated(name, self._supposed[name], "supposed")
        if name in self._vocabulary.derivations:
            return self._presumed_of(name, self._derive(self._vocabulary.derivations[name]))
        if name in self._answers:
            return _stated(name, self._answers[name], "stated")
        presumed = self._usual.get(name, self._vocabulary.facts[name].presumed)
        if presumed is not UNKNOWN:
            return Known(presumed, "presumed", presumed=(name,))
        return Known(UNKNOWN, "not stated", asks=(name,))

    def _presumed_of(self, name: str, derived: Known) -> Known:
        """Return what is presumed of a derived fact, if all that it waits for was left out."""
        if derived.answer is not UNKNOWN or name not in self._usual:
            return derived
        raw = self._vocabulary.facts
        if any(one not in raw or self.known(one).origin != "not stated" for one in derived.asks):
            return derived
        presumed = (*derived.presumed, *derived.asks)
        return Known(self._usual[name], "presumed", presumed=presumed, inputs=derived.inputs)

    def _derive(self, derivation: Derivation) -> Known:
        inputs = {one: self.known(one) for one in derivation.inputs}
        result = derivation(tuple(known.answer for known in inputs.values()))
        presumed = tuple(dict.fromkeys(one for known in inputs.values() for one in known.presumed))
        asks: tuple[str, ...] = ()
        if isinstance(result, Undecided):
            asks, result = (result.words,), UNKNOWN
        elif result is UNKNOWN:
            asks = _asked_for(inputs)
        return Known(result, "derived", asks, presumed, derivation.inputs)


def _stated(name: str, answer: Answer, origin: Origin) -> Known:
    if answer is UNKNOWN:
        return Known(UNKNOWN, "given as unknown", asks=(name,))
    return Known(answer, origin)


def _asked_for(inputs: Mapping[str, Known]) -> tuple[str, ...]:
    """Return the raw facts behind unknown inputs; all inputs, where none of them is unknown."""
    asked = dict.fromkeys(one for known in inputs.values() for one in known.asks)
    stated = (name for name in inputs if name not in ("start", "end"))
    return tuple(asked or stated)
