"""A finished run is made longer; what it was not made from is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Knockon = Callable[..., Any]


def document(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(folder) / "run.json").read_text("utf-8"))
    return found


def test_a_run_made_longer_is_the_run_of_that_length(knockon: Knockon, assessment: Path) -> None:
    "In place, or beside the first; the command that repeats it does without the first."
    knockon("assess", assessment, "--out", "short")
    knockon("assess", assessment, "--draws", 12, "--out", "whole")
    beside = knockon("assess", assessment, "--draws", 12, "--extend", "short", "--out", "longer")
    assert beside.status == 0, beside.err
    assert document("short")["draws"] == 8
    knockon("assess", assessment, "--draws", 12, "--extend", "short")
    for made in map(document, ("longer", "short")):
        assert made["draws"] == 12
        assert made["result_digest"] == document("whole")["result_digest"]
        assert made["command"] == document("whole")["command"]
        kept = "counts.npz"
        assert made["files"][kept]["sha256"] == document("whole")["files"][kept]["sha256"]


def test_draws_are_added_until_the_median_is_precise(knockon: Knockon, assessment: Path) -> None:
    told = knockon("assess", assessment, "--precision", 1e6, "--out", "sure")
    assert told.status == 0, told.err
    stopped = document("sure")["stopped"]
    assert (stopped["why"], stopped["precision"]) == ("precise", 1e6)
    more = knockon(
        "assess", assessment, "--precision", 1e-9, "--most-draws", 40, "--extend", "sure"
    )
    assert more.status == 0, more.err
    found = document("sure")
    assert (found["draws"], found["stopped"]["why"]) == (40, "most")
    assert "--draws 40" in found["command"]
    again = knockon(*found["command"].split()[1:], "--out", "again")
    assert again.status == 0, again.err
    assert document("again")["result_digest"] == found["result_digest"]


@pytest.fixture
def short(knockon: Knockon, assessment: Path) -> Path:
    knockon("assess", assessment, "--out", "short")
    return assessment


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (("--draws", 8), "K923"),
        (("--draws", 16, "--seed", 8), "K922"),
        (("--draws", 16, "--design", "plain"), "K922"),
        (("--draws", 16, "--most-draws", 50), "K128"),
    ],
)
def test_what_cannot_be_made_longer_is_refused(
    knockon: Knockon, short: Path, asked: tuple[object, ...], code: str
) -> None:
    assert knockon("assess", short, *asked, "--extend", "short").refused() == code
    assert document("short")["draws"] == 8, "and the run is as it was"


def test_a_folder_without_a_run_is_refused(knockon: Knockon, assessment: Path) -> None:
    Path("empty").mkdir()
    told = knockon("assess", assessment, "--draws", 16, "--extend", "empty")
    assert told.refused() == "K921"


@pytest.mark.parametrize(
    "text", ["null", "7", '"x"', "[]", "{}", "[" * 100_000, '{"files": 7}', '{"files": {"a": 7}}']
)
def test_a_folder_whose_document_is_no_runs_cannot_be_made_longer(
    knockon: Knockon, assessment: Path, text: str
) -> None:
    Path("strange").mkdir()
    Path("strange/run.json").write_text(text, encoding="utf-8")
    told = knockon("assess", assessment, "--draws", 16, "--extend", "strange")
    assert told.refused() == "K921"


def test_damaged_draws_are_refused(knockon: Knockon, short: Path) -> None:
    (Path("short") / "counts.npz").write_bytes(b"damaged")
    told = knockon("assess", short, "--draws", 16, "--extend", "short")
    assert told.refused() == "K510"
