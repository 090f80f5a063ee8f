"""What actions change inside the network, beside the slots of practices that limit contacts."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from tests.reference.impact.boards import MONDAY, Board, capped
from tests.unit.impact.conftest import Block

from knockon.catalogue import Catalogue
from knockon.catalogue.overriding import parameters as overridden
from knockon.impact.baseline import Ground, baseline
from knockon.impact.callers import Unbooked
from knockon.impact.catchment import catchment
from knockon.impact.changes import WORKING_DAYS_A_MONTH, Changes, changes
from knockon.impact.draws import plan_draws
from knockon.impact.futures import futures
from knockon.impact.horizon import WARM_UP_DAYS, Horizon
from knockon.impact.told import Told
from knockon.plans.assessment import Assessment, Phase, Uptake
from knockon.system.values import System

EVERYBODY = Uptake(1.0, 1.0, 1.0)


def everybody(action: str, **params: Any) -> dict[str, tuple[Phase, ...]]:
    """Every practice takes an action at once and for good."""
    return {action: (Phase(EVERYBODY, MONDAY, params=params, ramp_weeks=0),)}


def changed(
    system: System,
    catalogue: Catalogue,
    uptake: Mapping[str, tuple[Phase, ...]],
    **overrides: tuple[float, float, float],
) -> Changes:
    asked = capped(uptake=uptake, overrides=overrides)
    plan = plan_draws(asked.draws, [name for name, _ in asked.behaviours])
    future = futures(asked, system, overridden(catalogue, asked.overrides), plan)
    return changes(future, system, Horizon(asked.start, asked.weeks), np.arange(future.count))


@pytest.mark.parametrize(
    ("outcome", "share"),
    [("waiting_list_in_order", 1.0), ("recorded_message_ends_call", 0.0)],
)
def test_a_plan_may_say_that_all_or_none_over_the_cap_wait(
    outcome: str, share: float, system: System, catalogue: Catalogue
) -> None:
    uptake = everybody("limit_daily_contacts", cap=20, over_cap_outcome=outcome)
    assert (changed(system, catalogue, uptake).listed == share).all()


@pytest.mark.parametrize("params", [{}, {"over_cap_outcome": "individual_response"}])
def test_else_how_many_wait_is_drawn(
    params: dict[str, str], system: System, catalogue: Catalogue
) -> None:
    uptake = everybody("limit_daily_contacts", cap=20, **params)
    assert np.isnan(changed(system, catalogue, uptake).listed).all()


def test_people_on_the_list_and_people_who_go_elsewhere_follow_the_plan(board: Board) -> None:
    """All on the list: more wait and fewer go elsewhere than where none do."""
    waiting, gone = (
        board.run(
            capped(uptake=everybody("limit_daily_contacts", cap=15, over_cap_outcome=outcome))
        ).arms
        for outcome in ("waiting_list_in_order", "no_response")
    )
    key = ("practice", "waiting")
    assert (waiting.scenario.weekly[key][-1] > gone.scenario.weekly[key][-1]).all()
    key = ("practice", "contacts_displaced")
    assert waiting.scenario.weekly[key].sum() < gone.scenario.weekly[key].sum()


def test_longer_contacts_leave_fewer_slots(system: System, catalogue: Catalogue) -> None:
    """d / (d + m s), with nine minutes a contact, three more for the third not in person."""
    numbers = {"dur_f2f": (9.0,) * 3, "f2f_min": (3.0,) * 3, "p_f2f": (2 / 3,) * 3}
    uptake = everybody("appointment_mode", policy="face_to_face_default")
    found = changed(system, catalogue, uptake, **numbers)
    assert found.slots[:, WARM_UP_DAYS:] == pytest.approx(9.0 / 10.0)
    assert (found.slots[:, :WARM_UP_DAYS] == 1.0).all()


def test_messages_take_their_minutes_from_contacts(system: System, catalogue: Catalogue) -> None:
    numbers = {"dur_f2f": (10.0,) * 3, "ur_min": (2.0,) * 3, "pf": (6.0,) * 3}
    uptake = everybody("switch_off_gp_connect_update_record")
    found = changed(system, catalogue, uptake, **numbers).slots[:, -1]
    for i, practice in enumerate(system.practices):
        messages = 6.0 * practice.registered_patients / 1000 / WORKING_DAYS_A_MONTH
        longer = 2.0 * messages / practice.gp_seen
        assert found[i] == pytest.approx(10.0 / (10.0 + longer))


@pytest.mark.parametrize("action", ["appointment_mode", "switch_off_gp_connect_update_record"])
def test_minutes_nobody_knows_are_none_until_they_are_chosen(
    action: str, system: System, catalogue: Catalogue
) -> None:
    assert changed(system, catalogue, everybody(action)).nothing


def test_111_books_nothing_where_booking_is_off(system: System, catalogue: Catalogue) -> None:
    found = changed(system, catalogue, everybody("switch_off_111_booking"))
    assert not found.unbooked[:, :WARM_UP_DAYS].any()
    assert found.unbooked[:, WARM_UP_DAYS:].all()
    assert not found.nothing


def test_callers_not_booked_go_somewhere_each_of_them_once(block: Block) -> None:
    booked = block.baseline.back.booked
    off = np.ones(booked.shape, dtype=bool)
    off[:, :10] = False
    callers = Unbooked(block.baseline, off)
    p = block.lanes.parameters
    elsewhere = callers.to["utc"] + callers.to["ed"] + callers.out_of_hours
    assert elsewhere == pytest.approx(callers.gone)
    assert callers.gone == pytest.approx(np.where(off, booked, 0.0) * (1.0 - p["w111_call"]))
    assert not callers.gone[:, :10].any()


def test_booking_off_moves_the_expected_people(board: Board) -> None:
    """Centres and departments gain, practices lose, what the shares of those booked come to."""
    asked = capped(uptake=everybody("switch_off_111_booking"), draws=64, weeks=4)
    told = board.run(asked)
    gain = {key: _mean_change(told, key) for key in (("utc", "attendances"), ("ed", "attendances"))}
    lost = -_mean_change(told, ("practice", "contacts_sought"))
    booked = _booked(board, asked)
    assert gain["utc", "attendances"] == pytest.approx(booked["utc"], rel=0.25)
    assert gain["ed", "attendances"] > 0.0
    assert lost == pytest.approx(booked["gone"], rel=0.25)


def _mean_change(told: Told, key: tuple[str, str]) -> float:
    arms = told.arms
    change = (arms.scenario.weekly[key] - arms.baseline.weekly[key]).sum(axis=0)
    return float(change @ told.weights)


def _booked(board: Board, asked: Assessment) -> dict[str, float]:
    plan = plan_draws(asked.draws, [name for name, _ in asked.behaviours], twins=False)
    future = futures(asked, board.system, board.catalogue, plan)
    ground = Ground(
        board.system, Horizon(asked.start, asked.weeks), catchment(board.system), asked.seed
    )
    base = baseline(ground, future.lanes(np.arange(future.count)))
    off = np.ones(base.back.booked.shape, dtype=bool)
    callers = Unbooked(base, off)
    return {
        "utc": float(callers.to["utc"].sum(axis=(0, 1)).mean()),
        "gone": float(callers.gone.sum(axis=(0, 1)).mean()),
    }
