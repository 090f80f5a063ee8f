"""A drawn number has the percentiles its row says, for every row of the parameters."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import beta

from knockon.impact.draws import Design
from knockon.impact.pert import Pert

POINTS = np.arange(4096)
Row = tuple[str, float, float, float]


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    with (shared / "reference" / "parameters.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    return [(r["symbol"], float(r["low"]), float(r["central"]), float(r["high"])) for r in table]


def sampled(row: Row) -> np.ndarray:
    symbol, low, central, high = row
    return Design(20261122, (symbol,), POINTS).sample(symbol, low, central, high)


def test_the_5th_and_95th_percentiles_drawn_are_low_and_high_of_every_row(rows: list[Row]) -> None:
    checked = 0
    for row in rows:
        symbol, low, central, high = row
        drawn = np.quantile(sampled(row), [0.05, 0.95])
        for end, found in zip((low, high), drawn, strict=True):
            if end != central and symbol != "ed_q0":
                assert abs(found - end) <= 0.01 * (high - low), row
                checked += 1
    assert checked > 400


def test_a_range_without_width_is_a_constant(rows: list[Row]) -> None:
    constants = [row for row in rows if row[1] == row[3]]
    assert constants
    for row in constants:
        assert np.ptp(sampled(row)) == 0
        assert sampled(row)[0] == pytest.approx(row[2], rel=1e-7)


def test_no_value_leaves_its_natural_bounds(rows: list[Row]) -> None:
    for row in rows:
        _, low, _, high = row
        if low >= 0:
            assert sampled(row).min() >= 0, row
            if high <= 1:
                assert sampled(row).max() <= 1, row


def test_the_congestion_driver_stays_within_its_own_range(rows: list[Row]) -> None:
    (row,) = [row for row in rows if row[0] == "ed_q0"]
    assert sampled(row).min() == pytest.approx(row[1], rel=1e-6)
    assert sampled(row).max() == pytest.approx(row[3], rel=1e-6)


@pytest.mark.parametrize(
    ("low", "central", "high"),
    [(0.1, 0.3, 0.9), (5.0, 9.9, 10.0), (-3.0, -1.0, 8.0), (0.0, 1e-4, 1.0)],
)
def test_the_law_is_the_pert_of_that_mode(low: float, central: float, high: float) -> None:
    "scipy's beta law between the solved ends has its mode at central and its percentiles."
    pert = Pert(low, central, high)
    bottom, top = pert.ends
    mode = (central - bottom) / (top - bottom)
    law = beta(1 + 4 * mode, 1 + 4 * (1 - mode), loc=bottom, scale=top - bottom)
    assert law.ppf([0.05, 0.95]) == pytest.approx([low, high], rel=1e-9, abs=1e-9)
    grid = np.linspace(bottom, top, 20001)
    assert grid[np.argmax(law.pdf(grid))] == pytest.approx(central, abs=(top - bottom) / 1e4)


@pytest.mark.parametrize(("central", "ends"), [(2.0, (2.0, 4.219)), (3.0, (0.781, 3.0))])
def test_a_central_at_one_end_is_that_end(central: float, ends: tuple[float, float]) -> None:
    "The other end lies 2.219 ranges away, so that its percentile holds."
    pert = Pert(2.0, central, 3.0)
    assert pert.ends == pytest.approx(ends, abs=1e-3)
    kept, at = (3.0, 0.95) if central == 2.0 else (2.0, 0.05)
    assert pert.ppf(np.array([at]))[0] == pytest.approx(kept, rel=1e-12)


def test_a_larger_percentile_never_gives_a_smaller_number() -> None:
    u = np.linspace(1e-9, 1 - 1e-9, 100_001)
    for numbers in [(0.0, 0.0, 1.0), (0.2, 0.21, 0.9), (1.0, 5.0, 5.0)]:
        assert np.all(np.diff(Pert(*numbers).ppf(u)) >= 0)


@pytest.mark.parametrize("numbers", [(1.0, 0.5, 2.0), (0.0, math.nan, 1.0), (0.0, 1.0, math.inf)])
def test_a_range_that_does_not_rise_is_a_bug(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="rise"):
        Pert(*numbers)
