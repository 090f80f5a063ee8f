"""The shape of an assessment file: its keys, and what kind of value each holds.

:mod:`knockon.plans.reading` turns these shapes into the values of
:mod:`knockon.plans.assessment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from knockon.catalogue.yaml import Document
from knockon.plans.shaping import Day, Number, Shape, Within, fit


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


class TripleShape(Shape):
    """Low, likely and high shares."""

    low: Number
    likely: Number
    high: Number


class PhaseShape(TripleShape):
    """One stretch of an action."""

    inner: ClassVar[Mapping[str, type[Shape]]] = {"already": TripleShape}

    params: dict[str, Any] = Field(default_factory=dict)
    start: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    ramp_weeks: Number | None = None
    already: TripleShape | None = None
    reverting: Number = 1.0


class KnownShape(Shape):
    """What is known of a practice and an action."""

    taking: bool
    params: dict[str, Any] = Field(default_factory=dict)
    since: Day | None = None


class StoppingShape(Shape):
    """A service stopped or handed back."""

    inner: ClassVar[Mapping[str, type[Shape]]] = {"uptake": TripleShape}

    service: str
    patients: Literal["existing", "new", "all"]
    start: Annotated[Day, Field(alias="from")]
    uptake: TripleShape
    practices: list[str] = Field(default_factory=list)
    taken_up_a_week: float = 0.0


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

    made_by: ClassVar[str] = "knockon assessment new"
    formats: ClassVar[tuple[str, ...]] = ("knockon/assessment/1",)

    format: str = "knockon/assessment/1"
    assessment: str
    system: str
    start: Annotated[Day, Field(alias="from")]
    weeks: int
    draws: int = 500
    seed: int = 1
    design: Literal["sobol", "latin_hypercube", "plain", "antithetic"] = "sobol"
    precision: Number | None = None
    seconds: Number | None = None
    most_draws: int | None = None
    behaviour: Annotated[dict[str, Number], BeforeValidator(_named_sets)]
    uptake: dict[str, Annotated[list[PhaseShape], BeforeValidator(_one_or_several)]] = Field(
        default_factory=dict
    )
    known: dict[str, dict[str, KnownShape]] = Field(default_factory=dict)
    stopping: list[StoppingShape] = Field(default_factory=list)
    mitigations: list[MitigationShape] = Field(default_factory=list)
    compare: list[str] = Field(default_factory=list)
    parameters: dict[str, RangeShape] = Field(default_factory=dict)


_WITHIN: Within = {
    "uptake": (1, PhaseShape),
    "known": (2, KnownShape),
    "stopping": (1, StoppingShape),
    "mitigations": (1, MitigationShape),
    "parameters": (1, RangeShape),
}


def shape_of(document: Document) -> AssessmentShape:
    """Return the file's shape, or refuse the first key or value that does not fit it.

    K005: a key that is not known; K101: a value of the wrong kind; K102: a key that is missing.
    """
    return fit(document, AssessmentShape, _WITHIN)
