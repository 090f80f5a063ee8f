"""Slots and lists set from what is published: exact answers by other ways."""

import numpy as np
import pytest
from scipy.stats import poisson

from knockon.impact.queues import (
    arrivals_for,
    expected_overflow,
    leavers_a_day,
    opening_list,
    slots_by_lane,
    slots_for,
)


def unseen(slots: int, offered: float) -> float:
    """E[(Poisson(offered) - slots)+], added up term by term."""
    people = np.arange(slots + 1, int(offered + 20 * offered**0.5 + 60))
    return float(((people - slots) * poisson.pmf(people, offered)).sum())


@pytest.mark.parametrize("offered", [0.3, 4.0, 37.5, 160.0])
@pytest.mark.parametrize("slots", [0, 1, 5, 40, 170])
def test_unseen_with_whole_slots_is_the_sum_over_the_poisson_law(
    slots: int, offered: float
) -> None:
    found = expected_overflow(np.array([float(slots)]), np.array([offered]))[0]
    assert found == pytest.approx(unseen(slots, offered), abs=1e-9)


def test_a_third_of_a_slot_is_a_slot_on_a_third_of_days() -> None:
    found = expected_overflow(np.array([7 + 1 / 3]), np.array([8.0]))[0]
    assert found == pytest.approx(2 / 3 * unseen(7, 8.0) + 1 / 3 * unseen(8, 8.0))


@pytest.mark.parametrize("share", [0.01, 0.053, 0.12, 0.5])
def test_the_slots_leave_the_share_unseen_that_they_should(share: float) -> None:
    offered = np.array([0.4, 2.0, 9.7, 45.0, 300.0])
    slots = slots_for(offered, np.full(5, share))
    assert expected_overflow(slots, offered) == pytest.approx(share * offered, rel=1e-9)


def test_with_everybody_seen_there_are_slots_for_almost_any_day_and_with_nobody_none() -> None:
    offered = np.array([20.0])
    assert slots_for(offered, np.array([1.0]))[0] == pytest.approx(0.0)
    assert slots_for(offered, np.array([0.0]))[0] > 60


def test_many_practices_at_once_are_solved_as_one_by_one() -> None:
    """Between grid points the answer is interpolated: the share unseen is right all the same."""
    offered = np.geomspace(1.5, 220.0, 400)[:, None] * np.array([[1.0, 0.9, 1.1]])
    shares = np.array([0.03, 0.053, 0.122])
    found = expected_overflow(slots_by_lane(offered, shares), offered) / offered
    assert found.mean(axis=0) == pytest.approx(shares, rel=0.005)
    assert np.abs(found / shares - 1.0).max() < 0.1


def test_where_nothing_is_offered_there_are_no_slots() -> None:
    assert not slots_by_lane(np.zeros((3, 2)), np.array([0.05, 0.1])).any()
    some = slots_by_lane(np.array([[0.0, 30.0]]), np.array([0.05, 0.05]))
    assert some[0, 0] == 0.0 < some[0, 1]


@pytest.mark.parametrize(
    ("seen", "leaving", "wait"), [(12.0, 0.01, 9), (3.5, 0.004, 20), (6, 0, 4)]
)
def test_a_list_stands_still_from_the_first_day(seen: float, leaving: float, wait: int) -> None:
    """People join, the oldest are seen, a share of the rest leaves: the same list is left."""
    h, w = np.array([leaving]), np.array([float(wait)])
    joining = arrivals_for(np.array([seen]), h, w)
    opening = opening_list(joining, h, w)[:, 0]
    day = opening.copy()
    day[0] += joining[0]
    day[wait] -= seen
    assert day[wait] == pytest.approx(0.0, abs=1e-9)
    left = day * leaving
    tomorrow = np.concatenate([[0.0], (day - left)[:-1]])
    assert tomorrow == pytest.approx(opening, abs=1e-9)
    assert left.sum() == pytest.approx(leavers_a_day(joining, h, w)[0], abs=1e-9)
    assert joining[0] == pytest.approx(seen + left.sum())


def test_each_draw_has_its_own_wait() -> None:
    """In a draw with the shorter wait nobody stands at the longer one's ages."""
    waits = np.array([2.0, 5.0])
    found = opening_list(np.array([10.0, 10.0]), np.array([0.1, 0.1]), waits)
    assert (found[:, 0] > 0).tolist() == [False, True, True, False, False, False]
    assert (found[:, 1] > 0).tolist() == [False, True, True, True, True, True]
