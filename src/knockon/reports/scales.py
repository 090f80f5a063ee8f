"""Values along a line: scales with round ends, and ticks at round numbers.

Round numbers are whole multiples of a step, and a step is 1, 2 or 5 times a power of ten, whichever
lies nearest by ratio to what was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10, sqrt

Tick = tuple[float, str]
"""Where a tick stands along its axis, and its label."""

_STEPS = 10
"""Into about how many steps the span of a scale is parted to find its round ends."""
_MOST_ROUNDINGS = 10
_ALONE = -2
"""The last decimal of a tick that stands alone, as a power of ten."""
_TEN = 10
_FACTORS = ((sqrt(50), _TEN), (sqrt(10), 5), (sqrt(2), 2))
"""From which multiple of a power of ten a step is 10, 5 or 2 of it: the means by ratio."""


@dataclass(frozen=True, slots=True)
class Step:
    """The distance of two ticks: ``factor`` times ten to the ``power``."""

    factor: int
    power: int

    @classmethod
    def of(cls, span: float, count: int) -> Step:
        """Return the round step that parts ``span``, over 0, into about ``count``."""
        rough = span / count
        power = floor(log10(rough))
        factor = next((f for least, f in _FACTORS if rough / 10.0**power >= least), 1)
        return cls(1, power + 1) if factor == _TEN else cls(factor, power)

    def times(self, count: int) -> float:
        """Return so many steps."""
        tens = count * self.factor
        return tens * 10.0**self.power if self.power >= 0 else tens / 10.0**-self.power

    def in_steps(self, value: float) -> float:
        """Return how many steps a value is."""
        if self.power >= 0:
            return value / (self.factor * 10.0**self.power)
        return value * 10.0**-self.power / self.factor


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from ``low`` to ``high`` along a line from ``start`` to ``end``."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value lies; in the middle where there is only one."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.start + share * (self.end - self.start)

    def ticks(self, count: int, *, share: bool = False) -> list[Tick]:
        """Return about ``count`` ticks; as per cents where values are a ``share``."""
        if self.high == self.low:
            return [(self.at(self.low), _number(self.low, _ALONE, share))]
        step = Step.of(self.high - self.low, count)
        first, last = (round(step.in_steps(end)) for end in (self.low, self.high))
        values = [step.times(n) for n in range(first, last + 1)]
        inside = [value for value in values if self.low <= value <= self.high]
        return [(self.at(value), _number(value, step.power, share)) for value in inside]


def rounded(values: Iterable[float], *, zero: bool) -> tuple[float, float]:
    """Return round ends that hold all values, and nought where ``zero``."""
    held = [*values, 0.0] if zero else list(values)
    low, high = min(held, default=0.0), max(held, default=0.0)
    step = None
    for _ in range(_MOST_ROUNDINGS):
        if high == low or (found := Step.of(high - low, _STEPS)) == step:
            break
        step = found
        low, high = step.times(floor(step.in_steps(low))), step.times(ceil(step.in_steps(high)))
    return low, high


def _number(value: float, power: int, share: bool) -> str:
    """Return a tick's value: no more decimals than its step has."""
    if share:
        return f"{value * 100:.{max(0, -power - 2)}f}%".replace("-", "\N{MINUS SIGN}")
    text = f"{value:,.{max(0, -power)}f}"
    trimmed = text.rstrip("0").rstrip(".") if "." in text else text
    return trimmed.replace("-", "\N{MINUS SIGN}")
