"""From low, central, high to a distribution: a PERT whose 5th and 95th percentiles they are.

A PERT with mode m between ends a and b is the beta law on (a, b) with shapes
1 + 4(m - a)/(b - a) and 1 + 4(b - m)/(b - a). Low and high are percentiles of belief, not ends, so
the ends are solved for: with t = (m - a)/(b - a) and q05(t), q95(t) the unit law's percentiles,
(t - q05)/(q95 - q05) rises with t and must equal (central - low)/(high - low).

Where central equals low or high, that end of the law is the central, and the other lies where the
other percentile holds: 1/(1 - 0.05^(1/5)) = 2.219 ranges away. low = high is a constant.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import betaincinv

Array = npt.NDArray[np.float64]

LOW, HIGH = 0.05, 0.95
_WEIGHT = 4.0
_FAR_END = 1.0 / (1.0 - LOW ** (1.0 / (1.0 + _WEIGHT)))


@dataclass(frozen=True, slots=True)
class Pert:
    """Belief about a number: mode ``central``, 5th and 95th percentiles ``low`` and ``high``.

    Values beyond a natural bound are set to it: 0 and 1 where the range lies within 0 to 1, 0
    where it is not negative, else none; with ``held`` the bounds are low and high themselves.
    """

    low: float
    central: float
    high: float
    held: bool = False

    def __post_init__(self) -> None:
        if not self.low <= self.central <= self.high or not math.isfinite(self.high - self.low):
            raise ValueError(f"{self.low}, {self.central}, {self.high} do not rise")

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest value before bounds are applied."""
        width = self.high - self.low
        if width == 0:
            return self.central, self.central
        if self.central == self.low:
            return self.central, self.central + _FAR_END * width
        if self.central == self.high:
            return self.central - _FAR_END * width, self.central
        mode, q05, q95 = _unit_law((self.central - self.low) / width)
        span = width / (q95 - q05)
        return self.central - mode * span, self.central + (1.0 - mode) * span

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value a draw may have."""
        if self.held:
            return self.low, self.high
        lowest = 0.0 if self.low >= 0 else -math.inf
        return lowest, 1.0 if self.low >= 0 and self.high <= 1 else math.inf

    def ppf(self, u: Array) -> Array:
        """Return the value at each percentile ``u`` (0 to 1); rises with u, same shape."""
        bottom, top = self.ends
        if bottom == top:
            return np.full(np.shape(u), self.central)
        mode = (self.central - bottom) / (top - bottom)
        unit = betaincinv(1.0 + _WEIGHT * mode, 1.0 + _WEIGHT * (1.0 - mode), u)
        return np.clip(bottom + (top - bottom) * unit, *self.bounds)


@cache
def _unit_law(position: float) -> tuple[float, float, float]:
    """Return mode, 5th and 95th percentile of the unit PERT whose mode stands at ``position``.

    ``position``: how far the mode lies from the 5th to the 95th percentile, inside (0, 1).
    """

    def miss(mode: float) -> float:
        q05, q95 = _percentiles(mode)
        return (mode - q05) / (q95 - q05) - position

    mode = float(brentq(miss, 0.0, 1.0, xtol=1e-14))
    return mode, *_percentiles(mode)


def _percentiles(mode: float) -> tuple[float, float]:
    shapes = 1.0 + _WEIGHT * mode, 1.0 + _WEIGHT * (1.0 - mode)
    return float(betaincinv(*shapes, LOW)), float(betaincinv(*shapes, HIGH))
