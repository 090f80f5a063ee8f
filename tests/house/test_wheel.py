"""One wheel a platform, with everything in it that the command needs."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

DATA = {".csv", ".css", ".docx", ".html", ".j2", ".jinja", ".yaml"}


@pytest.fixture(scope="module")
def wheel(tracked: list[Path], repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that no library in use is compiled anew under its user."""
    folder = tmp_path_factory.mktemp("wheel")
    for path in tracked:
        copy = folder / "source" / path.relative_to(repository)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    told = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist"],
        cwd=folder / "source",
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def test_it_is_for_one_platform_and_any_python(wheel: Path) -> None:
    assert re.fullmatch(r"knockon-[\d.]+-py3-none-(?!any)\w+\.whl", wheel.name)


def test_the_kernel_is_in_it_as_a_library(contents: set[str]) -> None:
    assert any(re.search(r"flow/kernel/lib/_flow_[\w-]+\.", name) for name in contents)


def test_all_data_of_the_package_is_in_it(
    contents: set[str], tracked: list[Path], repository: Path
) -> None:
    source = repository / "src"
    data = {
        path.relative_to(source).as_posix()
        for path in tracked
        if path.is_relative_to(source) and path.suffix in DATA
    }
    assert data
    assert data <= contents


def test_nothing_else_is_in_it(contents: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in contents} == {"knockon"}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel holds, in a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(folder)
    return folder


def run_far_from_the_repository(installed: Path, folder: Path, *arguments: str) -> None:
    "What is not in the wheel is not there."
    told = subprocess.run(
        [sys.executable, "-c", "from knockon.cli import main; main()", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_a_small_system_is_made_and_fitted_from_the_wheel_alone(
    installed: Path, tmp_path: Path
) -> None:
    run_far_from_the_repository(installed, tmp_path, "packs", "check")
    making = ("system", "synth", "--practices", "3", "--out", "small")
    run_far_from_the_repository(installed, tmp_path, *making)
    assert (tmp_path / "small" / "quality.html").is_file()


@pytest.mark.deep
@pytest.mark.timeout(900)
def test_the_demo_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    run_far_from_the_repository(installed, tmp_path, "demo", "--out", "demo")
    assert (tmp_path / "demo" / "report.html").is_file()
