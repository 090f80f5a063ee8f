"""Outpatient lists: hazards that give back the published counts exactly, and their rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from knockon.impact.fitting import Solved
from knockon.impact.waiting_lists import Standing, fitted, standing

if TYPE_CHECKING:
    from knockon.system.values import WaitingList

SERVICE = "outpatients"
EXACT = 1e-6
"""How near the counts must come, as a share of them: rounding only."""
NOTHING_STANDS = "no list with so many joining a week stands still at these counts"


def fit_list(found: WaitingList) -> Solved:
    """Return the hazards of a list and its rows; where no hazards do, rows that say so."""
    wanted = Standing(found.waiting, found.within_18_weeks, found.over_52_weeks)
    hazards = fitted(found)
    if hazards is None:
        return {"reason": NOTHING_STANDS}, _rows(found, wanted, None)
    achieved = standing(hazards, found.starts_a_week)
    return {**asdict(hazards), "starts_a_week": found.starts_a_week}, _rows(found, wanted, achieved)


def _rows(found: WaitingList, wanted: Standing, achieved: Standing | None) -> list[dict[str, Any]]:
    reached = asdict(achieved) if achieved else {}
    return [
        {
            "service": SERVICE,
            "site": found.id,
            "measure": measure,
            "target": round(target, 3),
            "achieved": round(reached[measure], 3) if reached else None,
            "furthest": round(abs(reached[measure] - target), 3) if reached else None,
            "tolerance": round(EXACT * found.waiting, 3),
            "verdict": _verdict(reached.get(measure), target, EXACT * found.waiting),
            "months": found.month,
            "unit": "pathways",
            "tolerance_is": "difference",
        }
        for measure, target in asdict(wanted).items()
    ]


def _verdict(achieved: float | None, target: float, tolerance: float) -> str:
    return "ok" if achieved is not None and abs(achieved - target) <= tolerance else "outside"
