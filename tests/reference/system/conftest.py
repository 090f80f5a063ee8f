"""What tests of systems built from published files share: Dorset's, read once."""

import pytest

from knockon import published


@pytest.fixture(scope="session")
def dorset_files(shared):
    """All published files there are, as frames."""
    return published.read(shared / "data")
