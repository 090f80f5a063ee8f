"""A made-up forecast for tests of what is written about one, here and in other folders."""

from collections.abc import Callable
from types import ModuleType

import pytest
from tests.unit.reports import sample as rules

from knockon.impact.forecast import Forecast


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The rules the forecast is made by."""
    return rules


@pytest.fixture(scope="session")
def make(sample: ModuleType) -> Callable[..., Forecast]:
    """Makes a forecast; named fields replace its own."""
    return sample.forecast  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def forecast(make: Callable[..., Forecast]) -> Forecast:
    """The forecast as it is usually made."""
    return make()
