"""The product as a stranger meets it: nothing is put in the place of anything."""

import shutil
from pathlib import Path

import pytest
from tests.system.here import Here


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up system of four practices, made once."""
    folder = tmp_path_factory.mktemp("made-up")
    Here(folder).told("system", "synth", "--practices", 4, "--out", "made-up")
    return folder / "made-up"


@pytest.fixture
def here(tmp_path: Path, made_up: Path) -> Here:
    """An empty folder but for the system ``made-up``."""
    shutil.copytree(made_up, tmp_path / "made-up")
    return Here(tmp_path)
