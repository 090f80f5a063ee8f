"""Diagnostic tests and pharmacies against their equations."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reference.impact.downstream.worlds import (
    DRAWS,
    WEEKS,
    Setting,
    Way,
    a_week,
    found,
)

from knockon.impact.downstream.pharmacy import capacity

CLOSE = {"rtol": 1e-6, "atol": 1e-6}


def test_tests_gps_ask_for_rise_by_d_ration(setting: Setting) -> None:
    """T = T0 + a d Q, with Q those GPs ask for themselves, not all key tests."""
    world = setting.world({"stop_rationing": Way(practices=(1,))}, d_ration=0.1)
    asked = found(world, "diagnostics", "requests")
    np.testing.assert_allclose(asked.baseline[:1], _full(a_week(world, "dm01")), **CLOSE)
    np.testing.assert_allclose(asked.change[:, 1], 0.1 * a_week(world, "gpda")[0, 1, 0], **CLOSE)
    assert not np.delete(asked.change, 1, axis=1).any()


def test_tests_do_not_answer_to_contacts(setting: Setting) -> None:
    """No parameter tells how: no change, whatever becomes of contacts."""
    assert not found(setting.world(kept=0.7), "diagnostics", "requests").change.any()


def test_who_waits_for_a_test_where_it_is_published(setting: Setting) -> None:
    """One age: with room, the rise after k weeks is the survivors of k weeks' more requests."""
    known = setting.with_baselines(diagnostics__requests=600.0, diagnostics__waiting_list=2400.0)
    world = known.world({"stop_rationing": Way()}, d_ration=0.1, list_head=0.5)
    waiting = found(world, "diagnostics", "waiting_list")
    more = 0.1 * a_week(world, "gpda").sum()
    risen = more * (1 - 0.75 ** np.arange(1, WEEKS + 1)) / 0.25
    np.testing.assert_allclose(waiting.baseline, 2400.0, rtol=1e-9)
    np.testing.assert_allclose(waiting.change[:, 0], risen, rtol=1e-5)


def test_without_room_all_further_tests_wait(setting: Setting) -> None:
    known = setting.with_baselines(diagnostics__requests=600.0, diagnostics__waiting_list=2400.0)
    world = known.world({"stop_rationing": Way()}, d_ration=0.1, list_head=0.0)
    more = 0.1 * a_week(world, "gpda").sum()
    risen = found(world, "diagnostics", "waiting_list").change[:, 0]
    np.testing.assert_allclose(risen, more * np.arange(1, WEEKS + 1), rtol=1e-5)


@pytest.mark.parametrize("published", [{}, {"diagnostics__requests": 600.0}])
def test_who_waits_is_not_told_where_it_is_not_published(
    setting: Setting, published: dict[str, float]
) -> None:
    with pytest.raises(KeyError):
        found(setting.with_baselines(**published).world(), "diagnostics", "waiting_list")


def test_displaced_people_are_further_consultations(setting: Setting) -> None:
    """Whoever the engine sends there in the scenario alone; ``ph_back`` of all are sent back."""
    more = np.array([5.0, 0.0, 12.0])
    world = setting.world(to_pharmacies=more, ph_back=0.2)
    seen, back = found(world, "pharmacy", "consultations"), found(world, "pharmacy", "returned")
    usual = a_week(world, "pf_cp").sum() + a_week(world, "pf_ref").sum()
    np.testing.assert_allclose(seen.baseline, np.full((WEEKS, DRAWS), usual), **CLOSE)
    np.testing.assert_allclose(seen.change, np.broadcast_to(more, (WEEKS, DRAWS)), **CLOSE)
    np.testing.assert_allclose(back.change, 0.2 * seen.change, **CLOSE)
    np.testing.assert_allclose(back.baseline, 0.2 * seen.baseline, **CLOSE)


def test_published_consultations_hold_those_sent_there_already(setting: Setting) -> None:
    known = setting.with_baselines(pharmacy__consultations=300.0, pharmacy__clinical_pathways=120.0)
    world = known.world(to_pharmacies=7.0)
    assert found(world, "pharmacy", "consultations").scenario[0, 0] == 307.0
    assert found(world, "pharmacy", "clinical_pathways").scenario[0, 0] == 127.0


def test_pharmacies_have_been_seen_to_do_the_high_of_pf_cap(setting: Setting) -> None:
    """A month for each pharmacy; not known where their number is not."""
    known = setting.with_baselines(pharmacy__pharmacies=13.0)
    most = setting.catalogue.parameters["pf_cap"].high
    assert capacity(known.system, setting.catalogue) == pytest.approx(13.0 * most * 12 / 52)
    assert capacity(setting.system, setting.catalogue) is None


def _full(week: np.ndarray) -> np.ndarray:
    return np.broadcast_to(week, (1, week.shape[1], DRAWS))
