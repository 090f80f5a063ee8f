"""Hazards of a list give back its published counts, or say that none do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knockon.impact.fitting_lists import fit_list
from knockon.impact.waiting_lists import FittedList, fitted, standing
from knockon.system.values import WaitingList

LIST = WaitingList(
    id="RX1-list",
    name="Shire: waiting list",
    provider="RX1",
    month="2026-06",
    waiting=40_000.0,
    within_18_weeks=26_000.0,
    over_52_weeks=600.0,
    starts_a_week=2_000.0,
    source="made up",
)


def test_the_three_hazards_give_back_the_three_counts() -> None:
    found = standing(fitted(LIST), LIST.starts_a_week)
    assert found.waiting == pytest.approx(40_000, abs=1e-3)
    assert found.within_18_weeks == pytest.approx(26_000, abs=1e-3)
    assert found.over_52_weeks == pytest.approx(600, abs=1e-3)


def test_a_list_worked_week_by_week_stands_still_at_them() -> None:
    """Everybody a week older, new ones join, then each stretch loses its share: 300 years of it."""
    hazard = fitted(LIST).by_week()
    waiting = np.zeros(len(hazard))
    for _ in range(15_600):
        older = waiting[-1] + waiting[-2]
        waiting = np.concatenate([[LIST.starts_a_week], waiting[:-1]])
        waiting[-1] = older
        counted = waiting.copy()
        waiting = waiting * (1 - hazard)
    assert counted.sum() == pytest.approx(40_000)
    assert counted[:18].sum() == pytest.approx(26_000)
    assert counted[52:].sum() == pytest.approx(600)


@pytest.mark.parametrize(
    "changed",
    [
        {"starts_a_week": 1_000.0},
        {"starts_a_week": 30_000.0},
        {"over_52_weeks": 0.0},
        {"waiting": 26_700.0},
    ],
)
def test_counts_that_cannot_stand_still_have_no_hazards(changed: dict[str, float]) -> None:
    impossible = replace(LIST, **changed)
    assert fitted(impossible) is None
    kept, rows = fit_list(impossible)
    assert "stands still" in kept["reason"]
    assert {row["verdict"] for row in rows} == {"outside"}
    assert {row["achieved"] for row in rows} == {None}


def test_rows_are_exact_and_say_what_they_count() -> None:
    kept, rows = fit_list(LIST)
    assert [row["verdict"] for row in rows] == ["ok"] * 3
    assert {row["unit"] for row in rows} == {"pathways"}
    assert FittedList(kept["to_18"], kept["to_52"], kept["over_52"]) == fitted(LIST)
