"""How numbers are rounded wherever people read them."""

import pytest

from knockon.impact.rounding import alike, level, uncertain


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0.0, "0"),
        (0.0004, "0"),
        (-0.0004, "0"),
        (0.38, "0.38"),
        (0.0096, "0.01"),
        (-0.3, "\N{MINUS SIGN}0.3"),
        (1.55, "1.6"),
        (3.0, "3"),
        (9.96, "10"),
        (47.3, "47"),
        (123.0, "120"),
        (1249.0, "1,200"),
        (98_765.0, "99,000"),
        (-123.0, "\N{MINUS SIGN}120"),
    ],
)
def test_changes_have_two_figures(number: float, said: str) -> None:
    assert uncertain(number) == said


def test_a_rise_has_its_plus_where_it_is_a_change_and_nothing_has_no_sign() -> None:
    assert [uncertain(number, signed=True) for number in (47.3, -47.3, 0.0)] == [
        "+47",
        "\N{MINUS SIGN}47",
        "0",
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [(0.584, "0.58"), (53.61, "53.6"), (536.2, "536"), (4589.4, "4,589"), (0.0, "0")],
)
def test_a_level_has_the_decimals_that_help_to_compare(number: float, said: str) -> None:
    assert level(number) == said


def test_what_is_read_together_is_no_finer_than_three_figures_of_the_widest() -> None:
    assert alike(0.038, 1.14, 10.2) == [0.0, 1.1, 10.0]
    assert alike(0.0, 0.0) == [0.0, 0.0]
