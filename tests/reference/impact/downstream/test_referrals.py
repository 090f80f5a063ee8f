"""Referrals, letters and Advice and Guidance against their equations."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.impact.downstream.worlds import (
    GP_CONTACTS,
    WEEKS,
    Setting,
    Way,
    a_week,
    found,
)

R, MADE, BACK = "outpatients", "gp_referrals", "letters_returned"
CLOSE = {"rtol": 1e-6, "atol": 1e-6}


@pytest.mark.parametrize(("eta", "kept"), [(0.3, 0.9), (-0.25, 0.9), (1.0, 0.5), (0.3, 1.1)])
def test_referrals_answer_to_contacts_by_eta(setting: Setting, eta: float, kept: float) -> None:
    """R = R0 [1 + eta (S/S0 - 1)]: of a tenth fewer contacts, three hundredths fewer referrals."""
    world = setting.world(kept=kept, eta_ref=eta)
    made = found(world, R, MADE)
    usual = np.broadcast_to(a_week(world, "ref"), made.baseline.shape)
    np.testing.assert_allclose(made.baseline, usual, **CLOSE)
    np.testing.assert_allclose(made.scenario, usual * (1 + eta * (kept - 1)), **CLOSE)


def test_referrals_are_never_below_nothing(setting: Setting) -> None:
    made = found(setting.world(kept=0.1, eta_ref=1.5), R, MADE)
    assert made.scenario.min() == 0.0


def test_ending_rationing_raises_referrals_by_its_share(setting: Setting) -> None:
    """R = R0 (1 + a d): only of those who do it, from the week they begin."""
    world = setting.world({"stop_rationing": Way(practices=(1, 4), start=14)}, d_ration=0.03)
    made = found(world, R, MADE)
    expected = np.zeros_like(made.change)
    expected[2:, [1, 4]] = 0.03 * a_week(world, "ref")[:, [1, 4]]
    np.testing.assert_allclose(made.change, expected, **CLOSE)


def test_both_ways_at_once_multiply(setting: Setting) -> None:
    world = setting.world({"stop_rationing": Way()}, kept=0.8, eta_ref=0.5, d_ration=0.1)
    made = found(world, R, MADE)
    np.testing.assert_allclose(made.scenario, made.baseline * 0.9 * 1.1, **CLOSE)


def test_a_part_of_a_week_counts_as_that_part(setting: Setting) -> None:
    """Who begins on a Thursday acts four sevenths of the week."""
    world = setting.world({"stop_rationing": Way(start=3)}, d_ration=0.07)
    made = found(world, R, MADE)
    np.testing.assert_allclose(made.change[0], 0.04 * made.baseline[0], **CLOSE)


def test_advice_not_asked_for_becomes_referrals_by_ag_div(setting: Setting) -> None:
    """Requests fall by a A; of those, ``ag_div`` are referrals; ``ag_stop`` is not used as well."""
    world = setting.world({"stop_advice_and_guidance": Way(practices=(0,))}, ag_div=0.4, ag_stop=9)
    asked, made = found(world, "advice_and_guidance", "requests"), found(world, R, MADE)
    usual = a_week(world, "ag")[0, 0, 0]
    np.testing.assert_allclose(asked.change[:, 0], -usual, **CLOSE)
    np.testing.assert_allclose(made.change[:, 0], 0.4 * usual, **CLOSE)
    assert not asked.change[:, 1:].any()
    assert not made.change[:, 1:].any()


def test_published_figures_stand_before_rates(setting: Setting) -> None:
    """Published referrals, requests and diverted ones, spread over practices by their lists."""
    known = setting.with_baselines(
        outpatients__gp_referrals=500.0,
        advice_and_guidance__requests=90.0,
        advice_and_guidance__diverted=30.0,
    )
    world = known.world({"stop_advice_and_guidance": Way()}, ref=0.0, ag=0.0, ag_div=0.0)
    made, asked = found(world, R, MADE), found(world, "advice_and_guidance", "requests")
    np.testing.assert_allclose(made.weekly("baseline"), 500.0, **CLOSE)
    np.testing.assert_allclose(made.weekly("scenario"), 530.0, **CLOSE)
    np.testing.assert_allclose(asked.weekly("baseline"), 90.0, **CLOSE)
    assert not asked.scenario.any()
    part = world.registered[0, :, 0] / world.registered.sum()
    np.testing.assert_allclose(made.baseline[0, :, 0], 500.0 * part, **CLOSE)


def test_everybody_referred_is_one_referral_a_gp_contact(setting: Setting) -> None:
    """For four weeks and no longer, and only where a practice does it."""
    world = setting.world({"refer_every_patient": Way(practices=(2,), start=7, end=35)})
    made = found(world, R, MADE)
    np.testing.assert_allclose(made.scenario[1:5, 2], GP_CONTACTS, **CLOSE)
    assert not np.delete(made.change, 2, axis=1).any()
    assert not made.change[[0, *range(5, WEEKS)]].any()


def test_letters_that_come_back(setting: Setting) -> None:
    """R l b of those who write letters; l is nothing unless an assessment gives it."""
    world = setting.world({"referral_route": Way(practices=(3,))}, letter_sh=0.4, letter_back=0.5)
    back, made = found(world, R, BACK), found(world, R, MADE)
    np.testing.assert_allclose(back.scenario[:, 3], 0.2 * made.scenario[:, 3], **CLOSE)
    assert not back.baseline.any()
    assert not made.change.any()
    unasked = setting.world({"referral_route": Way(practices=(3,))})
    assert not found(unasked, R, BACK).scenario.any()
