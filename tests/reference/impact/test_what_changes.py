"""What must change, and what must not, when practices limit contacts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.reference.impact.boards import MONDAY, Board, capped

from knockon.flow import blocks_of, run
from knockon.impact import simulate as runs
from knockon.impact.tally import Tally
from knockon.impact.told import Told
from knockon.plans.assessment import KnownPosition, Phase, Uptake

if TYPE_CHECKING:
    from knockon.flow import Counts
    from knockon.flow.model import Network

NOTHING = {
    f"behaviour.{s}.{k}": (0.0, 0.0, 0.0)
    for s, services in {
        "gpps-2026": ("ed", "nhs111", "utc", "pharmacy", "self_care"),
    }.items()
    for k in services
}
NOBODY_CALLS_999 = {"amb_disp": (0.0, 0.0, 0.0)}


def everything(arm: Tally) -> dict[str, np.ndarray]:
    """Return every array of an arm by a name."""
    return {
        **{f"weekly {k}": v for k, v in arm.weekly.items()},
        **{f"place {k}": v for k, v in arm.by_place.items()},
        **{f"weekday {k}": v for k, v in arm.by_weekday.items()},
        **{f"went {k}": v for k, v in arm.went_to.items()},
        **{f"ends {k}": v for k, v in arm.ends.items()},
        **{f"accounts {k}": v for k, v in arm.accounts.items()},
        "displaced": arm.displaced,
    }


def same(told: Told, services: tuple[str, ...] | None = None) -> bool:
    """Return whether both arms are equal to the bit (for some services, or altogether)."""
    one, other = everything(told.arms.baseline), everything(told.arms.scenario)
    chosen = [n for n in one if services is None or any(f"('{s}'" in n for s in services)]
    return all(np.array_equal(one[name], other[name]) for name in chosen)


def test_no_action_changes_no_bit(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an action the scenario is the baseline, even when it is really run again."""
    worked = []

    def one_by_one(*networks: Network, **asked: Any) -> list[Counts]:
        worked.extend(networks)
        return [run(network, **asked) for network in networks]

    monkeypatch.setattr(runs, "run_both", one_by_one)
    monkeypatch.setattr(runs, "anything_changes", lambda _: True)
    told = board.run(capped(uptake={}))
    assert len(worked) == 2 * len(blocks_of(told.future.count))
    assert same(told)


def test_both_arms_at_once_are_both_arms_one_by_one(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole assessment comes out alike to the bit, however its arms are run."""
    at_once = board.run(capped(cap=15))
    monkeypatch.setattr(
        runs, "run_both", lambda one, other, **asked: [run(n, **asked) for n in (one, other)]
    )
    apart = board.run(capped(cap=15))
    for arm in ("baseline", "scenario"):
        one, other = (everything(getattr(told.arms, arm)) for told in (at_once, apart))
        assert all(np.array_equal(one[name], other[name]) for name in one)


def test_a_cap_above_everyone_changes_nothing(board: Board) -> None:
    assert same(board.run(capped(cap=100_000)))


def test_a_cap_that_binds_changes_something(board: Board) -> None:
    told = board.run(capped(cap=15))
    assert not same(told)
    assert told.arms.scenario.accounts["seen_in_practice"].sum() < (
        told.arms.baseline.accounts["seen_in_practice"].sum()
    )


def test_where_nobody_turns_elsewhere_no_other_service_changes(board: Board) -> None:
    """Every unseen contact does nothing: all change stays inside the practice."""
    asked = capped(
        cap=15,
        behaviours=(("gpps-2026", 1.0),),
        overrides=NOTHING | NOBODY_CALLS_999,
    )
    told = board.run(asked)
    assert same(told, ("ed", "utc", "nhs111"))
    assert not same(told, ("practice",))


def test_more_uptake_never_displaces_fewer(board: Board) -> None:
    """With the ways back to practices shut: in each draw and practice, over the whole horizon."""
    displaced = []
    for share in (0.0, 0.2, 0.5, 0.8, 1.0):
        phase = Phase(Uptake(share, share, share), MONDAY, params={"cap": 15}, ramp_weeks=2)
        asked = capped(uptake={"limit_daily_contacts": (phase,)})
        displaced.append(board.run(asked, routes_back=False).arms.scenario.displaced)
    steps = [more - fewer for fewer, more in pairwise(displaced)]
    assert all((step >= 0).all() for step in steps)
    assert (displaced[-1] > displaced[0]).any()


def test_every_contact_is_accounted_for(board: Board) -> None:
    arms = board.run(capped(cap=12)).arms
    assert arms.baseline.imbalance() == arms.scenario.imbalance() == 0


def test_known_practices_act_whatever_the_uptake(board: Board) -> None:
    """A practice known to act acts in every draw; one known not to never does."""
    acts, does_not = (b.practice.ods_code for b in board.system.practices[:2])
    known = {
        acts: {"limit_daily_contacts": KnownPosition(taking=True, params={"cap": 12})},
        does_not: {"limit_daily_contacts": KnownPosition(taking=False)},
    }
    nobody = Phase(Uptake(0.0, 0.0, 0.0), MONDAY, params={"cap": 12}, ramp_weeks=0)
    told = board.run(
        capped(known=known, uptake={"limit_daily_contacts": (nobody,)}), routes_back=False
    )
    change = told.arms.scenario.displaced - told.arms.baseline.displaced
    assert (change[0] > 0).any()
    assert not change[1:].any()


def test_a_phase_that_ends_leaves_the_weeks_before_it_alone(board: Board) -> None:
    """What happens before an action starts is untouched by it, to the bit."""
    later = Phase(Uptake(1.0, 1.0, 1.0), MONDAY + timedelta(weeks=2), params={"cap": 12})
    told = board.run(capped(uptake={"limit_daily_contacts": (replace(later, ramp_weeks=0),)}))
    for key, before in told.arms.baseline.weekly.items():
        assert np.array_equal(before[:2], told.arms.scenario.weekly[key][:2]), key
