"""Bad descriptions are refused in one sentence, before the engine sees them."""

from collections.abc import Callable

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.flow import run
from knockon.flow.model import (
    Arrivals,
    Back,
    Calendar,
    Chain,
    Clinic,
    DailyArrivals,
    Diversion,
    End,
    ExactTimes,
    Fan,
    Join,
    Law,
    Network,
    Retry,
    Route,
    Site,
    Slots,
    To,
    WaitingList,
    Ward,
)


def a_site(name: str = "a", **parts: object) -> Site:
    return Site(name, ("x",), {"x": Law.constant(1)}, **parts)  # type: ignore[arg-type]


def a_clinic(**parts: object) -> Clinic:
    return Clinic("p", ("x",), **parts)  # type: ignore[arg-type]


def to(way: str) -> dict[str, Chain]:
    return {"x": Chain((To(way, 0.5),))}


def two(first: float, second: float) -> dict[str, tuple[Route, ...]]:
    return {"x": (Route("b", first), Route("c", second))}


def of(*stations: Clinic | Site) -> Network:
    return Network(1, stations, lanes=3)


def at_rate(rate: float) -> Arrivals:
    return Arrivals([[rate]], 1.0, rate)  # type: ignore[arg-type]


def repeating(period: float) -> Calendar:
    return Calendar([0.0, period / 2], period, [[1], [2]])  # type: ignore[arg-type]


HOURS = (Diversion("a", ((0, 1, 1.0),)),)

REFUSED: list[tuple[str, str, Callable[[], object]]] = [
    ("K434", "more arrivals than a day is long", lambda: of(a_site(arrivals={"x": at_rate(1e9)}))),
    ("K434", "more arrivals at a ward", lambda: of(Ward("w", [0.1], arrivals=at_rate(1e9)))),
    ("K435", "servers that change all the time", lambda: of(a_site(servers=repeating(1e-6)))),
    ("K411", "half a person", lambda: a_site(capacity=0.5)),
    ("K402", "more than a country waits", lambda: a_clinic(start={"x": [[2**24], [1]]})),
    ("K402", "more than a country in bed", lambda: Ward("w", [0.1], start=[2**25])),
    ("K402", "more than a country on a list", lambda: WaitingList("l", [0.1], 2, 4, start=[2**31])),
    ("K402", "more than a country come back", lambda: Back("b", "x", limit=[2**31])),
    ("K401", "words for numbers", lambda: Law.constant("soon")),
    ("K401", "too many axes", lambda: Law.constant([[1.0]])),
    ("K401", "33 lanes", lambda: Law.constant(np.ones(33))),
    ("K401", "lanes that differ", lambda: of(a_clinic(leaving={"x": [0.1, 0.2]}))),
    ("K401", "no lanes", lambda: Network(1, (a_clinic(),), lanes=0)),
    ("K401", "a day without length", lambda: Network(0, (a_clinic(),))),
    ("K401", "no stations", lambda: Network(1, ())),
    ("K402", "a missing number", lambda: DailyArrivals([[np.nan]])),
    ("K402", "fewer than none", lambda: DailyArrivals([[-1.0]])),
    ("K402", "an endless mean", lambda: Law.exponential(np.inf)),
    ("K402", "a share over 1", lambda: Retry(1.2)),
    ("K402", "part of a server", lambda: Calendar.constant(1.5)),
    ("K402", "stages that are not whole", lambda: Law.erlang(1.5, 1)),
    ("K402", "a descending law", lambda: Law.uniform(3, 2)),
    ("K402", "a lognormal without a mean", lambda: Law.lognormal(0, 1)),
    ("K402", "more held than the ceiling", lambda: Slots(5, 3)),
    ("K403", "destinations over 1", lambda: Chain((To("a", 0.7), To("b", 0.4)))),
    ("K403", "routes over 1", lambda: a_site(when_served=two(0.7, 0.4))),
    ("K404", "a name twice", lambda: Network(1, (a_site(), a_site()))),
    ("K404", "a class twice", lambda: Clinic("p", ("x", "x"))),
    ("K404", "a destination twice", lambda: Chain((To("a", 0.1), To("a", 0.1)))),
    ("K405", "an unknown class", lambda: a_clinic(leaving={"y": [0.1]})),
    ("K405", "joining nothing", lambda: a_clinic(unseen={"x": Chain((Join("y"),))})),
    ("K405", "a class without service", lambda: Site("a", ("x",), {})),
    ("K405", "a route to nowhere", lambda: Network(1, (a_site(when_served={"x": (Route("b"),)}),))),
    ("K405", "a route backward",
     lambda: Network(1, (a_site("b"), a_site(when_served={"x": (Route("b"),)})))),
    ("K405", "a class unknown there",
     lambda: Network(1, (a_site(when_served={"x": (Route("b", 1, "y"),)}), a_site("b")))),
    ("K405", "a clinic straight back",
     lambda: Network(1, (a_clinic(unseen=to("h"), home=0),), (Back("h", "x"),), homes=1)),
    ("K406", "an unknown law", lambda: Law("weibull", ())),  # type: ignore[arg-type]
    ("K407", "a calendar out of order", lambda: Calendar([3, 1], 24, [[1], [2]])),
    ("K407", "a calendar beyond its period", lambda: Calendar([0, 24], 24, [[1], [2]])),
    ("K407", "times out of order", lambda: ExactTimes([2.0, 1.0])),
    ("K408", "a rate above the ceiling", lambda: Arrivals([[2.0]], 1.0, 1.5)),
    ("K409", "a list older than the ring", lambda: a_clinic(start={"x": np.ones((601, 1))})),
    ("K410", "a share missing", lambda: a_site(entry_own=[0.5, 0.5])),
    ("K411", "fewer places than none", lambda: a_site(capacity=-1)),
    ("K412", "homes that are not a whole", lambda: a_site(home_shares=[0.5, 0.4])),
    ("K413", "a fan that is not a whole", lambda: Fan("f", ("a", "b"), [[0.5, 0.4]])),
    ("K414", "hours that overlap", lambda: Diversion("a", ((0, 5, 0.5), (4, 6, 0.5)))),
    ("K415", "people diverted at no hour", lambda: of(a_clinic(unseen=to("a")), a_site())),
    ("K416", "people without a home sent by home",
     lambda: Network(1, (a_clinic(unseen=to("f")), a_site()),
                     (Fan("f", ("a",), [[1.0]]),), (Diversion("f", ((0, 1, 1),)),), homes=1)),
    ("K417", "a home nobody has", lambda: Network(1, (a_clinic(home=2),), homes=1)),
    ("K417", "people back to two clinics",
     lambda: Network(1, (a_clinic(home=0),), (Back("h", "x"),), homes=2)),
    ("K427", "more classes than are worked at once",
     lambda: Clinic("p", tuple(f"c{i}" for i in range(17)))),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "make"), [pytest.param(code, make, id=what) for code, what, make in REFUSED]
)
def test_it_is_refused_and_says_what_to_do(code: str, make: Callable[[], object]) -> None:
    with pytest.raises(KnockonError) as refused:
        make()
    assert refused.value.code == code
    assert "\n" not in refused.value.sentence()
    assert refused.value.remedy.endswith(".")


def test_a_number_stands_for_every_day_and_every_lane() -> None:
    assert DailyArrivals(3).mean.shape == (1, 1)
    assert Law.constant([1, 2, 3]).params[0].shape == (3,)


def test_what_is_given_cannot_be_changed_afterwards() -> None:
    mine = np.ones((7, 1))
    arrivals = DailyArrivals(mine)
    mine[:] = 99
    assert (arrivals.mean == 1).all()
    with pytest.raises(ValueError, match="read-only"):
        arrivals.mean[0, 0] = 5


def test_a_lognormal_keeps_the_mean_and_spread_it_was_given() -> None:
    median, sigma = (p[0] for p in Law.lognormal(3.0, 2.0).params)
    mean = median * np.exp(sigma**2 / 2)
    assert mean == pytest.approx(3.0)
    assert mean * np.sqrt(np.expm1(sigma**2)) == pytest.approx(2.0)


def test_a_network_names_everything_people_can_be_sent_to() -> None:
    network = Network(1, (a_clinic(unseen=to("a")), a_site()), (End("shop"),), HOURS)
    assert network.ways == ("p", "a", "shop")
    assert network.diverted_ways == ("a",)


def test_constant_servers_may_repeat_as_often_as_they_like() -> None:
    assert of(a_site(servers=Calendar.constant(2))).changed((a_site(servers=None),)).lanes == 3
    assert Network(1e6, (a_site(servers=Calendar.constant(2)),)).day == 1e6


def test_a_changed_network_is_looked_at_too() -> None:
    with pytest.raises(KnockonError) as refused:
        of(a_site()).changed((a_site(arrivals={"x": at_rate(1e9)}),))
    assert refused.value.code == "K434"


@pytest.mark.parametrize("width", [1e-300, 1e-9, 1.7e308])
def test_slices_of_any_width_are_found(width: float) -> None:
    site = a_site(arrivals={"x": Arrivals([[1.0], [1.0]], width, 1.0)})  # type: ignore[arg-type]
    counts = run(of(site), seed=1, streams=range(3), days=30)
    assert counts.site("a", "x", "arrived").sum() == pytest.approx(90, abs=40)


def test_room_for_more_than_can_be_counted_is_room_for_all() -> None:
    site = a_site(arrivals={"x": at_rate(20.0)}, capacity=2**64)
    counts = run(of(site), seed=1, streams=range(3), days=3)
    assert counts.site("a", "x", "turned_away").sum() == 0
