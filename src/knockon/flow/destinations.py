"""Where people go who leave a station: a fan of sites, an end, the way back; and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knockon.errors import KnockonError
from knockon.flow._checks import MOST_AT_A_PLACE, Floats, array, by_part


@dataclass(frozen=True, slots=True, eq=False)
class Fan:
    """One of several sites, chosen by the person's home.

    `shares` is [homes, sites] or [homes, sites, lanes], summing to 1 over the sites. A person
    without a home may not come here: the network refuses the route.
    """

    name: str
    sites: tuple[str, ...]
    shares: Floats

    def __post_init__(self) -> None:
        object.__setattr__(self, "sites", tuple(self.sites))
        shares = by_part(self.shares, f"shares of {self.name}", axes=3, high=1)
        if shares.shape[1] != len(self.sites) or (abs(shares.sum(axis=1) - 1) > 1e-6).any():
            raise KnockonError(
                "K413",
                f"the shares of {self.name} are not a whole for every home",
                expected=f"for each home, {len(self.sites)} shares that add up to 1",
                remedy="Give every home a share for every site.",
            )
        object.__setattr__(self, "shares", shares)


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """A place people leave the network to, counted; a share may come back to their clinic.

    `back` is the name of a `Back` and the share sent there.
    """

    name: str
    back: tuple[str, Floats] | None = None

    def __post_init__(self) -> None:
        if self.back is not None:
            share = array(self.back[1], f"share back from {self.name}", axes=1, high=1)
            object.__setattr__(self, "back", (self.back[0], share))


@dataclass(frozen=True, slots=True, eq=False)
class Back:
    """The way back: the person joins the clinic of their home on its next open day.

    They are counted as follow-ups and join `class_` at age 0. `limit` ([homes, lanes]) is the
    most a home takes back between one open day and the next, made whole by one uniform; people
    beyond it go to the `End` called `overflow`, or leave.
    """

    name: str
    class_: str
    limit: Floats | None = None
    overflow: str | None = None

    def __post_init__(self) -> None:
        if self.limit is not None:
            what = f"limit of {self.name}"
            limit = by_part(self.limit, what, axes=2, high=MOST_AT_A_PLACE)
            object.__setattr__(self, "limit", limit)


Destination = Fan | End | Back


@dataclass(frozen=True, slots=True, eq=False)
class Diversion:
    """When people a clinic diverts reach a destination, from the start of the clinic's day.

    `bands` are (start, end, share) in site units: uniform inside a band, the shares adding up
    to 1, the bands in order of time and not overlapping. A band may pass the end of the day.
    """

    destination: str
    bands: tuple[tuple[float, float, float], ...]

    def __post_init__(self) -> None:
        bands = tuple((float(a), float(b), float(s)) for a, b, s in self.bands)
        object.__setattr__(self, "bands", bands)
        numbers = np.array(bands, dtype=float).reshape(-1, 3)
        edges = numbers[:, :2].reshape(-1)
        orderly = numbers.size and np.isfinite(numbers).all() and (numbers >= 0).all()
        if not orderly or (np.diff(edges) < 0).any() or abs(numbers[:, 2].sum() - 1) > 1e-6:
            raise KnockonError(
                "K414",
                f"the hours of {self.destination} are out of order or their shares not a whole",
                expected="bands (start, end, share) in order of time, shares adding up to 1",
                remedy="Sort the bands, do not let them overlap, and complete the shares.",
            )
