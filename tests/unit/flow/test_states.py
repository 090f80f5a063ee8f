"""A warm-up is worked once: its end is kept, saved, and gone on from by any scenario."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knockon.errors import KnockonError
from knockon.flow import State, run
from knockon.flow.model import (
    Arrivals,
    Back,
    Calendar,
    Clinic,
    DailyArrivals,
    Law,
    Network,
    Route,
    Site,
    WaitingList,
    Ward,
)

ASKED: dict[str, Any] = {"seed": 1, "streams": [0, 1]}


def network(*, places: float = 9.0, name: str = "ed") -> Network:
    clinic = Clinic("clinic", ("x",), {"x": DailyArrivals([[10.0]])}, capacity=[[places]])
    site = Site(
        name,
        ("x",),
        {"x": Law.lognormal(3.0, 2.0)},
        {"x": Arrivals([[1.5]], 24.0, 2.0)},
        Calendar([0.0, 8.0], 24.0, [[4], [6]]),
        when_served={"x": (Route("ward", [0.3]), Route("list", [0.3]))},
    )
    ward = Ward("ward", [0.2, 0.1], beds=[40])
    waiting = WaitingList("list", [0.1], 2, 3)
    return Network(24.0, (clinic, site, ward, waiting), lanes=2)


def warmed(days: int = 30) -> State:
    state = run(network(), **ASKED, days=days, keep=True).state
    assert state is not None
    return state


def test_without_asking_no_state_is_kept() -> None:
    assert run(network(), **ASKED, days=1).state is None


def test_going_on_from_a_state_is_the_longer_run() -> None:
    whole = run(network(), **ASKED, days=50, bins=range(50))
    rest = run(network(), **ASKED, days=20, bins=range(20), start=warmed())
    for part in ("clinics", "sites", "wards"):
        assert np.array_equal(getattr(whole, part)[30:], getattr(rest, part))
    assert np.array_equal(whole.lists[-3:], rest.lists)


def test_a_scenario_branches_from_the_state_of_the_baseline() -> None:
    state = warmed()
    baseline = run(network(), **ASKED, days=20, bins=range(20), start=state)
    scenario = run(network(places=7.0), **ASKED, days=20, bins=range(20), start=state)
    assert np.array_equal(baseline.sites, scenario.sites)
    waiting = [run_.clinic("clinic", "x", "waiting") for run_ in (baseline, scenario)]
    assert (waiting[0] <= waiting[1]).all()


def test_a_state_is_saved_and_read_again(tmp_path: Path) -> None:
    state = warmed()
    state.save(tmp_path / "warm")
    assert State.load(tmp_path / "warm") == state


@pytest.mark.parametrize("spoilt", [b"", b"no state", b"{}\n", b"[1]\n"])
def test_what_is_no_state_is_refused(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "warm").write_bytes(spoilt)
    with pytest.raises(KnockonError) as refused:
        State.load(tmp_path / "warm")
    assert refused.value.code == "K432"


def test_a_state_cut_short_is_refused(tmp_path: Path) -> None:
    state = warmed()
    state.save(tmp_path / "warm")
    (tmp_path / "warm").write_bytes((tmp_path / "warm").read_bytes()[:-8])
    with pytest.raises(KnockonError) as refused:
        State.load(tmp_path / "warm")
    assert refused.value.code == "K432"
    with pytest.raises(KnockonError) as also:
        run(network(), **ASKED, days=1, start=replace(state, content=state.content[:-8]))
    assert also.value.code == "K432"


@pytest.mark.parametrize("differs", [{"seed": 2}, {"streams": [0, 2]}])
def test_the_state_of_other_draws_is_refused(differs: dict[str, Any]) -> None:
    state = warmed(2)
    with pytest.raises(KnockonError) as refused:
        run(network(), **{**ASKED, **differs}, days=1, start=state)
    assert refused.value.code == "K432"


def test_the_state_of_other_stations_is_refused() -> None:
    state = warmed(2)
    with pytest.raises(KnockonError) as refused:
        run(network(name="other"), **ASKED, days=1, start=state)
    assert refused.value.code == "K432"


@pytest.mark.parametrize("day", [-1, 2**60, "1", 1.0, None])
def test_a_state_of_no_day_is_refused(day: Any) -> None:
    with pytest.raises(KnockonError) as refused:
        replace(warmed(2), day=day)
    assert refused.value.code == "K432"


def crowded(routes: tuple[Route, ...], *, homes: list[float] | None = None) -> Network:
    """A site whose people need the one bed of a ward, or not."""
    clinic = Clinic("clinic", ("x",), {"x": DailyArrivals([[10.0]])}, capacity=[[9.0]], home=0)
    site = Site(
        "ed",
        ("x",),
        {"x": Law.constant(30.0)},
        {"x": Arrivals([[1.5]], 24.0, 2.0)},
        Calendar.constant(9),
        when_served={"x": routes},
        home_shares=homes,
    )
    back = Back("home", "x")
    return Network(24.0, (clinic, site, Ward("ward", [0.2], [1])), (back,), homes=1, lanes=2)


TO_BED, HOME = Route("ward", [0.5]), Route("home", [0.5])


@pytest.mark.parametrize(
    ("scenario", "because"),
    [
        (crowded(()), "who boards has no ward to board for"),
        (crowded((TO_BED, HOME), homes=[1.0]), "who is served has no home to go to"),
    ],
)
def test_a_scenario_in_which_somebody_has_nowhere_to_go_is_refused(
    scenario: Network, because: str
) -> None:
    state = run(crowded((TO_BED,)), **ASKED, days=5, keep=True).state
    with pytest.raises(KnockonError) as refused:
        run(scenario, **ASKED, days=5, start=state)
    assert refused.value.code == "K432", because


def test_a_share_of_nobody_keeps_those_who_board() -> None:
    state = run(crowded((TO_BED,)), **ASKED, days=5, keep=True).state
    rest = run(crowded((Route("ward", [0.0]),)), **ASKED, days=5, start=state)
    assert rest.ward("ward", "boarding")[0].any()
    assert not rest.ward("ward", "boarded").any()


def test_a_run_ends_within_two_thousand_years() -> None:
    state = replace(warmed(2), day=999_999)
    with pytest.raises(KnockonError) as refused:
        run(network(), **ASKED, days=2, start=state)
    assert refused.value.code == "K421"
