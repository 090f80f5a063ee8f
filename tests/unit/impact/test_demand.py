"""What practices see and are asked for, by class."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from tests.unit.impact.conftest import Block

from knockon.impact.demand import CLASSES, class_shares, waits
from knockon.impact.transfer import after_the_call, transfer_shares

BANDS = {
    "w1_7": np.array([0.20]),
    "w8_14": np.array([0.12]),
    "w15_21": np.array([0.06]),
    "w21p": np.array([0.02]),
    "plan_sh": np.array([0.25]),
    "mid_w1_7": np.array([4.0]),
    "mid_w8_14": np.array([11.0]),
    "mid_w15_21": np.array([18.0]),
    "mid_w21p": np.array([28.0]),
    "leave_s": np.array([0.05]),
    "leave_r": np.array([0.01]),
}


def test_classes_divide_a_practice_s_contacts() -> None:
    """Half the same day; a quarter of the rest planned; of the others half within a week."""
    found = class_shares(np.array([0.5, 0.8]), BANDS)
    assert {c: found[c][0, 0] for c in CLASSES} == pytest.approx(
        {"planned": 0.125, "same_day": 0.5, "week": 0.1875, "routine": 0.1875}
    )
    assert np.sum([found[c] for c in CLASSES], axis=0) == pytest.approx(np.ones((2, 1)))


def test_a_practice_s_own_share_within_a_week_stands_before_the_drawn_one() -> None:
    """The first practice publishes 80% of those who wait within a week; of the second none is."""
    found = class_shares(np.array([0.5, 0.5]), BANDS, np.array([0.8, np.nan]))
    assert found["week"][:, 0] == pytest.approx([0.375 * 0.8, 0.375 * 0.5])
    assert np.sum([found[c] for c in CLASSES], axis=0) == pytest.approx(np.ones((2, 1)))


def test_waits_are_whole_working_days() -> None:
    """Four days are three working days; (12x11 + 6x18 + 2x28)/20 = 14.8 are eleven."""
    found = waits(BANDS)
    assert found.week.tolist() == [3.0]
    assert found.routine.tolist() == [11.0]


def test_nobody_waits_less_than_a_working_day() -> None:
    assert waits({**BANDS, "mid_w1_7": np.array([0.3])}).week.tolist() == [1.0]


def test_of_contacts_offered_all_but_the_overflow_are_seen(block: Block) -> None:
    demand, overflow = block.baseline.demand, block.baseline.lanes.overflow
    assert demand.offered() * (1.0 - overflow) == pytest.approx(demand.seen("same_day"))
    more = demand.with_overflow(np.full_like(overflow, 0.5))
    assert more.offered() == pytest.approx(2.0 * demand.seen("same_day"))
    assert np.array_equal(more.seen("same_day"), demand.seen("same_day"))


def test_arrivals_of_a_waiting_class_are_seen_or_leave(block: Block) -> None:
    demand = block.baseline.demand
    arrivals = demand.arrivals("week") + demand.arrivals("routine")
    leavers = demand.leavers()[:, None, :] * demand.scale
    assert arrivals == pytest.approx(demand.seen("week") + demand.seen("routine") + leavers)


def test_days_of_one_practice_are_its_part_of_all(block: Block) -> None:
    demand, days = block.baseline.demand, np.array([5, 3, 9])
    for made in (demand.offered, partial(demand.seen, "planned"), partial(demand.arrivals, "week")):
        assert np.array_equal(made(2), made()[2])
        assert np.array_equal(made(slice(2, 4)), made()[2:4])
    assert np.array_equal(demand.on(days).offered(), demand.offered()[:, days])


def test_classes_add_up_to_the_published_level(block: Block) -> None:
    """On average over draws and open days, a practice sees what it is published to see."""
    demand, horizon = block.baseline.demand, block.ground.horizon
    found = np.sum([demand.seen(c) for c in CLASSES], axis=0)
    assert not found[:, ~horizon.open].any()
    level = np.array([b.gp_seen for b in block.ground.system.practices])
    ratio = found[:, horizon.open].mean(axis=1) / level[:, None]
    assert np.ptp(ratio, axis=0) == pytest.approx(np.zeros(block.lanes.count), abs=1e-9)


def test_other_staff_see_whole_people_on_open_days(block: Block) -> None:
    others = block.baseline.demand.other_seen
    assert np.array_equal(others, np.rint(others))
    assert (others > 0).any(axis=0).tolist() == block.ground.horizon.open.tolist()


def outcomes(**changed: float) -> dict[str, np.ndarray]:
    usual = {
        "x_amb": 0.12,
        "x_ed": 0.10,
        "x_pc": 0.50,
        "x_oth": 0.08,
        "x_utc": 0.09,
        "x_ph": 0.05,
        "val_amb": 0.6,
        "conv": 0.5,
        "t3_to_t1": 0.04,
    }
    return {k: np.array([v]) for k, v in {**usual, **changed}.items()}


def test_every_triaged_call_has_one_outcome() -> None:
    found = after_the_call(outcomes(), triaged=0.9)
    parts = [getattr(found, name)[0] for name in vars(found)]
    assert sum(parts) == pytest.approx(0.9 * (0.12 + 0.10 + 0.50 + 0.08))
    assert min(parts) >= 0.0


def test_ambulances_validated_away_become_primary_care() -> None:
    found = after_the_call(outcomes(), triaged=1.0)
    assert found.conveyed[0] == pytest.approx(0.12 * 0.6 * 0.5) == found.ambulance[0]
    assert found.primary_care[0] == pytest.approx(0.50 - 0.09 - 0.05 + 0.12 * 0.4)
    kept = after_the_call(outcomes(val_amb=1.0), triaged=1.0)
    assert kept.primary_care[0] == pytest.approx(0.36)


def test_outcomes_that_pass_one_are_cut_and_none_is_lost() -> None:
    found = after_the_call(outcomes(x_pc=0.9, x_ph=0.7, x_utc=0.6), triaged=1.0)
    parts = [getattr(found, name)[0] for name in vars(found)]
    assert sum(parts) == pytest.approx(1.0)
    assert min(parts) >= 0.0


def test_no_service_sends_on_more_people_than_it_has(block: Block) -> None:
    """T is of people who turn to a service; of callers only those answered are sent on."""
    p, phone = block.lanes.parameters, block.ground.system.telephone
    after = after_the_call(p, phone.triaged_of_answered)
    found = transfer_shares(after, p, phone.answered)
    for service in ("nhs111", "utc"):
        total = np.sum([v for (source, _), v in found.items() if source == service], axis=0)
        assert ((total > 0) & (total < phone.answered)).all()
    mute = transfer_shares(replace(after), p, 0.0)
    assert not any(mute["nhs111", k].any() for k in ("ed", "utc", "pharmacy"))
