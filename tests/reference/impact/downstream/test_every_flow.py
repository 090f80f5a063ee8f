"""What holds of every flow: no action, no change; copies add up; nothing is looked at in vain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from tests.reference.impact.downstream.worlds import PRACTICES, Setting, Way, doubled

from knockon.impact.downstream import downstream
from knockon.impact.downstream.both import PARTS_OF_ONE, Both
from knockon.impact.downstream.world import World
from knockon.impact.used import Used

EVERYTHING: Mapping[str, Way] = {
    "limit_daily_contacts": Way(),
    "stop_advice_and_guidance": Way(start=3),
    "stop_rationing": Way(),
    "refer_every_patient": Way(start=7, end=14),
    "referral_route": Way(),
    "switch_off_medicines_software": Way(),
    "withdraw_data_sharing": Way({"which": ("workforce",)}),
    "decline_new_shared_care": Way(),
    "stop_service": Way({"service": "phlebotomy", "patients": "all"}),
    "hand_back_existing": Way(start=10),
}
MOVED = {"kept": 0.9, "to_pharmacies": 8.0, "letter_sh": 0.3, "mh_crisis": 0.02}
PUBLISHED = {
    "outpatients__gp_referrals": 500.0,
    "advice_and_guidance__requests": 90.0,
    "diagnostics__requests": 600.0,
    "diagnostics__waiting_list": 2400.0,
    "pharmacy__consultations": 300.0,
}
CARRIED = {"wards": (), "ambulances": ()}
"""Beds and 999 left out: their volumes are carried forward with luck of each one's own."""
STILL = {("data", "registered"), ("community", "referrals")}
"""Counts no action moves."""


@pytest.fixture(scope="module")
def alone(setting: Setting) -> Setting:
    """The setting's practices and lists, without beds and 999."""
    return replace(setting, system=replace(setting.system, **CARRIED))


def test_no_action_changes_no_bit(setting: Setting) -> None:
    found = downstream(setting.with_baselines(**PUBLISHED).world())
    assert all(np.array_equal(both.baseline, both.scenario) for both in found.values())


def test_everything_at_once_moves_every_flow(alone: Setting) -> None:
    """So that none of the tests here holds of a flow for want of a change."""
    found = downstream(alone.with_baselines(**PUBLISHED).world(EVERYTHING, **MOVED))
    assert {key for key, both in found.items() if not both.change.any()} == STILL


def test_what_happens_later_leaves_earlier_weeks_alone(setting: Setting) -> None:
    ways = {action: Way(way.params, start=21) for action, way in EVERYTHING.items()}
    found = downstream(setting.world(ways, letter_sh=0.3, mh_crisis=0.02))
    assert all(np.array_equal(b.baseline[:3], b.scenario[:3]) for b in found.values())


@pytest.mark.parametrize("published", [{}, PUBLISHED])
def test_two_copies_of_a_system_give_twice_its_counts(
    alone: Setting, published: dict[str, float]
) -> None:
    """Draw by draw and week by week, in both arms."""
    known = alone.with_baselines(**published)
    moved = {**MOVED, "to_pharmacies": 0.0}
    one = downstream(known.world(EVERYTHING, **moved))
    two = downstream(doubled(known).world(EVERYTHING, **moved))
    assert one.keys() == two.keys()
    for key, both in two.items():
        for arm in ("baseline", "scenario"):
            np.testing.assert_allclose(
                both.weekly(arm), 2 * one[key].weekly(arm), rtol=1e-9, atol=1e-5, err_msg=str(key)
            )


def test_a_parameter_nobodys_action_needs_is_not_looked_at(setting: Setting) -> None:
    """So that the list of assumptions names only what a run stands on."""
    acting = {"ag_div", "d_ration", "letter_sh", "letter_back", "mo_sav", "mo_lag", "mh_crisis"}
    behind_contacts = {"eta_ref", "mh_gp"}
    assert not (acting | behind_contacts) & looked_at(setting.world())
    assert acting | behind_contacts <= looked_at(setting.world(EVERYTHING, **MOVED))


def looked_at(world: World) -> set[str]:
    """Return the symbols every flow together reads in a world."""
    used = Used(world.parameters)
    downstream(World(**{**vars(world), "parameters": used}))
    return set(used.seen)


def test_counts_add_up_to_the_last_digit_in_any_order() -> None:
    """Counts are whole multiples of one small part, so sums of them are exact."""
    luck = np.random.default_rng(1)
    both = Both(luck.random((2, 50, 3)) * 1e4, luck.random((2, 50, 3)))
    assert np.array_equal(np.rint(both.baseline * PARTS_OF_ONE), both.baseline * PARTS_OF_ONE)
    shuffled = both.baseline[:, luck.permutation(50)]
    assert np.array_equal(shuffled.sum(axis=1), both.baseline.sum(axis=1))


def test_counts_have_the_shape_of_the_world(setting: Setting) -> None:
    world = setting.world(EVERYTHING, **MOVED)
    wide = {"practices": PRACTICES, "sites": len(world.system.lists)}
    for both in downstream(world).values():
        expected = (world.weeks, world.draws)
        if both.where != "whole":
            expected = (world.weeks, wide[both.where], world.draws)
        assert both.scenario.shape == expected
