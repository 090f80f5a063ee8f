"""First destinations of people a practice did not see."""

import numpy as np
import pytest
from tests.unit.impact.conftest import Block

from knockon.impact.choices import FIRST_DESTINATIONS, choices, streaming

CHOSEN = {
    "ed": 0.10,
    "nhs111": 0.20,
    "utc": 0.05,
    "pharmacy": 0.10,
    "private": 0.02,
    "self_care": 0.15,
    "ambulance": 0.04,
}


def found(streamed: float) -> dict[str, float]:
    chosen = {k: np.array([v]) for k, v in CHOSEN.items()}
    shares = choices(chosen, np.array([[streamed]]), np.array([0.5])).shares
    return {name: float(share[0, 0]) for name, share in shares.items()}


def test_streamed_people_are_seen_at_the_centre_beside_the_department() -> None:
    shares = found(0.3)
    assert shares["ed"] == pytest.approx(0.07)
    assert shares["utc"] == pytest.approx(0.08)


def test_half_of_those_who_call_999_are_conveyed() -> None:
    shares = found(0.0)
    assert shares["conveyed"] == shares["ambulance"] == pytest.approx(0.02)


@pytest.mark.parametrize("streamed", [0.0, 0.4, 1.0])
def test_nobody_is_lost_or_made_by_streaming(streamed: float) -> None:
    assert sum(found(streamed).values()) == pytest.approx(sum(CHOSEN.values()))
    assert list(found(streamed)) == list(FIRST_DESTINATIONS)


def test_people_conveyed_turn_up_at_the_department() -> None:
    chosen = {k: np.array([v]) for k, v in CHOSEN.items()}
    to_ed = choices(chosen, np.zeros((1, 1)), np.array([0.5])).to("ed")
    assert to_ed[0, 0] == pytest.approx(0.12)


def test_only_a_department_with_a_centre_beside_it_streams(block: Block) -> None:
    reach = block.ground.reach
    share = streaming(reach, block.lanes)
    assert share == pytest.approx(np.broadcast_to(block.lanes.parameters["stream"], share.shape))


def test_no_more_choose_than_stop_trying(block: Block) -> None:
    for made in (block.baseline.known.choices, block.baseline.known.late):
        total = np.sum(list(made.shares.values()), axis=0)
        assert ((total >= 0) & (total <= 1 + 1e-12)).all()


def test_people_tired_of_a_list_go_to_departments_and_111_alone(block: Block) -> None:
    late, now = block.baseline.known.late.shares, block.baseline.known.choices.shares
    assert not any(late[k].any() for k in ("pharmacy", "private", "self_care", "ambulance"))
    factor = block.lanes.parameters["late_f"][None, :]
    assert late["nhs111"] == pytest.approx(now["nhs111"] * factor)
