"""Servers of the sites: read off the fit, staffed for the calls expected, open when open."""

from datetime import date

import numpy as np
import pytest
from scipy.stats import lognorm

from knockon.flow.model import Calendar
from knockon.impact.capacities import (
    FittedDepartment,
    FittedLine,
    centre_calendar,
    fitted_from,
    lines_calendar,
    spaces_calendar,
    time_in_ed,
)
from knockon.impact.horizon import Horizon
from knockon.system.values import Site

DEPARTMENT = FittedDepartment(
    q0=np.array([0.6, 0.7, 0.8, 0.9, 0.95]),
    spaces=np.array([40.0, 30.0, 24.0, 20.0, 18.0]),
    patience=np.array([9.0, 7.0, 6.0, 4.0, 3.0]),
    median=120.0,
)
LINE = FittedLine(
    handling=np.array([4.0, 8.0, 16.0]),
    patience=np.array([60.0, 240.0]),
    beta=np.array([[0.1, 0.5], [0.3, 0.9], [0.4, 1.2]]),
)


def drawn(q0: float, median: float = 120.0) -> dict[str, np.ndarray]:
    return {"ed_q0": np.array([q0]), "ed_med": np.array([median]), "four_h": np.array([240.0])}


@pytest.mark.parametrize("point", range(5))
def test_a_department_at_a_solved_point_has_what_was_solved(point: int) -> None:
    spaces, patience = DEPARTMENT.at(drawn(DEPARTMENT.q0[point]))
    assert spaces[0] == pytest.approx(DEPARTMENT.spaces[point])
    assert patience[0] == pytest.approx(DEPARTMENT.patience[point])


def test_between_two_points_spaces_are_their_geometric_middle() -> None:
    spaces, patience = DEPARTMENT.at(drawn(0.75))
    assert spaces[0] == pytest.approx((30 * 24) ** 0.5)
    assert patience[0] == pytest.approx((7 * 6) ** 0.5)


def test_a_slower_department_has_spaces_to_be_as_full_as_it_was() -> None:
    """Spaces and patience scale with the mean time there, so the load on a space stands."""
    usual, slow = drawn(0.8), drawn(0.8, median=150.0)

    def mean(p: dict[str, np.ndarray]) -> float:
        median, sigma = time_in_ed(p)
        return float((median * np.exp(sigma**2 / 2))[0])

    spaces, patience = DEPARTMENT.at(slow)
    assert spaces[0] / mean(slow) == pytest.approx(24.0 / mean(usual))
    assert patience[0] / spaces[0] == pytest.approx(6.0 / 24.0)


def test_the_law_of_time_has_its_median_and_its_share_within_four_hours() -> None:
    median, sigma = time_in_ed(drawn(0.8))
    law = lognorm(sigma[0], scale=median[0])
    assert law.median() == pytest.approx(2.0)
    assert law.cdf(4.0) == pytest.approx(0.8)


def test_a_line_is_exact_on_its_grid_and_bilinear_in_the_logs_between() -> None:
    handling, patience = np.array([8.0, 4.0, 8.0, 32.0**0.5]), np.array([60.0, 240.0, 120.0, 60.0])
    assert LINE.at(handling, patience) == pytest.approx([0.3, 0.5, 0.6, 0.2])


def test_beyond_its_grid_a_line_is_as_at_its_edge() -> None:
    found = LINE.at(np.array([1.0, 99.0]), np.array([1.0, 9999.0]))
    assert found == pytest.approx([0.1, 1.2])


def by_time(calendar: Calendar) -> np.ndarray:
    return np.asarray(calendar.values)


def test_lines_are_staffed_for_the_load_and_its_square_root() -> None:
    offered = np.full((2, 24, 2), 25.0)
    offered[0, 3] = 0.0
    servers = by_time(lines_calendar(offered, np.array([0.6, -1.0])))
    assert servers.shape == (48, 2)
    assert servers[5].tolist() == [25 + 3, 25 - 5]
    assert servers[3].tolist() == [1, 1], "somebody always answers"


@pytest.mark.parametrize(
    ("spaces", "half_hours"), [(12.0, 0), (12.5, 24), (12.25, 12), (12.99, 48)]
)
def test_part_of_a_space_is_a_space_for_part_of_the_day(spaces: float, half_hours: int) -> None:
    values = by_time(spaces_calendar(np.array([spaces])))[:, 0]
    assert (values == 13).sum() == half_hours
    assert values.sum() == pytest.approx(spaces * 48, abs=0.5)
    if half_hours:
        assert values[20] == 13, "it is there from ten in the morning"


def test_a_centre_has_clinicians_in_its_opening_hours_only() -> None:
    horizon = Horizon(date(2026, 12, 7), 1)
    ends = (20.0,) * 5 + (12.0,) * 2
    site = Site("X", "c", "X", "utc", (8.0,) * 7, ends, 1.0, None, None, "D", "made up")
    values = by_time(centre_calendar(site, horizon, np.array([2.5, 0.2])))
    days = values.reshape(horizon.days, 24, 2)
    monday, saturday = days[3, :, 0], days[8, :, 0]
    assert monday.tolist() == [0] * 8 + [3] * 6 + [2] * 6 + [0] * 4
    assert saturday.tolist() == [0] * 8 + [3] * 2 + [2] * 2 + [0] * 12
    assert days[3, 8:20, 1].tolist() == [1] * 12, "never fewer than one"


def test_a_fit_document_is_read_as_it_was_solved() -> None:
    found = fitted_from(
        {
            "ed": {"E": {"ed_q0": [0.5], "spaces": [3.0], "patience": [2.0], "ed_med": 120}},
            "nhs111": {"L": {"aht111": [8.0], "pat111": [60.0], "beta": [[0.5]]}},
        }
    )
    assert found.departments["E"].median == 120.0
    assert found.lines["L"].beta.tolist() == [[0.5]]
