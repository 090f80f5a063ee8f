"""Ways back: people return to the clinic of their home, as many a day as it takes back."""

import numpy as np
import pytest
from tests.unit.flow.test_both_arms import assert_same

from knockon.flow import run, run_both
from knockon.flow.model import (
    Arrivals,
    Back,
    Calendar,
    Chain,
    Clinic,
    DailyArrivals,
    Diversion,
    End,
    Law,
    Network,
    Retry,
    Route,
    Site,
    Slots,
    To,
)
from knockon.flow.reference import run_reference
from knockon.flow.results import CLINIC_FIELDS

HOMES, LANES, DAYS = 90, 3, 4
ASKED = {"seed": 5, "streams": range(LANES), "days": DAYS}
EVENINGS = tuple((at, at + 0.5, 1 / 20) for at in np.arange(8.0, 18.0, 0.5))
"""More bands than anybody needs, so that which of them somebody comes in is seldom easy to see."""


def living() -> np.ndarray:
    """Where people live, by lane: unevenly, and nobody in the first homes, the last and another."""
    shares = np.random.default_rng(3).exponential(size=(HOMES, LANES))
    shares[[0, 1, 30, HOMES - 1]] = 0.0
    return shares / shares.sum(axis=0)


def practice(home: int, slots: float) -> Clinic:
    return Clinic(
        f"practice {home}",
        ("all",),
        arrivals={"all": DailyArrivals([[3.0]])},
        slots={"all": Slots.exactly([[slots]])},
        unseen={"all": Chain((Retry([0.2]), To("line", [0.8], "call")))},
        open=np.array([True, True, False]),
        home=home,
    )


def county(slots: float = 2.5) -> Network:
    """Many practices, and a line whose people return to them: some as far as there is room."""
    routes = (Route("slots", [0.5]), Route("any time", [0.3]), Route("desk", [0.2]))
    line = Site(
        "line",
        ("call",),
        {"call": Law.exponential(0.2)},
        {"call": Arrivals([[12.0]], 24.0, 15.0)},
        Calendar.constant(6),
        when_served={"call": routes},
        home_shares=living(),
    )
    ways = (
        Back("slots", "all", np.full((HOMES, 1), 0.7), "elsewhere"),
        Back("any time", "all"),
        End("desk", ("any time", [0.5])),
        End("elsewhere"),
    )
    practices = (practice(home, slots) for home in range(HOMES))
    hours = (Diversion("line", EVENINGS),)
    return Network(24.0, (*practices, line), ways, hours, homes=HOMES, lanes=LANES)


@pytest.fixture(scope="module")
def usual() -> Network:
    return county()


def test_everybody_returns_to_the_home_that_a_plain_search_finds(usual: Network) -> None:
    assert_same(run(usual, **ASKED), run_reference(usual, **ASKED))


def test_both_arms_take_back_whom_each_would_by_itself(usual: Network) -> None:
    fewer = county(slots=2.0)
    both = run_both(usual, fewer, **ASKED)
    for found, network in zip(both, (usual, fewer), strict=True):
        assert_same(found, run(network, **ASKED))


def test_whoever_returns_is_due_when_their_practice_is_next_open(usual: Network) -> None:
    counts = run(usual, bins=np.arange(DAYS), **ASKED)
    due = counts.clinics[:, :, 0, CLINIC_FIELDS.index("followups")].sum(axis=1)
    returned = counts.backs[:, :, 0].sum(axis=1)
    np.testing.assert_array_equal(due[1], returned[0])
    np.testing.assert_array_equal(due[2], 0)
    np.testing.assert_array_equal(due[3], returned[1] + returned[2])


def test_only_where_there_is_a_limit_does_anybody_go_elsewhere(usual: Network) -> None:
    counts = run(usual, **ASKED)
    overflowed = counts.backs[:, :, 1]
    assert overflowed[:, 0].sum() > 0
    assert overflowed[:, 1].sum() == 0
    elsewhere = counts.ends[:, 1, :2].sum(axis=1)
    np.testing.assert_array_equal(elsewhere, overflowed[:, 0])
