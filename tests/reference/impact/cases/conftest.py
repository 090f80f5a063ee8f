"""The reference cases of the examples, as modules."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def case(repository: Path) -> Callable[[str], ModuleType]:
    """Gives a case by its name."""
    folder = str(repository / "examples" / "reference-cases")

    def found(name: str) -> ModuleType:
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(folder)
            return importlib.import_module(f"case_{name}")

    return found
