"""More uptake takes in the same practices and more, whatever the numbers."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.impact.draws import Design
from knockon.impact.uptake import Members, Taking, takes
from knockon.plans.assessment import Assessment, Phase, Uptake

MONDAY = date(2026, 12, 7)
POINTS = np.arange(32)
MEMBERS = Members(
    tuple(f"J{n:05d}" for n in range(12)), tuple(f"U{n // 3:05d}" for n in range(12)), MONDAY
)
DAYS = np.arange(0, 182, 7)
shares = st.floats(0, 1)


def taking(share: float, seed: int, rho: float, icc: float, until: date | None) -> Taking:
    phase = Phase(Uptake(share, share, share), MONDAY, until, reverting=0.5)
    asked = Assessment("A", "s", MONDAY, 26, 32, seed, (("b", 1.0),), uptake={"limit": (phase,)})
    values = {"rho_act": rho, "icc_pcn": icc, "L0": 0.33, "ramp": 12.0, "ramp_rate": 3.0}
    drawn = {symbol: np.full(32, value) for symbol, value in values.items()}
    return takes(asked, MEMBERS, drawn, Design(seed, ("uptake.limit",), POINTS), POINTS)


@settings(max_examples=60, deadline=None)
@given(
    pair=st.tuples(shares, shares),
    seed=st.integers(0, 2**63 - 1),
    rho=shares,
    icc=shares,
    until=st.sampled_from([None, date(2027, 2, 1)]),
)
def test_a_larger_share_contains_the_smaller_practice_by_practice(
    pair: tuple[float, float], seed: int, rho: float, icc: float, until: date | None
) -> None:
    less, more = (taking(share, seed, rho, icc, until) for share in sorted(pair))
    assert not (less.acting("limit", DAYS) & ~more.acting("limit", DAYS)).any()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**63 - 1))
def test_nobody_acts_at_a_share_of_0_and_everybody_at_1(seed: int) -> None:
    assert not taking(0.0, seed, 0.5, 0.1, None).acting("limit", DAYS).any()
    phase = Phase(Uptake(1, 1, 1), MONDAY, ramp_weeks=0)
    asked = Assessment("A", "s", MONDAY, 26, 32, seed, (("b", 1.0),), uptake={"limit": (phase,)})
    values = {"rho_act": 0.5, "icc_pcn": 0.1, "L0": 0.33, "ramp": 12.0, "ramp_rate": 3.0}
    drawn = {symbol: np.full(32, value) for symbol, value in values.items()}
    design = Design(seed, ("uptake.limit",), POINTS)
    assert takes(asked, MEMBERS, drawn, design, POINTS).acting("limit", DAYS).all()
