"""Any arrays are a network that runs and balances, or are refused in one sentence.

What callers hand to the engine is arrays: of other shapes, of other kinds, with what is no number,
out of order or out of range. No such call may crash, hang, or be silently run as something else.
"""

import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knockon.errors import KnockonError
from knockon.flow import Window, run
from knockon.flow.model import (
    Arrivals,
    Calendar,
    Clinic,
    DailyArrivals,
    Law,
    Network,
    Route,
    Site,
    Slots,
    WaitingList,
    Ward,
)

CODE = re.compile(r"K4\d\d\Z")
LANES = 3

fair = st.floats(0, 6).map(lambda x: round(x, 2))
wrong = st.sampled_from([-1.0, 0.5, float("nan"), float("inf"), -float("inf"), 1e300, 1e-300])
number = st.integers(0, 49).flatmap(lambda n: wrong if n == 0 else fair)
whole = st.integers(0, 49).flatmap(lambda n: wrong if n == 0 else st.integers(0, 9))
share = st.integers(0, 49).flatmap(lambda n: wrong if n == 0 else st.floats(0, 1))


def arrays(values, *axes):
    """Arrays of one of the shapes given, now and then of another."""
    shapes = st.sampled_from(axes)
    odd = st.sampled_from([(), (0,), (2,), (1, 2, 3), (LANES, 1)])
    shape = st.integers(0, 49).flatmap(lambda n: odd if n == 0 else shapes)
    return shape.flatmap(
        lambda shape: st.lists(
            values, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))
        ).map(lambda given: np.array(given, dtype=float).reshape(shape))
    )


by_lane = ((1,), (LANES,))
by_time_and_lane = ((1, 1), (2, 1), (2, LANES))


@st.composite
def laws(draw):
    kinds = ("exponential", "constant", "uniform", "triangular", "erlang", "lognormal")
    kind = draw(st.sampled_from(kinds))
    given_ = [draw(arrays(number, *by_lane)) for _ in range(3 if kind == "triangular" else 2)]
    if kind in ("uniform", "triangular"):
        return getattr(Law, kind)(*sorted(given_, key=lambda one: one.sum()))
    if kind == "erlang":
        return Law.erlang(draw(arrays(whole, *by_lane)), given_[0])
    return getattr(Law, kind)(*given_[: 2 if kind == "lognormal" else 1])


@st.composite
def sites(draw, name):
    rates = draw(arrays(number, *by_time_and_lane))
    servers = draw(arrays(whole, (2, 1), (2, LANES)))
    return Site(
        name,
        ("x",),
        {"x": draw(laws())},
        {"x": Arrivals(rates, 12.0, draw(st.sampled_from([6.0, 9.0])))},
        servers=Calendar(draw(st.sampled_from([[0, 8], [8, 0], [2, 30]])), 24.0, servers),
        capacity=draw(st.one_of(st.none(), arrays(whole, *by_lane))),
        patience={"x": draw(laws())} if draw(st.booleans()) else {},
        when_served={"x": (Route("last", draw(arrays(share, *by_lane))),)}
        if name == "first"
        else {},
    )


@st.composite
def networks(draw):
    """A site, a clinic, a ward and a list, and a site the first sends people to."""
    clinic = Clinic(
        "clinic",
        ("x", "y"),
        arrivals={"x": DailyArrivals(draw(arrays(number, *by_time_and_lane)))},
        slots={"x": Slots.exactly(draw(arrays(number, *by_time_and_lane)))},
        leaving={"x": draw(arrays(share, *by_lane))},
        start={"x": draw(arrays(whole, (1, 1), (3, 1), (3, LANES)))},
    )
    ward = Ward(
        "ward",
        draw(arrays(share, (1,), (3,))),
        draw(arrays(whole, *by_lane)),
        arrivals=Arrivals(draw(arrays(number, *by_time_and_lane)), 12.0, 9.0),
    )
    waiting = WaitingList(
        "list", draw(arrays(share, (1,), (3,))), 2, 4, DailyArrivals(draw(arrays(number, (1, 1))))
    )
    chosen = [draw(sites("first")), clinic, ward, waiting, draw(sites("last"))]
    return Network(24.0, tuple(chosen), lanes=LANES)


def counts_of(data, days):
    """Run a network made up from ``data``; return its counts, or the refusal."""
    try:
        network = data.draw(networks())
        window = Window(0.0, 24.0 * days, (12.0,))
        return run(network, seed=1, streams=np.arange(LANES), days=days, window=window)
    except KnockonError as refused:
        return refused


def runs_or_is_refused(data):
    counts = counts_of(data, days=8)
    if isinstance(counts, KnockonError):
        assert CODE.match(counts.code), counts.code
        assert counts.code != "K424", "people were lost"
        return
    assert counts.imbalance == 0
    assert (counts.sites >= 0).all()
    assert (counts.clinics >= 0).all()


quickly = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
at_length = settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))


@quickly
@given(st.data())
def test_made_up_arrays_run_or_are_refused(data):
    runs_or_is_refused(data)


@pytest.mark.deep
@at_length
@given(st.data())
def test_many_made_up_arrays_run_or_are_refused(data):
    runs_or_is_refused(data)
