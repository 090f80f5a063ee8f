"""The manual's page of benchmarks, written from a measurement that was made up."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from benchmarks import page

SPREAD = {"median": 420.0, "low": 400.0, "high": 440.0}


def goal(**given: Any) -> dict[str, Any]:
    usual = {"goal": "ED site", "against": "simpy", "unit": "×", "must": 350.0, "aim": 1000.0}
    rest = {"better": "more", "measured": SPREAD, "met": True, "to_go": 2.38}
    return {**usual, **rest, **given}


@pytest.fixture
def found() -> dict[str, Any]:
    side = {"name": "simpy", "rate": SPREAD, "parts": {"ns": SPREAD}, "agrees": True}
    answer = {"measure": "wait", "z": -1.5, "agrees": True}
    first = {"name": "knockon", "rate": SPREAD, "parts": {}, "answers": [], "agrees": None}
    return {
        "date": "2026-11-22",
        "version": "0.1.0",
        "quick": False,
        "machine": {
            "processor": "Made up", "cores": 2, "memory_gib": 8, "system": "Linux x86_64",
            "load_before": [0.1, 0.2, 0.3], "instruction_set": "x86-64-v3",
            "python": "3.11.7", "numpy": "2.4",
        },
        "packages": {"simpy": "4.1.2", "ciw": None},
        "fixed_loop_seconds": {"median": 0.05, "low": 0.04, "high": 0.06},
        "benchmarks": [
            {
                "name": "ed-site", "title": "A department", "unit": "events",
                "sides": [first, {**side, "answers": [answer]}],
                "ratios": [{"of": "knockon", "to": "simpy", **SPREAD}],
            }
        ],
        "goals": [
            goal(),
            goal(goal="first result", must=0.02, aim=0.005, unit="s", better="less",
                 measured={"median": 0.04, "low": 0.03, "high": 0.05}, met=False, to_go=8.0),
            goal(goal="a peer missing", measured=None, why_not="simpy is not installed"),
        ],
    }  # fmt: skip


def test_each_goal_is_told_with_its_range_and_distance(found: dict[str, Any]) -> None:
    text = page.measured(found)
    assert "| ED site | simpy | 350 × | 1,000 × | 420 × | 400 to 440 | yes | 2.4× |" in text
    assert "| **no** | 8× |" in text
    assert "simpy is not installed | not known" in text


def test_the_machine_and_its_load_stand_beside_the_figures(found: dict[str, Any]) -> None:
    text = page.measured(found)
    assert "Made up, 2 cores, 8 GiB" in text
    assert "Load before: 0.1, 0.2, 0.3" in text
    assert "simpy 4.1.2. Load" in text


def test_answers_are_told_beside_the_speed(found: dict[str, Any]) -> None:
    assert "yes: within 1.5 standard errors, measures held: 1" in page.measured(found)


def test_only_what_stands_between_the_marks_is_replaced(repository: Path) -> None:
    written = (repository / "docs" / "reference" / "benchmarks.md").read_text(encoding="utf-8")
    once = page.filled(written, "something")
    assert once.startswith(written.partition(page.BEGIN)[0])
    assert page.filled(once, "something") == once
    assert "something" in once


def test_quick_measurements_are_never_shown(found: dict[str, Any], tmp_path: Path) -> None:
    quick = {**found, "quick": True}
    (tmp_path / "2026-11-23-a-quick.json").write_text(json.dumps(quick), encoding="utf-8")
    assert page.newest(tmp_path) is None
    assert page.measured(None) == page.NONE_YET


def test_the_chart_is_a_picture_with_a_row_for_each_figure(found: dict[str, Any]) -> None:
    svg = page.chart(found)
    ElementTree.fromstring(svg)
    assert "ED site" in svg
    assert "first result" in svg
    assert "a peer missing" not in svg


@pytest.mark.parametrize(
    ("value", "told"), [(0, "0"), (0.00512, "0.00512"), (1.5, "1.50"), (15602266, "15,602,266")]
)
def test_numbers_have_three_figures(value: float, told: str) -> None:
    assert page.number(value) == told
