"""A safe day put together."""

from dataclasses import replace

import pytest

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.dates import is_working_day
from knockon.errors import KnockonError
from knockon.impact.cap import mean_excess
from knockon.safeday import Clinician, Held, Rota, outlook
from knockon.safeday.outlook import CENTRAL, HIGH, LOW, NOBODY


def test_the_readers_sum_over_a_year(one_gp) -> None:
    found = outlook(one_gp(), years=20)
    days = len(found.days)
    assert found.excess == pytest.approx(15)
    assert found.waiting[NOBODY][-1] == pytest.approx(15 * days)
    share = found.plan.leaving.central
    assert found.waiting[CENTRAL][-1] == pytest.approx(15 / share * (1 - (1 - share) ** days))
    assert found.settled(CENTRAL) == pytest.approx(15 / share)


def test_the_more_give_up_the_fewer_wait(one_gp) -> None:
    found = outlook(one_gp(), years=5)
    ends = [found.waiting[name][-1] for name in (NOBODY, LOW, CENTRAL, HIGH)]
    assert ends == sorted(ends, reverse=True)


def test_the_year_holds_every_working_day_and_no_other(one_gp) -> None:
    found = outlook(one_gp(), years=5)
    assert all(is_working_day(day) for day in found.days)
    assert 250 <= len(found.days) <= 256
    assert found.month_ends[-1].day == found.days[-1]


def test_who_waits_already_is_among_the_first_days_list(one_gp) -> None:
    found = outlook(one_gp(list_now=400.0), years=5)
    assert found.waiting[NOBODY][0] == 415


def test_a_day_with_room_for_far_more_than_is_asked_has_no_list(one_gp) -> None:
    found = outlook(one_gp(asked=5.0), years=50)
    assert found.waiting[NOBODY][-1] == 0
    assert found.by_chance.end[2] < 3
    assert found.weekdays[0].unfitting < 1e-6


def test_where_the_urgent_share_is_unknown_nothing_is_held_and_all_can_wait(one_gp) -> None:
    found = outlook(one_gp(urgent_share=UNKNOWN), years=5)
    assert isinstance(found.weekdays[0].urgent, Unknown)
    assert isinstance(found.beyond_held, Unknown)
    assert found.joining == pytest.approx(40)


def test_held_slots_are_taken_out_of_the_lists_and_come_back_where_released(one_gp) -> None:
    released = outlook(one_gp(urgent_share=0.25), years=5)
    lost = outlook(one_gp(urgent_share=0.25, held=Held(0.95, "days", released=False)), years=5)
    urgent = released.weekdays[0].urgent
    assert urgent.urgent == pytest.approx(10)
    assert released.seen == pytest.approx(25 - 10 * urgent.share_seen)
    assert lost.seen == pytest.approx(25 - lost.weekdays[0].urgent.by_days)


def test_no_more_is_held_than_a_day_has_room_for_and_the_rest_is_told(one_gp) -> None:
    found = outlook(one_gp(urgent_share=0.9), years=5)
    urgent = found.weekdays[0].urgent
    assert urgent.held == 25 < urgent.by_contacts
    assert urgent.share_seen < 0.95
    assert found.beyond_held == pytest.approx(36 * (1 - urgent.share_seen))
    assert found.seen == pytest.approx(25 - 36 * urgent.share_seen)


def test_a_day_nobody_works_has_no_room_and_everything_over(one_gp) -> None:
    rota = Rota((Clinician("GP 1", (2, 2, 0, 2, 2)),), full_day=2)
    wednesday = outlook(one_gp(rota=rota, urgent_share=0.1), years=5).weekdays[2]
    assert (wednesday.slots, wednesday.urgent.held) == (0, 0)
    assert wednesday.unfitting == pytest.approx(40)


def test_what_does_not_fit_follows_the_season(one_gp) -> None:
    plan = one_gp()
    months = (1.2,) + (1.0,) * 11
    found = outlook(replace(plan, demand=replace(plan.demand, month=months)), years=5)
    assert found.unfitting[0][0] > found.unfitting[1][0]
    assert found.unfitting[0][0] == pytest.approx(48 - 25, abs=0.01)


def test_a_limit_loses_as_much_as_the_impact_models_cap_does_on_a_day_of_one_gp(one_gp) -> None:
    """Two laws of a GP's day: Poisson here, lognormal there; the same mean and spread."""
    plan = one_gp(asked=31.0)
    poisson = outlook(plan, years=5).weekdays[0].unfitting
    lognormal = float(mean_excess(31.0, 31**-0.5, 25.0))
    assert poisson == pytest.approx(lognormal, rel=0.05)


def test_the_same_seed_gives_the_same_years(one_gp) -> None:
    plan = one_gp(urgent_share=0.3)
    assert outlook(plan, years=10).by_chance == outlook(plan, years=10).by_chance
    assert outlook(plan, years=10).by_chance != outlook(plan, years=10, seed=2).by_chance


@pytest.mark.parametrize("other", [{"cap": 0.0}, {"list_now": -1.0}])
def test_numbers_that_cannot_be_are_refused(one_gp, other) -> None:
    with pytest.raises(KnockonError) as refused:
        one_gp(**other)
    assert refused.value.code == "K133"


def test_no_year_is_not_a_simulation(one_gp) -> None:
    with pytest.raises(KnockonError) as refused:
        outlook(one_gp(), years=0)
    assert refused.value.code == "K133"
