"""What the tests of the house itself read: the project file and the tracked files."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def project(repository: Path) -> dict[str, Any]:
    """pyproject.toml, parsed."""
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def tracked(repository: Path) -> list[Path]:
    """Every file in version control."""
    listing = subprocess.run(
        ["git", "-C", repository, "ls-files", "-z"], capture_output=True, text=True, check=False
    )
    if listing.returncode != 0:
        pytest.skip("this is not a clone: without git, the project's own files cannot be told")
    paths = [repository / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]
