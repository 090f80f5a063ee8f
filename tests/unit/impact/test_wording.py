"""The sentences of a forecast, read aloud."""

from dataclasses import replace

import pytest
from tests.reference.impact.boards import MONDAY, capped

from knockon.catalogue import Catalogue
from knockon.impact.forecast import Forecast, Measure, Quantiles
from knockon.impact.quantiles import WITHHELD
from knockon.impact.sensitivity import Swing
from knockon.impact.wording import (
    condition,
    headline,
    interval,
    most_of_the_doubt,
)
from knockon.plans.assessment import KnownPosition, Phase, Stopping, Uptake

PHASE = Phase(Uptake(0.27, 0.41, 0.50), MONDAY, params={"cap": 25})


@pytest.fixture
def main(made: Forecast) -> Measure:
    """Attendances at A&E, as the run has them."""
    return next(m for m in made.measures if (m.service, m.measure) == ("ed", "attendances"))


def changed(main: Measure, low: float, middle: float, high: float) -> Measure:
    change = Quantiles(low, low, middle, high, high)
    baseline = Quantiles(4000.0, 4100.0, 4321.0, 4500.0, 4600.0)
    return replace(main, change=change, baseline=baseline)


def test_the_headline_says_what_if_how_much_how_sure_and_why(
    main: Measure, catalogue: Catalogue
) -> None:
    asked = capped(uptake={"limit_daily_contacts": (PHASE,)}, behaviours=(("gpps-2026", 1.0),))
    said = headline(asked, catalogue, changed(main, 12, 147, 388), "how many practices act")
    assert said == (
        "If 41% of practices (27% to 50%) take the action “limit daily contacts” (25 a day) from "
        "7 December 2026, A&E (emergency departments) see about 150 more people a week (90% of "
        "simulated futures: 12 to 390), compared with 4,321 a week without it. Most of the doubt "
        "is how many practices act."
    )


def test_a_fall_is_said_as_fewer(main: Measure, catalogue: Catalogue) -> None:
    asked = capped(uptake={"limit_daily_contacts": (PHASE,)})
    said = headline(asked, catalogue, changed(main, -388, -147, -12), "chance")
    assert "about 150 fewer people a week (90% of simulated futures: 12 to 390)" in said
    assert said.endswith(
        "Behaviour sets and weights: gpps-2026 \N{MULTIPLICATION SIGN}1, "
        "implied-nhse-2024 \N{MULTIPLICATION SIGN}1."
    )


def test_with_no_action_the_headline_says_so(main: Measure, catalogue: Catalogue) -> None:
    nobody = capped(uptake={})
    assert headline(nobody, catalogue, main, "").startswith("No action that moves anybody")
    idle = capped(uptake={"data_sharing_review": (replace(PHASE, params={}),)})
    assert headline(idle, catalogue, main, "") == headline(nobody, catalogue, main, "")


def test_an_effect_that_is_withheld_is_not_made_up(main: Measure, catalogue: Catalogue) -> None:
    asked = capped(uptake={"limit_daily_contacts": (PHASE,)})
    said = headline(asked, catalogue, replace(main, change=WITHHELD), "chance")
    assert said.endswith("the effect on A&E could not be estimated.")
    assert interval(WITHHELD, "a week").startswith("not estimated")


def test_the_condition_names_ends_and_known_practices(catalogue: Catalogue) -> None:
    until = replace(PHASE, until=MONDAY.replace(day=21))
    acts = {"limit_daily_contacts": KnownPosition(taking=True, params={"cap": 28})}
    does_not = {"limit_daily_contacts": KnownPosition(taking=False)}
    asked = capped(
        uptake={"limit_daily_contacts": (until,)}, known={"X00001": acts, "X00002": does_not}
    )
    said = condition(asked, catalogue)
    assert "from 7 December 2026 until 21 December 2026" in said
    assert said.endswith("and one practice known to be acting does so")
    two = replace(asked, known={"X00001": acts, "X00003": acts})
    assert condition(two, catalogue).endswith("and 2 practices known to be acting do so")


def test_services_stopped_are_counted_and_no_change_is_said_as_none(
    main: Measure, catalogue: Catalogue
) -> None:
    some = Uptake(0.2, 0.4, 0.6)
    stopping = (Stopping("inr_monitoring", "all", MONDAY, some),)
    asked = capped(uptake={}, stopping=stopping)
    assert condition(asked, catalogue) == "practices stop one local service"
    said = headline(asked, catalogue, changed(main, 0, 0, 0), "")
    assert "nobody more or fewer comes to A&E" in said


def test_of_many_actions_the_limit_is_said_and_the_others_counted(catalogue: Catalogue) -> None:
    other = (replace(PHASE, params={}),)
    uptake = {"stop_advice_and_guidance": other, "stop_rationing": other}
    said = condition(capped(uptake={**uptake, "limit_daily_contacts": (PHASE,)}), catalogue)
    assert "“limit daily contacts”" in said
    assert said.endswith("and practices take 2 further actions, each as told below")
    assert "“stop rationing" in condition(capped(uptake=uptake), catalogue)


def test_a_phase_that_began_before_the_run_is_said_from_its_first_day(
    catalogue: Catalogue,
) -> None:
    early = replace(PHASE, start=MONDAY.replace(year=2025))
    said = condition(capped(uptake={"limit_daily_contacts": (early,)}), catalogue)
    assert said.endswith("from 7 December 2026")


def test_doubt_is_added_up_by_cause() -> None:
    drivers = [("behaviour.ed", 0.3), ("behaviour.retry", 0.1), ("cv_gp", 0.2)]
    said = most_of_the_doubt(drivers, set_share=0.2, luck_share=0.1)
    assert said == "what patients do when they are not seen (about 60% of the spread)"


def test_doubt_without_a_majority_is_shared() -> None:
    said = most_of_the_doubt([("precap", 0.3), ("utc_min", 0.2)], None, None)
    assert said.startswith("shared between causes, the largest being how much a limit takes away")


def test_of_many_small_causes_it_is_said_which_moves_the_answer_most() -> None:
    small = [("precap", 0.06), ("utc_min", 0.05)]
    alone = most_of_the_doubt(small, 0.04, 0.07)
    assert alone == "shared between many causes, no one of them a fifth of it"
    cap = Swing("cap_real", "part of the loss that happens", 14.6, 47.2)
    assert most_of_the_doubt(small, 0.04, 0.07, cap) == (
        f"{alone}; what moves the answer most is how much a limit takes away in a practice, which "
        "alone can make it 3.2 times as large, on average"
    )
    accounts = Swing("behaviour", "which account", 30.0, -2.0)
    assert most_of_the_doubt(small, 0.04, 0.07, accounts).endswith(
        "is what patients do when they are not seen, which alone moves it from −2 to +30 a week, "
        "on average"
    )
    other = Swing("utc_rho", "how busy a UTC is", 10.0, 20.0)
    assert "is “how busy a UTC is”, which alone" in most_of_the_doubt(small, 0.0, 0.0, other)


def test_neither_end_of_a_range_is_finer_than_the_other_allows() -> None:
    assert "90% of simulated futures: +2 to +130" in interval(
        Quantiles(2.4, 4.0, 17.0, 80.0, 126.0), "a week"
    )
    assert "90% of simulated futures: +0.9 to +70" in interval(
        Quantiles(0.9, 1.0, 11.0, 60.0, 70.0), "a week"
    )


def test_doubt_nobody_can_place_is_not_placed() -> None:
    assert most_of_the_doubt([], None, None) == "not put down to any one cause"


def test_an_interval_reads_from_low_to_high() -> None:
    said = interval(Quantiles(-3.0, -2.0, 15.2, 40.0, 61.0), "a week")
    assert said == "+15 a week (90% of simulated futures: \N{MINUS SIGN}3 to +61)"
