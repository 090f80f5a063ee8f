"""A judged plan as a page: the verdicts first, then what each rests on, clause by clause.

What stands in the way is told in full; a rule that finds no conflict has a line of its own, with
its clause and how many other readings of it are known. What follows from every action alike stands
once, at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from knockon.catalogue.answers import allowed_answers
from knockon.catalogue.facts import Fact
from knockon.catalogue.knowledge import Source
from knockon.catalogue.rules import VERDICTS, Reading, Verdict
from knockon.catalogue.values import Catalogue
from knockon.cli.page import Line
from knockon.compliance import wording
from knockon.compliance.citing import in_words
from knockon.compliance.evaluating import spelt
from knockon.compliance.judgement import ActionJudgement, Effect, Finding, Judgement, Segment

_STYLES: Mapping[Verdict, str] = {
    "not_in_accordance": "bold red",
    "undetermined": "bold yellow",
    "conditional": "bold cyan",
    "compatible": "bold green",
}
_PLAN_LEADS: Mapping[Verdict, str] = {
    "not_in_accordance": "Not in accordance.",
    "undetermined": "Cannot tell yet: needs what is asked below.",
    "conditional": "In accordance if you keep what is named below.",
    "compatible": "No conflict found.",
}
_SILENT = f"{wording.SILENT}."
_NO_APPROVAL = "That is not an approval."
_WITHIN, _DEEPER = 2, 4


def judgement_page(judged: Judgement, catalogue: Catalogue) -> Iterator[Line]:
    """Yield a judged plan line by line: its verdict, then each action, then what it is not.

    A rule that is announced and not yet in force stands among the notes of what follows.
    """
    yield Line(judged.title, style="bold")
    yield _plan_verdict(judged)
    if judged.checked_to is not None:
        checked = wording.plain_date(judged.checked_to)
        yield Line(f"The rules loaded were last checked to {checked}; {wording.LATER_DATES}.")
    yield Line(f"Judged by what was known on {wording.plain_date(judged.as_of)}. {_packs(judged)}")
    if len(judged.actions) > 1:
        yield Line()
        yield from _at_a_glance(judged, catalogue)
    shared = _shared(judged.actions)
    for action in judged.actions:
        yield Line()
        yield from _action(action, catalogue, judged.sources, shared)
    yield from _for_all(shared, judged.sources)
    yield Line()
    yield Line(wording.ADVICE)


def _at_a_glance(judged: Judgement, catalogue: Catalogue) -> Iterator[Line]:
    for action in judged.actions:
        title = catalogue.types()[action.type].title
        verdict = wording.SILENT if action.basis == "silent" else wording.HEADINGS[action.verdict]
        style = "" if action.basis == "silent" else _STYLES[action.verdict]
        yield Line(f"{action.key} ({title}): {verdict}", bullet="- ", style=style)


def _shared(actions: Sequence[ActionJudgement]) -> tuple[Effect, ...]:
    """Return what follows from every action alike; of a single action, nothing."""
    if len(actions) < 2:
        return ()
    first, *rest = actions
    return tuple(one for one in first.effects if all(one in other.effects for other in rest))


def _for_all(shared: Collection[Effect], sources: Mapping[str, Source]) -> Iterator[Line]:
    if shared:
        yield Line()
        yield Line("For every action of this plan", style="bold")
    for effect in shared:
        yield Line()
        yield from _effect(effect, sources)


def _plan_verdict(judged: Judgement) -> Line:
    if judged.actions and all(action.basis == "silent" for action in judged.actions):
        return Line(f"{_SILENT} {_NO_APPROVAL}", style="bold")
    return Line(_PLAN_LEADS[judged.overall], style=_STYLES[judged.overall])


def _packs(judged: Judgement) -> str:
    if not judged.packs:
        return "No rules loaded speak for this nation."
    named = (
        f"{pack.id} {pack.version}, checked to {wording.plain_date(pack.verified_to)}"
        for pack in judged.packs
    )
    return f"Rules: {'; '.join(named)}."


def _action(
    action: ActionJudgement,
    catalogue: Catalogue,
    sources: Mapping[str, Source],
    shared: Collection[Effect],
) -> Iterator[Line]:
    yield Line(f"{action.key}: {catalogue.types()[action.type].title}", style="bold")
    yield Line(f"{_days(action.begins, action.ends)}.", _WITHIN)
    yield from _action_verdict(action, catalogue)
    if len(action.segments) > 1:
        yield from _by_date(action.segments)
    judged = [finding for finding in action.findings if not finding.notice]
    ranked = sorted(judged, key=lambda finding: VERDICTS.index(finding.verdict))
    for finding in ranked:
        if finding.verdict != "compatible":
            yield Line()
            yield from _finding(finding, action, sources)
    yield from _without_conflict([one for one in ranked if one.verdict == "compatible"], sources)
    for effect in action.effects:
        if effect not in shared:
            yield Line()
            yield from _effect(effect, sources)
    if action.listed_in:
        yield Line()
        yield Line(f"Listed in: {in_words(action.listed_in, sources)}.", _WITHIN)


def _action_verdict(action: ActionJudgement, catalogue: Catalogue) -> Iterator[Line]:
    """Yield the verdict, and under one that cannot be told each question that would tell it."""
    if action.basis == "silent":
        yield Line(_SILENT, _WITHIN, style="bold")
        yield Line(_NO_APPROVAL, _WITHIN)
        return
    lead = _PLAN_LEADS[action.verdict]
    if action.verdict == "undetermined":
        lead = "Cannot tell yet: needs"
    yield Line(lead, _WITHIN, style=_STYLES[action.verdict])
    facts = {**catalogue.practice_facts(), **catalogue.facts_of(action.type)}
    for need in wording.needs_of(action):
        yield from question_lines(need, facts, _DEEPER)


def question_lines(need: str, facts: Mapping[str, Fact], indent: int) -> Iterator[Line]:
    """Yield what is needed as a question with the answers it takes; a text is named as it is."""
    if need not in facts:
        yield Line(f"{need}.", indent, bullet="- ")
        return
    fact = facts[need]
    yield Line(f"{need}: {fact.question}", indent, bullet="- ")
    yield Line(f"({allowed_answers(fact)})", indent + 2)


def _by_date(segments: Collection[Segment]) -> Iterator[Line]:
    yield Line("By date:", _WITHIN)
    for segment in segments:
        words = wording.HEADINGS[segment.verdict]
        days = _days(segment.begins, segment.ends)
        yield Line(f"{days}: {words}", _DEEPER, bullet="- ")


def _finding(
    finding: Finding, action: ActionJudgement, sources: Mapping[str, Source]
) -> Iterator[Line]:
    named = f"{finding.rule}: {finding.title}" if finding.rule else finding.title
    yield Line(named, _WITHIN, style="bold")
    yield from _finding_verdict(finding)
    if (finding.begins, finding.ends) != (action.begins, action.ends):
        yield Line(f"{_days(finding.begins, finding.ends)}.", _DEEPER)
    if finding.holder != "practice":
        yield Line(f"Who answers for it: {finding.holder}.", _DEEPER)
    if finding.needs:
        yield Line(f"Waits for: {', '.join(finding.needs)}.", _DEEPER)
    if finding.instead is not None:
        yield from _lawful_way(finding, sources)
    if finding.evidence:
        yield Line(f"Have ready: {'; '.join(finding.evidence)}.", _DEEPER)
    if finding.presumed:
        yield Line(f"Presumed, since not stated: {'; '.join(finding.taken_so)}.", _DEEPER)
    yield from _doubts(finding, sources)
    if finding.cites:
        yield Line(f"Source: {in_words(finding.cites, sources)}.", _DEEPER)


def _without_conflict(findings: Sequence[Finding], sources: Mapping[str, Source]) -> Iterator[Line]:
    """Yield a line for each rule that finds no conflict: why, what was presumed, the clause."""
    if findings:
        yield Line()
        yield Line("No conflict found by", _WITHIN, style="bold")
    for one in findings:
        said = [f"{one.rule}: {one.because}"]
        if one.holder != "practice":
            said.append(f"Who answers for it: {one.holder}.")
        if one.presumed:
            said.append(f"Presumed, since not stated: {'; '.join(one.taken_so)}.")
        if one.evidence:
            said.append(f"Have ready: {'; '.join(one.evidence)}.")
        if one.readings:
            said.append(f"Other readings known: {len(one.readings)}.")
        said.append(f"({in_words(one.cites, sources)})")
        yield Line(" ".join(said), _DEEPER, bullet="- ")


def _finding_verdict(finding: Finding) -> Iterator[Line]:
    """Yield verdict and reason; the reason first where what is to be kept up follows."""
    style = _STYLES[finding.verdict]
    if finding.verdict == "conditional":
        yield Line(finding.because, _DEEPER)
        yield Line("In accordance if you keep:", _DEEPER, style=style)
        for one in finding.conditions:
            yield Line(one, _DEEPER, bullet="- ")
    else:
        yield Line(f"{wording.HEADINGS[finding.verdict]}.", _DEEPER, style=style)
        yield Line(finding.because, _DEEPER)


def _lawful_way(finding: Finding, sources: Mapping[str, Source]) -> Iterator[Line]:
    if finding.instead is None:
        return
    change = "; ".join(f"{name}: {spelt(to)}" for name, to in finding.instead.change.items())
    yield Line(f"A lawful way: {finding.instead.words}", _DEEPER)
    where = in_words(finding.instead.cites, sources)
    yield Line(f"Write {change}." + (f" Source: {where}." if where else ""), _DEEPER + 2)


def _doubts(finding: Finding, sources: Mapping[str, Source]) -> Iterator[Line]:
    for reading in finding.readings:
        yield Line(_reading(reading, sources), _DEEPER)
    if finding.disputed:
        yield Line("Disputed: others read it otherwise.", _DEEPER)
    if finding.wants_checking:
        yield Line("Its text still wants checking against the original.", _DEEPER)


def _reading(reading: Reading, sources: Mapping[str, Source]) -> str:
    where = f" ({in_words(reading.cites, sources)})" if reading.cites else ""
    return f"Another reading, {reading.whose}: {reading.note} It changes: {reading.changes}{where}"


def _effect(effect: Effect, sources: Mapping[str, Source]) -> Iterator[Line]:
    kinds = {"payment": "Payment", "practical": "What may follow", "notice": "Note"}
    yield Line(f"{kinds[effect.kind]}: {wording.effect_sentence(effect)}", _WITHIN)
    if effect.holder != "practice":
        yield Line(f"Who answers for it: {effect.holder}.", _DEEPER)
    if effect.cites:
        yield Line(f"Source: {in_words(effect.cites, sources)}.", _DEEPER)


def _days(begins: date, ends: date | None) -> str:
    first = wording.plain_date(begins)
    if ends is None:
        return f"From {first} on, without end"
    return f"On {first}" if begins == ends else f"From {first} to {wording.plain_date(ends)}"
