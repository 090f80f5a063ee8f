"""A ward at drawn parameters: stays by Little's law, told night by night."""

from __future__ import annotations

import numpy as np
import pytest

from knockon.impact.wards import FittedWard, before_fit, hazards, mean_nights, staying

WARD = FittedWard(
    beds=1_000.0,
    occupied=950.0,
    admitted=200.0,
    escalation=np.array([0.0, 0.05]),
    load=np.array([1.0, 1.01]),
)


def drawn(**changed: float) -> dict[str, np.ndarray]:
    usual = {"los_cv": 1.3, "zero": 0.33, "el_bed": 0.12, "esc_bed": 0.0}
    return {name: np.array([value]) for name, value in {**usual, **changed}.items()}


@pytest.mark.parametrize("mean", [1.5, 6.0, 12.0])
@pytest.mark.parametrize("cv", [0.5, 1.0, 1.8])
def test_whole_nights_have_the_mean_asked_for(mean: float, cv: float) -> None:
    hazard = hazards(np.array([mean]), np.array([cv]))
    assert mean_nights(hazard) == pytest.approx(mean, rel=1e-6)
    assert ((hazard >= 0) & (hazard <= 1)).all()


def test_stays_spread_as_asked() -> None:
    """The variance of whole nights is the lognormal's, but for rounding to a night."""
    hazard = hazards(np.array([8.0]), np.array([1.3]))
    left = staying(hazard)[:, 0]
    nights = np.arange(1, len(left) + 1)
    ending = left * hazard[:, 0]
    mean = (nights * ending).sum() / ending.sum()
    spread = np.sqrt((ending * (nights - mean) ** 2).sum() / ending.sum())
    assert spread / mean == pytest.approx(1.3, rel=0.1)


def test_mean_stay_is_littles() -> None:
    stays = WARD.at(drawn())
    assert stays.mean == pytest.approx(950 * 0.88 / (200 * 0.67))


def test_planned_care_fills_its_part_of_the_beds() -> None:
    stays = WARD.at(drawn(el_bed=0.2))
    assert stays.planned * stays.mean == pytest.approx(0.2 * 950)
    assert (stays.planned + stays.overnight) * stays.mean == pytest.approx(950)


def test_the_load_is_read_off_the_fit() -> None:
    half_way = WARD.at(drawn(esc_bed=0.025))
    assert half_way.mean == pytest.approx(1.005 * WARD.at(drawn()).mean)
    assert half_way.beds.tolist() == [1025]


def test_who_is_in_bed_at_the_start_is_who_is_there_in_the_long_run() -> None:
    start = WARD.at(drawn()).start
    assert start.sum() == pytest.approx(950, abs=30), "but for the longest stays"
    assert (np.diff(start[:20, 0]) <= 1).all(), "fewer the longer they have stayed"


def test_before_a_fit_a_ward_is_offered_what_occupies_it(made_up_ward) -> None:
    found = before_fit(made_up_ward).at(drawn(esc_bed=0.05))
    offered = (found.overnight + found.planned) * found.mean
    assert offered == pytest.approx(made_up_ward.occupied)


@pytest.fixture
def made_up_ward(system):
    """The ward of the made-up board's first trust."""
    return system.wards[0]
