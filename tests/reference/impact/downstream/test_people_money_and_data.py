"""Mental health, community services, prescribing and data against their equations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.reference.impact.downstream.worlds import WEEKS, Setting, Way, a_week, found

from knockon.impact.downstream import downstream

CLOSE = {"rtol": 1e-6, "atol": 1e-6}


def test_referrals_not_made_are_the_gps_part_of_contacts_lost(setting: Setting) -> None:
    """M [1 - g (1 - S/S0)]: a fifth of contacts lost and g .4 are eight in a hundred fewer."""
    world = setting.world(kept=0.8, mh_gp=0.4)
    sent = found(world, "mental_health", "referrals")
    np.testing.assert_allclose(sent.baseline, _weeks(world, "mh_ref"), **CLOSE)
    np.testing.assert_allclose(sent.scenario, 0.92 * sent.baseline, **CLOSE)


@pytest.mark.parametrize("action", ["limit_daily_contacts", "stop_mental_health_tests"])
def test_crisis_contacts_rise_only_if_somebody_says_so(setting: Setting, action: str) -> None:
    """K (1 + a c), c given; and nothing where no assessment gives it."""
    chosen = setting.world({action: Way(practices=(2,), start=7)}, mh_crisis=0.05)
    crisis = found(chosen, "mental_health", "crisis_contacts")
    usual = _weeks(chosen, "crisis")
    np.testing.assert_allclose(crisis.baseline, usual, **CLOSE)
    np.testing.assert_allclose(crisis.change[1:, 2], 0.05 * usual[1:, 2], **CLOSE)
    assert not crisis.change[0].any()
    assert not np.delete(crisis.change, 2, axis=1).any()
    unasked = setting.world({action: Way()})
    assert not found(unasked, "mental_health", "crisis_contacts").change.any()


def test_community_referrals_are_shown_and_not_moved(setting: Setting) -> None:
    world = setting.world({"limit_daily_contacts": Way()}, kept=0.5)
    sent = found(world, "community", "referrals")
    np.testing.assert_allclose(sent.baseline, _weeks(world, "chs"), **CLOSE)
    assert not sent.change.any()


def test_savings_fade_in_a_straight_line_and_stay_lost(setting: Setting) -> None:
    """mo_sav N / 1,000 / 52 x min(1, t/T), t in the middle of the week, T ``mo_lag`` months."""
    world = setting.world({"switch_off_medicines_software": Way()}, mo_sav=2600.0, mo_lag=0.6)
    lost = found(world, "prescribing", "savings_lost")
    whole = 2600.0 * world.registered / 1000 / 52
    weeks_to_fade = 0.6 * 365 / 12 / 7
    middle = (np.arange(WEEKS) + 0.5) / weeks_to_fade
    straight = middle[:2, None, None] * whole
    np.testing.assert_allclose(lost.scenario[:2], np.broadcast_to(straight, (2, 6, 3)), **CLOSE)
    np.testing.assert_allclose(lost.scenario[3:], np.broadcast_to(whole, (5, 6, 3)), **CLOSE)
    assert not lost.baseline.any()


def test_who_began_before_the_run_is_further_on(setting: Setting) -> None:
    """And who does it in two ways loses the savings once."""
    software = {"switch_off_medicines_software": Way(start=-70)}
    twice = software | {"prescribe_outside_formulary": Way()}
    one, both = (
        found(setting.world(a, mo_lag=12.0), "prescribing", "savings_lost").scenario
        for a in (software, twice)
    )
    whole = found(setting.world(software, mo_lag=1e-9), "prescribing", "savings_lost").scenario
    np.testing.assert_allclose(one[0], whole[0] * (10.5 * 7) / (365.0), **CLOSE)
    np.testing.assert_array_equal(one, both)


def test_savings_come_back_when_it_ends(setting: Setting) -> None:
    world = setting.world({"switch_off_medicines_software": Way(end=21)})
    lost = found(world, "prescribing", "savings_lost")
    assert lost.scenario[2].all()
    assert not lost.scenario[3:].any()


def test_patients_missing_are_the_acting_practices_lists(setting: Setting) -> None:
    world = setting.world({"withdraw_data_sharing": Way(practices=(0, 5), start=14)})
    missing, there = found(world, "data", "missing"), found(world, "data", "registered")
    lists = world.registered[0, :, 0]
    share = missing.weekly("scenario")[-1] / there.weekly("scenario")[-1]
    np.testing.assert_allclose(share, (lists[0] + lists[5]) / lists.sum(), **CLOSE)
    assert not missing.scenario[:2].any()
    assert not missing.baseline.any()


def test_patients_missing_by_feed(setting: Setting) -> None:
    """Each collection an action names has its own count; a practice is missing from one once."""
    actions: dict[str, Any] = {
        "withdraw_data_sharing": Way({"which": ("workforce", "appointments")}, (1,)),
        "stop_data_collection": Way({"collection": "workforce"}, (1, 2)),
    }
    world = setting.world(actions)
    lists = world.registered[0, :, 0]
    counts = {count for service, count in downstream(world) if service == "data"}
    assert counts == {"registered", "missing", "missing.workforce", "missing.appointments"}
    by_feed = {c: found(world, "data", c).weekly("scenario")[0, 0] for c in counts}
    assert by_feed["missing.workforce"] == lists[1] + lists[2]
    assert by_feed["missing.appointments"] == lists[1]
    assert by_feed["missing"] == lists[1] + lists[2]


def _weeks(world: Any, symbol: str) -> np.ndarray:
    return np.broadcast_to(a_week(world, symbol), (WEEKS, 6, 3))
