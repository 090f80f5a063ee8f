"""Every key of an assessment and of a plan is in the manual, with what happens if left out."""

import re
from pathlib import Path

import pytest

from knockon.plans.plan_shapes import EvidenceShape, PlannedActionShape, PlanShape
from knockon.plans.shapes import (
    AssessmentShape,
    KnownShape,
    MitigationShape,
    PhaseShape,
    Shape,
    StoppingShape,
)

SECTIONS: dict[str, type[Shape]] = {
    "## Assessment": AssessmentShape,
    "### Uptake": PhaseShape,
    "### Known position": KnownShape,
    "### Stopping": StoppingShape,
    "### Mitigation": MitigationShape,
    "## Plan": PlanShape,
    "### Planned action": PlannedActionShape,
    "### Evidence": EvidenceShape,
}


@pytest.mark.parametrize(("heading", "shape"), SECTIONS.items())
def test_every_key_has_a_row_and_every_row_a_key(
    repository: Path, heading: str, shape: type[Shape]
) -> None:
    page = (repository / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    section = re.split(r"^##", page.split(f"\n{heading}\n", 1)[1], flags=re.MULTILINE)[0]
    cells = re.findall(r"^\| (`.+?`) \|", section, flags=re.MULTILINE)
    documented = {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}
    assert documented == set(shape.written()) - {"format"}
