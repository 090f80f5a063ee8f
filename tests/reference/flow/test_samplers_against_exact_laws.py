"""The samplers' own laws, worked out without chance, against the true ones.

A sampler of one uniform is a staircase: finding its steps by bisection over all 2³² uniforms
gives its exact law. The grid is that of the engine's notes, with the bound fixed there.
"""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from knockon.flow import draws, kernel

POISSON, BINOMIAL = 1, 2
ALL = 2**32
BOUND = 5e-4


def law_of(sampler: Callable[[float], float], top: int) -> np.ndarray:
    """Return the probabilities of 0 … top."""
    below = []
    for k in range(top + 1):
        least, most = 0, ALL
        while least < most:
            middle = (least + most) // 2
            if sampler((middle + 0.5) / ALL) <= k:
                least = middle + 1
            else:
                most = middle
        below.append(least)
    return np.diff([0, *below]) / ALL


def kernel_sampler(which: int, n: float, p: float) -> Callable[[float], float]:
    quantile = kernel.load(kernel.library_path()).flow_quantile
    return lambda u: quantile(which, n, p, u)


@pytest.mark.parametrize("mean", [0.5, 5.0, 11.9, 12.0, 20.0, 80.0])
def test_poisson(mean: float) -> None:
    top = int(mean + 8 * mean**0.5 + 10)
    law = law_of(kernel_sampler(POISSON, 0, mean), top)
    truth = stats.poisson.pmf(np.arange(top + 1), mean)
    assert np.abs(law - truth).sum() / 2 < BOUND
    assert abs((law * np.arange(top + 1)).sum() - mean) < 5e-4


@pytest.mark.parametrize(
    ("n", "p"),
    [(10, 0.3), (50, 0.1), (50, 0.25), (200, 0.06), (200, 0.3), (1023, 0.5), (1024, 0.5),
     (2000, 0.02), (2000, 0.004), (3000, 0.95)],
)  # fmt: skip
def test_binomial(n: int, p: float) -> None:
    spread = 8 * (n * p * (1 - p)) ** 0.5 + 10
    counts = np.arange(max(0, int(n * p - spread)), min(n, int(n * p + spread)) + 1)
    law = law_of(kernel_sampler(BINOMIAL, n, p), counts[-1])[counts]
    truth = stats.binom.pmf(counts, n, p)
    assert np.abs(law - truth).sum() / 2 < BOUND
    exact = n < draws.INVERSION_BELOW_COUNT or n * p < draws.INVERSION_BELOW_MEAN
    assert np.abs(law - truth).max() < (1e-9 if exact else BOUND)


LUCK = np.array([1e-9, 1e-4, 0.02, 0.3, 0.5, 0.8, 0.99, 1 - 1e-6])


@pytest.mark.parametrize(
    ("kind", "params", "truth"),
    [
        ("exponential", (2.5,), stats.expon(scale=2.5)),
        ("lognormal", (3.0, 0.7), stats.lognorm(0.7, scale=3.0)),
        ("erlang", (4.0, 2.0), stats.gamma(4, scale=0.5)),
        ("uniform", (1.0, 3.0), stats.uniform(1, 2)),
        ("triangular", (5.0, 7.0, 10.0), stats.triang(0.4, loc=5, scale=5)),
    ],
)
def test_laws_of_time(kind: str, params: tuple[float, ...], truth: object) -> None:
    drawn = [draws.duration(kind, params, float(u)) for u in LUCK]
    np.testing.assert_allclose(drawn, truth.ppf(LUCK), rtol=1e-7)  # type: ignore[attr-defined]


def test_a_normal_quantile_is_right_to_the_last_digits() -> None:
    luck = (np.arange(0, ALL, 2**22) + 0.5) / ALL
    drawn = [draws.normal_quantile(float(u)) for u in luck]
    np.testing.assert_allclose(drawn, stats.norm.ppf(luck), rtol=1e-13, atol=1e-14)


def test_words_of_neighbouring_people_are_unrelated() -> None:
    """Uniforms of neighbouring ordinals, days and draws: flat, and without correlation."""
    cell = draws.cell(draws.stem("ed", "first"), 3)
    origin = draws.origin(cell, "own", "")
    lanes = [draws.lane_word(1, draw) for draw in range(40)]
    care = draws.decision_at("ed", "care")
    luck = np.array(
        [[draws.high(draws.mix(draws.person(lane, origin, i) ^ care)) for i in range(1, 501)]
         for lane in lanes]
    )  # fmt: skip
    assert stats.kstest(luck.ravel(), "uniform").pvalue > 1e-4
    for step in ((0, 1), (1, 0), (1, 1)):
        rows, columns = luck.shape[0] - step[0], luck.shape[1] - step[1]
        pair = luck[:rows, :columns].ravel(), luck[step[0] :, step[1] :].ravel()
        assert abs(np.corrcoef(*pair)[0, 1]) < 5 / len(pair[0]) ** 0.5
