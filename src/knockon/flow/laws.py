"""How long things take and when people come: laws, calendars and streams of arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from knockon.errors import KnockonError
from knockon.flow._checks import Floats, Whole, array, same_lanes, shape_error, whole

LawKind = Literal["exponential", "constant", "lognormal", "erlang", "uniform", "triangular"]
PARAMETERS: dict[str, tuple[str, ...]] = {
    "exponential": ("mean",),
    "constant": ("x",),
    "lognormal": ("median", "sigma"),
    "erlang": ("k", "mean"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
}
MOST_STAGES = 500
"""The most stages of an Erlang law the engine adds up."""
WIDEST = 1e6
"""The largest standard deviation of a lognormal law, in means."""


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """The law of a duration, in the site's units of time, one set of parameters a lane.

    `params` are one-axis arrays (1 or the number of lanes) in the order of `PARAMETERS`. A
    lognormal is kept as its median and the standard deviation of its logarithm; use
    `Law.lognormal` for the mean and standard deviation of the variable itself.
    """

    kind: LawKind
    params: tuple[Floats, ...]

    def __post_init__(self) -> None:
        names = PARAMETERS.get(self.kind)
        if names is None or len(self.params) != len(names):
            raise KnockonError(
                "K406",
                f"a law {self.kind!r} with {len(self.params)} parameters",
                expected="; ".join(f"{k} ({', '.join(v)})" for k, v in PARAMETERS.items()),
                remedy="Choose one of these laws and give its parameters.",
            )
        checked = tuple(
            array(value, f"{name} of {self.kind}", axes=1)
            for name, value in zip(names, self.params, strict=True)
        )
        same_lanes(f"a law {self.kind!r}", *checked)
        object.__setattr__(self, "params", checked)
        if self.kind == "erlang":
            array(self.params[0], "k of erlang", axes=1, low=1, high=MOST_STAGES)
            whole(self.params[0], "k of erlang", axes=1)
        if self.kind in ("uniform", "triangular"):
            _ascending(self.kind, checked)

    @classmethod
    def exponential(cls, mean: ArrayLike) -> Law:
        """Return the exponential law with this mean."""
        return cls("exponential", (_number(mean),))

    @classmethod
    def constant(cls, x: ArrayLike) -> Law:
        """Return the law that always takes this long."""
        return cls("constant", (_number(x),))

    @classmethod
    def lognormal(cls, mean: ArrayLike, sd: ArrayLike) -> Law:
        """Return the lognormal law with this mean and standard deviation of the variable."""
        m = array(mean, "mean of lognormal", axes=1, low=np.nextafter(0, 1))
        s = array(sd, "sd of lognormal", axes=1)
        same_lanes("a lognormal law", m, s)
        _not_too_wide(m, s)
        spread = np.log1p((s / m) ** 2)
        return cls("lognormal", (m * np.exp(-spread / 2), np.sqrt(spread)))

    @classmethod
    def lognormal_median(cls, median: ArrayLike, sigma: ArrayLike) -> Law:
        """Return the lognormal law with this median and standard deviation of the logarithm."""
        return cls("lognormal", (_number(median), _number(sigma)))

    @classmethod
    def erlang(cls, k: ArrayLike, mean: ArrayLike) -> Law:
        """Return the sum of `k` equal exponential stages with this mean in all."""
        return cls("erlang", (_number(k), _number(mean)))

    @classmethod
    def uniform(cls, low: ArrayLike, high: ArrayLike) -> Law:
        """Return the law that is equally likely anywhere from low to high."""
        return cls("uniform", (_number(low), _number(high)))

    @classmethod
    def triangular(cls, low: ArrayLike, mode: ArrayLike, high: ArrayLike) -> Law:
        """Return the triangular law."""
        three = (_number(low), _number(mode), _number(high))
        return cls("triangular", three)


def _number(given: ArrayLike) -> Floats:
    return array(given, "a parameter of a law", axes=1)


def _not_too_wide(mean: Floats, sd: Floats) -> None:
    with np.errstate(over="ignore"):
        wide = sd / mean > WIDEST
    if wide.any():
        raise KnockonError(
            "K402",
            f"a lognormal law whose sd is over {WIDEST:,.0f} times its mean",
            expected="a standard deviation nearer the mean",
            remedy="Correct the mean or the standard deviation.",
        )


def _ascending(kind: str, params: tuple[Floats, ...]) -> None:
    for lower, upper in pairwise(params):
        if (np.broadcast_arrays(lower, upper)[0] > upper).any():
            raise KnockonError(
                "K402",
                f"a {kind} law whose parameters descend",
                expected=" <= ".join(PARAMETERS[kind]),
                remedy="Put the parameters in order.",
            )


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """How many servers there are, by time of a repeating period.

    `values[i]` holds from `times[i]` (inclusive) to the next time; before the first time the
    last value holds, as the period repeats. `times` is one axis, ascending, in [0, period);
    `values` is [times, lanes], whole.
    """

    times: Floats
    period: float
    values: Whole

    def __post_init__(self) -> None:
        times = np.array(self.times, dtype=np.float64)
        orderly = times.ndim == 1 and times.size > 0 and bool(np.isfinite(times).all())
        orderly = orderly and bool((np.diff(times) > 0).all())
        orderly = orderly and np.isfinite(self.period) and times[0] >= 0
        if not (orderly and times[-1] < self.period):
            raise KnockonError(
                "K407",
                "a calendar whose times are out of order or outside its period",
                expected="ascending times from 0 to below the period",
                remedy="Sort the times and keep them inside one period.",
            )
        values = whole(np.array(self.values, ndmin=2), "servers of a calendar", axes=2)
        if values.shape[0] != times.size:
            raise shape_error("servers of a calendar", f"{values.shape[0]} rows for {times.size}")
        times.setflags(write=False)
        object.__setattr__(self, "times", times)
        object.__setattr__(self, "period", float(self.period))
        object.__setattr__(self, "values", values)

    @classmethod
    def constant(cls, servers: ArrayLike) -> Calendar:
        """Return the calendar with the same number of servers always."""
        return cls(np.zeros(1), 1.0, whole(servers, "servers", axes=1)[None, :])


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """A site's own arrivals of one class: a Poisson stream with a rate for each slice of time.

    `rates` is [slices, lanes] per unit of time; slice k covers [k·width, (k+1)·width) and the
    slices repeat. `majorant` is a rate no scenario of the system ever passes: candidates come at
    it and are thinned to the rate, so a scenario never draws anew. A rate above it is refused.
    """

    rates: Floats
    width: float
    majorant: float

    def __post_init__(self) -> None:
        rates = array(self.rates, "arrival rates", axes=2)
        if not (np.isfinite(self.width) and self.width > 0):
            raise shape_error("the width of a slice of arrivals", f"{self.width}")
        top = float(rates.max())
        if not (np.isfinite(self.majorant) and top <= self.majorant):
            raise KnockonError(
                "K408",
                f"an arrival rate of {top:g}",
                expected=f"at most the system's fixed ceiling of {self.majorant:g}",
                remedy="Raise the ceiling in the system, for every scenario alike.",
            )
        object.__setattr__(self, "rates", rates)


@dataclass(frozen=True, slots=True, eq=False)
class ExactTimes:
    """Arrivals at given times, the same in every lane (for cases worked by hand)."""

    times: Floats

    def __post_init__(self) -> None:
        times = np.array(self.times, dtype=np.float64)
        if (
            times.ndim != 1
            or not np.isfinite(times).all()
            or (np.diff(times) < 0).any()
            or (times.size and times[0] < 0)
        ):
            raise KnockonError(
                "K407",
                "arrival times out of order",
                expected="ascending times from 0",
                remedy="Sort the times.",
            )
        times.setflags(write=False)
        object.__setattr__(self, "times", times)
