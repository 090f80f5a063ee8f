"""Verdicts and findings in plain words, the same on a page, in a letter and in a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from knockon.catalogue.facts import Fact
from knockon.catalogue.knowledge import Source
from knockon.catalogue.rules import Bearing, Rule, Verdict
from knockon.compliance.judgement import ActionJudgement, Amount, Effect, Judgement
from knockon.compliance.judging import Outcome

HEADINGS: Mapping[Verdict, str] = {
    "not_in_accordance": "Not in accordance",
    "undetermined": "Cannot tell yet",
    "conditional": "In accordance if you keep to what it asks",
    "compatible": "No conflict found",
}
"""What a verdict is called where nothing is said of what is needed or to be kept up."""

SILENT = "The rules loaded do not speak to this"
"""What is said where no rule speaks to an action: it is not an approval."""

LATER_DATES = "later dates need checking again"

ADVICE = (
    "A check against the rules loaded, not legal advice. It reads guidance and contracts as one "
    "side has explained them; where in doubt, take your own advice."
)


def plain_date(day: dt.date) -> str:
    """Return a day as people write it: 1 October 2024."""
    return f"{day.day} {day:%B %Y}"


def because(rule: Rule, bearing: Bearing, found: Outcome) -> str:
    """Return why a rule comes to its outcome, in the words of its pack."""
    words = bearing.because
    match found.ground:
        case "outside":
            return words.outside or "The rule does not reach what is planned."
        case "excepted":
            return found.exceptions[0].words
        case "met":
            return words.met
        case "broken":
            return words.broken
        case _:
            return f"It depends on what is not known yet ({rule.title})."


def not_yet_in_force(rule: Rule, as_of: dt.date) -> str:
    """Return what is said of a rule on days before it is in force, as told on ``as_of``."""
    begins = rule.in_force_from
    if begins is not None and begins <= as_of:
        return f"In force from {plain_date(begins)} and not before: {rule.title}."
    day = "a later day" if begins is None else plain_date(begins)
    return f"Announced, and in force from {day}: {rule.title}."


def effect_sentence(effect: Effect) -> str:
    """Return what follows from an action, with the money at risk where it is a payment."""
    text = effect.text if effect.certain else f"It may follow: {effect.text}"
    if effect.kind != "payment":
        return text
    if effect.amount is None:
        return f"{text} The amount for this practice is unknown."
    return f"{text} For this practice: {amount_in_words(effect.amount)}."


def called(source: Source) -> str:
    """Return what a source is called where it is cited.

    A law by its short name, a paper of numbered paragraphs by its reference, another text by its
    title and who published it.
    """
    if source.short is not None:
        return source.short
    if source.paragraphs:
        return source.id
    return source.title if source.publisher is None else f"{source.title} ({source.publisher})"


def amount_in_words(amount: Amount) -> str:
    """Return an amount as a range, or as one number where low and high agree to the pound."""
    low, high = f"£{amount.low:,.0f}", f"£{amount.high:,.0f}"
    return low if low == high else f"{low} to {high}"


def question(need: str, facts: Mapping[str, Fact]) -> str:
    """Return the question that asks for what a finding needs; a text is named as it is."""
    return facts[need].question if need in facts else f"Needs {need}."


def action_sentence(action: ActionJudgement) -> str:
    """Return the verdict on an action in one sentence."""
    if action.basis == "silent":
        return f"{SILENT}."
    if action.verdict == "undetermined":
        return f"Cannot tell yet: needs {_listed(needs_of(action))}."
    if action.verdict == "conditional":
        kept = "; ".join(one.rstrip(".") for one in conditions_of(action))
        return f"In accordance if you keep: {kept}."
    return f"{HEADINGS[action.verdict]}."


def plan_sentence(judgement: Judgement) -> str:
    """Return the verdict on a plan in one sentence, with the day its rules were checked to."""
    verdict = HEADINGS[judgement.overall]
    if judgement.overall == "undetermined":
        needed = (need for action in judgement.actions for need in needs_of(action))
        verdict = f"Cannot tell yet: needs {_listed(tuple(dict.fromkeys(needed)))}"
    elif judgement.actions and all(one.basis == "silent" for one in judgement.actions):
        verdict = SILENT
    if judgement.checked_to is None:
        return f"{verdict}."
    checked = plain_date(judgement.checked_to)
    return f"{verdict}. The rules loaded were last checked to {checked}; {LATER_DATES}."


def needs_of(action: ActionJudgement) -> tuple[str, ...]:
    """Return what an action's findings need, each once, in their order."""
    return tuple(dict.fromkeys(need for finding in action.findings for need in finding.needs))


def conditions_of(action: ActionJudgement) -> tuple[str, ...]:
    """Return what must be kept up while an action runs, each once, in the order of findings."""
    return tuple(dict.fromkeys(one for finding in action.findings for one in finding.conditions))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)
