"""Outpatient lists: the recurrence against the engine's list, and against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.impact.downstream.worlds import Setting, Way, found

from knockon.flow import run
from knockon.flow.clinics import DailyArrivals
from knockon.flow.model import Network, WaitingList
from knockon.impact.downstream.lists import standing, worked
from knockon.impact.downstream.outpatients import joining, shares_of_lists
from knockon.impact.waiting_lists import FittedList, fitted
from knockon.impact.waiting_lists import standing as counted

HAZARDS = FittedList(0.05, 0.08, 0.3)
LANES = 32
WHOLE_PERSONS = 30.0
"""What rounding the list's start to whole persons at each of 53 ages may add up to."""
MADE, BACK = ("outpatients", "gp_referrals"), ("outpatients", "letters_returned")


def fixed(weeks: int, joining_a_week: float) -> np.ndarray:
    """Return the same number joining every week, one draw."""
    return np.full((weeks, 1), joining_a_week)


def test_a_list_in_balance_stands_still() -> None:
    """And is what the published counts say: in all, under 18 weeks, 52 weeks and over."""
    there = worked(fixed(30, 400.0), HAZARDS.by_week(), 400.0, np.array([404.0]))
    known = counted(HAZARDS, 400.0)
    np.testing.assert_allclose(there.sum(axis=1), known.waiting, rtol=1e-12)
    np.testing.assert_allclose(there[:, :18].sum(axis=1), known.within_18_weeks, rtol=1e-12)
    np.testing.assert_allclose(there[:, -1], known.over_52_weeks, rtol=1e-12)


def test_with_room_a_lasting_rise_lengthens_the_list_by_its_share() -> None:
    """d more join for ever, and nothing limits removals: the list ends at (s + d)/s of itself."""
    there = worked(fixed(1500, 440.0), HAZARDS.by_week(), 400.0, np.array([1e9])).sum(axis=1)
    assert there[-1, 0] == pytest.approx(1.1 * counted(HAZARDS, 400.0).waiting)


def test_with_room_each_week_more_is_the_survivors() -> None:
    """The rise after k weeks is d times the chance of still waiting, added over those weeks."""
    there = worked(fixed(40, 410.0), HAZARDS.by_week(), 400.0, np.array([1e9])).sum(axis=1)[:, 0]
    still = standing(np.concatenate([HAZARDS.by_week(), np.full(40, 0.3)]), 1.0)
    risen = there - counted(HAZARDS, 400.0).waiting
    np.testing.assert_allclose(risen, 10.0 * np.cumsum(still[:40]), rtol=1e-9)


def test_without_room_all_who_join_beyond_it_stay() -> None:
    """C = s: whoever joins beyond s is added, and nobody of them leaves in anybody's place."""
    there = worked(fixed(20, 430.0), HAZARDS.by_week(), 400.0, np.array([400.0])).sum(axis=1)[:, 0]
    expected = counted(HAZARDS, 400.0).waiting + 30.0 * np.arange(1, 21)
    np.testing.assert_allclose(there, expected, rtol=1e-12)


def test_the_engines_list_in_expectation() -> None:
    """The recurrence and the engine's list station agree, week by week, but for whole persons."""
    weeks, usual, most = 26, 4000.0, 4040.0
    joined = np.where(np.arange(weeks) < 4, 9000.0, 4000.0)
    rates = HAZARDS.by_week()
    # The station's start is who is left after a week's removals.
    left = np.rint(standing(rates, usual) * (1.0 - rates)).astype(np.int64)
    station = WaitingList(
        name="list",
        hazard=rates,
        within=18,
        over=52,
        arrivals=DailyArrivals(np.repeat(joined[:, None], LANES, axis=1)),
        capacity=np.full((weeks, LANES), most),
        start=left,
    )
    net = Network(day=24.0, stations=(station,), destinations=(), homes=1, lanes=LANES)
    bins = np.repeat(np.arange(weeks), 7)
    counts = run(net, seed=3, streams=np.arange(LANES, dtype=np.uint64), days=7 * weeks, bins=bins)
    by_hand = worked(joined[:, None], rates, usual, np.array([most]))
    for measure, ages in (("total", slice(None)), ("within", slice(18))):
        waiting = counts.waiting_list("list", measure).astype(np.float64)
        error = waiting.std(axis=-1) / np.sqrt(LANES)
        gap = np.abs(waiting.mean(axis=-1) - by_hand[:, ages].sum(axis=1)[:, 0])
        assert (gap < 4.0 * error + WHOLE_PERSONS).all()


def test_one_referral_is_one_start_a_week_later() -> None:
    referred, returned = np.zeros((6, 1, 1)), np.zeros((6, 1, 1))
    referred[1] = 10.0
    assert joining(referred, returned)[:, 0, 0].tolist() == [0, 0, 10, 0, 0, 0]


def test_a_letter_sent_back_joins_a_week_later_than_it_would_have() -> None:
    referred, returned = np.zeros((6, 1, 1)), np.zeros((6, 1, 1))
    referred[1], returned[1] = 10.0, 4.0
    assert joining(referred, returned)[:, 0, 0].tolist() == [0, 0, 6, 4, 0, 0]


def test_referrals_reach_the_list(setting: Setting) -> None:
    """With no room all further referrals but the last week's are on the list at the end."""
    world = setting.world({"stop_rationing": Way()}, d_ration=0.05, list_head=0.0)
    waiting, made = found(world, "outpatients", "waiting_list"), found(world, *MADE)
    more = made.change.sum(axis=1)
    np.testing.assert_allclose(waiting.change[:, 0], np.cumsum(more, axis=0) - more, rtol=1e-4)
    published = world.system.lists[0]
    np.testing.assert_allclose(waiting.baseline, published.waiting, rtol=1e-9)
    within = found(world, "outpatients", "within_18_weeks")
    np.testing.assert_allclose(within.baseline, published.within_18_weeks, rtol=1e-9)


def test_letters_only_put_starts_off(setting: Setting) -> None:
    """A steady share sent back: the list is shorter by a week's worth of those, and stays so."""
    actions = {"referral_route": Way()}
    world = setting.world(actions, letter_sh=0.5, letter_back=0.5, list_head=0.5)
    back = found(world, *BACK).weekly("scenario")[0]
    change = found(world, "outpatients", "waiting_list").change[:, 0]
    np.testing.assert_allclose(change[1], -back, rtol=1e-5)
    assert (change[2:] < 0).all()
    assert (change[2:] > -back - 1e-6).all()


def test_a_list_no_hazards_fit_is_not_known(setting: Setting) -> None:
    (one,) = setting.system.lists
    odd = replace(one, within_18_weeks=one.starts_a_week * 30, waiting=one.starts_a_week * 40)
    assert fitted(odd) is None
    world = replace(setting, system=replace(setting.system, lists=(odd,))).world()
    both = found(world, "outpatients", "waiting_list")
    assert np.isnan(both.baseline).all()
    assert np.isnan(both.scenario).all()


def test_a_system_without_lists_has_none_to_tell_of(setting: Setting) -> None:
    world = replace(setting, system=replace(setting.system, lists=())).world()
    with pytest.raises(KeyError):
        found(world, "outpatients", "waiting_list")


def test_a_practices_referrals_go_where_its_people_go(setting: Setting) -> None:
    """All of them, and nobody twice."""
    shares = shares_of_lists(setting.system)
    np.testing.assert_allclose(shares.sum(axis=0), 1.0)


@pytest.mark.parametrize("head", [0.01, 0.03, 0.05])
def test_a_month_of_referring_everybody_takes_long_to_work_off(
    setting: Setting, head: float
) -> None:
    """The list peaks a week after the month ends; then more room works it off sooner."""
    longer = replace(setting, weeks=104)
    month = Way(start=0, end=28)
    world = longer.world({"refer_every_patient": month}, list_head=head)
    change = found(world, "outpatients", "waiting_list").change[:, 0, 0]
    assert change.argmax() == 4
    most = world.system.lists[0].starts_a_week * (1 + head)
    due = found(world, *MADE).change.sum(axis=(1,))[:, 0].sum()
    assert change[4] == pytest.approx(due - 4 * (most - most / (1 + head)), rel=0.01)
