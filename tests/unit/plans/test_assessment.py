"""An assessment's values check themselves, whoever makes them."""

from dataclasses import replace
from datetime import date

import pytest

from knockon.plans.assessment import Assessment, KnownPosition, Phase, Range, Uptake

MONDAY = date(2026, 12, 7)
PLAIN = Assessment("A", "s", MONDAY, 4, 10, 1, (("gpps-2026", 1.0),))
SOME = Uptake(0.1, 0.2, 0.3)


def test_actions_are_those_with_an_uptake_or_a_known_position() -> None:
    known = {"J81002": {"stop_x": KnownPosition(True)}}
    found = replace(PLAIN, uptake={"limit": (Phase(SOME, MONDAY),)}, known=known)
    assert found.actions == ("limit", "stop_x")


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": date(2026, 12, 8)},
        {"weeks": 0},
        {"draws": 0},
        {"seed": -1},
        {"behaviours": ()},
        {"behaviours": (("b", 1.0), ("a", 1.0))},
        {"behaviours": (("a", 0.0),)},
    ],
    ids=str,
)
def test_an_assessment_that_does_not_hold_together_cannot_be_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        replace(PLAIN, **wrong)


@pytest.mark.parametrize("numbers", [(0.3, 0.2, 0.4), (0.1, 0.2, 1.1), (-0.1, 0.2, 0.3)])
def test_shares_rise_within_0_and_1(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"rise|between"):
        Uptake(*numbers)


def test_a_range_may_lie_anywhere() -> None:
    assert Range(-2, 0, 30).high == 30
    with pytest.raises(ValueError, match="rise"):
        Range(0, 1, float("nan"))


@pytest.mark.parametrize(
    "wrong", [{"until": MONDAY}, {"ramp_weeks": -1.0}, {"reverting": 1.5}], ids=str
)
def test_a_phase_has_an_end_after_its_start(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"until|ramp|reverting"):
        replace(Phase(SOME, MONDAY), **wrong)
