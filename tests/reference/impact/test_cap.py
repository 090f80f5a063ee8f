"""The loss under a cap against the published checks, integration and simulation."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import lognorm

from knockon.impact.cap import (
    cap_loss,
    capacity_factor,
    contacts_a_day,
    limits_now,
    mean_limited,
    slots_left,
)

NO_LIMIT = np.array([[np.inf]])


def loss(mean: float, cv: float, cap: float, now: float = np.inf) -> float:
    found = cap_loss(np.array([[mean]]), np.array([[now]]), {"cv_gp": np.array([cv])}, cap)
    return float(found[0, 0])


@pytest.mark.parametrize(
    ("mean", "cv", "percent"),
    [
        (20, 0.315, 5),
        (25, 0.315, 12),
        (31, 0.315, 23),
        (20, 0.22, 2),
        (25, 0.22, 9),
        (31, 0.22, 21),
    ],
)
def test_a_cap_of_25_loses_what_the_design_says(mean: float, cv: float, percent: float) -> None:
    assert round(100 * loss(mean, cv, 25.0)) == percent


@pytest.mark.parametrize("mean", [12.0, 25.0, 40.0])
@pytest.mark.parametrize("cv", [0.15, 0.315])
@pytest.mark.parametrize("cap", [15.0, 25.0, 36.0])
def test_contacts_under_a_cap_by_numerical_integration(mean: float, cv: float, cap: float) -> None:
    spread = np.sqrt(np.log1p(cv**2))
    law = lognorm(spread, scale=mean * np.exp(-(spread**2) / 2))
    below, _ = quad(lambda x: x * law.pdf(x), 0, cap, epsabs=1e-12, epsrel=1e-12, limit=200)
    expected = below + cap * law.sf(cap)
    assert mean_limited(np.array(mean), np.array(cv), cap) == pytest.approx(expected, rel=1e-9)


def test_a_practice_that_limits_already_loses_only_what_lies_between() -> None:
    before = float(mean_limited(np.array(31.0), np.array(0.22), 30.0))
    after = float(mean_limited(np.array(31.0), np.array(0.22), 25.0))
    assert loss(31, 0.22, 25, now=30) == pytest.approx((before - after) / before)
    assert loss(31, 0.22, 25, now=25) == 0
    assert loss(31, 0.22, 28, now=25) == 0


def test_a_cap_above_everyones_contacts_takes_nothing() -> None:
    left = capacity_factor(np.array([[loss(31, 0.315, 500)]]), {"cap_real": np.ones(1)})
    assert left[0, 0] == 1.0


def test_a_lower_cap_never_loses_less() -> None:
    losses = [loss(27, 0.22, cap) for cap in np.linspace(5, 60, 200)]
    assert np.all(np.diff(losses) <= 0)
    assert 0 <= min(losses) <= max(losses) < 1


def test_contacts_scale_recorded_appointments_to_those_reported() -> None:
    drawn = {"k_gp": np.array([31.0, 28.0]), "k_recq": np.array([27.6, 30.0])}
    found = contacts_a_day(np.array([20.6, 27.6]), drawn)
    assert found.shape == (2, 2)
    assert found[1, 0] == pytest.approx(31.0)


def test_a_share_of_practices_limits_already_evenly_between_the_survey_limits() -> None:
    points = np.arange(2000)
    drawn = {
        "precap": np.full(2000, 0.4),
        "precap_lo": np.full(2000, 25.0),
        "precap_hi": np.full(2000, 36.0),
    }
    found = limits_now([f"J{n:05d}" for n in range(50)], drawn, 3, points)
    kept = found[np.isfinite(found)]
    assert np.isfinite(found).mean() == pytest.approx(0.4, abs=0.01)
    assert (kept.min() >= 25, kept.max() <= 36) == (True, True)
    assert kept.mean() == pytest.approx(30.5, abs=0.1)


def test_a_cut_is_taken_as_it_stands_and_a_cap_as_far_as_it_is_real() -> None:
    contacts = np.full((2, 3), 31.0)
    now = np.full((2, 3), np.inf)
    drawn = {"cv_gp": np.full(3, 0.22), "cap_real": np.array([0.0, 0.5, 1.0])}
    assert slots_left({"cut": 0.3}, contacts, now, drawn) == pytest.approx(0.7)
    capped = slots_left({"cap": 25}, contacts, now, drawn)
    assert capped[0].tolist() == pytest.approx(
        [1, 1 - 0.5 * loss(31, 0.22, 25), 1 - loss(31, 0.22, 25)]
    )
