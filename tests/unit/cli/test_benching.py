"""``knockon bench``: what it says and writes; the measuring is made up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from knockon.cli import app
from knockon.validity.bench import machine, protocol
from knockon.validity.bench.protocol import Timed
from knockon.validity.bench.values import Benchmark, Side, Spent


@pytest.fixture(autouse=True)
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(benchmark: Benchmark, side: Side, seed: int, size: float) -> Timed:
        del benchmark, seed, size
        return Timed(Spent(400.0 if side.name == "knockon" else 1.0, 1.0), (0.1, 0.1))

    monkeypatch.setattr(protocol, "in_a_process", measure)
    monkeypatch.setattr(machine, "installed", lambda: {"simpy": "4.1.2", "ciw": None})


@pytest.fixture
def ran() -> Callable[..., Any]:
    return lambda *words: CliRunner().invoke(app, ["bench", *words])


def test_it_tells_ratios_and_goals(ran: Callable[..., Any]) -> None:
    told = ran("ed-site")
    assert told.exit_code == 0
    assert "ed-site\tknockon\tsimpy\t400 × (400 to 400)" in told.stdout
    assert "ED site, events a second\t350 ×\t1,000 ×\t400 × (400 to 400)\tyes" in told.stdout


def test_it_says_which_peers_are_missing_and_how_to_have_them(ran: Callable[..., Any]) -> None:
    assert "pip install ciw==3.2.7" in ran("ed-site").stderr


def test_json_is_one_document_and_nothing_else(ran: Callable[..., Any]) -> None:
    found = json.loads(ran("ed-site", "--json").stdout)
    assert found["format"] == "knockon/benchmark/2"
    assert {"processor", "cores", "load_before", "digest"} <= set(found["machine"])


def test_results_are_written_where_asked(ran: Callable[..., Any], tmp_path: Path) -> None:
    told = ran("ed-site", "--quick", "--out", str(tmp_path))
    (kept,) = tmp_path.iterdir()
    assert kept.name.endswith("-quick.json")
    assert f"Results: {kept}" in told.stdout


def test_an_unknown_name_is_a_problem_told_in_one_line(ran: Callable[..., Any]) -> None:
    told = ran("everything")
    assert told.exit_code == 1
    assert told.stdout == ""
    assert told.stderr.startswith("K480: ")
