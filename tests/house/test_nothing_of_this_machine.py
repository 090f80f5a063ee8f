"""The project names no machine: no folder of one, no address of a package index, no free lock."""

import re
from pathlib import Path
from typing import Any

import pytest

FOLDERS = re.compile(r"(?<![\w.$}~-])/(?:work|home|root|tmp|Users)(?:/|\b(?![-\w.]))")
INDEXES = re.compile(
    r"https?://(?!\w+\.example/)\S*(?:/simple\b|registry|artifact|/pypi/|/debian\b)"
)
ADDRESSES = re.compile(r"(?:https?|file)://(?!\w+\.example/)")
UNREADABLE = {".docx", ".xlsx", ".png", ".parquet", ".zip", ".woff2"}
LOCKS = ["base", "bench", "build", "docs", "lint", "test", "uv", "zig"]


@pytest.fixture(scope="session")
def texts(tracked: list[Path]) -> dict[Path, str]:
    """Every tracked file but the pictures and tables."""
    return {
        path: path.read_text(encoding="utf-8") for path in tracked if path.suffix not in UNREADABLE
    }


def found(texts: dict[Path, str], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.name}:{number}: {line.strip()[:80]}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_folder_of_one_machine(texts: dict[Path, str]) -> None:
    assert found(texts, FOLDERS) == []


def test_no_file_names_a_package_index(texts: dict[Path, str]) -> None:
    assert found(texts, INDEXES) == []


def test_nothing_that_installs_holds_an_address(texts: dict[Path, str], repository: Path) -> None:
    "What is installed comes from wherever pip is set to look, so no script or list says where."
    folders = {repository, repository / "requirements", repository / ".ci"}
    installing = {
        path: text
        for path, text in texts.items()
        if path.parent in folders and path.suffix not in {".md", ".yml", ".py"}
    }
    assert found(installing, ADDRESSES) == []


def test_there_is_no_lock_with_addresses(tracked: list[Path]) -> None:
    assert [path for path in tracked if path.name in {"uv.lock", "poetry.lock"}] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(repository: Path, name: str) -> None:
    text = (repository / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    requirements = text.replace("\\\n", " ").splitlines()
    assert requirements
    for requirement in requirements:
        assert re.match(r"[a-z0-9._-]+==\S+ ", requirement), requirement[:60]
        assert "--hash=sha256:" in requirement, requirement[:60]


def test_locks_agree_with_one_another(repository: Path) -> None:
    "Each list is installed on top of the others, so no package may be pinned twice over."
    pins: dict[str, set[str]] = {}
    for name in LOCKS:
        text = (repository / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        own: dict[str, set[str]] = {}
        for package, version in re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE):
            own.setdefault(package, set()).add(version)
        for package, versions in own.items():
            assert pins.setdefault(package, versions) & versions, package


def test_every_dependency_is_locked(repository: Path, project: dict[str, Any]) -> None:
    wanted = {"base": project["project"]["dependencies"], **project["dependency-groups"]}
    for name, requirements in wanted.items():
        text = (repository / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        for requirement in requirements:
            package = re.split(r"[<>=~\[]", requirement)[0].lower()
            assert re.search(rf"^{package}==", text, re.MULTILINE), f"run make lock: {requirement}"
