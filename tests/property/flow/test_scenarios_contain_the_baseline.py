"""A scenario only adds people: it never re-draws those the baseline already has."""

from collections.abc import Callable

import numpy as np
import pytest

from knockon.flow import run
from knockon.flow.model import Arrivals, Calendar, Law, Network, Site

Towns = Callable[..., Network]


def daily(network: Network) -> np.ndarray:
    counts = run(network, seed=5, streams=np.arange(16), days=60, bins=np.arange(60))
    return counts.diverted.sum(axis=(1, 2, 3))


@pytest.mark.parametrize(("lower", "higher"), [(0.0, 0.3), (0.5, 0.8), (0.8, 0.85), (0.85, 1.0)])
def test_a_lower_cap_never_diverts_fewer(town: Towns, lower: float, higher: float) -> None:
    tighter = daily(town(lanes=16, factor=lower, sends_back=False))
    looser = daily(town(lanes=16, factor=higher, sends_back=False))
    assert (tighter >= looser).all()
    assert tighter.sum() > looser.sum()


def test_everyone_the_baseline_diverts_comes_at_the_same_moment_under_the_cap(town: Towns) -> None:
    def arrivals(factor: float) -> set[float]:
        network = town(lanes=1, factor=factor, sends_back=False)
        counts = run(network, seed=5, streams=[0], days=20, trace=True)
        return {p.arrival for p in counts.passages if p.site == "line"}

    baseline, scenario = arrivals(1.0), arrivals(0.8)
    assert baseline < scenario


def test_fewer_arrivals_are_a_thinning_of_more() -> None:
    def arrivals(rate: float) -> set[float]:
        site = Site("a", ("x",), {"x": Law.constant(0.1)}, {"x": Arrivals([[rate]], 24.0, 10.0)})
        counts = run(Network(24.0, (site,)), seed=1, streams=[0], days=10, trace=True)
        return {p.arrival for p in counts.passages}

    assert arrivals(4.0) < arrivals(5.0) < arrivals(10.0)


def test_pairing_shrinks_the_variance_of_a_difference(town: Towns) -> None:
    def total(factor: float, first: int) -> np.ndarray:
        network = town(lanes=32, factor=factor)
        counts = run(network, seed=1, streams=np.arange(first, first + 32), days=182)
        return counts.sites[:, 1:, :, 0].sum(axis=(0, 1, 2))

    paired = total(0.95, 0) - total(1.0, 0)
    unpaired = total(0.95, 100) - total(1.0, 0)
    assert paired.var() * 5 < unpaired.var()


def test_more_servers_serve_the_same_people_sooner() -> None:
    def waits(servers: int) -> dict[float, float]:
        arrivals = {"x": Arrivals([[2.8]], 24.0, 3.0)}
        site = Site("a", ("x",), {"x": Law.lognormal(1, 0.8)}, arrivals, Calendar.constant(servers))
        counts = run(Network(24.0, (site,)), seed=1, streams=[0], days=20, trace=True)
        return {p.arrival: p.start - p.arrival for p in counts.passages if p.start is not None}

    three, four = waits(3), waits(4)
    assert set(three) <= set(four)
    assert all(four[arrival] <= wait + 1e-9 for arrival, wait in three.items())
