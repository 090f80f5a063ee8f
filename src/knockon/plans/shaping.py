"""Fit a file into the shape it must have: which keys, and what kind of value each holds.

pydantic reads the outside world here and goes no further in: the readers turn these shapes into
plain values that check themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from knockon.catalogue.yaml import Document
from knockon.errors import KnockonError

Step = str | int
Path = tuple[Step, ...]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> object:
    """Take a day in quotation marks (as JSON must write it) for a day."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        raise PydanticCustomError("date_type", "not a day") from None


Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Shape(BaseModel):
    """A set of keys, each of one kind; no key is taken for another kind."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)

    inner: ClassVar[Mapping[str, type[Shape]]] = {}
    """Keys that hold one further set of keys, and its shape."""
    made_by: ClassVar[str] = ""
    """The command that writes a file of this shape with every key explained; none: by hand."""
    formats: ClassVar[tuple[str, ...]] = ()
    """What a file of this shape may say its ``format`` is; none: its reader looks at that."""

    @classmethod
    def written(cls) -> tuple[str, ...]:
        """Return the keys as they are written in the file."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


Whole = TypeVar("Whole", bound=Shape)
Within = Mapping[str, tuple[int, type[Shape]]]
"""Keys of a whole file that hold several sets of keys: how many levels down, and their shape."""


def fit(document: Document, shape: type[Whole], within: Within) -> Whole:
    """Return the file's shape, or refuse the first key or value that does not fit it.

    K005: a key that is not known; K101: a value of the wrong kind; K102: a key that is missing;
    K116: the file says that it is of another kind or version.
    """
    if not isinstance(document.value, dict):
        raise _wrong_kind(document, (), document.value, "a set of keys and values")
    _check_format(document, shape)
    _check_keys(document, (), shape)
    for key, (depth, one) in within.items():
        for path in _entries(document.value.get(key), (key,), depth):
            _check_keys(document, path, one)
    try:
        return shape.model_validate(document.value)
    except ValidationError as problem:
        first = min(problem.errors(), key=lambda e: document.line_of(_path(document, e["loc"])))
        raise _refused(document, first, shape) from None


_WORDS = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number in range",
    "string_type": "text",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-12-07",
    "dict_type": "a set of keys and values",
    "model_type": "a set of keys and values",
    "list_type": "a list",
}


def _entries(value: object, path: Path, depth: int) -> list[Path]:
    """Return the paths of the sets of keys ``depth`` levels down, lists on the way opened."""
    if isinstance(value, list):
        return [p for i, item in enumerate(value) for p in _entries(item, (*path, i), depth)]
    if not isinstance(value, dict):
        return []
    if depth == 0 or isinstance(path[-1], int):
        return [path]
    return [p for key, item in value.items() for p in _entries(item, (*path, key), depth - 1)]


def _check_format(document: Document, shape: type[Shape]) -> None:
    """Refuse a file of another kind before its keys, all of which would be strange."""
    found = document.value.get("format")
    if not shape.formats or not isinstance(found, str) or found in shape.formats:
        return
    kinds = {one.rpartition("/")[0] for one in shape.formats}
    another = found.rpartition("/")[0] not in kinds
    raise KnockonError(
        "K116",
        f"the format is {found!r}",
        expected=" or ".join(shape.formats),
        remedy=f"Give another file; `{shape.made_by}` writes one of that format."
        if another
        else "Use the version of knockon that wrote it, or leave `format` out.",
        place=document.place(("format",)),
    )


def _check_keys(document: Document, path: Path, shape: type[Shape]) -> None:
    document.check_keys(path, shape.written())
    here = _at(document, path)
    for key, inner in shape.inner.items():
        if isinstance(here.get(key), dict):
            document.check_keys((*path, key), inner.written())


def _at(document: Document, path: Path) -> Any:
    here = document.value
    for step in path:
        here = here[step]
    return here


def _path(document: Document, loc: tuple[Step, ...]) -> Path:
    """Return where in the file pydantic's location lies: it counts one entry as a list of one."""
    here: Any = document.value
    path: Path = ()
    for step in loc:
        if _holds(here, step):
            here, path = here[step], (*path, step)
        elif isinstance(step, str):
            return (*path, step)
    return path


def _holds(here: object, step: Step) -> bool:
    if isinstance(here, dict):
        return step in here
    return isinstance(here, list) and isinstance(step, int) and step < len(here)


def _refused(document: Document, error: ErrorDetails, shape: type[Shape]) -> KnockonError:
    path = _path(document, error["loc"])
    if error["type"] == "missing":
        return KnockonError(
            "K102",
            f"the key {path[-1]!r} is missing",
            expected="it to be given",
            remedy=f"Add it; `{shape.made_by}` writes a file with every key explained."
            if shape.made_by
            else "Add it.",
            place=document.place(path[:-1]),
        )
    return _wrong_kind(document, path, error["input"], _expected(error))


def _expected(error: ErrorDetails) -> str:
    """Return in words what a key holds; for one of several words, those words."""
    if error["type"] == "literal_error":
        return str(error["ctx"]["expected"]).replace("'", "")
    return _WORDS.get(error["type"], error["msg"])


def _wrong_kind(document: Document, path: Path, value: object, expected: str) -> KnockonError:
    name = ".".join(str(step) for step in path) or "the file"
    shown = "null" if value is None else " ".join(str(value).split()) or "empty"
    return KnockonError(
        "K101",
        f"{name} is {shown if len(shown) <= 40 else shown[:40] + '…'}",
        expected=expected,
        remedy="Correct the value.",
        place=document.place(path),
    )
