"""Read YAML and JSON without surprises: what is written is what is read.

Ordinary YAML turns ``no`` into false, ``18:30`` into 1110 and ``010`` into 8, lets a key be
written twice and keeps no line numbers. This reader takes the events of PyYAML's C parser and
builds the values itself:

* ``true`` and ``false`` are the only booleans, ``null`` and ``~`` the only nulls;
* numbers are decimal (``12``, ``0.5``, ``1e3``); anything with a leading zero, underscores,
  colons or a prefix stays text; ISO days become :class:`datetime.date`; keys are always text;
* a repeated key, a key without a value, an anchor, a merge, a tag or a second document is refused
  with the line it stands on.

Every value's line is kept, so that later checks can say ``file:line``.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser

from knockon.errors import KnockonError

type_names = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    dict: "a set of keys",
    list: "a list",
    dt.date: "a date",
    type(None): "null",
}

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*|(?=\.))(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONSTANTS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "~": None}
_DEEPEST = 60
_LONGEST = 18


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its value, and the line of every key and list item in it."""

    name: str
    value: Any
    lines: Mapping[tuple[str | int, ...], int] = field(repr=False)

    def line_of(self, path: tuple[str | int, ...] = ()) -> int:
        """Return the line of the key or item at ``path``, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: tuple[str | int, ...] = ()) -> str:
        """Return ``file:line`` for the key or item at ``path``."""
        return f"{self.name}:{self.line_of(path)}"

    def check_keys(self, path: tuple[str | int, ...], known: Iterable[str]) -> None:
        """Refuse a key of the mapping at ``path`` that is not ``known``, at its own line."""
        here = self.value
        for step in path:
            here = here[step]
        known = list(known)
        for key in here:
            check_keys({key: None}, known, self.place((*path, key)))


def load_strict(path: Path) -> Document:
    """Read one YAML or JSON file (K001 when it cannot be read; K002 to K004 as in the text)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise KnockonError(
            "K001",
            f"the file cannot be read ({problem.strerror})",
            expected="a YAML or JSON file",
            remedy="Check the name and that you may read it.",
            place=str(path),
        ) from None
    except UnicodeDecodeError:
        raise KnockonError(
            "K001",
            "the file is not UTF-8 text",
            expected="a YAML or JSON file saved as UTF-8",
            remedy="Save it again as UTF-8.",
            place=str(path),
        ) from None
    return load_strict_text(text, str(path))


def load_strict_text(text: str, name: str) -> Document:
    """Read YAML or JSON held in ``text``; ``name`` is what errors call it."""
    builder = _Builder(text, name)
    try:
        value = builder.document()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise _not_yaml(name, mark.line + 1 if mark else 1, str(problem.problem)) from None
    except yaml.YAMLError as problem:
        if (control := _CONTROL.search(text)) is None:
            raise _not_yaml(name, 1, " ".join(str(problem).split())) from None
        line = text.count("\n", 0, control.start()) + 1
        raise _not_yaml(name, line, f"the control character {control[0]!r} stands here") from None
    return Document(name, value, builder.lines)


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice most like ``word``, or None when nothing is close."""
    found = difflib.get_close_matches(str(word), [str(choice) for choice in choices], 1, 0.6)
    return found[0] if found else None


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return the remedy for an unknown word: the nearest known one, or the whole list."""
    choices = sorted(str(choice) for choice in choices)
    guess = nearest(word, choices)
    if guess:
        return f"Did you mean {guess!r}?"
    shown = ", ".join(choices[:12]) + (" …" if len(choices) > 12 else "")
    return f"Use one of: {shown}." if choices else "Remove it."


def check_keys(mapping: Mapping[str, Any], known: Iterable[str], place: str) -> None:
    """Refuse the first key of ``mapping`` that is not ``known`` (K005, with the nearest name)."""
    known = list(known)
    for key in mapping:
        if key not in known:
            raise KnockonError(
                "K005",
                f"the key {key!r} is not known here",
                expected="only keys this kind of file has",
                remedy=did_you_mean(key, known),
                place=place,
            )


class _Builder:
    """Builds plain values from the parser's events, noting the line of each."""

    def __init__(self, text: str, name: str) -> None:
        self.parser = CParser(text)
        self.name = name
        self.lines: dict[tuple[str | int, ...], int] = {}

    def _next(self) -> Any:
        return self.parser.get_event()

    def document(self) -> Any:
        """Return the one value the text holds."""
        self._next()
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            raise _empty(self.name)
        first = self._next()
        if isinstance(first, yaml.ScalarEvent) and first.implicit[0] and first.value == "":
            raise _empty(self.name)
        value = self._value(first, ())
        self._next()
        if not isinstance(after := self._next(), yaml.StreamEndEvent):
            raise self._refused(after, "a second document begins here", "one document a file")
        return value

    def _value(self, event: Any, path: tuple[str | int, ...]) -> Any:
        self._refuse_extras(event)
        if len(path) > _DEEPEST:
            raise self._refused(event, "values are nested too deep", f"at most {_DEEPEST} levels")
        self.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        if event.implicit[0] and event.value == "":
            raise self._no_value(path)
        return self._scalar(event)

    def _refuse_extras(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise self._refused(event, "an anchor or alias (& or *) stands here", "each value once")
        if event.tag is not None:
            raise self._refused(event, f"the tag {event.tag!r} stands here", "plain values")

    def _mapping(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event, path, found)
            self.lines[(*path, key)] = event.start_mark.line + 1
            found[key] = self._value(self._next(), (*path, key))
        return found

    def _key(self, event: Any, path: tuple[str | int, ...], found: Mapping[str, Any]) -> str:
        self._refuse_extras(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refused(event, "a list or mapping stands as a key", "text before the colon")
        line = event.start_mark.line + 1 if event.start_mark else 1
        key = str(event.value)
        if key == "<<" and event.implicit[0]:
            raise self._refused(event, "a merge (<<) stands here", "each key written out")
        if key in found:
            raise self._twice(key, line, self.lines[(*path, key)])
        return key

    def _sequence(self, path: tuple[str | int, ...]) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _scalar(self, event: Any) -> Any:
        text = str(event.value)
        if not event.implicit[0] or event.style in ("'", '"'):
            return text
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if _WHOLE.match(text):
            return self._whole(event, text)
        if _DECIMAL.match(text):
            return self._decimal(event, text)
        if _DAY.match(text):
            return self._day(event, text)
        return text

    def _whole(self, event: Any, text: str) -> int:
        if len(text) > _LONGEST:
            raise self._refused(event, "the number is too long", f"at most {_LONGEST} digits")
        return int(text)

    def _decimal(self, event: Any, text: str) -> float:
        number = float(text)
        if not math.isfinite(number):
            raise self._refused(event, f"the number {text} is too large", "a number in range")
        return number

    def _day(self, event: Any, text: str) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise self._refused(event, f"{text} is not a day of the calendar", "a date") from None

    def _twice(self, key: str, line: int, first: int) -> KnockonError:
        return KnockonError(
            "K003",
            f"the key {key!r} is written twice (first on line {first})",
            expected="each key once",
            remedy="Remove one of the two.",
            place=f"{self.name}:{line}",
        )

    def _no_value(self, path: tuple[str | int, ...]) -> KnockonError:
        what = "list item" if isinstance(path[-1], int) else f"key {path[-1]!r}"
        return KnockonError(
            "K006",
            f"the {what} has no value",
            expected="a value, null or unknown",
            remedy="Write the value or remove the line.",
            place=f"{self.name}:{self.lines[path]}",
        )

    def _refused(self, event: Any, found: str, expected: str) -> KnockonError:
        return KnockonError(
            "K004",
            found,
            expected=expected,
            remedy="Write it out plainly, or put it in quotation marks if it is text.",
            place=f"{self.name}:{event.start_mark.line + 1}",
        )


def _not_yaml(name: str, line: int, problem: str) -> KnockonError:
    return KnockonError(
        "K002",
        f"this is not YAML ({problem})",
        expected="well-formed YAML or JSON",
        remedy="Check indentation (spaces, no tabs), colons and quotation marks around that line.",
        place=f"{name}:{line}",
    )


def _empty(name: str) -> KnockonError:
    return KnockonError(
        "K007",
        "the file is empty",
        expected="at least one key and value",
        remedy="Fill it in or remove it.",
        place=name,
    )
