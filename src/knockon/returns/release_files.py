"""The two files of a release: the totals that leave, and the groups that stay.

A release carries a SHA-256 of everything else in it, so that whoever gets it can tell that it was
not changed on the way. The groups say who answers and are kept by whoever collects returns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from knockon.catalogue.yaml import Document, load_strict
from knockon.errors import KnockonError
from knockon.plans.shaping import Day, Shape, fit
from knockon.returns.cells import Cell, Levels
from knockon.returns.groups import Group, Groups
from knockon.returns.policy import Policy
from knockon.returns.questions import Question, built_in_questions
from knockon.returns.release import ACTION_TOLD_AS, GroupShown, Release
from knockon.returns.told import Told

FORMAT = "knockon/release/1"
GROUPS_FORMAT = "knockon/release-groups/1"
_AS_WRITTEN = "the file as its issuer wrote it"
_ASK_AGAIN = "Ask the issuer for it again."


def release_document(told: Release) -> dict[str, Any]:
    """Return a release as plain values in the order they are written, its digest last."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "issuer": told.issuer,
        "week": told.week.isoformat(),
        "released_on": told.released_on.isoformat(),
        "policy": asdict(told.policy),
        "practices": {
            "asked": told.asked,
            "answered": told.answered,
            "counted": told.counted,
        },
        "groups": [_group_shown(group) for group in told.groups],
        "actions": {action: _levels(one) for action, one in told.actions.items()},
        "pressure": {question: _levels(one) for question, one in told.pressure.items()},
    }
    return {**document, "digest": digest(document)}


def digest(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a release's content but for its digest, keys sorted, no white space."""
    content = {key: value for key, value in document.items() if key != "digest"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def as_text(document: Mapping[str, Any]) -> str:
    """Return a document as the JSON text of its file."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def groups_document(groups: Groups) -> dict[str, Any]:
    """Return the groups as plain values, for the file that stays."""
    return {
        "format": GROUPS_FORMAT,
        "keep": "This file says which practices answer. It stays with whoever collects returns.",
        "actions": list(groups.actions),
        "left_out": {action: sorted(codes) for action, codes in sorted(groups.left_out.items())},
        "groups": [
            {
                "id": group.id,
                "pcns": list(group.pcns),
                "place": group.place,
                "counted": list(group.counted),
                "made": group.made.isoformat(),
                "told_in": None if group.told_in is None else group.told_in.isoformat(),
                "told": {key: _cell(cell) for key, cell in group.told.items()},
            }
            for group in groups.groups
        ],
    }


class _CellShape(Shape):
    counted: int
    public: int
    told: dict[str, Annotated[list[int], Field(min_length=2, max_length=2)]] | None
    withheld: str | None


class _GroupShape(Shape):
    id: str
    pcns: list[str]
    place: str
    counted: list[str]
    made: Day
    told_in: Day | None
    told: dict[str, _CellShape]


class _GroupsShape(Shape):
    made_by = "knockon returns release"

    format: Literal["knockon/release-groups/1"]
    keep: str = ""
    actions: list[str]
    left_out: dict[str, list[str]]
    groups: list[_GroupShape]


def read_groups(path: Path) -> Groups:
    """Return the groups in a file that a release left; K768 where they do not hold together."""
    shape = fit(load_strict(path), _GroupsShape, {"groups": (1, _GroupShape)})
    remedy = "Use the file of groups as the last release wrote it."
    with _holding_together("K768", "groups as a release leaves them", remedy, str(path)):
        questions = built_in_questions().questions
        groups = tuple(_group_from(one, questions) for one in shape.groups)
        left_out = {action: frozenset(codes) for action, codes in shape.left_out.items()}
        return Groups(groups, tuple(shape.actions), left_out)


@contextmanager
def _holding_together(code: str, expected: str, remedy: str, place: str) -> Iterator[None]:
    """Refuse, under ``code``, what was read and makes no sense: it was changed by hand."""
    try:
        yield
    except ValueError as problem:
        raise KnockonError(
            code, f"{problem}", expected=expected, remedy=remedy, place=place
        ) from None


def _group_from(shape: _GroupShape, questions: Mapping[str, Question]) -> Group:
    counted = tuple(sorted(set(shape.counted)))
    told = {
        key: _cell_from(cell, questions[key].told_as if key in questions else ACTION_TOLD_AS)
        for key, cell in shape.told.items()
    }
    return Group(shape.id, tuple(shape.pcns), shape.place, counted, shape.made, shape.told_in, told)


class _PolicyShape(Shape):
    least_counted: int
    edge: int
    stands_for_weeks: int
    apart_weeks: int


class _PracticesShape(Shape):
    asked: int
    answered: int
    counted: int


class _GroupShownShape(Shape):
    id: str
    pcns: list[str]
    place: str
    counted: int
    as_of: Day | None
    withheld: str | None


class _ToldShape(Shape):
    groups: dict[str, _CellShape]
    places: dict[str, _CellShape]
    whole: _CellShape = Field(alias="all")


class _ReleaseShape(Shape):
    made_by = "knockon returns release"

    format: Literal["knockon/release/1"]
    issuer: str
    week: Day
    released_on: Day
    policy: _PolicyShape
    practices: _PracticesShape
    groups: list[_GroupShownShape]
    actions: dict[str, _ToldShape]
    pressure: dict[str, _ToldShape]
    digest: str


def read_release(path: Path) -> Release:
    """Return the release in a file; K769 where it was changed after it was made."""
    return release_from(load_strict(path))


def release_from(document: Document) -> Release:
    """Return the release in a document already read (see :func:`read_release`)."""
    shape = fit(document, _ReleaseShape, {"groups": (1, _GroupShownShape)})
    if digest(document.value) != shape.digest:
        raise KnockonError(
            "K769",
            "the release is not as it was made: its digest does not fit",
            expected=_AS_WRITTEN,
            remedy=_ASK_AGAIN,
            place=document.place(("digest",)),
        )
    with _holding_together("K769", _AS_WRITTEN, _ASK_AGAIN, document.place()):
        return _release_from(shape)


def _release_from(shape: _ReleaseShape) -> Release:
    return Release(
        shape.issuer,
        shape.week,
        shape.released_on,
        Policy(**shape.policy.model_dump()),
        shape.practices.asked,
        shape.practices.answered,
        tuple(
            GroupShown(g.id, tuple(g.pcns), g.place, g.counted, g.as_of, g.withheld)
            for g in shape.groups
        ),
        {action: _levels_from(one, ACTION_TOLD_AS) for action, one in shape.actions.items()},
        {question: _levels_from(one, None) for question, one in shape.pressure.items()},
    )


def _group_shown(group: GroupShown) -> dict[str, Any]:
    as_of = None if group.as_of is None else group.as_of.isoformat()
    return {**asdict(group), "pcns": list(group.pcns), "as_of": as_of}


def _levels(one: Levels) -> dict[str, Any]:
    return {
        "groups": {name: _cell(cell) for name, cell in one.groups.items()},
        "places": {name: _cell(cell) for name, cell in one.places.items()},
        "all": _cell(one.all),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    ranges = None
    if cell.told is not None:
        ranges = {answer: [number.low, number.high] for answer, number in cell.told.items()}
    return {
        "counted": cell.counted,
        "public": cell.public,
        "told": ranges,
        "withheld": cell.withheld,
    }


def _levels_from(shape: _ToldShape, answers: Iterable[str] | None) -> Levels:
    return Levels(
        {name: _cell_from(cell, answers) for name, cell in shape.groups.items()},
        {name: _cell_from(cell, answers) for name, cell in shape.places.items()},
        _cell_from(shape.whole, answers),
    )


def _cell_from(shape: _CellShape, answers: Iterable[str] | None) -> Cell:
    """Return a cell; ValueError where it tells of other ``answers``, None being any."""
    told = None
    if shape.told is not None:
        if answers is not None and set(shape.told) != set(answers):
            raise ValueError(f"{', '.join(shape.told)} are told of, and not {', '.join(answers)}")
        told = {answer: Told(low, high) for answer, (low, high) in shape.told.items()}
    return Cell(shape.counted, shape.public, told, shape.withheld)
