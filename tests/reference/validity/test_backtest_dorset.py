"""The baseline of Dorset's trusts, and of every trust in England, against a year since published.

Fitted to March 2025, asked for April 2025 to March 2026. Type 3 is printed in the manual and not
held to anything: levels break at R0D, and growth is steep at RBD.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from knockon import catalogue, published
from knockon.system.method import Method, method
from knockon.validity.backtest import Asked, Series, backtest, pooled

CUT = date(2025, 4, 1)
GATED = ("attendances_type1", "emergency_admissions")


@pytest.fixture(scope="module")
def ae(shared: Path) -> pl.DataFrame:
    return published.read(shared / "data" / "ae").ae


@pytest.fixture(scope="module")
def asked() -> Asked:
    numbers: Method = method(catalogue.load())
    return Asked(numbers, CUT)


@pytest.fixture(scope="module")
def dorset(ae: pl.DataFrame, asked: Asked) -> list[Series]:
    return [one for one in backtest(ae, ("R0D", "RBD"), asked) if one.measure in GATED]


def test_between_eighty_and_ninety_eight_months_in_a_hundred_lie_in_the_interval(
    dorset: list[Series],
) -> None:
    months = [month for one in dorset for month in one.months]
    assert len(months) == 48
    assert 0.80 <= sum(month.inside_90 for month in months) / 48 <= 0.98


def test_no_series_errs_much_more_than_repeating_the_year_before(dorset: list[Series]) -> None:
    for one in dorset:
        assert one.error <= 1.05 * one.naive_error, one


@pytest.mark.deep
def test_england_together_is_covered_as_well(ae: pl.DataFrame, asked: Asked) -> None:
    found = {one.measure: one for one in pooled(backtest(ae, ae["provider"].unique(), asked))}
    for measure in GATED:
        assert found[measure].series > 100
        assert 0.80 <= found[measure].inside_90 <= 0.98, found[measure]
