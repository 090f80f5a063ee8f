"""A clinic's day, worked by hand. Arrivals are fixed, so nothing is left to luck."""

from typing import Any

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.flow import Counts, run
from knockon.flow.model import (
    WAIT,
    Above,
    Chain,
    Clinic,
    DailyArrivals,
    End,
    Join,
    Network,
    Retry,
    Slots,
    To,
)


def coming(**by_class: float) -> dict[str, DailyArrivals]:
    return {name: DailyArrivals(n, "fixed") for name, n in by_class.items()}


def work(days: int, **parts: Any) -> Counts:
    clinic = Clinic("p", **parts)
    network = Network(1.0, (clinic,), (End("ed"), End("shop")))
    return run(network, seed=1, streams=[0], days=days, bins=np.arange(days))


def told(counts: Counts, class_: str, measure: str) -> list[int]:
    return counts.clinic("p", class_, measure)[:, 0].tolist()


def test_the_classes_get_what_is_held_for_them_then_share_the_rest_in_order() -> None:
    seen = work(
        1,
        classes=("planned", "same_day", "routine"),
        arrivals=coming(planned=7, same_day=50, routine=40),
        capacity=71,
        slots={"planned": Slots.exactly(10), "same_day": Slots(20, 61)},
        backfill=False,
    )
    assert told(seen, "planned", "served") == [7]
    assert told(seen, "same_day", "served") == [50]
    assert told(seen, "routine", "served") == [11]


def test_backfill_gives_unused_held_slots_to_the_next_classes() -> None:
    seen = work(
        1,
        classes=("planned", "same_day", "routine"),
        arrivals=coming(planned=7, same_day=50, routine=40),
        capacity=71,
        slots={"planned": Slots.exactly(10), "same_day": Slots(20, 61)},
        backfill=True,
    )
    assert told(seen, "routine", "served") == [14]


def test_most_is_a_ceiling_whatever_is_free() -> None:
    seen = work(1, classes=("a",), arrivals=coming(a=30), capacity=50, slots={"a": Slots(5, 12)})
    assert told(seen, "a", "served") == [12]


def test_without_a_capacity_there_are_only_the_slots_held() -> None:
    parts: dict[str, Any] = {
        "classes": ("a", "b"),
        "arrivals": coming(a=3, b=9),
        "slots": {"a": Slots.exactly(5)},
    }
    assert told(work(1, **parts), "b", "served") == [0]
    assert told(work(1, **parts, backfill=True), "b", "served") == [2]


def test_the_oldest_are_seen_first_and_a_wait_is_whole_days() -> None:
    seen = work(4, classes=("a",), arrivals=coming(a=10), capacity=8)
    assert told(seen, "a", "served") == [8, 8, 8, 8]
    assert told(seen, "a", "waiting") == [2, 4, 6, 8]
    assert told(seen, "a", "wait_sum") == [0, 2, 4, 6]


def test_a_list_at_the_start_is_a_day_older_on_the_first() -> None:
    seen = work(2, classes=("a",), capacity=3, start={"a": [[1], [4]]})
    assert told(seen, "a", "served") == [3, 2]
    assert told(seen, "a", "wait_sum") == [6, 3 + 2]


def test_a_closed_day_makes_nobody_wait_longer() -> None:
    seen = work(
        4, classes=("a",), arrivals=coming(a=10), capacity=8, open=[True, False, False, True]
    )
    assert told(seen, "a", "served") == [8, 0, 0, 8]
    assert told(seen, "a", "wait_sum") == [0, 0, 0, 2]
    assert told(seen, "a", "waiting") == [2, 2, 2, 4]


def test_seven_capacities_are_a_week() -> None:
    week = np.array([[3.0], [2.0], [1.0], [0.0], [0.0], [5.0], [6.0]])
    seen = work(8, classes=("a",), arrivals=coming(a=100), capacity=week)
    assert told(seen, "a", "served") == [3, 2, 1, 0, 0, 5, 6, 3]


def test_those_not_seen_follow_their_list_in_order() -> None:
    unseen = Chain((Above(0.0), Join("later", 1.0), To("ed", 1.0)))
    seen = work(
        2,
        classes=("now", "later"),
        arrivals=coming(now=10),
        slots={"now": Slots.exactly(6), "later": Slots.exactly(3)},
        unseen={"now": unseen, "later": WAIT},
    )
    assert told(seen, "now", "joined") == [4, 4]
    assert told(seen, "later", "joined_in") == [4, 4]
    assert told(seen, "later", "served") == [0, 3]
    assert told(seen, "later", "wait_sum") == [0, 3]
    assert told(seen, "now", "diverted") == [0, 0]


def test_a_retry_comes_first_the_next_day_and_stays_the_same_contact() -> None:
    seen = work(
        3,
        classes=("now",),
        arrivals=coming(now=10),
        slots={"now": Slots.exactly(8)},
        unseen={"now": Chain((Retry(1.0),))},
    )
    assert told(seen, "now", "arrived") == [10, 10, 10]
    assert told(seen, "now", "retried") == [2, 4, 6]
    assert told(seen, "now", "retrying") == [2, 4, 6]
    assert told(seen, "now", "wait_sum") == [0, 2, 4]
    assert told(seen, "now", "waiting") == [0, 0, 0]


def test_those_who_remain_after_the_list_leave() -> None:
    unseen = Chain((To("ed", 1.0),))
    some = {"classes": ("now",), "arrivals": coming(now=10), "slots": {"now": Slots.exactly(8)}}
    assert told(work(1, **some, unseen={"now": unseen}), "now", "diverted") == [2]
    assert told(work(1, **some, unseen={"now": Chain()}), "now", "left") == [2]


def test_over_the_cap_are_those_the_ordinary_slots_would_have_seen() -> None:
    seen = work(
        1,
        classes=("now", "later"),
        arrivals=coming(now=100, later=0),
        slots={"now": Slots.exactly(80), "later": Slots.exactly(10)},
        factor=0.75,
        over_cap={"now": Chain((Join("later", 1.0),))},
        unseen={"now": Chain((To("ed", 1.0),))},
    )
    assert told(seen, "now", "served") == [60]
    assert told(seen, "now", "over_cap") == [20]
    assert told(seen, "now", "joined") == [20]
    assert told(seen, "now", "diverted") == [20]
    assert seen.diverted_to("ed")[0, 0, 0, :, 0].tolist() == [20, 0, 0]


def test_what_the_cap_list_leaves_goes_on_by_unseen_for_that_cause() -> None:
    seen = work(
        1,
        classes=("now",),
        arrivals=coming(now=100),
        slots={"now": Slots.exactly(80)},
        factor=0.75,
        over_cap={"now": Chain((Above(0.0),))},
        unseen={"now": Chain((To("ed", 1.0),))},
    )
    assert seen.diverted_to("ed")[0, 0, 0, :, 0].tolist() == [20, 20, 0]


def test_everyone_who_gives_up_waiting_follows_their_list_or_leaves() -> None:
    some: dict[str, Any] = {"classes": ("a",), "arrivals": coming(a=5), "leaving": {"a": [1.0]}}
    assert told(work(2, **some), "a", "left") == [5, 5]
    onward = work(2, **some, when_leaving={"a": Chain((To("shop", 1.0),))})
    assert told(onward, "a", "left_list") == [5, 5]
    assert onward.diverted_to("shop")[:, 0, 0, 2, 0].tolist() == [5, 5]
    assert told(onward, "a", "left") == [0, 0]


def test_people_older_than_the_ring_stay_at_its_last_age() -> None:
    seen = work(
        700, classes=("a",), start={"a": [[4]]}, capacity=np.array([[0.0]] * 690 + [[9.0]] * 10)
    )
    assert told(seen, "a", "wait_sum")[690] == 4 * 599


def test_days_in_no_bin_are_worked_and_not_counted() -> None:
    clinic = Clinic("p", ("a",), arrivals=coming(a=10), capacity=8)
    bins = [-1, -1, 0, 0]
    counts = run(Network(1.0, (clinic,)), seed=1, streams=[0], days=4, bins=bins)
    assert counts.clinic("p", "a", "served").tolist() == [[16]]
    assert counts.clinic("p", "a", "wait_sum").tolist() == [[4 + 6]]
    assert counts.clinic("p", "a", "waiting_sum").tolist() == [[6 + 8]]
    assert counts.empty.tolist() == [[[0]]]


@pytest.mark.parametrize("slots", [7.25, 7.75])
def test_a_fraction_of_a_slot_is_a_slot_on_that_share_of_days(slots: float) -> None:
    seen = work(2000, classes=("a",), arrivals=coming(a=9), slots={"a": Slots.exactly(slots)},
                unseen={"a": Chain()})  # fmt: skip
    served = np.array(told(seen, "a", "served"))
    assert set(served) == {7, 8}
    assert served.mean() == pytest.approx(slots, abs=0.05)


MOST = 2**24
"""The most people the model lets arrive in a day."""


def test_people_seen_are_counted_beyond_what_one_day_could_hold() -> None:
    clinic = Clinic("p", ("a",), coming(a=MOST), {"a": Slots(MOST, np.inf)})
    network, days = Network(1.0, (clinic,)), 600
    counts = run(network, seed=1, streams=[0], days=days, bins=np.arange(days) // 100)
    assert counts.clinic("p", "a", "served").tolist() == [[100 * MOST]] * 6
    assert counts.clinic("p", "a", "served").sum() > 2**33


def test_people_seen_late_have_waited_as_long_as_they_have() -> None:
    """300 days of nobody seen, then everybody: who came on day d has waited 300 - d days."""
    counts = seen_at_last(2**15)
    assert counts.clinic("p", "a", "served").tolist() == [[301 * 2**15]]
    assert counts.clinic("p", "a", "wait_sum").tolist() == [[2**15 * 300 * 301 // 2]]


def seen_at_last(people: int) -> Counts:
    seen = [[0.0]] * 300 + [[2.0**30]]
    clinic = Clinic("p", ("a",), coming(a=people), capacity=np.array(seen))
    return run(Network(1.0, (clinic,)), seed=1, streams=[0], days=301)


@pytest.mark.parametrize("people", [2**16, 2**21])
def test_more_days_of_waiting_than_can_be_counted_are_refused(people: int) -> None:
    with pytest.raises(KnockonError, match="or days they waited") as refused:
        seen_at_last(people)
    assert refused.value.code == "K433"


@pytest.mark.parametrize("days", [128, 600])
def test_more_people_seen_than_can_be_counted_are_refused(days: int) -> None:
    clinic = Clinic("p", ("a",), coming(a=MOST), {"a": Slots(MOST, np.inf)})
    with pytest.raises(KnockonError, match="more people") as refused:
        run(Network(1.0, (clinic,)), seed=1, streams=[0], days=days)
    assert refused.value.code == "K433"


def sent_one_way(days: int) -> Counts:
    clinic = Clinic("p", ("a",), coming(a=MOST), unseen={"a": Chain((To("ed", 1.0),))}, capacity=0)
    return run(Network(1.0, (clinic,), (End("ed"),)), seed=1, streams=[0], days=days)


def test_more_people_one_way_than_can_be_counted_are_refused() -> None:
    assert sent_one_way(127).diverted_to("ed")[0, 0, 0].sum() == 127 * MOST
    with pytest.raises(KnockonError, match="more people") as refused:
        sent_one_way(128)
    assert refused.value.code == "K433"
