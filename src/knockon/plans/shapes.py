"""The shape of an assessment file: which keys it has and what kind of value each holds.

pydantic reads the outside world here and goes no further in: :mod:`knockon.plans.reading` turns
these shapes into the values of :mod:`knockon.plans.assessment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from knockon.catalogue.yaml import Document
from knockon.errors import KnockonError

Step = str | int
Path = tuple[Step, ...]


def _day(value: object) -> object:
    """Take a day in quotation marks (as JSON must write it) for a day."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("date_type", "not a day") from None


def _one_or_several(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _named_sets(value: object) -> object:
    """Take one set, or a list of them, for sets of equal weight."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list):
        return value
    if not all(isinstance(name, str) for name in names) or len(names) != len(set(names)):
        raise PydanticCustomError("names", "names of behaviour sets, each once")
    return dict.fromkeys(names, 1.0)


Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Shape(BaseModel):
    """A set of keys, each of one kind; no key is taken for another kind."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)

    @classmethod
    def written(cls) -> tuple[str, ...]:
        """Return the keys as they are written in the file."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


class TripleShape(Shape):
    """Low, likely and high shares."""

    low: Number
    likely: Number
    high: Number


class PhaseShape(TripleShape):
    """One stretch of an action."""

    params: dict[str, Any] = {}
    start: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    ramp_weeks: Number | None = None
    already: TripleShape | None = None
    reverting: Number = 1.0


class KnownShape(Shape):
    """What is known of a practice and an action."""

    taking: bool
    params: dict[str, Any] = {}
    since: Day | None = None


class StoppingShape(Shape):
    """A service stopped or handed back."""

    service: str
    patients: Literal["existing", "new", "all"]
    start: Annotated[Day, Field(alias="from")]
    uptake: TripleShape


class MitigationShape(Shape):
    """Capacity or money to catch displaced patients."""

    type: str
    place: str | None = None
    start: Annotated[Day, Field(alias="from")]
    until: Day | None = None
    slots_per_day: Number | None = None
    cost_per_slot: Number | None = None


class RangeShape(Shape):
    """A parameter's range, replaced."""

    low: Number
    central: Number
    high: Number


class AssessmentShape(Shape):
    """A whole assessment file."""

    format: str = "knockon/assessment/1"
    assessment: str
    system: str
    start: Annotated[Day, Field(alias="from")]
    weeks: int
    draws: int = 500
    seed: int = 1
    behaviour: Annotated[dict[str, Number], BeforeValidator(_named_sets)]
    uptake: dict[str, Annotated[list[PhaseShape], BeforeValidator(_one_or_several)]] = {}
    known: dict[str, dict[str, KnownShape]] = {}
    stopping: list[StoppingShape] = []
    mitigations: list[MitigationShape] = []
    compare: list[str] = []
    parameters: dict[str, RangeShape] = {}


_WITHIN: Mapping[str, tuple[int, type[Shape]]] = {
    "uptake": (1, PhaseShape),
    "known": (2, KnownShape),
    "stopping": (1, StoppingShape),
    "mitigations": (1, MitigationShape),
    "parameters": (1, RangeShape),
}
_TRIPLES = ("already", "uptake")
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
    "literal_error": "existing, new or all",
}


def shape_of(document: Document) -> AssessmentShape:
    """Return the file's shape, or refuse the first key or value that does not fit it.

    K005: a key that is not known; K101: a value of the wrong kind; K102: a key that is missing.
    """
    if not isinstance(document.value, dict):
        raise _wrong_kind(document, (), document.value, "a set of keys and values")
    _check_keys(document, (), AssessmentShape)
    for key, (depth, shape) in _WITHIN.items():
        for path in _entries(document.value.get(key), (key,), depth):
            _check_keys(document, path, shape)
    try:
        return AssessmentShape.model_validate(document.value)
    except ValidationError as problem:
        first = min(problem.errors(), key=lambda e: document.line_of(_path(document, e["loc"])))
        raise _refused(document, first) from None


def _entries(value: object, path: Path, depth: int) -> list[Path]:
    """Return the paths of the sets of keys ``depth`` levels down, lists on the way opened."""
    if isinstance(value, list):
        return [p for i, item in enumerate(value) for p in _entries(item, (*path, i), depth)]
    if not isinstance(value, dict):
        return []
    if depth == 0 or isinstance(path[-1], int):
        return [path]
    return [p for key, item in value.items() for p in _entries(item, (*path, key), depth - 1)]


def _check_keys(document: Document, path: Path, shape: type[Shape]) -> None:
    document.check_keys(path, shape.written())
    here = _at(document, path)
    for key in _TRIPLES:
        if path and key in shape.written() and isinstance(here.get(key), dict):
            document.check_keys((*path, key), TripleShape.written())


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


def _refused(document: Document, error: ErrorDetails) -> KnockonError:
    path = _path(document, error["loc"])
    if error["type"] == "missing":
        return KnockonError(
            "K102",
            f"the key {path[-1]!r} is missing",
            expected="it to be given",
            remedy="Add it; `knockon assessment new` writes a file with every key explained.",
            place=document.place(path[:-1]),
        )
    return _wrong_kind(document, path, error["input"], _WORDS.get(error["type"], error["msg"]))


def _wrong_kind(document: Document, path: Path, value: object, expected: str) -> KnockonError:
    name = ".".join(str(step) for step in path) or "the file"
    shown = "null" if value is None else str(value)
    return KnockonError(
        "K101",
        f"{name} is {shown if len(shown) <= 40 else shown[:40] + '…'}",
        expected=expected,
        remedy="Correct the value.",
        place=document.place(path),
    )
