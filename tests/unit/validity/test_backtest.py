"""The baseline asked for months that are known by now."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from knockon import catalogue
from knockon.dates import months_after
from knockon.system.method import Method, method
from knockon.validity.backtest import Asked, Series, backtest, crps_of, last_cut, pooled
from knockon.validity.scores import document, row, sentences

CUT = date(2025, 4, 1)
DAYS = 30.4375


@pytest.fixture(scope="module")
def numbers() -> Method:
    return method(catalogue.load())


def frame(
    providers: dict[str, float], *, spread: float = 0.0, break_at: date | None = None
) -> pl.DataFrame:
    """Made-up months from April 2020 to March 2026: so many type 1 attendances a day."""
    luck = np.random.default_rng(5)
    rows = [
        {
            "provider": provider,
            "month": (month := months_after(date(2020, 4, 1), nth)),
            "measure": "attendances_type1",
            "value": round(
                a_day
                * (month_days(month))
                * float(np.exp(spread * luck.standard_normal()))
                * (3.0 if break_at and month >= break_at else 1.0)
            ),
            "reported": True,
        }
        for provider, a_day in providers.items()
        for nth in range(72)
    ]
    return pl.DataFrame(rows)


def month_days(month: date) -> int:
    return (months_after(month, 1) - month).days


def test_a_series_that_never_changes_is_forecast_as_it_is(numbers: Method) -> None:
    (one,) = backtest(frame({"RXX": 300.0, "RYY": 100.0}), ["RXX"], Asked(numbers, CUT))
    assert (one.provider, one.measure, len(one.months)) == ("RXX", "attendances_type1", 12)
    assert one.inside_90 == 1.0
    for month in one.months:
        assert month.p50 == pytest.approx(month.published, rel=0.01)


def test_intervals_hold_what_they_say_when_the_residuals_are_as_fitted(numbers: Method) -> None:
    many = {f"R{nth:02d}": 200.0 for nth in range(40)}
    (together,) = pooled(backtest(frame(many, spread=0.03), many, Asked(numbers, CUT, draws=400)))
    assert (together.series, together.months) == (40, 480)
    assert together.inside_90 > 0.9, "growth is drawn as well, and here there is none"


def test_a_change_in_what_is_counted_after_the_cut_is_scored_as_the_miss_it_is(
    numbers: Method,
) -> None:
    changed = frame({"RXX": 300.0}, spread=0.02, break_at=CUT)
    (one,) = backtest(changed, ["RXX"], Asked(numbers, CUT))
    assert one.inside_90 == 0.0
    assert one.error == pytest.approx(one.naive_error, rel=0.05)


def test_what_is_not_reported_is_not_scored(numbers: Method) -> None:
    made = frame({"RXX": 300.0}).with_columns(
        pl.when(pl.col("month") >= date(2025, 9, 1))
        .then(0)
        .otherwise(pl.col("value"))
        .alias("value")
    )
    assert backtest(made, ["RXX"], Asked(numbers, CUT)) == ()


def test_a_series_too_short_for_its_own_season_is_left_out(numbers: Method) -> None:
    short = frame({"RXX": 300.0}).filter(pl.col("month") >= date(2023, 1, 1))
    assert backtest(short, ["RXX"], Asked(numbers, CUT)) == ()


def test_the_same_seed_gives_the_same_scores(numbers: Method) -> None:
    made = frame({"RXX": 300.0, "RYY": 90.0}, spread=0.03)
    one, two = (backtest(made, ["RYY", "RXX"], Asked(numbers, CUT, draws=50)) for _ in range(2))
    assert one == two
    alone = backtest(made, ["RYY"], Asked(numbers, CUT, draws=50))
    assert alone[0] == one[1], "a series is the same whoever else is scored"


def test_the_last_cut_leaves_twelve_months() -> None:
    assert last_cut(frame({"RXX": 1.0})) == CUT
    assert last_cut(pl.DataFrame({"month": []}, schema={"month": pl.Date})) is None


def test_crps_of_a_normal_forecast_meets_its_formula() -> None:
    """Source: Gneiting and Raftery 2007, equation 21: at the mean of N(0, 1), 0.2337."""
    draws = np.random.default_rng(1).standard_normal(200_000)
    assert crps_of(draws, 0.0) == pytest.approx(0.2337, abs=0.002)


def test_crps_of_one_draw_is_the_absolute_error() -> None:
    assert crps_of(np.array([3.0]), 5.0) == 2.0


def test_scores_are_told_in_sentences_and_rows(numbers: Method) -> None:
    series = backtest(frame({"RXX": 300.0}, spread=0.03), ["RXX"], Asked(numbers, CUT))
    opening, line = sentences(document(series))
    assert "months before 2025-04" in opening
    assert line.startswith("Type 1 A&E attendances at RXX: 1")
    assert row(pooled(series)[0])[:3] == ("Type 1 A&E attendances", "1", "12")
    nothing: tuple[Series, ...] = ()
    assert sentences(document(nothing)) == ()
