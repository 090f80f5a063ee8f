"""What a plan claims, why, and what is held that shows it: an assurance case as a plain tree.

Every rule that bears on an action is a claim that the action keeps to it. The argument is why the
rule finds so and what is kept up meanwhile; under it stands, for each thing the rule suggests to
have ready, what the plan's ``evidence`` holds or that it is missing. Nothing is left out because
it is empty: what nobody has argued or shown is there as undeveloped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias, get_args

from knockon.catalogue.rules import Citation, Holder, Verdict
from knockon.compliance import Judgement, wording
from knockon.compliance.judgement import ActionJudgement, Finding
from knockon.plans.plan import Evidence, Plan

Standing: TypeAlias = Literal["held", "expiring", "expired", "later", "missing", "undeveloped"]

STANDINGS: tuple[Standing, ...] = get_args(Standing)
SHOWS: tuple[Standing, ...] = ("held", "expiring")
"""Where a branch stands that shows its claim on the day."""

SOON = timedelta(days=90)
"""How long before it expires evidence is said to be expiring, unless another time is chosen."""

_UNNAMED = "nothing is named that would show this"
_BROKEN = "no evidence shows this as it is planned"


@dataclass(frozen=True, slots=True)
class Branch:
    """Something that would show a claim, and where it stands on the day.

    ``asked`` is what the rule suggests; None for evidence held beside that. ``evidence`` is what
    the plan holds; None where it is missing or undeveloped.
    """

    asked: str | None
    evidence: Evidence | None
    standing: Standing

    @property
    def words(self) -> str:
        """Return the branch in words, without where the evidence is kept."""
        if self.evidence is None:
            return f"{self.standing}: {self.asked}"
        return f"{self.evidence.item} ({dates_of(self.evidence, self.standing)})"


@dataclass(frozen=True, slots=True)
class Claim:
    """That an action keeps to a rule, from ``begins`` to ``ends``; ``rule`` None: none covers it.

    ``argument`` is why it is so, ``kept`` what it holds only while it is kept up.
    """

    action: str
    rule: str | None
    title: str
    holder: Holder
    verdict: Verdict
    begins: date
    ends: date | None
    argument: str
    kept: tuple[str, ...]
    cites: tuple[Citation, ...]
    branches: tuple[Branch, ...]

    @property
    def shown(self) -> bool:
        """Return whether evidence held on the day shows every part of a claim that can be made."""
        return self.verdict in ("compatible", "conditional") and all(
            branch.standing in SHOWS for branch in self.branches
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A plan's claims with their evidence on a day; what is ``unclaimed`` shows none of them."""

    title: str
    on: date
    claims: tuple[Claim, ...]
    unclaimed: tuple[Evidence, ...]

    def count(self, standing: Standing) -> int:
        """Return how many branches stand so."""
        return sum(one.standing == standing for claim in self.claims for one in claim.branches)


def case_of(plan: Plan, judgement: Judgement, *, soon: timedelta = SOON) -> Case:
    """Return the case for a plan on the day it was judged by.

    An item of the plan's ``evidence`` belongs where its ``claim`` is a rule (``ACC-TRIAGE``), an
    action's rule (``cap: ACC-TRIAGE``), or the words of a claim, of what is kept up, or of what is
    to be had ready.
    """
    found = claims(plan, judgement, soon=soon)
    used = {id(one.evidence) for claim in found for one in claim.branches}
    unclaimed = tuple(one for one in _held(plan) if id(one) not in used)
    return Case(judgement.title, judgement.as_of, found, unclaimed)


def claims(plan: Plan, judgement: Judgement, *, soon: timedelta = SOON) -> tuple[Claim, ...]:
    """Return every claim there is something to say of, in the order of actions and rules."""
    held = _held(plan)
    return tuple(
        _claim(action, finding, held, judgement.as_of, soon)
        for action in judgement.actions
        for finding in action.findings
        if not finding.notice and _says_something(finding)
    )


def standing_on(evidence: Evidence, on: date, soon: timedelta = SOON) -> Standing:
    """Return where evidence stands on a day; it counts up to and including its last day."""
    if evidence.held_on is not None and evidence.held_on > on:
        return "later"
    if evidence.expires_on is None:
        return "held"
    if evidence.expires_on < on:
        return "expired"
    return "expiring" if evidence.expires_on - on <= soon else "held"


def dates_of(evidence: Evidence, standing: Standing) -> str:
    """Return the days of evidence in words: since when it is held, until when it counts."""
    ends = evidence.expires_on
    parts = [_since(evidence.held_on, standing)]
    if ends is not None:
        word = {"expired": "expired on", "expiring": "expires soon, on"}.get(standing, "until")
        parts.append(f"{word} {wording.plain_date(ends)}")
    return ", ".join(parts)


def _since(held: date | None, standing: Standing) -> str:
    if held is None:
        return "since when is not stated"
    day = wording.plain_date(held)
    return f"to be held from {day}" if standing == "later" else f"since {day}"


def _held(plan: Plan) -> tuple[Evidence, ...]:
    """Return the evidence of a plan that names something; a claim alone is not evidence yet."""
    return tuple(one for one in plan.evidence if one.item.strip())


def _says_something(finding: Finding) -> bool:
    """Whether a finding is more than that nothing bears on the action."""
    return finding.verdict != "compatible" or bool(finding.evidence or finding.conditions)


def _claim(
    action: ActionJudgement,
    finding: Finding,
    held: Sequence[Evidence],
    on: date,
    soon: timedelta,
) -> Claim:
    return Claim(
        action=action.key,
        rule=finding.rule,
        title=finding.title,
        holder=finding.holder,
        verdict=finding.verdict,
        begins=finding.begins,
        ends=finding.ends,
        argument=finding.because,
        kept=finding.conditions,
        cites=finding.cites,
        branches=tuple(_branches(action.key, finding, held, on, soon)),
    )


def _branches(
    action: str, finding: Finding, held: Sequence[Evidence], on: date, soon: timedelta
) -> Iterator[Branch]:
    """Yield what is asked with what fills it, then what is held beside it, then what is open."""
    for asked in finding.evidence:
        filling = [one for one in held if _plain(asked) in (_plain(one.claim), _plain(one.item))]
        if not filling:
            yield Branch(asked, None, "missing")
        for one in filling:
            yield Branch(asked, one, standing_on(one, on, soon))
    asked_for = {_plain(asked) for asked in finding.evidence}
    names = _names(action, finding)
    beside = [
        one
        for one in held
        if _plain(one.claim) in names and not {_plain(one.claim), _plain(one.item)} & asked_for
    ]
    for one in beside:
        yield Branch(None, one, standing_on(one, on, soon))
    for need in finding.needs:
        yield Branch(f"the answer to {need}", None, "undeveloped")
    if not finding.evidence and not beside and not finding.needs:
        broken = finding.verdict == "not_in_accordance"
        yield Branch(_BROKEN if broken else _UNNAMED, None, "undeveloped")


def _names(action: str, finding: Finding) -> frozenset[str]:
    """Return what a piece of evidence may call this claim."""
    rule = [finding.rule, f"{action}: {finding.rule}"] if finding.rule else []
    words = (*rule, finding.title, finding.because, *finding.conditions)
    return frozenset(_plain(one) for one in words)


def _plain(text: str) -> str:
    """Return words without case, punctuation at the end, or doubled white space."""
    return re.sub(r"\s+", " ", text).strip().rstrip(".").casefold()
