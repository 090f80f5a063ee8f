"""Findings: what each rule known on a day comes to for one action, over the days it is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from knockon.catalogue.rules import Bearing, Citation, Instead, Reading, Rule
from knockon.catalogue.values import Pack
from knockon.compliance import wording
from knockon.compliance.book import Chapter, Obligation
from knockon.compliance.coverage import Coverage
from knockon.compliance.judgement import Finding
from knockon.compliance.judging import (
    Account,
    Outcome,
    conditions,
    outcome,
    presumed,
    with_presumptions,
)
from knockon.compliance.knowledge import Knowledge
from knockon.compliance.needs import needs
from knockon.compliance.stretches import Stretch, before_force, in_force

_CONTRACT = ("contract",)
"""What is missing where the contract itself is not known."""

NOT_COVERED = "What the rules loaded cover"
"""The title of a finding that says the packs do not cover a case."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What a plan is judged from: the day whose knowledge counts, the packs, what they cover."""

    as_of: dt.date
    packs: Mapping[str, Pack]
    coverage: Coverage

    def admits(self, rule: Rule) -> bool:
        """Return whether a rule was known on the day and is of a pack that speaks for the plan."""
        return rule.known_on(self.as_of) and self.coverage.speaks(self.packs[rule.pack])


@dataclass(frozen=True, slots=True)
class Matter:
    """One action as it comes before the rules: what bears on it, what is known, its days."""

    chapter: Chapter
    knowledge: Knowledge
    stretch: Stretch

    def contract_needs(self, holder: str, coverage: Coverage) -> tuple[str, ...]:
        """Return what is missing of the contract for a rule of this holder; others do not ask."""
        concerned = self.chapter.holder if holder == "all" else holder
        return coverage.contract_needs if concerned == "practice" else ()


def findings(matter: Matter, standpoint: Standpoint) -> tuple[Finding, ...]:
    """Return every finding on an action, by rule and then by time; none where no rule speaks to it.

    What the packs do not cover (nation, contract, a start after the day they were checked to) is
    told in place of a verdict.
    """
    gap = _not_covered(matter.stretch, standpoint.coverage)
    if gap is not None:
        return (gap,)
    found = tuple(
        finding
        for one in matter.chapter.obligations
        if one.decides and standpoint.admits(one.rule)
        for finding in _of_rule(one, matter, standpoint)
    )
    missing = matter.contract_needs("all", standpoint.coverage)
    if not found and missing:
        return (_gap(_no_contract(missing), missing, matter.stretch),)
    return found


def _of_rule(obligation: Obligation, matter: Matter, standpoint: Standpoint) -> Iterator[Finding]:
    """Yield what a rule comes to on the days before it is in force, and while it is."""
    rule = obligation.rule
    ahead = before_force(rule, matter.stretch)
    running = in_force(rule, matter.stretch, standpoint.as_of)
    missing = matter.contract_needs(rule.holder, standpoint.coverage)
    if ahead is not None:
        yield (
            _without_contract(obligation, missing, (), ahead, standpoint.coverage)
            if missing
            else _ahead_of_force(obligation, ahead, standpoint)
        )
    if running is not None:
        yield _in_force(obligation, matter.knowledge, running, standpoint.coverage, missing)


def _in_force(
    obligation: Obligation,
    knowledge: Knowledge,
    stretch: Stretch,
    coverage: Coverage,
    missing: tuple[str, ...],
) -> Finding:
    rule, bearing = obligation.rule, obligation.bearing
    found = outcome(bearing, knowledge)
    told = with_presumptions(bearing, knowledge)
    asked = needs(obligation, knowledge) if found.verdict == "undetermined" else ()
    if missing:
        return _without_contract(obligation, missing, asked, stretch, coverage)
    return Finding(
        rule=rule.id,
        title=rule.title,
        verdict=found.verdict,
        holder=rule.holder,
        begins=stretch.begins,
        ends=stretch.ends,
        because=wording.because(rule, bearing, found),
        cites=_cites(obligation, coverage, found),
        conditions=conditions(bearing, found),
        evidence=() if found.ground in ("outside", "broken") else bearing.evidence,
        needs=asked,
        presumed=presumed(bearing, found, told),
        readings=_readings(rule, coverage),
        account=Account(bearing, found, told),
        instead=_instead(bearing, coverage) if found.ground == "broken" else None,
        disputed=rule.disputed,
        wants_checking=rule.standing == "unverified",
    )


def _ahead_of_force(obligation: Obligation, stretch: Stretch, standpoint: Standpoint) -> Finding:
    """Return the notice of a rule on days before it is in force; it never decides there."""
    because = wording.not_yet_in_force(obligation.rule, standpoint.as_of)
    return _not_judged(obligation, stretch, because, standpoint.coverage)


def _without_contract(
    obligation: Obligation,
    missing: tuple[str, ...],
    asked: tuple[str, ...],
    stretch: Stretch,
    coverage: Coverage,
) -> Finding:
    """Return that a rule cannot be judged without its contract; what else is open only if asked."""
    needs = (*missing, *asked) if missing == _CONTRACT else missing
    return _not_judged(obligation, stretch, _no_contract(missing), coverage, needs)


def _not_judged(
    obligation: Obligation,
    stretch: Stretch,
    because: str,
    coverage: Coverage,
    needs: tuple[str, ...] = (),
) -> Finding:
    """Return a finding on a rule not held against the action: a notice, if it needs nothing."""
    rule = obligation.rule
    return Finding(
        rule=rule.id,
        title=rule.title,
        verdict="undetermined" if needs else "compatible",
        holder=rule.holder,
        begins=stretch.begins,
        ends=stretch.ends,
        because=because,
        cites=_cites(obligation, coverage),
        needs=needs,
        readings=_readings(rule, coverage),
        notice=not needs,
        disputed=rule.disputed,
        wants_checking=rule.standing == "unverified",
    )


def _not_covered(stretch: Stretch, coverage: Coverage) -> Finding | None:
    """Return why an action cannot be judged whatever it is, or None where it can."""
    if coverage.nation_needs:
        because = "The rules loaded do not speak for this nation, or it is not known which it is."
        return _gap(because, coverage.nation_needs, stretch)
    checked = coverage.verified_to
    if checked is not None and stretch.begins > checked:
        because = f"The rules loaded were last checked to {wording.plain_date(checked)}."
        return _gap(because, (f"rules checked to {stretch.begins.isoformat()}",), stretch)
    return None


def _gap(because: str, missing: tuple[str, ...], stretch: Stretch) -> Finding:
    return Finding(
        rule=None,
        title=NOT_COVERED,
        verdict="undetermined",
        holder="practice",
        begins=stretch.begins,
        ends=stretch.ends,
        because=because,
        needs=missing,
    )


def _no_contract(missing: tuple[str, ...]) -> str:
    if missing == _CONTRACT:
        return "Which contract the practice holds is not known."
    return "The rules loaded do not speak for the practice's type of contract."


def _cites(
    obligation: Obligation, coverage: Coverage, found: Outcome | None = None
) -> tuple[Citation, ...]:
    """Return where it is written: exceptions in play, then what the rule asks of this action."""
    bearing = obligation.bearing
    exceptions = found.exceptions if found is not None else ()
    written: Iterable[Citation] = (
        *(cite for exception in exceptions for cite in exception.cites),
        *bearing.cites,
        *obligation.rule.cites,
    )
    return coverage.cited(written)


def _readings(rule: Rule, coverage: Coverage) -> tuple[Reading, ...]:
    return tuple(replace(one, cites=coverage.cited(one.cites)) for one in rule.readings)


def _instead(bearing: Bearing, coverage: Coverage) -> Instead | None:
    way = bearing.instead
    return None if way is None else replace(way, cites=coverage.cited(way.cites))
