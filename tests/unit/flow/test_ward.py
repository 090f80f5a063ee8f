"""A ward: beds held over midnights, boarding, who gets the next bed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.unit.flow.test_both_arms import assert_same

from knockon.errors import KnockonError
from knockon.flow import Counts, Window, run
from knockon.flow.model import (
    Arrivals,
    Calendar,
    Chain,
    Clinic,
    DailyArrivals,
    Diversion,
    ExactTimes,
    Law,
    Network,
    Route,
    Site,
    To,
    Ward,
)
from knockon.flow.reference import run_reference

DAY = 24.0


def site(name: str, times: list[float], servers: int, **differs: Any) -> Site:
    served: Mapping[str, Any] = differs.pop("when_served", {"x": (Route("beds"),)})
    return Site(
        name,
        ("x",),
        {"x": Law.constant(1.0)},
        {"x": ExactTimes(times)},
        Calendar.constant(servers),
        when_served=served,
        **differs,
    )


def worked(*stations: Any, days: int = 3, **asked: Any) -> Counts:
    network = Network(DAY, stations, **asked)
    window = Window(0.0, days * DAY)
    return run(network, seed=1, streams=[0], days=days, window=window, trace=True)


def by_day(counts: Counts, measure: str, ward: str = "beds") -> list[int]:
    return counts.ward(ward, measure)[:, 0].tolist()


def test_people_come_wait_and_leave_at_the_first_midnight_when_the_hazard_is_certain() -> None:
    counts = worked(Ward("beds", [1.0], beds=[2], arrivals=ExactTimes([1.0, 2.0, 3.0])))
    assert by_day(counts, "arrived") == [3, 0, 0]
    assert by_day(counts, "admitted") == [2, 1, 0]
    assert by_day(counts, "waiting") == [1, 0, 0]
    assert by_day(counts, "occupied") == [2, 1, 0]
    assert by_day(counts, "discharged") == [0, 2, 1]


def test_the_hazard_of_an_age_is_that_of_the_midnights_before() -> None:
    counts = worked(Ward("beds", [0.0, 0.0, 1.0], arrivals=ExactTimes([5.0])), days=5)
    assert by_day(counts, "occupied") == [1, 1, 1, 0, 0]


def test_those_here_at_the_start_are_as_old_as_the_start_says() -> None:
    counts = worked(Ward("beds", [0.0, 0.0, 1.0], start=[4, 3, 2]))
    assert by_day(counts, "discharged") == [2, 3, 4]


def test_discharge_is_at_midnight_or_within_the_hours_given() -> None:
    hours = [0.0] * 10 + [1.0] + [0.0] * 13
    ward = Ward("beds", [1.0], beds=[1], arrivals=ExactTimes([1.0]), discharge_hours=hours)
    counts = worked(ward)
    assert counts.window is not None
    assert by_day(counts, "discharged") == [0, 1, 0]
    assert 23 + 10 <= counts.window.occupied[0, 0] <= 23 + 11


def test_somebody_who_boards_holds_their_server_until_a_bed_is_free() -> None:
    counts = worked(site("ed", [0.0, 2.0, 4.0], 1), Ward("beds", [1.0], beds=[1]))
    told = [(p.arrival, p.start, p.end) for p in counts.passages]
    assert told == [(0.0, 0.0, 1.0), (2.0, 2.0, 24.0), (4.0, 24.0, 48.0)]
    assert by_day(counts, "boarded") == [2, 1, 0]
    assert counts.site("ed", "x", "boarding")[:, 0].tolist() == [1, 1, 0]
    assert counts.site("ed", "x", "served")[:, 0].tolist() == [1, 1, 1]
    assert counts.window is not None
    assert counts.window.mean("boarding", 0) * 72 == pytest.approx((24 - 3) + (48 - 25))
    assert counts.window.mean("busy", 0) * 72 == pytest.approx(1 + 22 + 24)


def test_a_bed_left_before_anybody_wants_it_is_taken_when_somebody_does() -> None:
    desk = replace(site("desk", [5.0], 1), servers=None)
    counts = worked(desk, Ward("beds", [1.0], beds=[1], start=[1]))
    assert by_day(counts, "discharged") == [1, 1, 0]
    assert [(p.start, p.end) for p in counts.passages] == [(5.0, 6.0)]
    assert counts.window is not None
    assert counts.window.occupied[0, 0] == 18.0


@pytest.mark.parametrize("servers", [Calendar.constant(1), None], ids=["one", "unlimited"])
def test_whoever_is_served_in_no_time_is_gone_before_the_next_comes(
    servers: Calendar | None,
) -> None:
    service = {"x": Law.constant(0.0)}
    door = Site("desk", ("x",), service, {"x": ExactTimes([5.0, 5.0, 5.0])}, servers,
                when_served={"x": (Route("beds"),)})  # fmt: skip
    counts = worked(door, Ward("beds", [1.0], beds=[2]))
    assert [(p.start, p.end) for p in counts.passages] == [(5.0, 5.0), (5.0, 5.0), (5.0, 24.0)]


def test_a_door_that_some_pass_at_once_and_others_do_not_counts_as_the_reference_does() -> None:
    door = Site(
        "door",
        ("sent", "seen"),
        {"sent": Law.constant(0.0), "seen": Law.exponential(3.0)},
        {"sent": Arrivals([[1.0]], DAY, 2.0), "seen": Arrivals([[0.7]], DAY, 2.0)},
        when_served={
            "sent": (Route("beds", [0.7]), Route("after", [0.2], "x")),
            "seen": (Route("beds", [0.4]),),
        },
        limit=4.0,
        wait_limit=0.5,
    )
    after = Site("after", ("x",), {"x": Law.constant(2.0)})
    ward = Ward("beds", [0.3, 0.5], beds=[30], arrivals=Arrivals([[0.2]], DAY, 1.0),
                discharge_hours=[0.2, 0.0, 0.5, 0.3])  # fmt: skip
    network = Network(DAY, (door, ward, after), lanes=4)
    asked = {"seed": 2, "streams": range(4), "days": 12, "window": Window(30.0, 200.0, (50.0,))}
    found, wanted = run(network, **asked), run_reference(network, **asked)
    assert_same(found, wanted)
    assert found.window is not None
    assert wanted.window is not None
    for part in ("counts", "present_at", "admitted", "occupied_at"):
        np.testing.assert_array_equal(getattr(found.window, part), getattr(wanted.window, part))
    for part in ("sums", "occupied"):
        np.testing.assert_allclose(getattr(found.window, part), getattr(wanted.window, part))
    assert found.ward("beds", "boarding").sum() > 0


def test_those_who_board_count_towards_the_room_there_is() -> None:
    ed = site("ed", [0.0, 2.0, 4.0, 6.0], 3, capacity=2)
    counts = worked(ed, Ward("beds", [0.0], beds=[0]), days=1)
    assert counts.site("ed", "x", "turned_away")[0, 0] == 2


def test_beds_go_to_whoever_has_waited_longest_of_both_sites_and_direct_arrivals() -> None:
    a, b = site("a", [1.0, 8.0], 2), site("b", [3.0], 1)
    ward = Ward("beds", [1.0], beds=[1], arrivals=ExactTimes([0.0, 7.0]))
    counts = worked(a, b, ward, days=5)
    ends = {(p.site, p.arrival): p.end for p in counts.passages}
    assert ends == {("a", 1.0): 24.0, ("b", 3.0): 48.0, ("a", 8.0): 96.0}


def test_a_share_boards_and_the_rest_follow_their_routes_or_leave() -> None:
    routes = {"x": (Route("beds", [0.25]), Route("after", [0.5]))}
    many = np.linspace(0, 23, 2000).tolist()
    after = Site("after", ("x",), {"x": Law.constant(0.1)})
    counts = worked(site("ed", many, 2000, when_served=routes), after, Ward("beds", [0.5]), days=2)
    assert by_day(counts, "boarded")[0] / 2000 == pytest.approx(0.25, abs=0.05)
    assert counts.site("after", "x", "arrived").sum() / 2000 == pytest.approx(0.5, abs=0.05)


def test_those_a_clinic_sends_wait_for_a_bed_without_holding_anything() -> None:
    unseen = {"all": Chain((To("beds", [1.0]),))}
    clinic = Clinic(
        "clinic",
        ("all",),
        {"all": DailyArrivals([[5.0]], "fixed")},
        capacity=[[2.0]],
        unseen=unseen,
    )
    hours = (Diversion("beds", ((6.0, 12.0, 1.0),)),)
    counts = worked(clinic, Ward("beds", [1.0], beds=[2]), diversions=hours, days=2)
    assert by_day(counts, "arrived") == [3, 3]
    assert by_day(counts, "admitted") == [2, 2]
    assert by_day(counts, "displaced") == [2, 2]


def test_a_site_between_two_that_share_a_ward_is_worked_with_them() -> None:
    first = site("first", [1.0], 1, when_served={"x": (Route("beds", [0.0]), Route("middle"))})
    middle = Site("middle", ("x",), {"x": Law.constant(1.0)}, when_served={"x": (Route("last"),)})
    last = Site("last", ("x",), {"x": Law.constant(1.0)}, when_served={"x": (Route("beds"),)})
    counts = worked(first, middle, last, Ward("beds", [0.0]), days=1)
    assert [p.arrival for p in counts.passages] == [1.0, 2.0, 3.0]
    assert by_day(counts, "admitted") == [1]


def test_somebody_who_gives_up_waiting_for_a_server_may_go_to_the_ward_at_that_moment() -> None:
    impatient = {"x": (Route("beds"),)}
    ed = Site(
        "ed",
        ("x",),
        {"x": Law.constant(9.0)},
        {"x": ExactTimes([1.0, 2.0])},
        Calendar.constant(1),
        patience={"x": Law.constant(3.0)},
        when_impatient=impatient,
    )
    counts = worked(ed, Ward("beds", [1.0], arrivals=ExactTimes([4.0, 6.0]), beds=[2]), days=1)
    assert counts.window is not None
    assert by_day(counts, "waiting") == [1]
    assert counts.window.occupied[0, 0] == pytest.approx((24 - 4) + (24 - 5))


def test_stations_may_stand_between_a_site_and_its_ward() -> None:
    both = {"x": (Route("after", [0.5]), Route("beds", [0.5]))}
    after = Site("after", ("x",), {"x": Law.constant(1.0)})
    counts = worked(
        site("ed", [1.0] * 40, 40, when_served=both), after, Ward("beds", [0.0]), days=1
    )
    assert counts.site("after", "x", "arrived")[0, 0] + by_day(counts, "admitted")[0] == 40


def test_each_lane_has_its_own_beds_and_hazards() -> None:
    ward = Ward("beds", [[1.0, 0.0]], beds=[1, 2], arrivals=ExactTimes([1.0, 2.0, 3.0]))
    counts = run(Network(DAY, (ward,), lanes=2), seed=1, streams=[0, 0], days=3)
    assert counts.ward("beds", "admitted").T.tolist() == [[1, 1, 1], [2, 0, 0]]


def test_more_beds_let_the_same_people_in_sooner() -> None:
    def waiting(beds: int) -> np.ndarray:
        ward = Ward("beds", [0.2], beds=[beds], arrivals=Arrivals([[0.3]], DAY, 1.0))
        counts = run(Network(DAY, (ward,)), seed=1, streams=[0], days=60)
        return counts.ward("beds", "waiting")

    assert (waiting(34) <= waiting(30)).all()


@pytest.mark.parametrize(
    ("differs", "code"),
    [
        ({"hazard": [1.2]}, "K402"),
        ({"beds": [2.5]}, "K402"),
        ({"discharge_hours": [11, 14]}, "K429"),
        ({"start": [-1]}, "K402"),
        ({"hazard": np.zeros(2000)}, "K401"),
    ],
)
def test_a_ward_that_cannot_be_is_refused(differs: dict[str, Any], code: str) -> None:
    with pytest.raises(KnockonError) as refused:
        Ward("beds", **{"hazard": [0.2], **differs})
    assert refused.value.code == code


def test_a_clinic_between_sites_that_share_a_ward_is_refused() -> None:
    unseen = {"x": Chain((To("beds", [1.0]),))}
    clinic = Clinic("clinic", ("x",), capacity=[[0.0]], unseen=unseen)
    ed = site("ed", [1.0], 1, when_served={"x": (Route("clinic", [0.5]), Route("beds", [0.5]))})
    hours = (Diversion("beds", ((0.0, DAY, 1.0),)),)
    with pytest.raises(KnockonError) as refused:
        Network(DAY, (ed, clinic, Ward("beds", [0.2])), diversions=hours)
    assert refused.value.code == "K431"
