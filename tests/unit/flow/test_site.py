"""A site, event by event, worked by hand and against other simulators' published cases."""

from typing import Any

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.flow import Counts, Passage, Window, run, scheduled
from knockon.flow.model import Arrivals, Calendar, End, ExactTimes, Law, Network, Route, Site

DAY = 1000.0


def site(times: dict[str, list[float]], took: dict[str, float], **parts: Any) -> Site:
    classes = tuple(times)
    return Site(
        parts.pop("name", "a"),
        classes,
        service={c: Law.constant(took[c]) for c in classes},
        arrivals={c: ExactTimes(times[c]) for c in classes},
        **parts,
    )


def follow(
    *stations: Site, window: Window | None = None, day: float = DAY, days: int = 1
) -> Counts:
    network = Network(day, stations, (End("out"),))
    return run(network, seed=1, streams=[0], days=days, window=window, trace=True)


def fates(counts: Counts, name: str = "a") -> list[tuple[float, float | None, float | None, str]]:
    return [(p.arrival, p.start, p.end, p.fate) for p in counts.passages if p.site == name]


def test_reneging_as_ciw_records_it() -> None:
    """Ciw, test_reneging_records: every 7, service 11, patience 3, one server, to 31.5."""
    one = site(
        {"x": [7, 14, 21, 28]}, {"x": 11}, servers=Calendar.constant(1),
        patience={"x": Law.constant(3)},
    )  # fmt: skip
    assert fates(follow(one, day=31.5)) == [
        (7, 7, 18, "served"),
        (14, None, 17, "left"),
        (21, 21, None, "present"),
        (28, None, 31, "left"),
    ]


def test_no_queue_as_simmer_has_it() -> None:
    """simmer, simulation-1: arrivals 1 … 100, service 1.5, no queue: 50 finished, 50 rejected."""
    times = [float(t) for t in range(1, 101)]
    counts = follow(
        site({"x": times}, {"x": 1.5}, servers=Calendar.constant(1), capacity=1),
        window=Window(0, 101),
    )
    assert counts.site("a", "x", "served").sum() == 50
    assert counts.site("a", "x", "turned_away").sum() == 50
    assert counts.window is not None
    assert counts.window.sums[0, 0, 5, 0] == 75
    assert max(end for _, _, end, fate in fates(counts) if end and fate == "served") == 100.5


def test_priority_does_not_interrupt_as_in_simmer() -> None:
    """simmer, priorities: two low at 0, one high at 1, service 2: the high one ends at 4."""
    counts = follow(
        site({"high": [1], "low": [0, 0]}, {"high": 2, "low": 2}, servers=Calendar.constant(1))
    )
    assert [p.end for p in counts.passages if p.class_ == "high"] == [4]


def test_a_schedule_repeats_as_in_simmer() -> None:
    """simmer, schedule: 1 from 8, 2 from 16, 3 from 24 (0), period 24: 3 1 2 3 1 2 3."""
    calendar = Calendar([0, 8, 16], 24, [[3], [1], [2]])
    moments = (1.0, 9.0, 17.0, 25.0, 33.0, 41.0, 49.0)
    crowd = site({"x": [0.0] * 100}, {"x": 0.5}, servers=calendar)
    present = follow(crowd, window=Window(0, 50, moments))
    busy = [sum(p.start <= t < p.end for p in present.passages if p.start is not None and p.end)
            for t in (0, *moments[1:3])]  # fmt: skip
    assert busy == [3, 1, 2]


def test_reneging_as_in_simmer() -> None:
    """simmer, renege: two at 0, patience 1, service 2: one ends at 1 unserved, one at 2."""
    counts = follow(
        site({"x": [0, 0]}, {"x": 2}, servers=Calendar.constant(1), patience={"x": Law.constant(1)})
    )
    assert sorted(end for _, _, end, _ in fates(counts) if end) == [1, 2]


def test_full_places_turn_away_as_ciw_baulks() -> None:
    """Ciw, test_baulking: arrivals every 5, service 21, refused at three present, to 51."""
    times = [5.0 * i for i in range(1, 11)]
    counts = follow(
        site({"x": times}, {"x": 21}, servers=Calendar.constant(1), capacity=3), day=51.0
    )
    away = [arrival for arrival, _, _, fate in fates(counts) if fate == "turned_away"]
    assert away == [20, 25, 35, 40, 45]
    served = [(start, end) for _, start, end, fate in fates(counts) if fate == "served"]
    assert served == [(5, 26), (26, 47)]


def test_at_equal_times_a_service_ends_before_patience_does() -> None:
    counts = follow(
        site({"x": [0, 1]}, {"x": 3}, servers=Calendar.constant(1), patience={"x": Law.constant(2)})
    )
    assert fates(counts)[1] == (1, 3, 6, "served")


def test_at_equal_times_a_service_ends_before_somebody_arrives() -> None:
    counts = follow(site({"x": [0, 3]}, {"x": 3}, servers=Calendar.constant(1), capacity=1))
    assert fates(counts)[1] == (3, 3, 6, "served")


def test_at_equal_times_the_calendar_changes_before_service_starts() -> None:
    calendar = Calendar([0, 3], DAY, [[1], [0]])
    counts = follow(site({"x": [0, 1]}, {"x": 3}, servers=calendar))
    assert fates(counts)[1] == (1, None, None, "present")


def test_services_in_progress_finish_when_servers_go() -> None:
    calendar = Calendar([0, 2, 8], DAY, [[2], [0], [1]])
    counts = follow(site({"x": [0, 1, 3]}, {"x": 5}, servers=calendar))
    assert fates(counts) == [(0, 0, 5, "served"), (1, 1, 6, "served"), (3, 8, 13, "served")]


def test_at_closing_those_waiting_leave_and_those_who_come_are_turned_away() -> None:
    calendar = Calendar([0, 4], DAY, [[1], [0]])
    counts = follow(site({"x": [0, 1, 5]}, {"x": 5}, servers=calendar, at_closing="leave"))
    assert fates(counts) == [(0, 0, 5, "served"), (1, None, 4, "left"), (5, None, 5, "turned_away")]


def test_at_closing_people_may_be_sent_on() -> None:
    calendar = Calendar([0, 4], DAY, [[1], [0]])
    first = site({"x": [0, 1, 5]}, {"x": 5}, servers=calendar, at_closing=Route("b"))
    second = site({"x": []}, {"x": 1}, name="b")
    assert fates(follow(first, second), "b") == [(4, 4, 5, "served"), (5, 5, 6, "served")]


def test_routes_are_followed_at_once_with_the_class_named() -> None:
    first = site({"x": [0, 2]}, {"x": 3}, when_served={"x": (Route("b", 1.0, "y"),)})
    second = site({"x": [], "y": []}, {"x": 1, "y": 1}, name="b")
    counts = follow(first, second)
    assert [(p.class_, p.arrival) for p in counts.passages if p.site == "b"] == [("y", 3), ("y", 5)]
    assert counts.site("b", "y", "arrived").sum() == 2
    assert counts.site("b", "y", "own").sum() == 0


def test_the_impatient_and_the_turned_away_follow_their_own_routes() -> None:
    one = site(
        {"x": [0, 1, 1.5]}, {"x": 9}, servers=Calendar.constant(1), capacity=2,
        patience={"x": Law.constant(2)}, when_impatient={"x": (Route("b"),)},
        when_full={"x": (Route("c"),)},
    )  # fmt: skip
    b, c = (site({"x": []}, {"x": 1}, name=name) for name in "bc")
    counts = follow(one, b, c)
    assert [p.arrival for p in counts.passages if p.site == "b"] == [3]
    assert [p.arrival for p in counts.passages if p.site == "c"] == [1.5]


def test_somebody_whose_patience_ended_makes_room() -> None:
    one = site(
        {"x": [0, 1, 3]}, {"x": 9}, servers=Calendar.constant(1), capacity=2,
        patience={"x": Law.constant(2)},
    )  # fmt: skip
    assert [fate for *_, fate in fates(follow(one))] == ["served", "left", "left"]


def test_a_stay_goes_on_over_midnight_and_is_counted_where_it_ends() -> None:
    counts = follow(site({"x": [9]}, {"x": 4}), day=10.0, days=2)
    assert counts.site("a", "x", "arrived")[:, 0].tolist() == [1, 0]
    assert counts.site("a", "x", "present")[:, 0].tolist() == [1, 0]
    assert counts.site("a", "x", "served")[:, 0].tolist() == [0, 1]


def test_departures_within_the_limit_are_counted_whether_served_or_not() -> None:
    counts = follow(
        site(
            {"x": [0, 1]}, {"x": 4}, servers=Calendar.constant(1), patience={"x": Law.constant(2)},
            limit=4.0,
        )
    )  # fmt: skip
    assert counts.site("a", "x", "within_limit").sum() == 2


def test_the_window_takes_averages_of_what_falls_in_it() -> None:
    counts = follow(
        site({"x": [0, 1, 2]}, {"x": 4}, servers=Calendar.constant(1)), window=Window(2, 10, (5, 9))
    )
    window = counts.window
    assert window is not None
    assert window.mean("wait", 0)[0] == pytest.approx((3 + 6) / 2)
    assert window.mean("stay", 0)[0] == pytest.approx((4 + 7) / 2)
    assert window.mean("queue", 0)[0] == pytest.approx((2 + 6) / 8)
    assert window.mean("busy", 0)[0] == pytest.approx(1.0)
    assert window.mean("p_wait", 0)[0] == 1
    assert np.isnan(window.mean("unserved_wait", 0)[0])
    assert window.present_at[0, :, 0].tolist() == [2, 1]


def test_scheduled_time_is_the_calendar_added_up() -> None:
    calendar = Calendar([4.0, 12.0], 24.0, [[2], [5]])
    assert scheduled(calendar, 0, 24)[0] == 2 * 8 + 5 * 16
    assert scheduled(calendar, 3, 5)[0] == 5 + 2
    assert scheduled(calendar, 10, 58)[0] == 2 * (2 * 8 + 5 * 16)


def test_a_passage_says_what_happened_to_a_person() -> None:
    counts = follow(site({"x": [1]}, {"x": 2}))
    assert counts.passages == (Passage("a", "x", 0, 1.0, 1.0, 3.0, "served"),)


def test_more_people_are_followed_than_fit_at_first() -> None:
    times = [float(t) / 10 for t in range(9000)]
    assert len(follow(site({"x": times}, {"x": 1})).passages) == 9000


def test_starts_within_the_wait_limit_are_counted() -> None:
    """Of three people for one server, the third waits longer than the limit."""
    counts = follow(site({"x": [0, 1, 2]}, {"x": 3}, servers=Calendar.constant(1), wait_limit=2.0))
    assert counts.site("a", "x", "started_within").sum() == 2


def test_people_sent_between_two_openings_come_in_the_next() -> None:
    """Those sent while it is open come at once; the site's own come as they do."""
    first = Site(
        "first", ("x",), {"x": Law.constant(0)}, arrivals={"x": ExactTimes([1, 5, 8])},
        when_served={"x": (Route("second"),)},
    )  # fmt: skip
    second = Site(
        "second", ("x",), {"x": Law.constant(0)}, arrivals={"x": ExactTimes([3])},
        reception=np.array([[4.0, 6.0], [10.0, 12.0]]),
    )  # fmt: skip
    network = Network(day=24.0, stations=(first, second))
    counts = run(network, seed=1, streams=[0], days=1, trace=True)
    own, next_opening, at_once, last = sorted(
        p.arrival for p in counts.passages if p.site == "second"
    )
    assert own == 3
    assert 4 <= next_opening <= 6
    assert at_once == 5 or next_opening == 5
    assert 10 <= last <= 12


def test_openings_out_of_order_are_refused() -> None:
    with pytest.raises(KnockonError, match="out of order") as refused:
        Site("a", ("x",), {"x": Law.constant(1)}, reception=np.array([[5.0, 4.0]]))
    assert refused.value.code == "K428"


@pytest.mark.parametrize("part", ["capacity", "limit", "wait_limit"])
@pytest.mark.parametrize("given", [-1, np.array([3, 4]), "three"])
def test_a_limit_is_one_number_for_every_draw(part: str, given: Any) -> None:
    asked: dict[str, Any] = {part: given}
    with pytest.raises(KnockonError, match="one number") as refused:
        Site("site", ("x",), {"x": Law.constant(1)}, **asked)
    assert refused.value.code == "K411"


SHIFTS = {
    "always as many": Calendar.constant(2),
    "by shifts": Calendar([0.0, 5.0, 9.0], 12.0, [[3], [1], [2]]),
    "by the hour, mostly as many": Calendar(
        np.arange(12.0), 12.0, [[2]] * 7 + [[3]] * 3 + [[2]] * 2
    ),
    "none at night": Calendar([0.0, 9.0], 12.0, [[4], [0]]),
}


def a_busy_site(
    capacity: int | None, servers: Calendar = SHIFTS["by shifts"], closing: str = "wait"
) -> Counts:
    """Two months of a crowded site with three classes; one that may be full is worked by events."""
    laws = {"x": Law.lognormal(1.0, 0.6), "y": Law.exponential(0.7), "z": Law.exponential(0.5)}
    coming = {class_: Arrivals(np.array([[0.7]]), 12.0, 1.4) for class_ in laws}
    site = Site(
        "site",
        ("x", "y", "z"),
        laws,
        coming,
        servers,
        capacity,
        patience={"x": Law.exponential(4.0), "y": Law.exponential(2.0)},
        at_closing=closing,
        limit=2.0,
        wait_limit=1.0,
    )
    network = Network(12.0, (site,), lanes=8)
    window = Window(30.0, 500.0, present_at=(40.0, 300.5))
    return run(network, seed=3, streams=np.arange(8), days=60, window=window)


@pytest.mark.parametrize("closing", ["wait", "leave"])
@pytest.mark.parametrize("servers", SHIFTS)
def test_a_site_that_may_be_full_counts_as_one_that_never_is(servers: str, closing: str) -> None:
    """A limit nobody reaches: one is worked event by event, the other person by person."""
    one, other = (a_busy_site(limit, SHIFTS[servers], closing) for limit in (None, 10_000))
    assert np.array_equal(one.sites, other.sites)
    assert one.events == other.events
    assert one.window is not None
    assert other.window is not None
    assert np.array_equal(one.window.counts, other.window.counts)
    assert np.array_equal(one.window.present_at, other.window.present_at)
    assert one.window.sums == pytest.approx(other.window.sums)


def test_an_hour_with_as_many_servers_is_no_event() -> None:
    hourly = Calendar(np.arange(12.0), 12.0, [[2]] * 12)
    one, other = a_busy_site(None, hourly), a_busy_site(None, Calendar.constant(2))
    assert np.array_equal(one.sites, other.sites)
    assert one.events == other.events
