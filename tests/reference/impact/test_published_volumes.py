"""The baseline gives back what is published, because what others send is taken out first.

Two ways to the same number: persons simulated one by one, and the volumes a draw was given.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.reference.impact.boards import Board, capped

from knockon.impact.fit import Effort, fit
from knockon.impact.told import Told
from knockon.system.build import build

WITHIN = 0.005
SETS = ("gpps-2023", "gpps-2026", "implied-nhse-2024", "parkinson-2021", "whittaker-2016")


def agreement(told: Told) -> dict[tuple[str, str, str], float]:
    """Return, by set, service and measure, mean over draws of simulated / published, less 1."""
    found = {}
    for set_id in told.future.plan.sets:
        mine = told.future.plan.of_set(set_id)
        for key, published in told.arms.published.items():
            simulated = told.arms.baseline.weekly[key].sum(axis=0)
            found[set_id, *key] = float((simulated[mine] / published[mine]).mean() - 1.0)
    return found


@pytest.fixture(scope="module")
def dorset(shared: Path, catalogue: Any) -> Board:
    """Dorset from its published files."""
    system, _ = build(shared, icbs=["QVV"], catalogue=catalogue)
    effort = Effort(steps=((4, 6),) * 5, check=(4, 6), line=(2, 4), ward=(1, 1), ward_check=(1, 1))
    return Board(system, fit(system, catalogue, effort=effort), catalogue)


def dorset_question(draws: int) -> Any:
    return replace(
        capped(),
        weeks=13,
        draws=draws,
        behaviours=tuple((s, 1.0) for s in SETS),
        uptake={},
    )


def test_every_service_agrees_under_every_set(dorset: Board) -> None:
    """Dorset, 32 points under each of five sets: within half a per cent."""
    told = dorset.run(dorset_question(5 * 32), workers=2)
    found = agreement(told)
    assert len(found) == len(SETS) * 4
    assert {k: round(v, 4) for k, v in found.items() if abs(v) > WITHIN} == {}


def test_without_netting_they_do_not(dorset: Board) -> None:
    """The test above is able to fail: people sent by other services would count twice."""
    told = dorset.run(dorset_question(5 * 4), workers=2, netting=False)
    found = agreement(told)
    assert min(v for k, v in found.items() if k[1:] == ("ed", "attendances")) > 10 * WITHIN


@pytest.fixture(scope="module")
def some_draws(dorset: Board) -> Told:
    """Sixteen points under each set."""
    return dorset.run(dorset_question(5 * 16), workers=2)


def test_the_hours_also_agree(dorset: Board, some_draws: Told) -> None:
    """Weekdays: emergency departments see on each day what their week gives it."""
    days = some_draws.arms.baseline.by_weekday["ed", "attendances"].sum(axis=-1)
    shares = days / days.sum()
    volumes = [v for v in dorset.system.volumes if v.service == "ed"]
    wanted = np.sum([v.level * np.asarray(v.weekday) for v in volumes], axis=0)
    assert np.allclose(shares, wanted / wanted.sum(), atol=0.002)


def test_baseline_admissions_also_agree(dorset: Board, some_draws: Told) -> None:
    """Emergency departments admit, in the baseline, the published share of who comes."""
    arm = some_draws.arms.baseline
    shares = {v.site: v.admitted_share for v in dorset.system.volumes if v.service == "ed"}
    places = arm.by_place["ed", "attendances"].sum(axis=(0, 2))
    admitted = arm.by_place["ed", "admitted"].sum(axis=(0, 2))
    assert admitted / places == pytest.approx(list(shares.values()), rel=WITHIN)


def test_beds_are_as_full_as_published(dorset: Board, some_draws: Told) -> None:
    """Whatever growth is drawn, stays are such that the baseline fills the beds published."""
    arm = some_draws.arms.baseline
    full = arm.by_place["acute_beds", "occupied"].mean(axis=(0, 2))
    published = [ward.occupancy for ward in dorset.system.wards]
    beds = [ward.beds for ward in dorset.system.wards]
    assert full / beds == pytest.approx(published, abs=0.015)
