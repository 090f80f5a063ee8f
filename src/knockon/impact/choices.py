"""Where people a practice did not see go first, practice by practice.

The shares of those who stop trying are a behaviour set's, with two refinements: some of those who
choose an emergency department with a treatment centre beside it are streamed to that centre, and
a few of those who would have done nothing call 999, whose crew takes some of them to a department.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.horizon import Array

if TYPE_CHECKING:
    from knockon.impact.catchment import Catchment
    from knockon.impact.lanes import Lanes

FIRST_DESTINATIONS = (
    "ed",
    "nhs111",
    "utc",
    "pharmacy",
    "private",
    "self_care",
    "conveyed",
    "ambulance",
)
"""First destinations in the order in which a count is split; the rest do nothing."""


@dataclass(frozen=True)
class Choices:
    """Share of those who stop trying by first destination, each [practices, lanes]."""

    shares: Mapping[str, Array]

    def to(self, kind: str) -> Array:
        """Return the share that turns up at a kind of site, shape [practices, lanes]."""
        if kind == "ed":
            return self.shares["ed"] + self.shares["conveyed"]
        return self.shares[kind]


def streaming(reach: Catchment, lanes: Lanes) -> Array:
    """Return the share of each practice's ED-goers streamed to a centre, [practices, lanes]."""
    beside = {site.co_located_with for site in reach.sites.get("utc", ())}
    has_centre = np.array([float(site.id in beside) for site in reach.sites["ed"]])
    beside_share = reach.shares["ed"] @ has_centre
    return np.asarray(beside_share[:, None] * lanes.parameters["stream"][None, :])


def choices(chosen: Mapping[str, Array], streamed: Array, conveyed: Array) -> Choices:
    """Return first destinations practice by practice; ``chosen`` has shape [lanes].

    ``streamed`` is :func:`streaming`; ``conveyed`` the share of 999 incidents taken to an ED.
    """
    wide = np.ones_like(streamed)
    to_ed = chosen["ed"][None, :]
    shares = {
        "ed": to_ed * (1.0 - streamed),
        "utc": chosen["utc"][None, :] + to_ed * streamed,
        "conveyed": wide * chosen["ambulance"] * conveyed,
        "ambulance": wide * chosen["ambulance"] * (1.0 - conveyed),
    }
    for same in ("nhs111", "pharmacy", "private", "self_care"):
        shares[same] = wide * chosen[same]
    return Choices({name: shares[name] for name in FIRST_DESTINATIONS})
