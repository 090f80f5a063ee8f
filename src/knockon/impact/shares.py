"""Shares of one whole, drawn one by one and broken off a stick in a fixed order.

Each share has its own belief, so drawn together they may pass 1. They are then cut, never scaled:
in the order given, each is at most what those before it left. How often that bites is counted and
reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

OUTCOMES_111 = ("x_amb", "x_ed", "x_pc", "x_oth")
WITHIN_PRIMARY_CARE = ("x_utc", "x_ph")


@dataclass(frozen=True, slots=True)
class Broken:
    """Shares after the cut, what is left of the whole, and the draws in which the cut bit."""

    shares: Mapping[str, Array]
    rest: Array
    cut: npt.NDArray[np.bool_]


def break_stick(wanted: Mapping[str, Array], whole: Array | float = 1.0) -> Broken:
    """Return each share, in the mapping's order, cut to what the earlier ones left of ``whole``.

    All arrays have one entry a draw and are at least 0.
    """
    shapes = [np.shape(share) for share in wanted.values()]
    left = np.broadcast_to(np.asarray(whole, dtype=float), np.broadcast_shapes(*shapes)).copy()
    cut = np.zeros(left.shape, dtype=np.bool_)
    shares: dict[str, Array] = {}
    for name, share in wanted.items():
        if np.any(share < 0):
            raise ValueError(f"the share {name} is negative")
        cut |= share > left
        shares[name] = np.minimum(share, left)
        left = left - shares[name]
    return Broken(shares, left, cut)


@dataclass(frozen=True, slots=True)
class Outcomes111:
    """What becomes of a triaged 111 call: shares by symbol, one entry a draw.

    ``shares`` holds ``x_amb x_ed x_pc x_oth`` and ``x_none`` (the rest), which add to 1, and
    ``x_utc`` and ``x_ph``, parts of ``x_pc``. ``cut`` counts draws in which a cut bit.
    """

    shares: Mapping[str, Array]
    cut: int


def outcomes_111(parameters: Mapping[str, Array]) -> Outcomes111:
    """Return the outcome shares of triaged calls from the drawn parameters."""
    all_calls = break_stick({symbol: parameters[symbol] for symbol in OUTCOMES_111})
    booked = break_stick(
        {symbol: parameters[symbol] for symbol in WITHIN_PRIMARY_CARE},
        whole=all_calls.shares["x_pc"],
    )
    shares = {**all_calls.shares, "x_none": all_calls.rest, **booked.shares}
    return Outcomes111(shares, int((all_calls.cut | booked.cut).sum()))
