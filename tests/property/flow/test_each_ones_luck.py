"""What the engine promises of luck, clause by clause: who has which, and what never shifts it.

1. Every decision's luck is its own: consumed whether or not it happens, kept on being sent on.
2. Own arrivals are a thinning of candidates at a ceiling; extra people come with keys of their own.
3. Inverses of distribution functions: one uniform strictly inside (0, 1), more gives more.

Clauses 4 to 6 are in `test_same_luck.py`; the laws of the samplers are held against exact ones in
the reference tests.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from knockon.flow import Passage, draws, run
from knockon.flow.model import (
    Arrivals,
    Calendar,
    Chain,
    Clinic,
    DailyArrivals,
    Diversion,
    Law,
    Network,
    Route,
    Site,
    To,
    Ward,
)

DAY = 24.0
HOURS = (Diversion("first", ((8.0, 18.0, 1.0),)),)


def first(**differs: Any) -> Site:
    plain: dict[str, Any] = {
        "service": {"x": Law.lognormal(1.0, 1.0)},
        "arrivals": {"x": Arrivals([[2.0]], DAY, 4.0)},
        "when_served": {"x": (Route("second", [0.5]),)},
    }
    return Site("first", ("x",), **{**plain, **differs})


def second() -> Site:
    return Site("second", ("x",), {"x": Law.lognormal(2.0, 1.0)})


def passages(*stations: Any, **asked: Any) -> tuple[Passage, ...]:
    network = Network(DAY, stations, **asked)
    return run(network, seed=4, streams=[0], days=10, trace=True).passages


def at(site: str, found: tuple[Passage, ...]) -> dict[float, float]:
    """How long those served at a site were in service, by when they came (to the microsecond)."""
    return {
        round(p.arrival, 6): round(p.end - p.start, 6)
        for p in found
        if p.site == site and p.start is not None and p.end is not None
    }


def sender(people: float) -> Clinic:
    unseen = {"x": Chain((To("first", [1.0]),))}
    arrivals = {"x": DailyArrivals([[people]], "fixed")}
    return Clinic("sender", ("x",), arrivals, capacity=[[0.0]], unseen=unseen)


def test_clause_1_people_inserted_change_nobody_elses_times() -> None:
    alone = at("first", passages(sender(0.0), first(), second(), diversions=HOURS))
    among = at("first", passages(sender(5.0), first(), second(), diversions=HOURS))
    assert alone.items() < among.items()


def test_clause_1_a_decision_is_drawn_whether_or_not_it_is_taken() -> None:
    patient = at("first", passages(first(), second()))
    impatient = at("first", passages(first(patience={"x": Law.exponential(9.0)}), second()))
    fewer = at("first", passages(first(when_served={}), second()))
    assert patient == impatient == fewer


def test_clause_1_people_keep_their_key_when_sent_on() -> None:
    """Those a smaller share sends on are some of those a larger sends, and take as long there."""
    some = passages(first(when_served={"x": (Route("second", [0.3]),)}), second())
    more = passages(first(when_served={"x": (Route("second", [0.6]),)}), second())
    assert at("second", some).items() < at("second", more).items()


def test_clause_1_a_stay_in_bed_is_the_persons_however_long_they_waited_for_it() -> None:
    """Twice as many beds: everybody who had one in the first run still leaves as they would."""
    arrivals = Arrivals([[0.2]], DAY, 1.0)

    def bed_days(beds: int | None) -> tuple[int, float]:
        ward = Ward("beds", [0.25], beds=None if beds is None else [beds], arrivals=arrivals)
        counts = run(Network(DAY, (ward,)), seed=4, streams=[0], days=400)
        assert counts.ward("beds", "waiting")[-1, 0] == 0
        midnights = counts.ward("beds", "occupied")[:, 0].sum()
        return int(counts.ward("beds", "admitted").sum()), float(midnights)

    assert bed_days(60) == bed_days(None)
    assert bed_days(25)[0] == bed_days(None)[0]


@pytest.mark.parametrize("station", ["site", "ward"])
def test_clause_2_own_arrivals_are_a_thinning(station: str) -> None:
    def arrived(rate: float) -> np.ndarray:
        arrivals = Arrivals([[rate], [1.0]], 12.0, 6.0)
        if station == "ward":
            network = Network(DAY, (Ward("w", [1.0], arrivals=arrivals),), lanes=4)
            counts = run(network, seed=4, streams=range(4), days=30)
            return counts.ward("w", "arrived")
        network = Network(DAY, (first(arrivals={"x": arrivals}), second()), lanes=4)
        counts = run(network, seed=4, streams=range(4), days=30)
        return counts.site("first", "x", "arrived")

    assert (arrived(2.0) <= arrived(3.0)).all()
    assert (arrived(3.0) <= arrived(6.0)).all()


def test_clause_2_of_those_sent_for_one_cause_more_contain_fewer() -> None:
    plain = first(arrivals={})
    fewer = at("first", passages(sender(3.0), plain, second(), diversions=HOURS))
    more = at("first", passages(sender(4.0), plain, second(), diversions=HOURS))
    assert fewer.items() < more.items()
    assert (len(fewer), len(more)) == (30, 40)


def test_clause_2_a_ceiling_is_the_systems_and_changing_it_is_other_luck() -> None:
    low = at("first", passages(first(), second()))
    high = at("first", passages(first(arrivals={"x": Arrivals([[2.0]], DAY, 5.0)}), second()))
    assert not low.items() <= high.items()


def test_clause_3_uniforms_lie_strictly_inside_and_so_do_their_complements() -> None:
    for word in (0, 1, (1 << 64) - 1, 1 << 63, (1 << 31) - 1, 1 << 32):
        for u in (draws.high(word), draws.low(word)):
            assert 0.0 < u < 1.0
            assert 0.0 < 1.0 - u < 1.0


def test_clause_3_longer_services_are_longer_for_each_person() -> None:
    short = at("first", passages(first(), second()))
    slow = first(service={"x": Law.lognormal(1.5, 1.5)})
    long = at("first", passages(replace(slow, servers=Calendar.constant(900)), second()))
    assert all(long[arrival] >= took for arrival, took in short.items() if arrival in long)
