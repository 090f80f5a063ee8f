"""The questions on pressure, as the pack has them: dated, with their answers and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from knockon.catalogue.yaml import Document, load_strict
from knockon.plans.shaping import Day, Shape, Within, fit
from knockon.returns.answers import NOT_ANSWERED, no_such_answer


@dataclass(frozen=True, slots=True)
class Question:
    """One question on pressure.

    ``answers`` maps each choice to its meaning, worst first; a question with ``unit`` is answered
    by a number instead. ``told_as`` says under which names the choices are released, worst first,
    the last of them taking those who did not say; empty: its answers are never released.
    """

    id: str
    ask: str
    answers: Mapping[str, str]
    unit: str | None
    told_as: Mapping[str, tuple[str, ...]]
    start: date
    until: date | None
    sources: tuple[str, ...]

    def in_use(self, day: date) -> bool:
        """Return whether the question is asked on a day."""
        return self.start <= day and (self.until is None or day < self.until)

    def check(self, answer: str | int) -> None:
        """Refuse an answer this question does not have (K761)."""
        if answer == NOT_ANSWERED:
            return
        if self.unit is not None:
            if isinstance(answer, bool) or not isinstance(answer, int) or answer < 0:
                raise no_such_answer(self.id, answer, [f"a whole number of {self.unit}"])
        elif answer not in self.answers:
            raise no_such_answer(self.id, answer, [*self.answers, NOT_ANSWERED])


@dataclass(frozen=True, slots=True)
class Questions:
    """A dated set of questions: its id and version, and the questions by id."""

    id: str
    version: str
    questions: Mapping[str, Question] = field(default_factory=dict)

    def on(self, day: date) -> Mapping[str, Question]:
        """Return the questions asked on a day, by id."""
        return {key: one for key, one in self.questions.items() if one.in_use(day)}


class _QuestionShape(Shape):
    ask: str
    answers: dict[str, str] = Field(default_factory=dict)
    number: str | None = None
    told_as: dict[str, list[str]] = Field(default_factory=dict)
    start: Annotated[Day, Field(alias="from")]
    until: Day | None = None
    sources: list[str]


class _SourceShape(Shape):
    title: str
    url: str
    checked_on: Day


class _QuestionsShape(Shape):
    format: Literal["knockon/questions/1"]
    id: str
    version: str
    published: Day
    about: str
    sources: dict[str, _SourceShape]
    questions: dict[str, _QuestionShape]


def pack_file(name: str) -> Document:
    """Return a file of the pack for returns, read."""
    folder = Path(str(resources.files("knockon").joinpath("packs", "england-returns")))
    return load_strict(folder / name)


def built_in_questions() -> Questions:
    """Return the questions that come with the software."""
    return questions_from(pack_file("questions.yaml"))


def questions_from(document: Document) -> Questions:
    """Return the questions in a document of format ``knockon/questions/1``."""
    within: Within = {"questions": (1, _QuestionShape), "sources": (1, _SourceShape)}
    shape = fit(document, _QuestionsShape, within)
    found = {key: _question(key, one) for key, one in shape.questions.items()}
    return Questions(shape.id, shape.version, found)


def _question(key: str, shape: _QuestionShape) -> Question:
    return Question(
        key,
        shape.ask,
        shape.answers,
        shape.number,
        {name: tuple(choices) for name, choices in shape.told_as.items()},
        shape.start,
        shape.until,
        tuple(shape.sources),
    )
