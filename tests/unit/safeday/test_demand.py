"""How much is asked for, and what says so."""

import pytest

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.errors import KnockonError
from knockon.safeday import Demand, Stated, demand
from knockon.system.method import method


def test_a_practices_own_weekdays_give_the_mean_and_the_shape(catalogue) -> None:
    own = demand(Stated(by_weekday=(80, 60, 50, 50, 60)), catalogue)
    assert own.asked == 60
    assert own.on(0, 5) == pytest.approx(80 * method(catalogue).practice_season[4])
    assert sum(own.weekday) == pytest.approx(5)


def test_what_is_not_known_stays_unknown_and_is_said(catalogue) -> None:
    own = demand(Stated(asked=60), catalogue)
    assert isinstance(own.urgent_share, Unknown)
    assert any("not known" in one for one in own.said)
    assert "Weekdays are England's." in own.said


def test_a_system_gives_what_the_practice_does_not_know(catalogue, system) -> None:
    first = system.practices[0]
    found = demand(Stated(), catalogue, system, first.practice.ods_code)
    told = catalogue.parameters
    assert found.asked == pytest.approx(
        first.gp_seen * told["k_gp"].central / told["k_recq"].central
    )
    assert found.urgent_share == first.same_day_share
    assert found.weekday == system.practice_weekday
    assert found.month == system.practice_season


def test_the_practices_own_number_wins_over_the_systems(catalogue, system) -> None:
    code = system.practices[0].practice.ods_code
    found = demand(Stated(asked=33, urgent_share=0.2), catalogue, system, code)
    assert (found.asked, found.urgent_share) == (33, 0.2)


def test_without_a_number_and_without_a_system_nothing_is_reckoned(catalogue) -> None:
    with pytest.raises(KnockonError) as refused:
        demand(Stated(), catalogue)
    assert refused.value.code == "K132"


@pytest.mark.parametrize("code", [None, "X99999"])
def test_a_practice_the_system_does_not_have_is_refused(catalogue, system, code) -> None:
    with pytest.raises(KnockonError) as refused:
        demand(Stated(), catalogue, system, code)
    assert refused.value.code == "K113"


@pytest.mark.parametrize(
    "made",
    [
        lambda: Stated(asked=0),
        lambda: Stated(urgent_share=45),
        lambda: Stated(by_weekday=(1, 2, 3)),
        lambda: Stated(asked=5, by_weekday=(1, 2, 3, 4, 5)),
        lambda: Demand(10, (1,) * 4, (1,) * 12, UNKNOWN),
        lambda: Demand(10, (1,) * 5, (-1,) * 12, UNKNOWN),
    ],
)
def test_numbers_that_cannot_be_are_refused(made) -> None:
    with pytest.raises(KnockonError) as refused:
        made()
    assert refused.value.code == "K133"


def test_the_busiest_month() -> None:
    months = (1,) * 9 + (1.2, 1, 1)
    assert Demand(10, (1,) * 5, months, UNKNOWN).busiest_month() == 10
