"""A small setting every flow is tried in."""

from __future__ import annotations

import pytest
from tests.reference.impact.downstream.worlds import Setting, made

from knockon.catalogue import Catalogue


@pytest.fixture(scope="session")
def setting(catalogue: Catalogue) -> Setting:
    """Six made-up practices with one trust, eight weeks."""
    return made(catalogue)
