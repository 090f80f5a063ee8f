"""Run the worked examples that stand beside each rule, and say what they leave untried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from knockon.catalogue.checking import Problem
from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.rules import VERDICTS, Bearing, Rule, RuleCase, RuleException
from knockon.catalogue.values import Catalogue
from knockon.compliance.book import Chapter, Obligation, RuleBook, book_of
from knockon.compliance.check import check, matter_of
from knockon.compliance.derived import derivation
from knockon.compliance.evaluating import value_of
from knockon.compliance.judgement import Finding, worst
from knockon.compliance.judging import with_presumptions
from knockon.compliance.knowledge import Knowledge
from knockon.compliance.logic import Truth
from knockon.compliance.reach import reachable
from knockon.errors import KnockonError
from knockon.plans.plan import Plan, PlannedAction


def check_rules(catalogue: Catalogue) -> list[Problem]:
    """Return what is wrong with rules and their worked examples; an empty list means nothing.

    K701: a derived fact no function works out. K702: an example that comes out otherwise than it
    says. K703: a verdict, an exception or a first day that a rule can reach and no example does.
    """
    underivable = list(_underivable(catalogue))
    if underivable:
        return underivable
    book = book_of(catalogue)
    return [
        problem
        for rule in catalogue.rules.values()
        for problem in (*_wrong_cases(rule, book), *_untried(rule, book))
    ]


def _underivable(catalogue: Catalogue) -> Iterator[Problem]:
    for fact in catalogue.facts.values():
        if fact.derived is not None:
            try:
                derivation(fact)
            except KnockonError as problem:
                yield Problem(problem.code, f"fact {fact.id}", problem.sentence())


def _wrong_cases(rule: Rule, book: RuleBook) -> Iterator[Problem]:
    for case in rule.cases:
        findings = _findings(rule, case, book)
        verdict = worst(finding.verdict for finding in findings)
        if verdict != case.verdict:
            why = "; ".join(finding.because for finding in findings) or "the rule finds nothing"
            yield _problem(rule, "K702", f"{case.name!r} is {verdict}, not {case.verdict}: {why}")
        needed = {need for finding in findings for need in finding.needs}
        if case.needs and needed != set(case.needs):
            yield _problem(
                rule,
                "K702",
                f"{case.name!r} asks for {', '.join(sorted(needed)) or 'nothing'}, "
                f"not {', '.join(sorted(case.needs))}",
            )


def _untried(rule: Rule, book: RuleBook) -> Iterator[Problem]:
    """Name the verdicts, exceptions and first days that no example of a rule reaches."""
    reached = {case.verdict for case in rule.cases}
    within = {
        verdict
        for action_type in _types(rule)
        for one in _obligations(rule, action_type, book)
        for verdict in reachable(one, _nothing_known(book.chapter(action_type)))
    }
    for verdict in VERDICTS:
        if verdict in within - reached:
            yield _problem(rule, "K703", f"it can be {verdict} and no example is")
    for bearing in rule.bearings:
        for exception in bearing.unless:
            yield from _untried_exception(rule, exception, bearing, book)
    begins = rule.in_force_from
    if begins is not None and _was_announced(rule, begins, book):
        yield from _untried_first_day(rule, begins)


def _untried_exception(
    rule: Rule, exception: RuleException, bearing: Bearing, book: RuleBook
) -> Iterator[Problem]:
    values = {
        value_of(
            exception.when, with_presumptions(bearing, matter_of(action, plan, book).knowledge)
        )
        for case in rule.cases
        if case.type in bearing.types
        for plan in [_plan(case)]
        for action in plan.actions
    }
    for value, word in ((Truth.TRUE, "applies"), (Truth.FALSE, "does not apply")):
        if value not in values:
            yield _problem(rule, "K703", f"in no example the exception {exception.id!r} {word}")


def _untried_first_day(rule: Rule, begins: dt.date) -> Iterator[Problem]:
    eve = begins - dt.timedelta(days=1)
    starts = {case.start for case in rule.cases}
    ends = {case.end for case in rule.cases}
    if begins not in starts:
        yield _problem(rule, "K703", f"no example starts on its first day, {begins.isoformat()}")
    if eve not in starts | ends:
        yield _problem(rule, "K703", f"no example starts or ends on its eve, {eve.isoformat()}")


def _was_announced(rule: Rule, begins: dt.date, book: RuleBook) -> bool:
    """Return whether a rule was known before its first day, as far as its pack tells."""
    return (rule.known_from or book.packs[rule.pack].published) < begins


def _findings(rule: Rule, case: RuleCase, book: RuleBook) -> tuple[Finding, ...]:
    """Return what one rule alone finds in an example, and what the packs do not cover of it."""
    judged = check(_plan(case), book.catalogue)
    found = (finding for action in judged.actions for finding in action.findings)
    return tuple(finding for finding in found if finding.rule in (rule.id, None))


def _plan(case: RuleCase) -> Plan:
    action = PlannedAction("case", case.type, case.start, case.end, params=case.params)
    return Plan(case.name, case.practice, case.as_of, (action,))


def _types(rule: Rule) -> tuple[str, ...]:
    return tuple(action_type for bearing in rule.bearings for action_type in bearing.types)


def _obligations(rule: Rule, action_type: str, book: RuleBook) -> Iterator[Obligation]:
    """Return what a rule asks of actions of a type, if it decides anything about them."""
    here = book.chapter(action_type).obligations
    return (one for one in here if one.rule.id == rule.id and one.decides)


def _nothing_known(chapter: Chapter) -> Knowledge:
    return Knowledge(chapter.vocabulary, {"start": UNKNOWN, "end": UNKNOWN})


def _problem(rule: Rule, code: str, sentence: str) -> Problem:
    return Problem(code, f"rule {rule.id}", f"{rule.id}: {sentence}")
