"""The command line as a user meets it, with a small made-up system to work on."""

import importlib.util
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from knockon.cli import app
from knockon.impact.forecast import Forecast
from knockon.plans.assessment import Assessment

REFUSED = re.compile(r"K\d{3}: \S.*[.?]\n\Z")


class Told:
    """What a command left: its exit status, standard output, standard error."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    def refused(self) -> str:
        """The code of a problem told as it must be: one line, exit 1, no standard output."""
        assert self.status == 1
        assert self.out == ""
        assert REFUSED.match(self.err), self.err
        return self.err[:4]


Command = Callable[..., Told]


@pytest.fixture(scope="session")
def knockon() -> Command:
    """Runs a command in this process."""

    def run(*arguments: object) -> Told:
        result = CliRunner().invoke(app, [str(one) for one in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Told(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def made_up(knockon: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A system of four practices."""
    folder = tmp_path_factory.mktemp("systems") / "made-up"
    told = knockon("system", "synth", "--practices", 4, "--out", folder)
    assert told.status == 0, told.err
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder the command is run from."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def assessment(here: Path, made_up: Path) -> Path:
    """An assessment of the made-up system, as text in a file."""
    path = here / "winter.yaml"
    path.write_text(
        f"""\
assessment: Winter
system: {made_up}
from: 2026-12-07
weeks: 4
draws: 8
seed: 7
behaviour: gpps-2026
uptake:
  limit_daily_contacts: {{low: 0.2, likely: 0.4, high: 0.6, params: {{cap: 25}}}}
""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def simulated(repository: Path, monkeypatch: pytest.MonkeyPatch) -> list[Forecast]:
    """Puts a ready-made forecast in the place of simulating one; lists how often it was asked."""
    path = repository / "tests" / "unit" / "reports" / "sample.py"
    spec = importlib.util.spec_from_file_location("forecast_sample", path)
    assert spec is not None
    assert spec.loader is not None
    sample = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sample)
    asked: list[Forecast] = []

    def assess(assessment: Assessment, *_: object, **__: object) -> Forecast:
        made: Forecast = replace(sample.forecast(), draws=assessment.draws)
        asked.append(made)
        return made

    monkeypatch.setattr("knockon.cli.runs.run_assessment", assess)
    return asked
