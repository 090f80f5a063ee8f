"""Whoever else takes an action moves more, in every flow, week and draw; never less."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.impact.downstream.worlds import PRACTICES, Setting, Way, made

from knockon import catalogue as packs
from knockon.impact.downstream import downstream

FEWER = {("advice_and_guidance", "requests"), ("mental_health", "referrals")}
"""Counts actions make smaller."""
NOT_ORDERED = {("outpatients", "within_18_weeks")}
"""Of a list that grows, those under 18 weeks may be more or fewer, as older people leave later."""
ACTIONS = (
    "stop_advice_and_guidance",
    "stop_rationing",
    "refer_every_patient",
    "switch_off_medicines_software",
    "withdraw_data_sharing",
)
ROUNDING = 1e-5
"""What keeping counts to a small part of one may do to a list of many ages."""


@pytest.fixture(scope="module")
def setting() -> Setting:
    """Six made-up practices, eight weeks, and published tests and people waiting for one."""
    known = {"diagnostics__requests": 600.0, "diagnostics__waiting_list": 2400.0}
    return made(packs.load()).with_baselines(**known)


practices = st.sets(st.integers(0, PRACTICES - 1))
days = st.integers(-7, 40)


@given(action=st.sampled_from(ACTIONS), some=practices, others=practices, day=days)
@settings(max_examples=60)
def test_more_practices_move_more(
    setting: Setting, action: str, some: set[int], others: set[int], day: int
) -> None:
    fewer, more = (
        downstream(setting.world({action: Way(practices=tuple(sorted(who)), start=day)}))
        for who in (some, some | others)
    )
    for key in fewer.keys() - NOT_ORDERED:
        sign = -1.0 if key in FEWER else 1.0
        step = sign * (more[key].scenario - fewer[key].scenario)
        assert step.min() >= -ROUNDING, key


@given(kept=st.floats(0.0, 1.0), further=st.floats(0.0, 1.0), eta=st.floats(-0.25, 1.0))
@settings(max_examples=40)
def test_more_contacts_lost_move_referrals_one_way(
    setting: Setting, kept: float, further: float, eta: float
) -> None:
    """Which way is eta's sign; mental health referrals always fall."""
    less, more = (downstream(setting.world(kept=k, eta_ref=eta)) for k in (kept, kept * further))
    referred = ("outpatients", "gp_referrals")
    moved = np.sign(eta) * (less[referred].scenario - more[referred].scenario)
    assert moved.min() >= -ROUNDING
    mental = ("mental_health", "referrals")
    assert (less[mental].scenario - more[mental].scenario).min() >= -ROUNDING


@given(room=st.floats(0.0, 0.2), further=st.floats(0.0, 0.2))
@settings(max_examples=30)
def test_more_room_never_makes_a_list_longer(setting: Setting, room: float, further: float) -> None:
    actions = {"refer_every_patient": Way()}
    tight, wide = (
        downstream(setting.world(actions, list_head=head))["outpatients", "waiting_list"]
        for head in (room, room + further)
    )
    assert (tight.scenario - wide.scenario).min() >= -ROUNDING
