"""Blank forms: a practice's return, its note, and the table of a committee that types in many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from knockon.plans.quoting import as_yaml, comment
from knockon.returns.answers import NOT_ANSWERED, POSITIONS, check_practice, check_week
from knockon.returns.notes import FORMAT as NOTE_FORMAT
from knockon.returns.questions import Question, Questions
from knockon.returns.reading import FORMAT


def blank_return(
    practice: str, week: date, actions: Mapping[str, str], questions: Questions
) -> str:
    """Return a form for one practice and week that reads as it stands: nothing answered.

    ``actions`` maps each action asked to its name. K760, K762 for a week or a code that is none.
    """
    check_practice(practice)
    check_week(week)
    lines = [
        "# A weekly return, for your local medical committee. Five minutes: put a word in place of",
        f"# each {NOT_ANSWERED}, or leave it. What you want to say in words goes to a file of its",
        "# own, so that it cannot be let out with the answers.",
        f"format: {FORMAT}",
        f"practice: {practice}",
        f"week: {week}   # its Monday",
        "# given_on: the day you fill it in",
        f"# {', '.join(POSITIONS)}",
        "actions:",
    ]
    for action, name in actions.items():
        lines += comment(name, 2)
        lines.append(f"  {as_yaml(action)}: {NOT_ANSWERED}")
    lines.append("pressure:")
    for question in questions.on(week).values():
        lines += _asked(question)
    return "\n".join(lines) + "\n"


def blank_note(practice: str, week: date) -> str:
    """Return a form for what a practice wants to say in words; it is never released."""
    check_practice(practice)
    check_week(week)
    lines = [
        "# For the committee's eyes: no command counts or releases what stands here.",
        f"format: {NOTE_FORMAT}",
        f"practice: {practice}",
        f"week: {week}",
        'note: ""',
    ]
    return "\n".join(lines) + "\n"


def blank_table(actions: Iterable[str], questions: Questions, week: date) -> str:
    """Return the first line of a CSV table of returns, one row a practice and week."""
    columns = ("practice", "week", "given_on", *actions, *questions.on(week))
    return ",".join(columns) + "\n"


def _asked(question: Question) -> list[str]:
    lines = comment(question.ask, 2)
    if question.unit is not None:
        lines += comment(f"(a number: {question.unit})", 2)
    for choice, meaning in question.answers.items():
        lines += comment(f"{choice}: {meaning}", 2, hanging="- ")
    return [*lines, f"  {question.id}: {NOT_ANSWERED}"]
