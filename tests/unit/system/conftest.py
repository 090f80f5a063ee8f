"""What tests of the system share: the packs, and a made-up system."""

import pytest

from knockon.catalogue.loading import load
from knockon.system.synth import synth


@pytest.fixture(scope="session")
def catalogue():
    """The packs that come with the software."""
    return load()


@pytest.fixture(scope="session")
def made_up(catalogue):
    """A made-up system of twelve practices with its quality."""
    return synth(practices=12, seed=3, catalogue=catalogue)
