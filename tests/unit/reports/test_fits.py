"""Fitted figures as they are told."""

import pytest

from knockon.reports.fits import figure, measure_words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "none"),
        (67_378.0, "67,378"),
        (0.584239, "0.5842"),
        (0.05, "0.05"),
        (1.0, "1"),
        (0.0, "0"),
        (0.000012, "under 0.0001"),
    ],
)
def test_a_figure_has_no_powers_of_ten(value: float | None, said: str) -> None:
    assert figure(value).text == said
    assert figure(value).numeric


def test_a_tolerance_says_which_kind_it_is() -> None:
    assert figure(1.5, "×").text == "×1.5"


def test_waits_for_a_bed_are_told_in_words() -> None:
    assert measure_words("dta_over_4_hours") == "from decision to admit over 4 hours"
    assert measure_words("within_4_hours") == "within 4 hours"
