"""Counts drawn 32 side by side, mostly by estimates, are those of the exact samplers.

An estimate can only be wrong where a uniform is near a step of the law, so every step is tried from
both sides: as near as luck of 32 bits comes, and as far as the estimates' bounds have to cover. The
other 31 lanes are kept far from any step, so that nobody else's doubt hides an error.
"""

import ctypes

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from knockon.flow import draws, kernel

POISSON, BINOMIAL = 0, 1
LANES = 32
LEAST = 2.0**-33
ASIDE = np.array([-3e-4, -1e-5, -3e-8, 3e-8, 1e-5, 3e-4])
Floats = NDArray[np.float64]


def drawn(u: Floats) -> Floats:
    """Return the uniforms nearest to these that 32 bits of luck make."""
    return (np.floor(u * 2.0**32) + 0.5) / 2.0**32


def luck_of(u: Floats) -> NDArray[np.uint32]:
    """Return the bits a hash would have to give for uniforms, as `draws.unit` reads them."""
    return np.floor(u * 2.0**32).astype(np.uint32) ^ np.uint32(2**31)


def counts(
    law: int, n: Floats, p: Floats, u: Floats, *, exactly: bool = False
) -> NDArray[np.int32]:
    """Return the kernel's counts of whole blocks, as a run draws them or by exact samplers."""
    library = kernel.load(kernel.library_path())
    library.flow_counts.restype = None
    into = np.empty(u.size, np.int32)
    given = [np.ascontiguousarray(np.broadcast_to(x, u.shape), np.float64) for x in (n, p)]
    luck = luck_of(u)
    library.flow_counts(
        ctypes.c_int64(law),
        ctypes.c_int64(exactly),
        *(ctypes.c_void_p(x.ctypes.data) for x in (*given, luck)),
        ctypes.c_int64(u.size),
        ctypes.c_void_p(into.ctypes.data),
    )
    return into


def at_every_step(below: Floats, middle: float, lane: int) -> Floats:
    """Return blocks with one uniform beside a step of the law, given the chances up to each."""
    near = (below[:, None] * (1 + ASIDE * np.minimum(1, 1 / below[:, None] - 1))).ravel()
    blocks = np.full((near.size, LANES), middle)
    blocks[:, lane] = np.clip(near, LEAST, 1 - LEAST)
    return blocks.ravel()


def disagreements(law: int, n: float, p: float) -> int:
    """Count the uniforms beside steps of a law whose counts differ from the exact ones."""
    truth = stats.poisson(p) if law == POISSON else stats.binom(n, p)
    usual = int(truth.mean())
    middle = float(truth.cdf(usual) + truth.cdf(usual - 1)) / 2
    top = usual + 8 * int(truth.std()) + 8 if law == POISSON else int(n) - 1
    below = truth.cdf(np.arange(top + 1))
    u = at_every_step(below[(below > LEAST) & (below < 1 - LEAST)], middle, int(n + p) % LANES)
    given = law, np.array(n), np.array(p), u
    return int((counts(*given) != counts(*given, exactly=True)).sum())


def binomial_laws(every: int) -> list[tuple[int, float]]:
    """Return trials, and shares of any size and beside where one way of counting takes over."""
    luck = np.random.default_rng(7)
    laws = []
    for n in range(1, 1101, every):
        means = np.array([2, 6, 11.9, 12.1, 14, 20, 23.9, 24.1, 40]) * luck.uniform(0.98, 1.02, 9)
        shares = [
            *luck.random(5),
            *(m / n for m in means if m < n),
            *(1 - m / n for m in means[2:4]),
        ]
        laws += [(n, float(p)) for p in shares if 0 < p < 1]
    return [*laws, (3000, 0.001), (3000, 0.3), (20_000, 0.02), (2_000_000, 0.4)]


def test_poisson_counts_are_the_exact_ones_beside_every_step() -> None:
    luck = np.random.default_rng(5)
    means = [*luck.random(60) * 14, *luck.random(40) * 200, 11.999, 12.0, 12.001, 900.0, 4000.0]
    assert [mean for mean in means if disagreements(POISSON, 0, mean)] == []


def test_binomial_counts_are_the_exact_ones_beside_every_step() -> None:
    assert [law for law in binomial_laws(61) if disagreements(BINOMIAL, *law)] == []


@pytest.mark.deep
def test_binomial_counts_are_the_exact_ones_for_every_number_of_trials() -> None:
    assert [law for law in binomial_laws(1) if disagreements(BINOMIAL, *law)] == []


def test_lanes_of_any_size_side_by_side_are_the_reference() -> None:
    luck = np.random.default_rng(3)
    n = luck.choice([0, 1, 5, 30, 100, 700, 1023, 1024, 5000], 40 * LANES).astype(float)
    p = luck.choice([0.0, 1e-4, 0.02, 0.3, 0.5, 0.8, 0.999, 1.0], n.size)
    u = drawn(luck.random(n.size))
    expected = [draws.binomial(int(a), float(b), float(c)) for a, b, c in zip(n, p, u, strict=True)]
    assert counts(BINOMIAL, n, p, u).tolist() == expected
    means = luck.choice([0.0, 1e-6, 0.5, 5.0, 11.99, 12.0, 80.0, 3e3, 1e7], n.size)
    expected = [draws.poisson(float(m), float(c)) for m, c in zip(means, u, strict=True)]
    assert counts(POISSON, n, means, u).tolist() == expected


def test_no_trial_no_chance_and_the_ends_of_luck() -> None:
    for luck in (LEAST, 0.5, 1 - LEAST):
        u = np.full(LANES, luck)
        for n, p, found in ((0, 0.3, 0), (9, 0.0, 0), (9, 1.0, 9), (5000, 1.0, 5000)):
            assert set(counts(BINOMIAL, np.array(n), np.array(p), u).tolist()) == {found}
        for n, p in ((9, 0.4), (60, 0.5), (1023, 0.5), (1024, 0.5), (4000, 0.004)):
            drawn = set(counts(BINOMIAL, np.array(n), np.array(p), u).tolist())
            assert drawn == {draws.binomial(n, p, luck)}
