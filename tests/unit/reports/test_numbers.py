"""Numbers as people read them."""

import datetime as dt

import pytest

from knockon.impact import wording
from knockon.impact.forecast import Quantiles
from knockon.reports.numbers import (
    day,
    exported,
    in_table,
    in_words,
    interval,
    kind_of,
    middle_and_interval,
    middle_and_range,
    middle_of,
    percent,
    short_day,
    span,
)

WITHHELD = Quantiles(None, None, None, None, None)
CHANGE = Quantiles(-21.3, -12.0, 70.4, 140.0, 161.2)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0"), (1234.5, "1,234"), (12.34, "12.3"), (0.123, "0.12"), (-1234.5, "−1,234")],
)
def test_a_table_has_as_many_figures_as_help_to_compare(number: float, shown: str) -> None:
    assert in_table(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1234, "1,200"), (0.0344, "0.034"), (98.6, "99"), (-4.26, "−4.3"), (1_234_567, "1,200,000")],
)
def test_a_sentence_has_two_significant_figures(number: float, shown: str) -> None:
    assert in_words(number) == shown


def test_a_change_has_its_sign_and_nothing_has_none() -> None:
    assert in_table(12.3, signed=True) == "+12.3"
    assert in_table(-12.3, signed=True) == "−12.3"
    assert in_table(0.0, signed=True) == "0"
    assert in_table(-0.001, signed=True) == "0.00"


def test_a_share_is_a_percentage_and_its_change_is_in_points() -> None:
    assert in_table(0.5834, "share") == "58.3%"
    assert in_words(0.5834, "share") == "58%"
    assert in_table(-0.0123, "share", signed=True) == "−1.2 points"
    assert in_words(-0.0123, "share", signed=True) == "−1.2 points"


def test_money_is_in_pounds() -> None:
    assert in_table(1234.5, "money") == "£1,234"
    assert in_words(-98_765, "money", signed=True) == "−£99,000"
    assert in_words(1_240_000, "money") == "£1.2 million"


def test_an_interval_says_what_it_holds() -> None:
    assert interval(CHANGE) == "90% of simulated futures: −21 to 160"
    assert middle_and_interval(CHANGE, signed=True) == (
        "+70 (90% of simulated futures: −21 to +160)"
    )


def test_a_cell_has_no_figure_finer_than_its_range_can_bear() -> None:
    assert middle_and_range(CHANGE, signed=True) == "+70 (−21 to +160)"
    assert middle_and_range(Quantiles(-9.1, -4, -0.0194, 0, 0.0004)) == "−0.02 (−9.1 to 0)"
    assert middle_and_range(Quantiles(-0.014, 0, -0.0016, 0, 0), "share", signed=True) == (
        "−0.16 points (−1.4 to 0)"
    )
    assert middle_and_range(Quantiles(0, 0, 0, 0, 0), signed=True) == "0"
    assert middle_and_range(WITHHELD) == "withheld"


def test_neither_end_of_an_interval_is_finer_than_the_widest_allows() -> None:
    assert interval(Quantiles(0.038, 0.1, 1.1, 5.6, 10.2)) == "90% of simulated futures: 0 to 10"
    assert middle_and_range(Quantiles(-0.088, 0, 0.0001, 0, 0.0003)) == "0 (−0.088 to 0)"


@pytest.mark.parametrize(
    "change",
    [
        CHANGE,
        Quantiles(0.385, 0.8, 4.615, 21.3, 30.98),
        Quantiles(0.038, 0.1, 0.044, 5.6, 31.0),
        Quantiles(-1249.0, -900.0, -98.6, 0.0, 0.3),
        Quantiles(0.0, 0.0, 0.0, 0.0, 0.0),
        WITHHELD,
    ],
)
def test_the_headline_and_the_tables_say_the_same_digits(change: Quantiles) -> None:
    """The sentence is written where the numbers are made, the tables here: both round alike."""
    said = wording.interval(change, "a week")
    if change is WITHHELD:
        assert said.startswith("not estimated")
        return
    assert said == f"{middle_of(change, signed=True)} a week ({interval(change, signed=True)})"


def test_a_small_change_of_a_share_is_not_rounded_away() -> None:
    assert in_table(-0.00015, "share", signed=True) == "−0.01 points"
    assert interval(Quantiles(-0.013, 0, 0, 0, -0.00015), "share", signed=True) == (
        "90% of simulated futures: −1.3 to −0.01 points"
    )


def test_a_span_of_weeks_is_set_with_a_dash() -> None:
    assert [span(weeks) for weeks in ("1-4", "27+")] == ["1–4", "27+"]


def test_what_is_withheld_is_said_and_is_never_nought() -> None:
    assert in_table(None) == in_words(None) == interval(WITHHELD) == "withheld"
    assert middle_and_interval(WITHHELD) == "withheld"
    assert exported(None) is None
    assert exported(float("nan")) is None


def test_files_hold_nine_significant_figures() -> None:
    assert exported(2860075.123456) == 2860075.12
    assert exported(0.000123456789012) == 0.000123456789
    assert str(exported(-0.0)) == "0.0"


def test_shares_of_doubt_are_whole_per_cents() -> None:
    assert percent(0.523) == "52%"
    assert percent(0.0) == "0%"
    assert percent(0.001) == "under 1%"
    assert percent(None) == "not known"


def test_units_tell_how_a_number_is_written() -> None:
    assert kind_of("share") == "share"
    assert kind_of("£ a week") == "money"
    assert kind_of("per week") == "count"


def test_days_are_written_out_and_do_not_break() -> None:
    assert day(dt.date(2026, 12, 7)) == "7 December 2026"
    assert short_day(dt.date(2026, 12, 7)) == "7\u00a0Dec\u00a02026"
