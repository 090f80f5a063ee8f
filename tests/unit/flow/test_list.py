"""A list: weekly cohorts, removals by hazard, what is counted when."""

from typing import Any

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.flow import Counts, run
from knockon.flow.model import (
    Chain,
    Clinic,
    DailyArrivals,
    ExactTimes,
    Law,
    Network,
    Route,
    Site,
    To,
    WaitingList,
)
from knockon.flow.reference_list import by_largest_remainder


def waiting(hazard: Any, **differs: Any) -> WaitingList:
    return WaitingList("list", hazard, **{"within": 2, "over": 3, **differs})


def weekly(*stations: Any, weeks: int = 4, **asked: Any) -> Counts:
    network = Network(1.0, stations, **asked)
    return run(network, seed=1, streams=[0], days=weeks * network.week)


def told(counts: Counts, measure: str) -> list[int]:
    return counts.waiting_list("list", measure)[:, 0].tolist()


def test_people_join_are_counted_and_are_removed_by_hazard() -> None:
    arrivals = DailyArrivals([[100.0], [0.0], [0.0], [0.0]], "fixed")
    counts = weekly(waiting([0.0, 0.5, 1.0], arrivals=arrivals))
    assert told(counts, "arrived") == [100, 0, 0, 0]
    assert told(counts, "removed") == [0, 50, 50, 0]
    assert told(counts, "total") == [100, 100, 50, 0]
    assert told(counts, "waiting") == [100, 50, 0, 0]


def test_ages_are_counted_after_joining_and_before_removals() -> None:
    counts = weekly(waiting([0.0], arrivals=DailyArrivals([[10.0]], "fixed")), weeks=6)
    assert told(counts, "within") == [10, 20, 20, 20, 20, 20]
    assert told(counts, "over") == [0, 0, 0, 10, 20, 30]


def test_no_more_are_removed_than_there_is_capacity_for() -> None:
    counts = weekly(waiting([1.0], capacity=[[30.0]], start=[0, 0, 100]), weeks=4)
    assert told(counts, "removed") == [30, 30, 30, 10]


def test_a_list_is_worked_at_the_end_of_each_whole_week() -> None:
    network = Network(1.0, (waiting([1.0], start=[5]),))
    assert run(network, seed=1, streams=[0], days=6).lists.shape[0] == 0
    assert run(network, seed=1, streams=[0], days=15).lists.shape[0] == 2


def test_people_older_than_the_ages_followed_stay_at_the_last() -> None:
    counts = weekly(waiting([0.0], start=[7]), weeks=120, week=1)
    assert set(told(counts, "total")) == {7}
    assert told(counts, "over")[-1] == 7


def test_a_clinic_and_a_site_send_people_to_a_list() -> None:
    unseen = {"x": Chain((To("list", [1.0]),))}
    clinic = Clinic(
        "clinic", ("x",), {"x": DailyArrivals([[3.0]], "fixed")}, capacity=[[1.0]], unseen=unseen
    )
    site = Site(
        "site",
        ("x",),
        {"x": Law.constant(0.1)},
        {"x": ExactTimes([0.5, 8.2, 8.9])},
        when_served={"x": (Route("list"),)},
    )
    counts = weekly(clinic, site, waiting([0.0]), weeks=2)
    assert told(counts, "arrived") == [7 * 2 + 1, 7 * 2 + 2]


def test_arrivals_may_be_left_to_chance() -> None:
    poisson = waiting([1.0], arrivals=DailyArrivals([[40.0]]))
    counts = weekly(poisson, weeks=3000, week=1)
    came = counts.waiting_list("list", "arrived")[:, 0]
    assert came.mean() == pytest.approx(40, abs=0.5)
    assert came.var() == pytest.approx(40, rel=0.1)


def test_removals_are_shared_by_largest_remainder_the_older_first_where_equal() -> None:
    def shared(weights: list[float], there: list[int], n: int) -> list[int]:
        return by_largest_remainder(weights, there, n, [0.0] * len(there))[0]

    assert shared([1.0, 1.0, 1.0], [10, 10, 10], 5) == [1, 2, 2]
    assert shared([0.5, 3.5], [1, 4], 3) == [0, 3]
    assert shared([3.0, 0.01], [3, 1], 4) == [3, 1]


def test_what_an_age_is_due_is_carried_on_so_that_the_last_few_go_too() -> None:
    taken, due = by_largest_remainder([1.0, 1.0, 1.0], [10, 10, 10], 1, [0.0] * 3)
    assert taken == [0, 0, 1]
    assert due == pytest.approx([1 / 3, 1 / 3, -2 / 3])
    again = [by_largest_remainder([1.0, 1.0, 1.0], [9, 9, 9], 1, due)[0]]
    assert again == [[0, 1, 0]]


def test_people_do_not_leave_first_in_first_out() -> None:
    counts = weekly(waiting([0.5, 0.5], capacity=[[10.0]], start=[20, 20]), weeks=1)
    network = Network(1.0, (waiting([0.5], capacity=[[10.0]], start=[20, 0, 20]),))
    after = run(network, seed=1, streams=[0], days=14)
    assert told(counts, "removed") == [10]
    assert after.waiting_list("list", "over")[:, 0].tolist() == [20, 15]


@pytest.mark.parametrize(
    "differs", [{"hazard": np.zeros(105)}, {"within": 105}, {"over": -1}, {"start": [0] * 105}]
)
def test_ages_beyond_those_followed_are_refused(differs: dict[str, Any]) -> None:
    with pytest.raises(KnockonError) as refused:
        WaitingList("list", **{"hazard": [0.1], "within": 18, "over": 52, **differs})
    assert refused.value.code == "K430"


def test_more_than_any_service_has_in_a_day_are_refused() -> None:
    with pytest.raises(KnockonError, match=r"daily arrivals holds 1e\+15") as refused:
        waiting([0.1], arrivals=DailyArrivals(np.array([1e15])))
    assert refused.value.code == "K402"


def test_a_list_that_grows_beyond_what_can_be_counted_is_refused() -> None:
    arrivals = DailyArrivals([[2.0**24]], "fixed")
    assert told(weekly(waiting([0.0], arrivals=arrivals), weeks=63), "waiting")[-1] == 63 * 2**24
    with pytest.raises(KnockonError, match="or on a list") as refused:
        weekly(waiting([0.0], arrivals=arrivals), weeks=200)
    assert refused.value.code == "K433"
