"""Every action of the catalogue moves what it says it moves, or says why it moves nobody."""

from typing import Any

import numpy as np
import pytest
from tests.reference.impact.boards import MONDAY, Board, capped

from knockon import catalogue as packs
from knockon.impact.left_out import asked_in_vain
from knockon.plans.assessment import Assessment, Phase, Uptake

EVERYBODY = Uptake(1.0, 1.0, 1.0)
ANSWERS: dict[str, dict[str, Any]] = {
    "limit_daily_contacts": {"cap": 15},
    "cut_contacts": {"cut": 0.2},
    "stop_service": {"service": "inr_monitoring", "patients": "all"},
    "serve_notice_voluntary": {"service": "inr_monitoring", "patients": "existing"},
    "stop_at_capacity": {"capacity": 1},
    "stop_data_collection": {"collection": "workforce"},
    "withdraw_data_sharing": {"which": ["workforce"]},
}
"""What the model needs to be told of how an action is taken."""
OFF = {"letter_sh", "f2f_min", "ur_min"}
"""Numbers that are off until somebody chooses them: chosen here."""
CATALOGUE = packs.load()
MOVING = sorted(name for name, action in CATALOGUE.actions.items() if action.moves_people)
STILL = sorted(name for name, action in CATALOGUE.actions.items() if not action.moves_people)


def taken(action: str) -> Assessment:
    """Every practice takes an action at once."""
    phase = Phase(EVERYBODY, MONDAY, params=ANSWERS.get(action, {}), ramp_weeks=0)
    on = {
        symbol: (p.high / 2, p.high / 2, p.high / 2)
        for symbol, p in CATALOGUE.parameters.items()
        if symbol in OFF
    }
    return capped(uptake={action: (phase,)}, weeks=2, draws=4, overrides=on)


def moved(board: Board, action: str) -> set[str]:
    """Return the services of which some measure changes in some draw, money left out."""
    told = board.run(taken(action))
    arms = told.arms
    return {
        m.service
        for m in told.measures
        if m.measure not in ("cost", "payments_at_risk")
        and not np.array_equal(m.of(arms.baseline), m.of(arms.scenario), equal_nan=True)
    }


@pytest.mark.parametrize("action", MOVING)
def test_an_action_moves_what_it_says_it_moves(action: str, board: Board) -> None:
    found, said = moved(board, action), set(CATALOGUE.actions[action].moves)
    named = ANSWERS.get(action, {}).get("service")
    assert found <= said | {named}, f"{found - said} move and are not said to"
    uncounted = asked_in_vain(taken(action), CATALOGUE)
    assert found or uncounted, "nothing moves and nothing says why"


@pytest.mark.parametrize("action", STILL)
def test_an_action_that_moves_nobody_has_its_reason(action: str) -> None:
    said = asked_in_vain(taken(action), CATALOGUE)
    assert any(CATALOGUE.actions[action].because in line for line in said)


def test_an_action_that_moves_nobody_changes_no_bit(board: Board) -> None:
    assert not moved(board, "data_sharing_review")
