"""The shape of a plan file: its keys, and what kind of value each holds.

:mod:`knockon.plans.plan_reading` holds these against the catalogue and the calendar.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from knockon.catalogue.yaml import Document
from knockon.plans.plan import USUAL_HOLDER
from knockon.plans.shaping import Day, Shape, Within, fit


class PlannedActionShape(Shape):
    """One action of a plan."""

    key: str
    type: str
    start: Day
    end: Day | None = None
    holder: str = USUAL_HOLDER
    source_menu: str | None = None
    note: str | None = None
    params: dict[str, Any] = Field(default_factory=dict)


class EvidenceShape(Shape):
    """Something held that shows what a plan claims."""

    claim: str
    item: str
    held_on: Day | None = None
    expires_on: Day | None = None
    where: str | None = None


class PlanShape(Shape):
    """A whole plan file."""

    made_by: ClassVar[str] = "knockon plan new"
    formats: ClassVar[tuple[str, ...]] = ("knockon/plan/1",)

    format: str = "knockon/plan/1"
    plan: str = ""
    practice: dict[str, Any] = Field(default_factory=dict)
    as_of: Day | None = None
    actions: list[PlannedActionShape]
    evidence: list[EvidenceShape] = Field(default_factory=list)


_WITHIN: Within = {"actions": (1, PlannedActionShape), "evidence": (1, EvidenceShape)}


def plan_shape_of(document: Document) -> PlanShape:
    """Return the file's shape, or refuse the first key or value that does not fit it.

    K005: a key that is not known; K101: a value of the wrong kind; K102: a key that is missing.
    """
    return fit(document, PlanShape, _WITHIN)
