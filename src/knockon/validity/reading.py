"""Read a flow case from its file, or say in one sentence what is wrong with it and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knockon.catalogue.yaml import Document, check_keys, did_you_mean, load_strict, load_strict_text
from knockon.errors import KnockonError
from knockon.validity.case_file import (
    CaseWritten,
    ClinicWritten,
    Keys,
    ListWritten,
    SiteWritten,
    StationWritten,
    WardWritten,
)

Path_ = tuple[str | int, ...]
Read = TypeVar("Read", bound=Keys)

_KINDS: Mapping[str, type[StationWritten]] = {
    "site": SiteWritten,
    "clinic": ClinicWritten,
    "ward": WardWritten,
    "list": ListWritten,
}
_PLAIN = {
    "bool_type": "true or false",
    "dict_type": "a set of keys",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "a set of keys",
    "string_too_short": "text that is not empty",
    "string_type": "text",
    "tuple_type": "a pair [time, number]",
}


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case whose every key is known and of the right kind, with the file it came from."""

    document: Document
    head: CaseWritten
    stations: tuple[StationWritten, ...]

    def place(self, *path: str | int) -> str:
        """Return ``file:line`` of a key."""
        return self.document.place(path)

    def station_place(self, index: int, *path: str | int) -> str:
        """Return ``file:line`` of a key of one station."""
        return self.document.place(("stations", index, *path))


def read_case(path: Path) -> CaseRead:
    """Read one case file."""
    return _checked(load_strict(path))


def read_case_text(text: str, name: str = "case") -> CaseRead:
    """Read a case held as text; ``name`` is what errors call it."""
    return _checked(load_strict_text(text, name))


def _checked(document: Document) -> CaseRead:
    head = _validated(CaseWritten, document.value, document, ())
    stations = tuple(
        _station(value, document, ("stations", index)) for index, value in enumerate(head.stations)
    )
    return CaseRead(document, head, stations)


def _station(value: Any, document: Document, path: Path_) -> StationWritten:
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        raise KnockonError(
            "K450",
            f"the station's kind is {kind!r}" if kind is not None else "a station has no kind",
            expected="kind: " + " or ".join(_KINDS),
            remedy=did_you_mean(str(kind), tuple(_KINDS)),
            place=document.place((*path, "kind")),
        )
    return _validated(_KINDS[kind], value, document, path)


def _validated(form: type[Read], value: Any, document: Document, path: Path_) -> Read:
    try:
        return form.model_validate(value)
    except ValidationError as problem:
        raise _told(problem.errors(include_url=False)[0], document, path) from None


def _told(first: ErrorDetails, document: Document, path: Path_) -> KnockonError:
    """Turn the first thing pydantic found into one sentence with its line."""
    where = tuple(step for step in first["loc"] if step != "chains")
    context: Mapping[str, Any] = first.get("ctx", {})
    if first["type"] == "unknown_key":
        return _unknown_key(context, document.place((*path, *where, context["key"])))
    name = ".".join(str(step) for step in where) or "the file"
    if first["type"] == "missing":
        found, expected = f"{name} is missing", f"the key {str(where[-1])!r}"
    else:
        found, expected = f"{name} is {_shown(first['input'])}", _wanted(first)
    return KnockonError(
        "K450",
        found,
        expected=expected,
        remedy="See the keys of a flow case in the reference page on verification.",
        place=document.place((*path, *where)),
    )


def _unknown_key(context: Mapping[str, Any], place: str) -> KnockonError:
    try:
        check_keys({context["key"]: None}, context["known"], place)
    except KnockonError as problem:
        return problem
    raise AssertionError(context)


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def _wanted(first: ErrorDetails) -> str:
    """Return what was expected, in plain words."""
    if first["type"] in _PLAIN:
        return _PLAIN[first["type"]]
    context: Mapping[str, Any] = first.get("ctx", {})
    if context.get("field_type") == "Tuple":
        return _PLAIN["tuple_type"]
    if first["type"] == "too_short":
        return f"at least {context['min_length']} of them"
    if first["type"] == "too_long":
        return f"at most {context['max_length']} of them"
    return first["msg"].removeprefix("Input should be ").strip()
