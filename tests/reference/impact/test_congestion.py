"""How an emergency department answers to more people cannot be told from its published months.

Fitted with few uncongested visits within four hours, or with many, it gives back the same published
figures; with 5% more people it does not do the same. That is why the driver is drawn.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knockon.impact.fitting import Effort, How
from knockon.impact.fitting_departments import Department, fit_department

EFFORT = Effort(steps=((4, 8),) * 7, check=(8, 12))
MORE = 1.05
WITHIN = 0.66
"""A usual share within four hours, type 1: Dorset County Hospital's in the year to March 2026."""


@pytest.fixture(scope="module")
def performance(board, catalogue):
    """(within four hours, left unseen) at the low and the high driver: as published; 5% more."""
    small = next(v for v in board.system.volumes if v.service == "ed")
    volume = replace(small, level=3 * small.level)
    target = next(t for t in board.system.targets if t.site == small.site)
    targets = {target.measure: replace(target, value=WITHIN)}
    found, _ = fit_department(volume, targets, How(catalogue.parameters, EFFORT, 2))
    ends = [0, len(found["ed_q0"]) - 1]
    q0 = np.array(found["ed_q0"])[ends]
    fitted = np.log(np.stack([found["spaces"], found["patience"]], axis=1))[ends]
    four_hours = catalogue.parameters["four_h"].central / 60.0

    def measured(level: float) -> np.ndarray:
        crowd = replace(volume, level=volume.level * level)
        ed = Department(crowd, found["ed_med"], four_hours, 2)
        return ed.measure(q0, fitted, EFFORT.check, first=5000)

    return measured(1.0), measured(MORE)


def test_the_baseline_is_the_same_at_either_end(performance):
    usual, _ = performance
    assert usual[:, 0] == pytest.approx(WITHIN, abs=0.02)
    assert usual[0, 0] == pytest.approx(usual[1, 0], abs=0.02)
    assert usual[0, 1] == pytest.approx(usual[1, 1], abs=0.01)


def test_what_more_people_do_is_not(performance):
    usual, crowded = performance
    change = crowded[:, 0] - usual[:, 0]
    assert (change < 0).all()
    assert change[1] - change[0] < -0.01, "the emptier it could be, the worse it takes a crowd"
