"""Whatever season, level and growth a series is made of, they are found in it again."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.system.practices import shrunk
from knockon.system.profiles import sharpen
from knockon.system.seasons import Monthly, annual_change, days_in, level, season

FACTORS = st.lists(st.floats(0.7, 1.4), min_size=12, max_size=12)


def planted(factors, months: int, a_day: float, growth: float) -> Monthly:
    counts = {}
    for back in range(months):
        year, month = divmod(2026 * 12 + 2 - back, 12)
        first = date(year, month + 1, 1)
        counts[first] = a_day * factors[month] * (1 + growth) ** (-back / 12) * days_in(first)
    return Monthly.of(counts)


@settings(deadline=None, max_examples=40)
@given(FACTORS, st.integers(36, 48), st.floats(1, 5000), st.floats(-0.1, 0.1))
def test_planted_factors_and_level_are_recovered(factors, months, a_day, growth):
    scaled = np.array(factors) / np.mean(factors)
    made = planted(scaled, months, a_day, growth)
    found = season(made)
    assert found.factors == pytest.approx(tuple(scaled), rel=1e-6)
    flat = planted(scaled, months, a_day, 0.0)
    assert level(flat.last(12), season(flat).factors) == pytest.approx(a_day, rel=1e-6)
    assert annual_change(made) == pytest.approx(growth, abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(FACTORS, st.integers(0, 47), st.floats(10, 5000))
def test_one_missing_month_changes_nothing(factors, gone, a_day):
    scaled = np.array(factors) / np.mean(factors)
    made = planted(scaled, 48, a_day, 0.02)
    kept = {
        m: c for i, (m, c) in enumerate(zip(made.months, made.counts, strict=True)) if i != gone
    }
    assert season(Monthly.of(kept)).factors == pytest.approx(tuple(scaled), rel=1e-6)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.2, 2.0), min_size=24, max_size=24), st.floats(1.2, 4.0))
def test_a_sharpened_curve_keeps_its_order_and_meets_its_peak(curve, peak):
    try:
        hours = sharpen(curve, peak)
    except ValueError:
        return
    assert sum(hours) == pytest.approx(1.0)
    assert max(hours) * 24 == pytest.approx(peak, rel=1e-6)
    assert (
        list(np.argsort(curve, kind="stable")) == list(np.argsort(hours, kind="stable"))
        or (np.diff(np.array(hours)[np.argsort(curve, kind="stable")]) >= -1e-15).all()
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.floats(5, 80), st.floats(0.5, 30)), min_size=1, max_size=40))
def test_shrinking_keeps_order_among_equals_and_never_leaves_the_range(practices):
    rates, fte = [r for r, _ in practices], [f for _, f in practices]
    found = shrunk(rates, fte)
    assert min(rates) * (1 - 1e-9) <= min(found)
    assert max(found) <= max(rates) * (1 + 1e-9)
    alike = shrunk(rates, [5.0] * len(rates))
    order = np.argsort(rates, kind="stable")
    assert (np.diff(np.array(alike)[order]) >= -1e-9).all()
