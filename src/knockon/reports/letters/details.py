"""What a sender states for letters beside plan and ledger: names, contacts, handover, asks.

A details file holds things for every letter, for one letter (under ``letters``) and for one notice
or action (under ``for``); the nearest holds. What plan or ledger tell too must agree with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from knockon.catalogue.letters import Letter, Said
from knockon.catalogue.reading import known
from knockon.catalogue.yaml import Document, load_strict, type_names
from knockon.errors import KnockonError
from knockon.reports.letters.filling import GAP, Row, Value, Values
from knockon.reports.letters.telling import told

FORMAT = "knockon/letter-details/1"
COUNTED = ("period_days",)
"""Stated to count with, and never printed as they stand."""
BY_RULE = "provisions"
"""May be a list of rules' ids, which the packs tell the rest of."""
_PLACES = ("letters", "for")


@dataclass(frozen=True, slots=True)
class Details:
    """What was stated, as it stands in the file."""

    everywhere: Mapping[str, Any] = field(default_factory=dict)
    letters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    subjects: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def stated(self, letter: Letter, subject: str = "") -> Mapping[str, Any]:
        """Return what holds for one letter about one notice or action, by name."""
        merged = {
            **self.everywhere,
            **self.letters.get(letter.id, {}),
            **self.subjects.get(subject, {}),
        }
        wanted = {*letter.says, *COUNTED}
        return {name: value for name, value in merged.items() if name in wanted}


NOTHING = Details()


def read_details(path: Path, letters: Mapping[str, Letter]) -> Details:
    """Return what a details file states.

    K001 to K007: it is not readable, or has a key no letter asks for; K011: it names no loaded
    letter; K624: a value is of the wrong kind, or the format is another.
    """
    document = load_strict(path)
    if not isinstance(document.value, dict):
        raise _wrong(document, (), document.value, "names and what is stated of them")
    if document.value.get("format", FORMAT) != FORMAT:
        raise _wrong(document, ("format",), document.value["format"], FORMAT)
    every = {one.name: one for letter in letters.values() for one in letter.says.values()}
    document.check_keys((), (*every, *COUNTED, *_PLACES, "format"))
    for name in _mapping(document, ("letters",)):
        known(name, letters, "letter", document.place(("letters", name)))
        document.check_keys(("letters", name), (*letters[name].says, *COUNTED))
        _check_kinds(document, ("letters", name), letters[name].says)
    for name in _mapping(document, ("for",)):
        document.check_keys(("for", name), (*every, *COUNTED))
        _check_kinds(document, ("for", name), every)
    _check_kinds(document, (), every)
    here = document.value
    return Details(
        {name: here[name] for name in here if name not in (*_PLACES, "format")},
        here.get("letters", {}),
        here.get("for", {}),
    )


def values_of(letter: Letter, stated: Mapping[str, Any]) -> Values:
    """Return what is stated for a letter, as its template takes it; what is unknown is left out."""
    found: dict[str, Value] = {}
    for said in letter.says.values():
        value = stated.get(said.name)
        if isinstance(value, list):
            found[said.name] = tuple(_row(said, one) for one in value)
        elif words := told(value):
            found[said.name] = words
    return found


def agreed(worked_out: Values, stated: Values, letter: Letter) -> Values:
    """Return what plan and ledger tell and what the sender states, as one; K625 where they differ.

    Rows that are stated take the place of those worked out, if they are about the same things.
    """
    for name in {*worked_out, *stated} & set(letter.says):
        if name in worked_out and name in stated and not _agree(worked_out[name], stated[name]):
            raise KnockonError(
                "K625",
                f"{letter.says[name].label} ({name}) is {_brief(worked_out[name])} by the plan or "
                f"ledger, and {_brief(stated[name])} in the details",
                expected="one of the two",
                remedy="Correct the one that is wrong, or leave it out of the details.",
            )
    return {**worked_out, **stated}


def _agree(worked_out: Value, stated: Value) -> bool:
    """Whether two values say the same: texts alike, rows about the same first things.

    A text with a gap in it is not known in full, and may be stated anew.
    """
    if isinstance(worked_out, str) or isinstance(stated, str):
        return worked_out == stated or bool(GAP.search(str(worked_out)))
    return [_first(row) for row in worked_out] == [_first(row) for row in stated]


def _first(row: Row) -> str:
    return next(iter(row.values()), "")


def _brief(value: Value) -> str:
    return repr(value) if isinstance(value, str) else f"about {[_first(row) for row in value]}"


def _row(said: Said, value: Any) -> Row:
    """Return one row; where rows have a single part, its text alone will do."""
    if isinstance(value, dict):
        return {part: told(value.get(part)) for part in said.of}
    return {said.of[0]: told(value)}


def _mapping(document: Document, path: tuple[str, ...]) -> Iterable[str]:
    """Yield the names under a key that holds a mapping of mappings."""
    here = document.value.get(path[0], {})
    if not isinstance(here, dict):
        raise _wrong(document, path, here, "names with what is stated of each")
    for name, inner in here.items():
        if not isinstance(inner, dict):
            raise _wrong(document, (*path, name), inner, "names and what is stated of them")
        yield name


def _check_kinds(document: Document, path: tuple[str, ...], says: Mapping[str, Said]) -> None:
    """Refuse a list where a text is due, a text where a list is, and rows of other parts."""
    here = document.value
    for step in path:
        here = here[step]
    for name, value in here.items():
        if name not in says:
            continue
        said = says[name]
        if isinstance(value, dict) or isinstance(value, list) != bool(said.of):
            due = f"a list of {', '.join(said.of)}" if said.of else "a text, a number or a date"
            if told(value):
                raise _wrong(document, (*path, name), value, due)
        for position, row in enumerate(value if isinstance(value, list) else ()):
            _check_row(document, (*path, name, position), said, row)


def _check_row(document: Document, path: tuple[str | int, ...], said: Said, row: Any) -> None:
    if isinstance(row, dict):
        document.check_keys(path, said.of)
    elif isinstance(row, list) or (len(said.of) > 1 and said.name != BY_RULE):
        raise _wrong(document, path, row, f"a set of {', '.join(said.of)}")


def _wrong(
    document: Document, path: tuple[str | int, ...], found: Any, expected: str
) -> KnockonError:
    kind = type_names.get(type(found), "something else")
    named = f"{path[-1]} is " if path else "it is "
    shown = repr(found) if isinstance(found, str) else kind
    return KnockonError(
        "K624",
        f"{named}{shown}",
        expected=expected,
        remedy="Write it as `knockon letters details` does.",
        place=document.place(path),
    )
