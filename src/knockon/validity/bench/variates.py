"""Variates of eight laws, from one uniform each in ours, from NumPy's fastest generator in NumPy.

Trials change by one from variate to variate, so that nobody's set-up is used twice for nothing.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from knockon.flow import kernel
from knockon.validity.bench.queues import LANES
from knockon.validity.bench.values import Spent

Whole = NDArray[np.int64]
Counted = NDArray[np.int32] | NDArray[np.int64]
POISSON, BINOMIAL = 0, 1
POISSONS = (0.5, 5.0, 20.0, 80.0)
BINOMIALS = ((10, 0.3), (50, 0.1), (200, 0.3), (2000, 0.02))


def in_ours(seed: int, count: float) -> Spent:
    """Draw ``count`` of each of the eight laws with the kernel's samplers, 32 side by side."""
    return _timed(_laws(seed, round(count)))


def _laws(seed: int, count: int) -> dict[str, Callable[[], Counted]]:
    many = count // LANES * LANES
    laws: dict[str, Callable[[], Counted]] = {
        f"poisson {m:g}": partial(_draw, POISSON, 0, m, seed, many) for m in POISSONS
    }
    laws |= {
        f"binomial {n}, {p:g}": partial(_draw, BINOMIAL, n, p, seed, many) for n, p in BINOMIALS
    }
    return laws


def _draw(law: int, n: int, p: float, seed: int, count: int) -> NDArray[np.int32]:
    library = kernel.load(kernel.library_path())
    library.flow_variates.restype = None
    into = np.empty(count, np.int32)
    library.flow_variates(
        ctypes.c_int64(law),
        ctypes.c_double(n),
        ctypes.c_double(p),
        ctypes.c_uint64(seed),
        ctypes.c_int64(count),
        ctypes.c_void_p(into.ctypes.data),
    )
    return into


def in_numpy(seed: int, count: float) -> Spent:
    """Draw ``count`` of each of the eight laws; seconds are the geometric mean of one variate."""
    luck = np.random.Generator(np.random.SFC64(seed))
    many = round(count)
    alternating = np.arange(many) & 1
    laws: dict[str, Callable[[], Whole]] = {
        f"poisson {mean:g}": partial(_poissons, luck, np.full(many, mean)) for mean in POISSONS
    }
    laws |= {
        f"binomial {n}, {p:g}": partial(_binomials, luck, np.full(many, n) + alternating, p)
        for n, p in BINOMIALS
    }
    return replace(_timed(laws), ours=_timed(_laws(seed, round(count))).said)


def _poissons(luck: np.random.Generator, means: NDArray[np.float64]) -> Whole:
    return np.asarray(luck.poisson(means))


def _binomials(luck: np.random.Generator, trials: Whole, share: float) -> Whole:
    return np.asarray(luck.binomial(trials, share))


def _timed(laws: Mapping[str, Callable[[], Counted]]) -> Spent:
    """Time each law once warm; work is one variate of geometric mean cost."""
    parts, said = {}, {}
    for name, draw in laws.items():
        draw()
        started = time.process_time()
        found = draw()
        seconds = time.process_time() - started
        parts[f"ns {name}"] = 1e9 * seconds / found.size
        thousands = found[: found.size // 1000 * 1000].reshape(1000, -1).mean(axis=1)
        said[f"mean of {name}"] = tuple(float(x) for x in thousands)
    mean = float(np.exp(np.mean(np.log(list(parts.values())))))
    return Spent(1.0, mean * 1e-9, said, parts=parts)
