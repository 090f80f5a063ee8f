"""Any made-up system comes back from disc as it was."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.catalogue.loading import load
from knockon.system import folder
from knockon.system.synth import synth


@pytest.fixture(scope="module")
def catalogue():
    return load()


@settings(deadline=None, max_examples=15)
@given(practices=st.integers(1, 90), seed=st.integers(0, 2**32))
def test_read_is_the_inverse_of_write(catalogue, practices, seed):
    system, quality = synth(practices=practices, seed=seed, catalogue=catalogue)
    with tempfile.TemporaryDirectory() as place:
        folder.write(system, quality, {"seed": seed}, Path(place) / "kept")
        assert folder.read(Path(place) / "kept") == system
        assert folder.read_quality(Path(place) / "kept") == quality
        assert folder.read_fit(Path(place) / "kept") == {"seed": seed}
