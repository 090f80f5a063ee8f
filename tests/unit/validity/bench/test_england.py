"""Measuring a run over many systems: what is asked, and what of it is told; nothing is measured."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from knockon import catalogue
from knockon.errors import KnockonError
from knockon.places import Icb
from knockon.plans.reading import read_assessment
from knockon.system import folder, nation
from knockon.system.synth import synth
from knockon.validity.bench import england
from knockon.validity.bench.england import Question, Taken, Way

Main = Callable[..., int]


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two systems of four practices."""
    at = tmp_path_factory.mktemp("systems") / "england"
    system, quality = synth(practices=4, catalogue=catalogue.load())
    entries = []
    for code in ("Q00", "Q01"):
        one = replace(system, icbs=(Icb(code, "Somewhere", "Region"),))
        folder.write(one, quality, {"rows": []}, at / code)
        entries.append(nation.entry(one, at / code))
    nation.write_index(nation.Nation("1", True, 1, tuple(entries)), at)
    return at


class Measurer:
    """Measures nothing: reads the question while it is there, and gives out digests in turn."""

    def __init__(self, *digests: str) -> None:
        self.digests = list(digests)
        self.asked: list[tuple[str, Question]] = []

    def __call__(self, question: Question, way: Way, out: Path) -> Taken:
        del out
        self.asked.append((str(way), question))
        self.read = read_assessment(question.at, catalogue.load())
        self.boards = nation.read(question.at.parent / self.read.system).systems
        return Taken(str(way), question.practices, 1.0, 0.5, 1.5, 60.0, 0.2, self.digests.pop(0))


@pytest.fixture
def measurer(monkeypatch: pytest.MonkeyPatch) -> Measurer:
    made = Measurer("same", "same", "same")
    monkeypatch.setattr(england, "measure", made)
    return made


@pytest.mark.usefixtures("measurer")
def test_each_way_is_measured_and_told_on_a_line(
    systems: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--system", str(systems), "--threads", "1", "2", "--processes", "2"]
    assert england.main(words) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["way"] for line in lines] == ["1 thread", "2 threads", "2 processes"]
    assert {line["practices"] for line in lines} == {8}


def test_the_whole_is_52_weeks_and_100_draws_in_every_board(
    systems: Path, measurer: Measurer
) -> None:
    england.main(["--system", str(systems)])
    ((way, question),) = measurer.asked
    assert (way, measurer.read.weeks, measurer.read.draws) == ("2 threads", 52, 100)
    assert question.work == 8 * 52 * 114, "every eighth of 50 points is run again, in two sets"


@pytest.mark.parametrize("chosen", [["--boards", "1"], ["--only", "Q00"]])
def test_a_shorter_run_is_of_some_boards(
    systems: Path, measurer: Measurer, chosen: list[str]
) -> None:
    england.main(["--system", str(systems), *chosen, "--weeks", "3", "--draws", "10"])
    assert [one.icb for one in measurer.boards] == ["Q00"]
    assert (measurer.read.weeks, measurer.read.draws) == (3, 10)


def test_an_assessment_of_ones_own_is_asked_of_the_boards(
    systems: Path, measurer: Measurer, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "assessment: Mine\nsystem: elsewhere\nfrom: 2026-12-07\nweeks: 26\ndraws: 500\nseed: 3\n"
        "behaviour: gpps-2026\n",
        encoding="utf-8",
    )
    england.main(["--system", str(systems), "--assessment", str(own), "--weeks", "2"])
    assert (measurer.read.title, measurer.read.weeks, measurer.read.seed) == ("Mine", 2, 3)
    assert len(measurer.boards) == 2


def test_results_that_differ_fail(
    systems: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(england, "measure", Measurer("one", "another"))
    assert england.main(["--system", str(systems), "--threads", "1", "2"]) == 1
    assert "differ" in capsys.readouterr().err


def test_a_command_that_fails_is_told_by_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(KnockonError, match="nowhere") as refused:
        england.measure(Question(tmp_path / "nowhere.yaml", 1, 1), Way(1), tmp_path / "run")
    assert refused.value.code == "K481"
