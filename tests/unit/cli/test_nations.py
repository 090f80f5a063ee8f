"""An assessment of a folder of systems, and where its blocks are run."""

import builtins
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from knockon.places import Icb
from knockon.system import folder, nation

Knockon = Callable[..., Any]

ASSESSMENT = """\
assessment: Everywhere
system: both
from: 2026-12-07
weeks: 1
draws: 4
seed: 7
behaviour: gpps-2026
uptake:
  limit_daily_contacts: {low: 0.2, likely: 0.4, high: 0.6, params: {cap: 15, scope: gp}}
"""


def document(folder: str) -> dict[str, Any]:
    """Return what a run says of itself."""
    found: dict[str, Any] = json.loads((Path(folder) / "run.json").read_text("utf-8"))
    return found


@pytest.fixture
def both(here: Path, made_up: Path) -> Path:
    """A folder of two systems: the made-up one, and the same under another board's code."""
    at = here / "both"
    shutil.copytree(made_up, at / "Q00")
    other = replace(folder.read(made_up), icbs=(Icb("Q01", "Another", "Region"),))
    quality, fit = folder.read_quality(made_up), folder.read_fit(made_up)
    folder.write(other, quality, fit, at / "Q01")
    systems = {code: folder.read(at / code) for code in ("Q00", "Q01")}
    entries = tuple(nation.entry(system, at / code) for code, system in systems.items())
    nation.write_index(nation.Nation("1", True, 1, entries), at)
    (here / "all.yaml").write_text(ASSESSMENT, encoding="utf-8")
    return at


def test_a_folder_of_systems_is_told_together_with_a_row_a_board(
    knockon: Knockon, both: Path
) -> None:
    told = knockon("assess", "all.yaml", "--out", "england", "--json")
    assert told.status == 0, told.err
    assert json.loads(told.out)["system"]["practices"] == 8
    weekly = pl.read_parquet("england/forecast.parquet")
    assert set(weekly["place"]) == {None, "Q00", "Q01"}
    page = Path("england/report.html").read_text("utf-8")
    assert "2 boards together" in page
    assert "Another" in page
    kept = {path.name for path in Path("england").glob("counts/*")}
    assert kept == {"01-Q00.npz", "02-Q01.npz"}
    assert {f"counts/{name}" for name in kept} < set(document("england")["files"])
    assert both.is_dir()


def test_the_python_that_repeats_a_run_of_many_systems_makes_the_same(
    knockon: Knockon, both: Path
) -> None:
    assert knockon("assess", "all.yaml", "--out", "england").status == 0
    run = json.loads(Path("england/run.json").read_text("utf-8"))
    assert run["command"] == "knockon assess all.yaml --draws 4 --seed 7"
    assert "Q00" not in run["digests"]
    found: dict[str, Any] = {}
    exec(compile(run["python"], "python", "exec"), found)
    (measure, *_) = json.loads(Path("england/summary.json").read_text("utf-8"))["measures"]
    assert found["forecast"].measures[0].change.p50 == pytest.approx(measure["change"]["p50"])
    assert both.is_dir()


def test_a_system_that_is_not_the_one_listed_is_refused(knockon: Knockon, both: Path) -> None:
    shutil.rmtree(both / "Q01")
    shutil.copytree(both / "Q00", both / "Q01")
    assert knockon("assess", "all.yaml", "--out", "england").refused() == "K331"
    assert not Path("england").exists()


@pytest.mark.usefixtures("both")
def test_a_run_of_many_systems_made_longer_is_the_run_of_that_length(knockon: Knockon) -> None:
    knockon("assess", "all.yaml", "--out", "england")
    knockon("assess", "all.yaml", "--draws", 8, "--out", "whole")
    told = knockon("assess", "all.yaml", "--draws", 8, "--extend", "england")
    assert told.status == 0, told.err
    made, whole = map(document, ("england", "whole"))
    for same in ("draws", "result_digest", "command"):
        assert made[same] == whole[same]
    for board in ("01-Q00", "02-Q01"):
        name = f"counts/{board}.npz"
        assert made["files"][name] == whole["files"][name]


@pytest.mark.usefixtures("both")
def test_draws_of_many_systems_are_added_until_there_are_enough(knockon: Knockon) -> None:
    told = knockon("assess", "all.yaml", "--precision", 1e-9, "--most-draws", 12, "--out", "sure")
    assert told.status == 0, told.err
    found = document("sure")
    assert (found["draws"], found["stopped"]["why"]) == (12, "most")
    assert "--draws 12" in found["command"]


@pytest.mark.usefixtures("both")
def test_a_run_whose_draws_are_gone_is_not_made_longer(knockon: Knockon) -> None:
    knockon("assess", "all.yaml", "--out", "england")
    Path("england/counts/02-Q01.npz").unlink()
    told = knockon("assess", "all.yaml", "--draws", 8, "--extend", "england")
    assert told.refused() == "K921"
    assert document("england")["draws"] == 4, "and the run is as it was"


def test_without_dask_a_cluster_is_refused_in_one_sentence(
    knockon: Knockon, assessment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "distributed":
            raise ImportError(name)
        return bring(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    told = knockon("assess", assessment, "--cluster", "local", "--out", "winter")
    assert told.refused() == "K511"
    assert not Path("winter").exists()
