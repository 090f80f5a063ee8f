"""What every test may ask for.

Published files are not in this repository. Tests that read them take the fixture ``shared``: the
folder named by the environment variable KNOCKON_SHARED, else ``shared`` beside the repository.
"""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of published files and contracts, or a skip that says where it was looked for."""
    named = os.environ.get("KNOCKON_SHARED")
    folder = Path(named) if named else REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the published files are not here: set KNOCKON_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the working tree."""
    return REPOSITORY
