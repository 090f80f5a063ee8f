"""One rule against one action: the verdict, and why.

In this order: what the rule does not reach and what an exception lets through without more is
``compatible``; what does not break the rule is ``compatible``, or ``conditional`` where something
is to be kept up; what an exception lets through while something is kept up is ``conditional``;
what is reached, breaks the rule and meets no exception is ``not_in_accordance``. All else is
``undetermined``. So an exception that may apply holds back a breach as it does a pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from knockon.catalogue.expressions import Node, facts_in
from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.rules import Bearing, RuleException, Verdict
from knockon.compliance.evaluating import account, spelt, value_of
from knockon.compliance.knowledge import Knowledge
from knockon.compliance.logic import Truth

Ground = Literal["outside", "excepted", "met", "broken", "open"]
"""What a verdict rests on: scope false, an exception, no breach, a breach, or something unknown."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict of one rule on one action and what it rests on.

    ``exceptions``: the one relied on, or those that may yet apply.
    """

    verdict: Verdict
    ground: Ground
    exceptions: tuple[RuleException, ...] = ()


def with_presumptions(bearing: Bearing, knowledge: Knowledge) -> Knowledge:
    """Return what is known of an action, with what a rule presumes of the facts left out."""
    usual = {
        one.fact: one.answer
        for one in bearing.presumes
        if _value(one.where, Truth.TRUE, knowledge) is Truth.TRUE
    }
    return knowledge.presuming(usual) if usual else knowledge


def outcome(bearing: Bearing, knowledge: Knowledge) -> Outcome:
    """Return what a rule comes to for what is known of an action."""
    knowledge = with_presumptions(bearing, knowledge)
    scope = _value(bearing.scope, Truth.TRUE, knowledge)
    if scope is Truth.FALSE:
        return Outcome("compatible", "outside")
    held = [(one, value_of(one.when, knowledge)) for one in bearing.unless]
    relied_on = [one for one, value in held if value is Truth.TRUE]
    for exception in relied_on:
        if not exception.keep:
            return Outcome("compatible", "excepted", (exception,))
    breach = _value(bearing.breach, Truth.FALSE, knowledge)
    if breach is Truth.FALSE:
        return Outcome("conditional" if bearing.keep else "compatible", "met")
    if relied_on:
        return Outcome("conditional", "excepted", (relied_on[0],))
    possible = tuple(one for one, value in held if value is Truth.UNKNOWN)
    if scope is Truth.TRUE and breach is Truth.TRUE and not possible:
        return Outcome("not_in_accordance", "broken")
    return Outcome("undetermined", "open", possible)


def conditions(bearing: Bearing, found: Outcome) -> tuple[str, ...]:
    """Return what must be kept up for the verdict to hold."""
    if found.verdict != "conditional":
        return ()
    return found.exceptions[0].keep if found.ground == "excepted" else bearing.keep


def parts(bearing: Bearing, found: Outcome) -> Iterator[tuple[str, Node]]:
    """Yield the expressions an outcome rests on, by name; the scope alone where that is false."""
    if bearing.scope is not None:
        yield "scope", bearing.scope
    if found.ground == "outside":
        return
    for exception in bearing.unless:
        yield f"exception {exception.id}", exception.when
    if bearing.breach is not None:
        yield "breach", bearing.breach


@dataclass(frozen=True, slots=True)
class Account:
    """How an outcome came about, ready to be told: most are read by nobody."""

    bearing: Bearing
    outcome: Outcome
    knowledge: Knowledge

    def lines(self) -> tuple[str, ...]:
        """Return every sub-expression read, with its value and where each answer came from."""
        return tuple(
            f"{'  ' if at else f'{name}: '}{line}"
            for name, node in parts(self.bearing, self.outcome)
            for at, line in enumerate(account(node, self.knowledge))
        )

    def answers(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return facts with their answers as a plan spells them; one without an answer by name."""
        answers = {name: self.knowledge.known(name).answer for name in names}
        return tuple(
            name if answer is UNKNOWN else f"{name}: {spelt(answer)}"
            for name, answer in answers.items()
        )


def presumed(bearing: Bearing, found: Outcome, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the facts presumed among those read, each once."""
    read = (name for _, node in parts(bearing, found) for name in facts_in(node))
    return tuple(dict.fromkeys(one for name in read for one in knowledge.known(name).presumed))


def _value(node: Node | None, absent: Truth, knowledge: Knowledge) -> Truth:
    return absent if node is None else value_of(node, knowledge)
