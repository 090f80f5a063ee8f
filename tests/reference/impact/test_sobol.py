"""The low-discrepancy points are the published sequence, shifted, and never move."""

import numpy as np
import pytest
from scipy.stats import qmc

from knockon.impact.sobol import MOST_DIMENSIONS, sobol_uniform

GOLDEN = [
    0.07111111108679324,
    0.5711111110867932,
    0.8211111110867932,
    0.32111111108679324,
    0.7566579860867932,
]


def test_unshifted_points_are_the_public_sequence_in_every_dimension() -> None:
    public = qmc.Sobol(d=MOST_DIMENSIONS, scramble=False, bits=32).random(2048)
    for dimension in (0, 1, 2, 50, 511, 1023):
        ours = sobol_uniform(np.arange(2048), dimension, 0) - 0.5 * 2.0**-32
        assert np.array_equal(ours, public[:, dimension])


def test_a_shift_keeps_each_dimension_evenly_spread() -> None:
    for shift in (1, 0x9E3779B9, 2**32 - 1):
        u = sobol_uniform(np.arange(256), 7, shift)
        assert np.array_equal(np.sort((u * 256).astype(int)), np.arange(256))
        assert 0 < u.min() < u.max() < 1


def test_a_point_is_the_same_alone_and_among_others() -> None:
    points = np.array([3, 100_000, 7])
    for point, u in zip(points, sobol_uniform(points, 12, 99), strict=True):
        assert sobol_uniform(np.array([point]), 12, 99)[0] == u


def test_values_that_must_never_change() -> None:
    "Stored numbers: another release of scipy must give the same draws."
    found = sobol_uniform(np.array([0, 1, 2, 3, 500]), 1023, 0x12345678)
    assert found.tolist() == GOLDEN


def test_there_are_1024_dimensions() -> None:
    with pytest.raises(ValueError, match="1024"):
        sobol_uniform(np.arange(3), 1024, 0)
    with pytest.raises(ValueError, match="points"):
        sobol_uniform(np.array([-1]), 0, 0)
