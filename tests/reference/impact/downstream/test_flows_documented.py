"""The page of flows gives every parameter as the packs have it, and every measure its section."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.reference.impact.downstream.worlds import Setting

from knockon.impact.measures import MEASURES

ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| ([A-D]) \| ([\w-]+) \|$", re.MULTILINE)
OF_FLOWS = {
    "acute_beds",
    "ambulance",
    "advice_and_guidance",
    "outpatients",
    "diagnostics",
    "pharmacy",
    "mental_health",
    "community",
    "prescribing",
    "data",
}


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    """docs/reference/flows.md"""
    return (repository / "docs" / "reference" / "flows.md").read_text(encoding="utf-8")


def test_parameters_stand_as_in_the_packs(page: str, setting: Setting) -> None:
    """Name, unit, grade and the id of the source."""
    rows = ROW.findall(page)
    assert len(rows) >= len(OF_FLOWS)
    for symbol, *told in rows:
        p = setting.catalogue.parameters[symbol]
        assert told == [p.name, p.unit, p.grade, p.source], symbol


@pytest.mark.parametrize("key", [m.key for m in MEASURES if m.service in OF_FLOWS])
def test_every_measure_of_a_flow_is_described(page: str, key: tuple[str, str]) -> None:
    assert re.search(rf"^Key `{key[0]}`:[^.]*`{key[1]}`", page, re.MULTILINE)
