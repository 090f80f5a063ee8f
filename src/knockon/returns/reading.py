"""Read returns: one a YAML or JSON file, or many in a CSV table; good ones survive bad ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field

from knockon.catalogue.spreadsheets import rows_of
from knockon.catalogue.yaml import Document, did_you_mean, load_strict
from knockon.errors import KnockonError, placed_at
from knockon.plans.shaping import Day, Shape, fit
from knockon.returns.answers import (
    Return,
    check_position,
    check_practice,
    check_week,
    refuse_twice,
)
from knockon.returns.notes import NOTE_ENDING, is_note
from knockon.returns.questions import Question, Questions

FORMAT = "knockon/return/1"
OWN_COLUMNS = ("format", "practice", "week", "given_on")
_WORDS = ("note", "notes", "comment", "comments", "text", "free_text")
_ENDINGS = (".yaml", ".yml", ".json", ".csv")


@dataclass(frozen=True, slots=True)
class Form:
    """What may be answered: the actions by name, and the questions on pressure."""

    actions: frozenset[str]
    questions: Questions


@dataclass(frozen=True, slots=True)
class Readings:
    """The returns that could be read, in order of week and practice, and a problem for each other.

    Every problem names its file and line.
    """

    returns: tuple[Return, ...]
    problems: tuple[KnockonError, ...]


class _ReturnShape(Shape):
    made_by = "knockon returns new"

    format: Literal["knockon/return/1"] = "knockon/return/1"
    practice: str
    week: Day
    given_on: Day | None = None
    actions: dict[str, str] = Field(default_factory=dict)
    pressure: dict[str, str | int] = Field(default_factory=dict)


def read_returns(paths: Iterable[Path], form: Form) -> Readings:
    """Return what files, tables and folders hold; files of notes are passed by.

    A bad file or row is a problem beside the good ones: K001 to K007, K101, K102 as for any file,
    K760 to K762 an answer, K763 a second return for a week, K765 words where none belong, K026 no
    table.
    """
    found: dict[tuple[str, date], Return] = {}
    problems: list[KnockonError] = []
    for path in _files(paths):
        for one in _all_in(path, form):
            try:
                if isinstance(one, KnockonError):
                    raise one
                refuse_twice([*filter(None, [found.get((one.practice, one.week))]), one])
                found[(one.practice, one.week)] = one
            except KnockonError as problem:
                problems.append(problem if problem.place else problem.at(str(path)))
    ordered = sorted(found.values(), key=lambda one: (one.week, one.practice))
    return Readings(tuple(ordered), tuple(problems))


def read_return(path: Path, form: Form) -> Return:
    """Return the one return in a YAML or JSON file."""
    return return_from(load_strict(path), form)


def return_from(document: Document, form: Form) -> Return:
    """Return the one return in a document already read."""
    if isinstance(document.value, dict):
        for key in document.value:
            with placed_at(document.place((key,))):
                _refuse_words(key)
    shape = fit(document, _ReturnShape, {})
    with placed_at(document.place(("practice",))):
        check_practice(shape.practice)
    with placed_at(document.place(("week",))):
        check_week(shape.week)
    _check_answers(shape.actions, shape.pressure, form, document)
    with placed_at(document.place(("given_on",))):
        return Return(shape.practice, shape.week, shape.actions, shape.pressure, shape.given_on)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(file for file in path.rglob("*") if file.suffix in _ENDINGS)
        yield from (file for file in inside if not is_note(file))


def _all_in(path: Path, form: Form) -> Iterator[Return | KnockonError]:
    try:
        if path.suffix == ".csv":
            yield from _rows(path, form)
        else:
            yield read_return(path, form)
    except KnockonError as problem:
        yield problem


def _rows(path: Path, form: Form) -> Iterator[Return | KnockonError]:
    """Yield the return in each row, or what is wrong with it; K026, K765, K761 for the header."""
    columns, rows = rows_of(path)
    known = form.questions.questions
    for column in columns:
        with placed_at(f"{path}:1"):
            _refuse_words(column)
        if column not in OWN_COLUMNS and column not in known and column not in form.actions:
            raise _unknown(column, form, f"{path}:1")
    for line, row in rows:
        place = f"{path}:{line}"
        try:
            yield return_from(Document(place, _as_written(row, known), {}), form)
        except KnockonError as problem:
            yield problem.at(place)


def _as_written(row: Mapping[str, str], known: Mapping[str, Question]) -> dict[str, object]:
    """Return a row as the file of one return would have it; an empty cell is no answer."""
    filled = {column: cell for column, cell in row.items() if cell}
    pressure: dict[str, str | int] = {}
    for key, cell in filled.items():
        if key in known:
            counts = known[key].unit is not None and cell.isdecimal()
            pressure[key] = int(cell) if counts else cell
    actions = {k: c for k, c in filled.items() if k not in known and k not in OWN_COLUMNS}
    own = {column: cell for column, cell in filled.items() if column in OWN_COLUMNS}
    return {**own, "actions": actions, "pressure": pressure}


def _check_answers(
    actions: Mapping[str, str], pressure: Mapping[str, str | int], form: Form, document: Document
) -> None:
    for action, position in actions.items():
        place = document.place(("actions", action))
        if action not in form.actions:
            raise _unknown(action, form, place)
        with placed_at(place):
            check_position(action, position)
    for key, answer in pressure.items():
        place = document.place(("pressure", key))
        if key not in form.questions.questions:
            raise _unknown(key, form, place)
        with placed_at(place):
            form.questions.questions[key].check(answer)


def _refuse_words(key: str) -> None:
    if key in _WORDS:
        raise KnockonError(
            "K765",
            f"{key!r} stands in a return",
            expected="answers alone, so that nothing said in words can be let out",
            remedy=f"Write it to a file of its own whose name ends in {NOTE_ENDING}.",
        )


def _unknown(name: str, form: Form, place: str) -> KnockonError:
    return KnockonError(
        "K764",
        f"no action or question is called {name!r}",
        expected="the action types of the packs, and the questions on pressure",
        remedy=did_you_mean(name, {*form.actions, *form.questions.questions}),
        place=place,
    )
