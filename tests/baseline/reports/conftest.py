"""A made-up forecast for tests of what is written about one."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from knockon.impact.forecast import Forecast


@pytest.fixture(scope="session")
def sample(repository: Path) -> ModuleType:
    """The rules the forecast is made by."""
    path = repository / "tests" / "unit" / "reports" / "sample.py"
    spec = importlib.util.spec_from_file_location("forecast_sample", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make(sample: ModuleType) -> Callable[..., Forecast]:
    """Makes a forecast; named fields replace its own."""
    return sample.forecast  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def forecast(make: Callable[..., Forecast]) -> Forecast:
    """The forecast as it is usually made."""
    return make()
