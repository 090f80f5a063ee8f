"""Any arrays are a network that runs and balances, or are refused in one sentence.

What callers hand to the engine is arrays: of other shapes, of other kinds, with what is no number,
out of order or out of range. No such call may crash, hang, or be silently run as something else.
"""

import re
from itertools import islice

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
WRONG = (-1.0, 0.5, np.nan, np.inf, -np.inf, 1e3, 1e-300, 3e9, 2.0**31, 1e18, 1e300)
WRONG_SHAPES = ((), (0,), (2,), (1, 2, 3), (LANES, 1))
BY_LANE = ((1,), (LANES,))
BY_TIME_AND_LANE = ((1, 1), (2, 1), (2, LANES))
LAWS = ("exponential", "constant", "uniform", "triangular", "erlang", "lognormal")


class Maker:
    """Makes up networks from one number: most arrays are sound, a few in a hundred are not."""

    def __init__(self, number):
        self.luck = np.random.default_rng(number)

    def oddly(self):
        """Whether the next thing is of the wrong kind."""
        return self.luck.random() < 0.006

    def one_of(self, given):
        return given[self.luck.integers(len(given))]

    def array(self, top, *shapes, whole=False):
        """Numbers from 0 to ``top`` in one of the shapes, now and then with one that is wrong."""
        made = self.luck.uniform(0, top, self.one_of(WRONG_SHAPES if self.oddly() else shapes))
        made = np.asarray(np.floor(made) if whole else made)
        if self.oddly() and made.size:
            made.flat[self.luck.integers(made.size)] = self.one_of(WRONG)
        return made

    def law(self):
        kind = self.one_of(LAWS)
        if kind in ("uniform", "triangular"):
            steps = (step + self.array(1, *BY_LANE) for step in range(3))
            return getattr(Law, kind)(*islice(steps, 3 if kind == "triangular" else 2))
        if kind == "erlang":
            return Law.erlang(1 + self.array(9, *BY_LANE, whole=True), self.array(4, *BY_LANE))
        if kind == "lognormal":
            return Law.lognormal(self.array(4, *BY_LANE), self.array(4, *BY_LANE))
        return getattr(Law, kind)(self.array(4, *BY_LANE))

    def site(self, name, onward):
        hours = self.one_of([*[[0, 8]] * 20, [8, 0], [2, 30]])
        width = self.one_of([*[12.0] * 40, 1e-300, 1e-9, 1e300])
        servers = self.array(9, (2, 1), (2, LANES), whole=True)
        ceiling = self.one_of([*[6.0] * 20, 2.0, 1e9, 1e300])
        return Site(
            name,
            ("x",),
            {"x": self.law()},
            {"x": Arrivals(self.array(4, *BY_TIME_AND_LANE), width, ceiling)},
            servers=Calendar(hours, self.one_of([*[24.0] * 40, 1e-300, 1e300]), servers),
            capacity=self.one_of([None, 30, 12, 3, 0]),
            patience=self.one_of([{}, {"x": self.law()}]),
            when_served={"x": tuple(Route(to, self.array(0.5, *BY_LANE)) for to in onward)},
        )

    def clinic(self):
        return Clinic(
            "clinic",
            ("x", "y"),
            arrivals={"x": DailyArrivals(self.array(30, *BY_TIME_AND_LANE))},
            slots={"x": Slots.exactly(self.array(30, *BY_TIME_AND_LANE))},
            leaving={"x": self.array(1, *BY_LANE)},
            start={"x": self.array(20, (1, 1), (3, 1), (3, LANES), whole=True)},
        )

    def network(self):
        """A clinic, a list, a ward for which people board, and two sites."""
        rates = Arrivals(self.array(1, *BY_TIME_AND_LANE), 12.0, 9.0)
        beds = self.array(40, *BY_LANE, whole=True)
        ward = Ward("ward", self.array(1, (1,), (3,)), beds, arrivals=rates)
        joining = DailyArrivals(self.array(40, (1, 1), (2, 1)))
        waiting = WaitingList("list", self.array(1, (1,), (3,)), 2, 4, joining)
        first, last = self.site("first", ["ward", "last"]), self.site("last", ["list"])
        return Network(24.0, (self.clinic(), first, last, ward, waiting), lanes=LANES)


def counts_of(number, days=15):
    """Run the network made up from a number; return its counts, or the refusal."""
    try:
        network = Maker(number).network()
        window = Window(0.0, 24.0 * days, (12.0,))
        return run(network, seed=1, streams=np.arange(LANES), days=days, window=window)
    except KnockonError as refused:
        return refused


def runs_or_is_refused(number):
    counts = counts_of(number)
    if isinstance(counts, KnockonError):
        assert CODE.match(counts.code), counts.code
        assert counts.code != "K424", "people were lost"
        return
    assert counts.imbalance == 0
    assert (counts.sites >= 0).all()
    assert (counts.clinics >= 0).all()


numbers = st.integers(0, 2**63)
quickly = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
at_length = settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))


@quickly
@given(numbers)
def test_made_up_arrays_run_or_are_refused(number):
    runs_or_is_refused(number)


@pytest.mark.deep
@at_length
@given(numbers)
def test_many_made_up_arrays_run_or_are_refused(number):
    runs_or_is_refused(number)
