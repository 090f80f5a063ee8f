"""Who comes to a trust's beds, and by which way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reference.impact.boards import Board
from tests.unit.impact.conftest import Block

from knockon.flow.model import Network, Ward
from knockon.impact.admissions import Coming, coming, direct_admissions, door, slower
from knockon.impact.capacities import Fitted, fitted_from
from knockon.impact.horizon import WARM_UP_DAYS
from knockon.impact.network import Build, network
from knockon.impact.tally import capacity
from knockon.impact.wards import mean_nights
from knockon.system.values import Ward as Beds


@pytest.fixture(scope="module")
def build(block: Block, board: Board) -> Build:
    """The block with its fitted capacities."""
    return Build(board.system, fitted_from(board.fit), block.baseline, seed=1)


@pytest.fixture(scope="module")
def beds(board: Board) -> Beds:
    """The made-up trust's beds."""
    return board.system.wards[0]


@pytest.fixture(scope="module")
def who(build: Build, beds: Beds) -> Coming:
    """Who comes to them."""
    lanes = build.baseline.lanes
    fitted = build.fitted.wards[beds.id]
    return coming(beds, fitted, build.baseline.known, lanes.parameters, build.luck)


def emergencies(build: Build, beds: Beds) -> np.ndarray:
    """Emergency admissions expected on each day, through departments and directly."""
    known = build.baseline.known
    through = sum(known.published[ed].sum(axis=1) * known.admitted[ed] for ed in beds.departments)
    return through + direct_admissions(beds, known.horizon, build.luck)


def blocked(build: Build) -> Build:
    """The same where every ward has an exit block."""
    wards = {name: replace(w, exit_block=True) for name, w in build.fitted.wards.items()}
    return replace(build, fitted=replace(build.fitted, wards=wards))


def station(net: Network, name: str):
    return next(s for s in net.stations if s.name == name)


def test_beds_are_as_full_as_published_at_the_admissions_of_the_run(
    build: Build, beds: Beds, who: Coming
) -> None:
    """Little's law, whatever growth is drawn: a day's people times their stay fill the beds."""
    zero = build.baseline.lanes.parameters["zero"]
    overnight = emergencies(build, beds)[WARM_UP_DAYS:].mean(axis=0) * (1.0 - zero)
    fitted = build.fitted.wards[beds.id]
    load = np.interp(build.baseline.lanes.parameters["esc_bed"], fitted.escalation, fitted.load)
    assert who.stays.overnight == pytest.approx(overnight)
    filled = (overnight + who.stays.planned) * mean_nights(who.stays.hazard)
    assert filled == pytest.approx(beds.occupied * load, rel=1e-6)


def test_planned_care_takes_what_emergencies_leave(build: Build, beds: Beds, who: Coming) -> None:
    """So many come on every Monday, and so on, but on days when emergencies alone are more."""
    horizon, zero = build.baseline.known.horizon, build.baseline.lanes.parameters["zero"]
    everybody = emergencies(build, beds) * (1.0 - zero) + who.planned.sum(axis=1)
    usual = (who.stays.overnight + who.stays.planned) * np.asarray(beds.admissions.weekday)[
        horizon.weekday
    ][:, None]
    given_way = who.planned.sum(axis=1) == 0.0
    assert np.allclose(everybody[~given_way], usual[~given_way])
    assert (everybody[given_way] >= usual[given_way]).all()


def test_direct_admissions_are_the_share_not_through_departments(build: Build, beds: Beds) -> None:
    found = direct_admissions(beds, build.baseline.known.horizon, build.luck)
    whole = direct_admissions(
        replace(beds, through_ed=0.0), build.baseline.known.horizon, build.luck
    )
    assert found == pytest.approx((1.0 - beds.through_ed) * whole)


def test_admitted_people_wait_at_the_door(build: Build, beds: Beds) -> None:
    net, zero = network(build), build.baseline.lanes.parameters["zero"]
    (route,) = station(net, beds.departments[0]).when_served["admitted"]
    assert route.to == door(beds.id)
    assert route.share == pytest.approx(1.0 - zero)
    assert station(net, door(beds.id)).servers is None
    assert not station(net, door(beds.id)).arrivals


def test_with_an_exit_block_they_hold_their_space(build: Build, beds: Beds) -> None:
    net = network(blocked(build))
    (route,) = station(net, beds.departments[0]).when_served["admitted"]
    assert route.to == beds.id
    assert list(station(net, door(beds.id)).arrivals) == ["direct"]


def test_the_same_people_come_to_the_beds_either_way(build: Build, beds: Beds) -> None:
    def rates(net: Network) -> np.ndarray:
        own = station(net, beds.id).arrivals.rates
        return own + sum(a.rates for a in station(net, door(beds.id)).arrivals.values())

    assert rates(network(build)) == pytest.approx(rates(network(blocked(build))))


def test_older_folders_have_no_wards(build: Build) -> None:
    """Where wards are not fitted a department's people go home when it has done with them."""
    fitted = Fitted(build.fitted.departments, build.fitted.lines)
    net = network(replace(build, fitted=fitted))
    assert net.wards == ()
    assert not any(s.name.endswith("-door") for s in net.stations)
    eds = [s for s in net.sites if "admitted" in s.classes]
    assert [s.when_served["admitted"] for s in eds] == [()] * len(eds)


def test_what_a_ward_holds_is_every_bed_that_can_be_opened(
    build: Build, beds: Beds, block: Block
) -> None:
    found = capacity(network(build), block.ground.horizon)[beds.id]
    more = 1.0 + block.lanes.parameters["esc_bed"]
    assert found.shape == (block.ground.horizon.weeks, block.lanes.count)
    assert found[-1] == pytest.approx(beds.beds * more, abs=0.5)


def test_slower_discharge_lowers_every_chance_of_leaving(build: Build, beds: Beds) -> None:
    usual = station(network(build), beds.id)
    assert isinstance(usual, Ward)
    slow = slower(usual, np.full(1, 0.05))
    assert slow.hazard == pytest.approx(0.95 * usual.hazard)
    nights = [mean_nights(np.asarray(one.hazard)) for one in (usual, slow)]
    assert (nights[1] >= nights[0] / 0.95).all(), "long stays, whose chances are small, grow most"
