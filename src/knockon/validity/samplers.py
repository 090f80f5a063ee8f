"""The samplers' own laws, worked out without chance, against the true ones.

A sampler of one uniform is a staircase: its steps, found by bisection over all 2³² uniforms, are
its exact law. Total variation is half the sum of the gaps between that law and the true one: the
greatest error in the chance of anything. Times are held to the true quantile, uniforms to
:math:`(k + 1/2)/2^{32}`, the middle of their slice, so that neither 0 nor 1 is ever drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from knockon.flow import draws, kernel
from knockon.validity.rows import Line, Row

Floats = NDArray[np.float64]

SLICES = 2**32
"""How many uniforms there are."""

FURTHEST = 5e-4
"""The greatest total variation that agrees."""

_POISSON, _BINOMIAL, _UNIFORM = 1, 2, 6
_TIMES_RIGHT_TO = 1e-6
_SPREADS = 8

POISSON_MEANS = (0.5, 5.0, 11.9, 12.0, 20.0, 80.0)
BINOMIALS = (
    (10, 0.3), (50, 0.1), (50, 0.25), (200, 0.06), (200, 0.3), (1023, 0.5), (1024, 0.5),
    (2000, 0.02), (2000, 0.004), (3000, 0.95),
)  # fmt: skip
"""On both sides of each point at which a sampler changes its way of working."""

TIMES: Mapping[str, tuple[tuple[float, ...], Any]] = {
    "exponential": ((2.5,), stats.expon(scale=2.5)),
    "lognormal": ((3.0, 0.7), stats.lognorm(0.7, scale=3.0)),
    "erlang": ((4.0, 2.0), stats.gamma(4, scale=0.5)),
    "uniform": ((1.0, 3.0), stats.uniform(1, 2)),
    "triangular": ((5.0, 7.0, 10.0), stats.triang(0.4, loc=5, scale=5)),
}
"""Laws of time as the engine keeps them, and the same laws of SciPy."""

Sampler = Callable[[float], float]


def verify_samplers() -> Iterator[Row]:
    """Yield how far each sampler is from its law, and the uniforms from the middle of a slice."""
    yield from _discrete()
    yield from _times()
    yield from _uniforms()


def _discrete() -> Iterator[Row]:
    line = Line("samplers", "counts", "exact law, by bisection over every uniform")
    for mean in POISSON_MEANS:
        apart = total_variation(kernel_sampler(_POISSON, 0, mean), stats.poisson(mean))
        yield line.within(f"Poisson {mean:g}", 0.0, apart, FURTHEST)
    for n, p in BINOMIALS:
        apart = total_variation(kernel_sampler(_BINOMIAL, n, p), stats.binom(n, p))
        yield line.within(f"binomial {n}, {p:g}", 0.0, apart, FURTHEST)


def _times() -> Iterator[Row]:
    """Yield the errors of the specification's times; the kernel's are the same (``same_bits``)."""
    line = Line("samplers", "times", "true quantiles; the greatest error, as a share")
    luck = (np.arange(0, SLICES, 2**20) + 0.5) / SLICES
    for name, (parameters, law) in TIMES.items():
        drawn = np.array([draws.duration(name, parameters, u) for u in luck.tolist()])
        worst = float(np.abs(drawn / law.ppf(luck) - 1).max())
        yield line.within(name, 0.0, worst, _TIMES_RIGHT_TO)


def _uniforms() -> Iterator[Row]:
    unit = kernel_uniform()
    line = Line("samplers", "uniforms", "(k + 1/2) / 2³², the middle of slice k")
    yield line.within("the least", 0.5 / SLICES, unit(0), 0.0)
    yield line.within("1 less the greatest", 0.5 / SLICES, 1 - unit(SLICES - 1), 0.0)
    bits = slices_tried()
    right = sum(unit(k) == (k + 0.5) / SLICES for k in bits)
    yield line.exactly(f"slices in their place, of {len(bits)} tried", len(bits), right)


def slices_tried() -> list[int]:
    """Return slices from one end to the other: every 2¹⁵th, and those beside each power of two."""
    beside = {2**power + step for power in range(33) for step in (-1, 0, 1)}
    return sorted({*range(0, SLICES, 2**15), *(k for k in beside if 0 <= k < SLICES)})


def total_variation(sampler: Sampler, law: Any) -> float:
    """Return half the sum of gaps between a sampler's own law on 0, 1, … and the true one."""
    mean, spread = law.mean(), law.std()
    last = int(mean + _SPREADS * spread + 10)
    first = max(0, int(mean - _SPREADS * spread - 10))
    counts = np.arange(first, last + 1)
    found = law_of(sampler, first, last)
    beyond = 1 - float(found.sum())
    return (float(np.abs(found - law.pmf(counts)).sum()) + beyond) / 2


def law_of(sampler: Sampler, first: int, last: int) -> Floats:
    """Return a sampler's exact chance of each count from ``first`` to ``last``."""
    steps = [_slices_upto(sampler, count) for count in range(first - 1, last + 1)]
    return np.diff(np.array(steps, dtype=np.float64)) / SLICES


def _slices_upto(sampler: Sampler, count: int) -> int:
    """Return how many of the uniforms give ``count`` or less."""
    least, most = 0, SLICES
    while least < most:
        middle = (least + most) // 2
        if sampler((middle + 0.5) / SLICES) <= count:
            least = middle + 1
        else:
            most = middle
    return least


def kernel_sampler(which: int, n: float, p: float) -> Sampler:
    """Return one of the compiled kernel's samplers as a function of its uniform."""
    quantile = kernel.load(kernel.library_path()).flow_quantile
    return lambda u: float(quantile(which, n, p, u))


def kernel_uniform() -> Callable[[int], float]:
    """Return the kernel's uniform of a slice's number; it takes the bits as a signed number."""
    quantile = kernel.load(kernel.library_path()).flow_quantile
    return lambda slice_: float(quantile(_UNIFORM, 0, slice_ ^ SLICES // 2, 0.0))
