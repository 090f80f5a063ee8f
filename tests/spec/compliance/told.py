"""One action of a plan, judged by the packs that come with the product: what tests ask of it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from knockon.catalogue.answers import read_answer
from knockon.catalogue.facts import Answer, Fact
from knockon.catalogue.loading import load
from knockon.catalogue.values import Catalogue
from knockon.compliance import ActionJudgement, Finding, check, lawful_way
from knockon.plans.plan import Plan, PlannedAction

Stated: TypeAlias = Mapping[str, Any]
SEPTEMBER = dt.date(2024, 9, 2)
A_GMS_PRACTICE: Stated = {"nation": "England", "contract": "GMS", "pcn_member": True}


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one action."""

    action: ActionJudgement
    plan: Plan

    @property
    def verdict(self) -> str:
        """The verdict over all its dates."""
        return self.action.verdict

    @property
    def asks(self) -> set[str]:
        """The facts asked for, by all rules together."""
        return {need for finding in self.action.findings for need in finding.needs}

    @property
    def broken(self) -> set[str]:
        """The rules it is not in accordance with."""
        return {str(one.rule) for one in self.action.findings if one.verdict == "not_in_accordance"}

    @property
    def follows(self) -> set[str]:
        """What is told beside the verdict, by id."""
        return {effect.id for effect in self.action.effects}

    def finding(self, rule: str) -> Finding:
        """The finding of one rule; the last where its dates are cut."""
        return [one for one in self.action.findings if one.rule == rule][-1]

    def says(self, rule: str) -> str:
        """The verdict of one rule."""
        return self.finding(rule).verdict

    def paragraphs(self, rule: str) -> set[int]:
        """The paragraphs of the guidance that one rule's finding cites."""
        return {one.paragraph for one in self.finding(rule).cites if one.paragraph is not None}

    def provisions(self, rule: str) -> list[str]:
        """The provisions one rule's finding cites, as a letter names them."""
        sources = packs().sources
        return [
            f"{sources[one.source].short} {one.at}" for one in self.finding(rule).cites if one.at
        ]

    def done_lawfully(self, rule: str) -> Told:
        """What comes of the same action changed as the rule proposes."""
        changed = lawful_way(self.plan, self.action.key, self.finding(rule))
        assert changed is not None, f"{rule} proposes nothing"
        return _told(changed)


@functools.cache
def packs() -> Catalogue:
    """The packs that come with the product."""
    return load()


def judge(
    action_type: str,
    params: Stated | None = None,
    *,
    start: dt.date = SEPTEMBER,
    end: dt.date | None = None,
    as_of: dt.date | None = None,
    practice: Stated | None = None,
) -> Told:
    """Judge one action: its type and facts as a plan writes them, then dates and practice.

    What is not said of the practice is that of a practice in England under GMS, in a network.
    """
    action = PlannedAction(
        key="it",
        type=action_type,
        start=start,
        end=end,
        params=_answers(params or {}, packs().facts_of(action_type)),
    )
    own = _answers({**A_GMS_PRACTICE, **(practice or {})}, packs().practice_facts())
    return _told(Plan("A plan", own, as_of or start, (action,)))


def _answers(stated: Stated, facts: Mapping[str, Fact]) -> dict[str, Answer]:
    return {name: read_answer(facts[name], value, name) for name, value in stated.items()}


def _told(plan: Plan) -> Told:
    return Told(check(plan, packs()).actions[0], plan)
