"""The compiled kernel and the plain reference give the same counts, whatever the network.

Networks are made up: clinics with quotas, backfill, caps and chains; sites with calendars,
patience, capacity, closing and routes; wards that sites board for; lists; fans, ends and ways back
between them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
import numpy as np
from hypothesis import HealthCheck, Phase, given, settings
from tests.unit.flow.test_both_arms import PARTS, assert_same

from knockon.flow import Counts, Window, run, run_both
from knockon.flow.model import (
    WAIT,
    Above,
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
    Station,
    To,
    WaitingList,
    Ward,
)
from knockon.flow.reference import run_reference

DAY = 12.0
LANES = 2
CLASSES = ("soon", "later", "plan")
Draw = Callable[[st.SearchStrategy[Any]], Any]

share = st.sampled_from([0.0, 0.15, 0.5, 0.8, 1.0])
small = st.floats(0.0, 0.45).map(lambda x: round(x, 3))


def by_lane(number: st.SearchStrategy[float]) -> st.SearchStrategy[list[float]]:
    """The same in every lane, or one number for each."""
    return st.one_of(st.tuples(number).map(list), st.lists(number, min_size=2, max_size=2))


laws = st.one_of(
    st.floats(0.1, 3).map(Law.exponential),
    st.sampled_from([0.0, 0.5, 1.0]).map(Law.constant),
    st.tuples(st.floats(0.2, 2), st.floats(0.0, 1)).map(lambda a: Law.lognormal(*a)),
    st.tuples(st.integers(1, 4), st.floats(0.2, 2)).map(lambda a: Law.erlang(*a)),
    st.tuples(st.floats(0, 1), st.floats(1, 2)).map(lambda a: Law.uniform(*a)),
    st.tuples(st.floats(0, 1), st.floats(1, 2), st.floats(2, 3)).map(lambda a: Law.triangular(*a)),
)
calendars = st.one_of(
    st.none(),
    st.integers(0, 3).map(Calendar.constant),
    st.tuples(by_lane(st.integers(0, 3)), by_lane(st.integers(0, 3))).map(
        lambda rows: Calendar([0.0, 7.0], 12.0, np.array([np.broadcast_to(row, 2) for row in rows]))
    ),
    st.just(Calendar([2.0, 5.5, 9.0], 10.0, [[2], [0], [1]])),
)


@st.composite
def chains(draw: Draw, ways: tuple[str, ...], *, classes: tuple[str, ...] = CLASSES) -> Chain:
    inside = st.one_of(
        by_lane(share).map(Above),
        by_lane(share).map(Retry),
        st.tuples(st.sampled_from(classes), by_lane(share)).map(lambda a: Join(*a)),
    )
    steps = draw(st.lists(inside, max_size=3))
    targets = draw(st.lists(st.sampled_from(ways), unique=True, max_size=2))
    steps += [
        To(way, draw(by_lane(small)), draw(st.sampled_from([None, "later"]))) for way in targets
    ]
    return Chain(tuple(draw(st.permutations(steps))))


@st.composite
def clinics(draw: Draw, name: str, home: int, ways: tuple[str, ...]) -> Clinic:
    def some(values: st.SearchStrategy[Any]) -> dict[str, Any]:
        return draw(st.dictionaries(st.sampled_from(CLASSES), values))

    number = st.sampled_from([0.0, 0.4, 2.0, 5.3, 14.0])
    slots = st.tuples(number, number).map(
        lambda a: Slots(np.full((1, 1), a[0]), np.full((1, 1), a[0] + a[1]))
    )
    start = st.lists(st.integers(0, 3), min_size=1, max_size=3)
    return Clinic(
        name,
        CLASSES,
        arrivals=some(
            st.tuples(
                st.lists(number, min_size=1, max_size=7), st.sampled_from(["poisson", "fixed"])
            ).map(lambda a: DailyArrivals(np.array(a[0])[:, None], a[1]))
        ),
        slots=some(slots),
        capacity=draw(st.one_of(st.none(), by_lane(number).map(lambda x: np.array([x])))),
        backfill=draw(st.booleans()),
        factor=draw(st.one_of(st.none(), by_lane(st.floats(0, 1)).map(lambda x: np.array([x])))),
        leaving=some(by_lane(share)),
        unseen=some(st.one_of(st.just(WAIT), chains(ways))),
        over_cap=some(chains(ways)),
        when_leaving=some(chains(ways)),
        start=some(start.map(lambda n: np.array(n)[:, None])),
        open=draw(st.sampled_from([None, [True, True, False], [False, True]])),
        home=home,
    )


@st.composite
def sites(draw: Draw, name: str, ways: tuple[str, ...]) -> Site:
    def some(values: st.SearchStrategy[Any]) -> dict[str, Any]:
        return draw(st.dictionaries(st.sampled_from(CLASSES), values))

    routes = st.lists(st.sampled_from(ways), unique=True, max_size=2).flatmap(
        lambda targets: st.tuples(
            *(
                st.tuples(by_lane(small), st.sampled_from([None, "plan"])).map(
                    lambda a, to=to: Route(to, a[0], a[1])
                )
                for to in targets
            )
        )
    )
    stream = st.lists(st.floats(0, 2), min_size=1, max_size=4).map(
        lambda rates: Arrivals(np.array(rates)[:, None], 3.0, 2.5)
    )
    times = st.lists(st.integers(0, 60).map(lambda t: t / 2), max_size=8).map(
        lambda t: ExactTimes(sorted(t))
    )
    closing = st.one_of(
        st.sampled_from(["wait", "leave"]), st.sampled_from(ways).map(lambda w: Route(w, [0.7]))
    )
    table = st.sampled_from([None, [0.2, 0.3, 0.5]])
    return Site(
        name,
        CLASSES,
        service={c: draw(laws) for c in CLASSES},
        arrivals=some(st.one_of(stream, times)),
        servers=draw(calendars),
        capacity=draw(st.sampled_from([None, None, 0, 2, 4])),
        patience=some(st.one_of(st.none(), laws)),
        when_served=some(routes),
        when_impatient=some(routes),
        when_full=some(routes),
        at_closing=draw(closing),
        home_shares=[0.25, 0.75],
        entry_own=draw(table),
        entry_displaced=draw(table),
        limit=draw(st.sampled_from([None, 1.0])),
        wait_limit=draw(st.sampled_from([None, 0.3])),
        reception=draw(st.sampled_from([None, [[2.0, 5.0], [9.0, 9.5]]])),
    )


@st.composite
def wards(draw: Draw, name: str) -> Ward:
    stream = st.floats(0, 1.5).map(lambda rate: Arrivals([[rate]], 12.0, 2.0))
    times = st.lists(st.integers(0, 60).map(lambda t: t / 2), max_size=8).map(
        lambda t: ExactTimes(sorted(t))
    )
    start = st.lists(st.integers(0, 2), min_size=1, max_size=4)
    return Ward(
        name,
        hazard=draw(st.lists(st.sampled_from([0.0, 0.02, 0.3, 0.7, 1.0]), min_size=1, max_size=4)),
        beds=draw(st.one_of(st.none(), by_lane(st.integers(0, 6)))),
        arrivals=draw(st.one_of(st.none(), stream, times)),
        discharge_hours=draw(st.sampled_from([None, [1.0], [0.0, 0.25, 0.75, 0.0]])),
        start=draw(st.one_of(st.none(), start)),
    )


@st.composite
def lists(draw: Draw, name: str) -> WaitingList:
    number = st.sampled_from([0.0, 0.4, 5.3, 30.0])
    start = st.lists(st.integers(0, 9), min_size=1, max_size=104)
    return WaitingList(
        name,
        hazard=draw(st.lists(st.sampled_from([0.0, 0.05, 0.4, 1.0]), min_size=1, max_size=6)),
        within=draw(st.integers(0, 20)),
        over=draw(st.integers(0, 104)),
        arrivals=draw(
            st.one_of(
                st.none(),
                st.tuples(number, st.sampled_from(["poisson", "fixed"])).map(
                    lambda a: DailyArrivals([[a[0]]], a[1])
                ),
            )
        ),
        capacity=draw(st.one_of(st.none(), by_lane(number).map(lambda x: np.array([x])))),
        start=draw(st.one_of(st.none(), start)),
    )


@st.composite
def networks(draw: Draw) -> Network:
    ends = ("end", "desk")
    after = ("hub", "list")
    beds = draw(st.sampled_from([(), ("ward",), ("ward", "annexe")]))
    hub = Clinic("hub", CLASSES, slots={"soon": Slots.exactly(2.5)}, capacity=[[6.0]])
    stations = (
        draw(clinics("north", 0, (*ends, "fan", "first", "second", *beds))),
        draw(clinics("south", 1, (*ends, "fan", "first", "second", *after))),
        draw(sites("first", (*ends, "second", "home", *after, *beds))),
        draw(sites("second", (*ends, "home", *beds))),
        *(draw(wards(name)) for name in beds),
        hub,
        draw(lists("list")),
    )
    limit = draw(st.sampled_from([None, [[0.6], [2.0]]]))
    return Network(
        DAY,
        stations,
        destinations=(
            Fan("fan", ("first", "second"), [[0.3, 0.7], [1.0, 0.0]]),
            End("end", ("home", draw(by_lane(share)))),
            End("desk"),
            Back("home", "soon", limit, draw(st.sampled_from([None, "desk"]))),
        ),
        diversions=(
            Diversion("fan", ((2, 5, 0.4), (5, 15, 0.6))),
            Diversion("first", ((0, DAY, 1.0),)),
            Diversion("second", ((11, 40, 1.0),)),
            *(Diversion(name, ((3, 18, 1.0),)) for name in beds),
        ),
        homes=2,
        week=draw(st.sampled_from([1, 2, 7])),
        lanes=LANES,
    )


@st.composite
def boarding(draw: Draw) -> Network:
    """Departments whose people board for beds of the same wards, and send each other nobody."""
    beds = draw(st.sampled_from([("ward",), ("ward", "annexe")]))

    def department(name: str) -> Site:
        site = draw(sites(name, ("end", *beds)))
        to_end = {
            part: {c: [r for r in routes if r.to == "end"] for c, routes in given.items()}
            for part, given in (("when_impatient", site.when_impatient), ("when_full", {}))
        }
        closing = Route("end", [0.7]) if isinstance(site.at_closing, Route) else site.at_closing
        return replace(site, capacity=None, at_closing=closing, home_shares=None, **to_end)

    names = draw(st.sampled_from([("first",), ("first", "second")]))
    stations = (*(department(name) for name in names), *(draw(wards(name)) for name in beds))
    return Network(DAY, stations, destinations=(End("end"),), lanes=LANES)


@st.composite
def changed(draw: Draw, network: Network) -> Network:
    """A scenario of a network: some stations as they are, some with other numbers."""

    def busier(site: Site) -> Site:
        rate = draw(st.floats(0, 2.5))
        streams = {
            class_: replace(stream, rates=np.maximum(stream.rates - rate, 0.0))
            if isinstance(stream, Arrivals)
            else stream
            for class_, stream in site.arrivals.items()
        }
        return replace(site, arrivals=streams)

    def other(station: Station) -> Station:
        if isinstance(station, Clinic):
            return replace(station, factor=[[draw(st.floats(0, 1))]])
        if isinstance(station, Site):
            fuller = st.just(replace(station, capacity=3))
            return draw(st.one_of(st.just(busier(station)), fuller))
        if isinstance(station, Ward):
            return replace(station, beds=[2])
        return station

    stations = [other(s) if draw(st.booleans()) else s for s in network.stations]
    return replace(network, stations=tuple(stations))


def same(a: Counts, b: Counts) -> None:
    assert_same(a, b)
    assert a.window is not None
    assert b.window is not None
    np.testing.assert_array_equal(a.window.counts, b.window.counts)
    np.testing.assert_array_equal(a.window.present_at, b.window.present_at)
    np.testing.assert_array_equal(a.window.admitted, b.window.admitted)
    np.testing.assert_array_equal(a.window.occupied_at, b.window.occupied_at)
    np.testing.assert_allclose(a.window.sums, b.window.sums, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(a.window.occupied, b.window.occupied, rtol=1e-9, atol=1e-9)


def both_ways(network: Network, seed: int) -> None:
    asked: dict[str, Any] = {
        "seed": seed,
        "streams": [3, 2**40],
        "days": 6,
        "bins": [-1, 0, 0, 1, 1, 2],
        "diverted_bins": [0, -1, 0],
        "window": Window(7.0, 66.0, (0.5, 30.0)),
    }
    same(run(network, **asked), run_reference(network, **asked))


def parts(network: Network, seed: int, **asked: Any) -> Counts:
    return run(network, seed=seed, streams=[3, 2**40], window=Window(40.0, 66.0, (50.0,)), **asked)


def goes_on(network: Network, seed: int) -> None:
    whole = parts(network, seed, days=6, bins=range(6))
    first = parts(network, seed, days=3, bins=range(3), keep=True)
    then = parts(network, seed, days=3, bins=range(3), start=first.state)
    for part in PARTS:
        joined = np.concatenate([getattr(first, part), getattr(then, part)])
        np.testing.assert_array_equal(getattr(whole, part), joined, part)
    assert whole.window is not None
    assert then.window is not None
    np.testing.assert_array_equal(whole.window.counts, then.window.counts)
    np.testing.assert_array_equal(whole.window.occupied_at, then.window.occupied_at)
    np.testing.assert_allclose(whole.window.sums, then.window.sums, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(whole.window.occupied, then.window.occupied, rtol=1e-9, atol=1e-9)


def in_pairs(one: Network, other: Network, seed: int) -> None:
    asked: dict[str, Any] = {"seed": seed, "streams": [3, 2**40], "days": 9, "bins": [0, 1, 2] * 3}
    for counts, network in zip(run_both(one, other, **asked), (one, other), strict=True):
        assert_same(counts, run(network, **asked))


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a network does not shrink in good time
)
@given(networks(), st.integers(0, 2**32))
def test_a_made_up_network_gives_the_same_counts_both_ways(network: Network, seed: int) -> None:
    both_ways(network, seed)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(boarding(), st.integers(0, 2**32))
def test_departments_that_board_give_the_same_counts_both_ways(network: Network, seed: int) -> None:
    both_ways(network, seed)
    goes_on(network, seed)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a network does not shrink in good time
)
@given(networks(), st.integers(0, 2**32))
def test_a_run_that_goes_on_from_a_state_is_one_run(network: Network, seed: int) -> None:
    goes_on(network, seed)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a network does not shrink in good time
)
@given(st.data(), st.integers(0, 2**32))
def test_two_arms_worked_at_once_give_the_counts_of_two_runs(
    data: st.DataObject, seed: int
) -> None:
    network = data.draw(networks())
    in_pairs(network, data.draw(changed(network)), seed)
