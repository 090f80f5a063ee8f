"""Judge a plan: every action, over its dates, by the rules known on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from knockon.catalogue.values import Catalogue
from knockon.compliance import consequences
from knockon.compliance.book import RuleBook, book_of
from knockon.compliance.coverage import coverage
from knockon.compliance.findings import Matter, Standpoint, findings
from knockon.compliance.judgement import ActionJudgement, Effect, Finding, Judgement, worst
from knockon.compliance.knowledge import Knowledge
from knockon.compliance.stretches import Stretch, segments
from knockon.plans.plan import Plan, PlannedAction


def check(plan: Plan, catalogue: Catalogue, as_of: dt.date | None = None) -> Judgement:
    """Return the judgement of a plan by the rules known on a day.

    The day is ``as_of``, or else the plan's own, or else today.
    """
    book = book_of(catalogue)
    covered = coverage(plan.practice, catalogue.packs)
    day = as_of or plan.as_of or dt.date.today()
    standpoint = Standpoint(day, book.packs, covered)
    actions = tuple(_judged(action, plan, book, standpoint) for action in plan.actions)
    checked = covered.verified_to
    runs_past = any(checked and (one.ends is None or one.ends > checked) for one in actions)
    return Judgement(
        title=plan.title,
        as_of=day,
        overall=worst(action.verdict for action in actions),
        packs=covered.packs,
        actions=actions,
        checked_to=checked if runs_past else None,
        sources=catalogue.sources,
    )


def matter_of(action: PlannedAction, plan: Plan, book: RuleBook) -> Matter:
    """Return an action of a plan as it comes before the rules."""
    chapter = book.chapter(action.type)
    knowledge = Knowledge.of(
        chapter.vocabulary, plan.practice, action.params, action.start, action.end
    )
    return Matter(chapter, knowledge, Stretch(action.start, action.end))


def _judged(
    action: PlannedAction, plan: Plan, book: RuleBook, standpoint: Standpoint
) -> ActionJudgement:
    matter = matter_of(action, plan, book)
    found = findings(matter, standpoint)
    cut = segments(matter.stretch, found)
    return ActionJudgement(
        key=action.key,
        type=action.type,
        begins=action.start,
        ends=action.end,
        verdict=worst(segment.verdict for segment in cut),
        basis="rule" if found else "silent",
        segments=cut,
        findings=found,
        effects=_effects(matter, found, book, standpoint),
        listed_in=book.catalogue.listed_in(action.type, standpoint.as_of),
    )


def _effects(
    matter: Matter, found: tuple[Finding, ...], book: RuleBook, standpoint: Standpoint
) -> tuple[Effect, ...]:
    idle = [one for one in matter.chapter.obligations if not one.decides]
    speaks = standpoint.coverage.speaks
    beside = [one for one in matter.chapter.consequences if speaks(book.packs[one.pack])]
    told = (
        *consequences.effects(
            beside,
            matter.knowledge,
            matter.stretch,
            standpoint.as_of,
            book.catalogue.parameters,
        ),
        *consequences.advice([one for one in idle if standpoint.admits(one.rule)]),
        *consequences.announcements(found),
    )
    return tuple(replace(one, cites=standpoint.coverage.cited(one.cites)) for one in told)
