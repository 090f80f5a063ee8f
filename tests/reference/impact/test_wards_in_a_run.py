"""Wards beside everything else: conservation, nothing changed in vain, and what blocks what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.reference.impact.boards import MONDAY, Board, capped

from knockon.impact import simulate as runs
from knockon.impact.consequences import breaches
from knockon.impact.forecasting import sites_of
from knockon.impact.told import Told, verdict
from knockon.impact.wards import FittedWard, mean_nights
from knockon.plans.assessment import Phase, Uptake

BEDS = "acute_beds"
STEADY = {
    "esc_bed": (0.0, 0.0, 0.0),
    "zero": (0.33, 0.33, 0.33),
    "el_bed": (0.12, 0.12, 0.12),
    "los_cv": (1.3, 1.3, 1.3),
}
ARRIVING_NUMBERS = (
    ("ed", "attendances"),
    ("nhs111", "calls"),
    ("utc", "attendances"),
    ("practice", "contacts_seen"),
)


def changed(told: Told, key: tuple[str, str]) -> np.ndarray:
    return told.arms.scenario.weekly[key] - told.arms.baseline.weekly[key]


def with_exit_block(board: Board) -> Board:
    """The board whose wards are taken to give back the published waits for a bed."""
    wards = {name: {**one, "exit_block": True} for name, one in board.fit["ward"].items()}
    return replace(board, fit={**board.fit, "ward": wards})


def without_wards(board: Board) -> Board:
    """The board with a fit made before wards were fitted."""
    return replace(board, fit={**board.fit, "ward": {}})


def slow(share: float) -> dict[str, Any]:
    return {**STEADY, "disc_slow": (share, share, share)}


@pytest.fixture(scope="module")
def told(board: Board) -> Told:
    """A hard cap, with wards."""
    return board.run(capped(cap=12))


def test_without_an_exit_block_wards_touch_nothing_upstream(board: Board, told: Told) -> None:
    """Departments, phones and practices count what they count without wards, to the bit."""
    plain = without_wards(board).run(capped(cap=12))
    assert not any(key[0] == BEDS for key in plain.arms.scenario.weekly)
    for arm, other in (
        (plain.arms.baseline, told.arms.baseline),
        (plain.arms.scenario, told.arms.scenario),
    ):
        for key in (*ARRIVING_NUMBERS, ("ed", "within_limit")):
            assert np.array_equal(arm.weekly[key], other.weekly[key]), key


def test_more_displaced_people_are_admitted(told: Told) -> None:
    more = changed(told, (BEDS, "emergency_admissions")).sum(axis=0)
    attending = changed(told, ("ed", "attendances")).sum(axis=0)
    assert more.sum() > 0
    assert more.sum() < 0.3 * attending.sum(), "displaced people are seldom admitted"


def test_baseline_admissions_are_the_published_ones(board: Board) -> None:
    """Through departments, carried forward: but for the luck of some 100,000 people."""
    told = board.run(capped(uptake={}, weeks=13, draws=64))
    ed = next(v for v in board.system.volumes if v.service == "ed")
    simulated = told.arms.baseline.weekly["ed", "admitted"].sum()
    published = told.arms.published["ed", "attendances"].sum() * ed.admitted_share
    assert simulated / published == pytest.approx(1.0, abs=0.01)


def test_beds_are_as_full_as_published(board: Board) -> None:
    told = board.run(capped(uptake={}, weeks=13, draws=64))
    arm, ward = told.arms.baseline, board.system.wards[0]
    full = arm.weekly[BEDS, "occupied"].sum() / arm.weekly[BEDS, "beds"].sum()
    assert full == pytest.approx(ward.occupancy, abs=0.015)


@pytest.mark.parametrize("exit_block", [False, True])
def test_nobody_is_lost_on_the_way_to_a_bed(board: Board, exit_block: bool) -> None:
    """The engine stops a run that loses anybody; the accounts of practices balance as well."""
    asked = capped(cap=12, overrides=slow(0.05))
    arms = (with_exit_block(board) if exit_block else board).run(asked).arms
    assert arms.baseline.imbalance() == arms.scenario.imbalance() == 0


@pytest.mark.parametrize("exit_block", [False, True])
def test_no_action_changes_no_bit(
    board: Board, exit_block: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "anything_changes", lambda _: True)
    told = (with_exit_block(board) if exit_block else board).run(capped(uptake={}))
    for key, usual in told.arms.baseline.weekly.items():
        assert np.array_equal(usual, told.arms.scenario.weekly[key]), key


def test_slower_discharge_is_off_unless_chosen(told: Told) -> None:
    assert "disc_slow" not in told.arms.seen


def test_slower_discharge_fills_beds_and_moves_no_department(board: Board) -> None:
    """People who wait for their bed outside the department keep nobody out of it."""
    told = board.run(capped(uptake={}, overrides=slow(0.05)))
    assert "disc_slow" in told.arms.seen
    assert changed(told, (BEDS, "needed"))[-1].mean() > 0
    assert not changed(told, ("ed", "within_limit")).any()
    assert not changed(told, (BEDS, "emergency_admissions")).any()


def test_slower_discharge_lengthens_stays_as_its_hazards_say(board: Board) -> None:
    """With beds for everybody, people in bed in the long run grow as the mean stay does."""
    (name,) = board.fit["ward"]
    roomy = {name: {**board.fit["ward"][name], "beds": 10.0 * board.fit["ward"][name]["beds"]}}
    asked = capped(uptake={}, overrides=slow(0.05), weeks=26, draws=32)
    told = replace(board, fit={**board.fit, "ward": roomy}).run(asked)
    first, second = (
        arm.weekly[BEDS, "occupied"][-8:].sum() for arm in (told.arms.baseline, told.arms.scenario)
    )
    steady = {symbol: np.array([value]) for symbol, (_, value, _) in STEADY.items()}
    hazard = FittedWard.told(board.fit["ward"][name]).at(steady).hazard
    longer = mean_nights(0.95 * hazard) / mean_nights(hazard)
    assert second / first == pytest.approx(longer[0], abs=0.015)


def test_slower_discharges_are_nested(board: Board) -> None:
    """The slower, the more people in bed or waiting for one, in every draw."""
    needed = [
        board.run(capped(uptake={}, overrides=slow(share))).arms.scenario
        for share in (0.0, 0.02, 0.05)
    ]
    totals = [arm.weekly[BEDS, "needed"].sum(axis=0) for arm in needed]
    assert (totals[1] >= totals[0]).all()
    assert (totals[2] >= totals[1]).all()
    assert (totals[2] > totals[0]).any()


def test_an_exit_block_keeps_people_in_the_department(board: Board) -> None:
    """Where people hold their space until they have a bed, slower discharge breaks four hours."""
    told = with_exit_block(board).run(capped(uptake={}, overrides=slow(0.05)))
    assert changed(told, ("ed", "within_limit")).sum() < 0
    assert changed(told, ("ed", "waits_over_12_hours")).sum() > 0


def test_more_uptake_never_admits_fewer(board: Board) -> None:
    """Of those who come: with the ways back shut, in every draw over the whole run."""
    admitted = []
    for share in (0.0, 0.5, 1.0):
        phase = Phase(Uptake(share, share, share), MONDAY, params={"cap": 12}, ramp_weeks=0)
        told = board.run(capped(uptake={"limit_daily_contacts": (phase,)}), routes_back=False)
        admitted.append(told.arms.scenario.weekly[BEDS, "emergency_admissions"].sum(axis=0))
    assert admitted[0].sum() < admitted[1].sum() < admitted[2].sum()


def test_the_first_week_beds_are_passed_is_told(board: Board) -> None:
    told = board.run(capped(uptake={}, overrides=slow(0.05), weeks=13))
    places = sites_of(board.system, told.setting.horizon)
    (found,) = [b for b in breaches(told.arms, told.rows, places) if b.service == BEDS]
    assert found.place == board.system.wards[0].id
    assert found.measure == "needed"
    assert found.limit == pytest.approx(board.system.wards[0].beds, abs=1)
    assert found.share_of_draws >= found.baseline_share_of_draws


@pytest.mark.parametrize(
    ("outside", "withheld"),
    [
        ("dta_over_4_hours", {("ed", "waits_over_12_hours")}),
        ("dta_over_12_hours", {("ed", "waits_over_12_hours")}),
        ("occupancy", {(BEDS, "occupancy")}),
        ("offered_load", {(BEDS, "occupancy")}),
        ("none", set()),
    ],
)
def test_a_part_outside_its_fit_withholds_what_stands_on_it(
    board: Board, outside: str, withheld: set[tuple[str, str]]
) -> None:
    """Volumes of beds are shown whatever their fit, and so is the department's performance."""
    rows = [
        {**row, "verdict": "outside" if row["measure"] == outside else "ok"}
        for row in board.fit["rows"]
    ]
    keys = [
        ("ed", "waits_over_12_hours"),
        ("ed", "within_4_hours"),
        (BEDS, "occupancy"),
        (BEDS, "emergency_admissions"),
    ]
    assert {key for key in keys if verdict({"rows": rows}, key) == "outside"} == withheld
