"""A monthly series gives back the season, level and growth it was made of."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from knockon.system.seasons import Monthly, annual_change, days_in, level, season

FACTORS = tuple(1.0 + 0.08 * np.sin(2 * np.pi * m / 12) for m in range(12))


def series(months: int, *, level_a_day: float = 400.0, growth: float = 0.0) -> Monthly:
    """So many months to March 2026, the level reached in the last of them."""
    counts = {}
    for back in range(months):
        year, month = divmod(2026 * 12 + 2 - back, 12)
        first = date(year, month + 1, 1)
        a_day = level_a_day * FACTORS[month] * (1 + growth) ** (-back / 12)
        counts[first] = a_day * days_in(first)
    return Monthly.of(counts)


def test_month_factors_come_back_whatever_the_trend():
    found = season(series(48, growth=0.03))
    assert found.factors == pytest.approx(FACTORS, abs=1e-9)
    assert found.residual_sd == pytest.approx(0.0, abs=1e-9)


def test_the_level_gives_the_months_total_back():
    made = series(48)
    year = made.last(12)
    found = level(year, season(made).factors)
    assert found == pytest.approx(400.0)
    expected = sum(found * FACTORS[m.month - 1] * days_in(m) for m in year.months)
    assert expected == pytest.approx(sum(year.counts))


def test_a_part_month_has_no_weight_and_is_named():
    made = series(48)
    odd = date(2023, 4, 1)
    counts = dict(zip(made.months, made.counts, strict=True))
    noise = np.random.default_rng(1).normal(0, 0.01, len(counts))
    counts = {m: c * np.exp(e) for (m, c), e in zip(counts.items(), noise, strict=True)}
    counts[odd] *= 0.3
    found = season(Monthly.of(counts))
    assert odd in found.set_aside
    assert found.factors == pytest.approx(FACTORS, abs=0.02)


def test_months_of_the_pandemic_say_nothing_of_the_season():
    made = series(72)
    assert made.months[0] == date(2020, 4, 1)
    assert made.usual().months[0] == date(2022, 4, 1)


def test_a_series_without_every_calendar_month_has_no_season():
    with pytest.raises(ValueError, match="never seen"):
        season(series(11))


def test_annual_change_is_of_the_same_months_a_year_apart():
    made = series(36, growth=0.05)
    assert annual_change(made) == pytest.approx(0.05)
    assert annual_change(made, years_ago=1) == pytest.approx(0.05)
    assert annual_change(made, years_ago=2) is None


def test_months_not_reported_leave_only_pairs_to_compare():
    made = series(24, growth=0.1)
    gone = set(made.months[-5:-2])
    counts = {m: c for m, c in zip(made.months, made.counts, strict=True) if m not in gone}
    assert annual_change(Monthly.of(counts)) == pytest.approx(0.1)


def test_the_middle_of_a_year_to_march_is_the_end_of_september():
    assert series(12).middle() == date(2025, 9, 30)


@pytest.mark.parametrize(
    ("months", "counts"),
    [
        ((date(2026, 1, 2),), (1.0,)),
        ((date(2026, 2, 1), date(2026, 1, 1)), (1.0, 1.0)),
        ((date(2026, 1, 1),), (-1.0,)),
        ((date(2026, 1, 1),), ()),
    ],
)
def test_a_series_that_does_not_hold_together_is_refused(months, counts):
    with pytest.raises(ValueError, match="month"):
        Monthly(months, counts)
