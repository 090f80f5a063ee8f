"""Who other services send back to practices, and when they arrive."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import poisson
from tests.unit.impact.conftest import Block

from knockon.impact.horizon import WARM_UP_DAYS, Horizon
from knockon.impact.netting import NOT_ADMITTED, published_of
from knockon.impact.sent_back import _booked, _gathered, sent_back, slots_for_111


def test_people_sent_back_over_a_weekend_arrive_on_monday() -> None:
    horizon = Horizon(date(2026, 12, 7), 1)
    arriving = _gathered(np.ones((horizon.days, 1)), horizon)[:, 0]
    assert arriving.tolist() == [0, 0, 0, 3, 1, 1, 1, 1, 0, 0]


def test_over_christmas_they_wait_for_the_first_open_day() -> None:
    """Christmas Day 2026 is a Friday and Boxing Day's substitute the Monday after."""
    horizon = Horizon(date(2026, 12, 21), 2)
    arriving = _gathered(np.ones((horizon.days, 1)), horizon)[:, 0]
    on = dict(zip(horizon.dates, arriving, strict=True))
    assert on[date(2026, 12, 24)] == 1
    assert on[date(2026, 12, 25)] == on[date(2026, 12, 28)] == 0
    assert on[date(2026, 12, 29)] == 5, "Thursday's to Monday's"
    assert on[date(2026, 12, 31)] == 1
    assert on[date(2027, 1, 1)] == 0


@pytest.mark.parametrize("slots", [0.0, 1.0, 1.6, 4.0, 30.0])
@pytest.mark.parametrize("wanted", [0.2, 3.0, 11.0])
def test_111_books_the_fewer_of_those_wanted_and_the_slots(wanted: float, slots: float) -> None:
    """E[min(Poisson, slots)], a fraction of a slot being there on that fraction of days."""
    people = np.arange(0, 200)
    whole, part = int(slots), slots - int(slots)
    by_hand = sum(
        weight * float((np.minimum(people, s) * poisson.pmf(people, wanted)).sum())
        for s, weight in ((whole, 1 - part), (whole + 1, part))
    )
    found = _booked(np.array([0.25]), np.full((2, 1), 4.0 * wanted), np.array([[slots]]))
    assert found == pytest.approx(np.full((1, 2, 1), by_hand), abs=1e-9)


def test_where_nobody_is_wanted_nobody_is_booked() -> None:
    assert not _booked(np.full(2, 0.5), np.zeros((3, 1)), np.ones((2, 1))).any()


def test_slots_for_111_follow_the_list() -> None:
    p = {"slot111": np.array([0.333, 1.0]), "slot_fill": np.array([0.5, 0.5])}
    found = slots_for_111(np.array([6000.0, 12000.0]), p)
    assert found == pytest.approx(np.array([[0.999, 3.0], [1.998, 6.0]]))


def test_every_follow_up_of_the_department_arrives_once(block: Block) -> None:
    """All but those of the last days, who arrive after the run."""
    known, lanes = block.baseline.known, block.baseline.lanes
    back = sent_back(known, block.baseline.demand, lanes, block.baseline.slots_for_111)
    p = lanes.parameters
    daily = published_of(known, ("XT01-ed", NOT_ADMITTED)).sum(axis=1)
    until = int(np.flatnonzero(known.horizon.open)[-1])
    sent = daily[:until].sum(axis=0) * (1.0 - p["lwbs"]) * p["ed_gpfu"]
    assert back.from_ed.sum(axis=(0, 1)) == pytest.approx(sent)
    assert not back.from_ed[:, ~known.horizon.open].any()


def test_no_more_are_booked_than_111_wants_or_practices_open(block: Block) -> None:
    known, lanes = block.baseline.known, block.baseline.lanes
    slots = block.baseline.slots_for_111
    back = sent_back(known, block.baseline.demand, lanes, slots)
    assert (back.booked <= slots[:, None, :] + 1e-9).all()
    none = sent_back(known, block.baseline.demand, lanes, np.zeros_like(slots))
    assert none.booked == pytest.approx(np.zeros_like(none.booked), abs=1e-9)
    assert np.array_equal(none.from_pharmacy, back.from_pharmacy)


def test_with_nobody_sent_back_by_pharmacies_nobody_comes(block: Block) -> None:
    lanes = block.baseline.lanes
    kind = replace(lanes, parameters={**lanes.parameters, "ph_back": np.zeros(lanes.count)})
    back = sent_back(block.baseline.known, block.baseline.demand, kind, np.ones((10, lanes.count)))
    assert not back.from_pharmacy.any()


def test_first_arrivals_are_what_is_offered_less_retries_and_people_sent_back(
    block: Block,
) -> None:
    base, lanes = block.baseline, block.baseline.lanes
    fresh = base.fresh()
    tried_again = lanes.retry * lanes.overflow * base.demand.offered()
    again = base.back.booked + base.back.from_pharmacy
    assert (fresh["same_day"] > 0)[:, base.known.horizon.open].all()
    assert fresh["same_day"] + tried_again + again == pytest.approx(
        base.demand.offered() + again * ~base.known.horizon.open[None, :, None]
    )
    assert fresh["week"] + base.back.from_ed == pytest.approx(base.demand.arrivals("week"))
    assert not fresh["routine"][:, :WARM_UP_DAYS].any()
