"""Where people go when the practice does not see them: from survey answers to shares.

A behaviour set gives episode totals D_k: the share of people who use service k at some point
after not being seen, several answers allowed. Some of those reach k through another modelled
service, and the model sends them there itself; so with T the transfer matrix between services

    b_k = D_k - sum over j of D_j T[j, k]           (negative: 0, counted)
    e_k = b_k               where D is per contact lost
    e_k = b_k / (1 - r)     where D is per failed attempt, of whom r try again

and the e_k are cut to 1 in the order of :data:`ORDER`; ``nothing`` is the rest. A contact not
seen is tried again with r and otherwise takes one destination by e, day after day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from knockon.errors import KnockonError
from knockon.impact.hashing import rounded
from knockon.impact.pert import Pert
from knockon.impact.shares import break_stick

if TYPE_CHECKING:
    from knockon.catalogue.values import Behaviour, DShare
    from knockon.impact.draws import Design

Array = npt.NDArray[np.float64]

ORDER = ("ed", "nhs111", "utc", "pharmacy", "private", "self_care")
"""Destinations in the order in which they are cut to what the earlier ones left."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Destinations of contacts not seen under one behaviour set; arrays have one entry a draw.

    ``e`` has the services of :data:`ORDER` and ``ambulance`` (direct 999 calls, taken out of
    ``nothing``); with ``nothing`` they add to 1. ``retry`` comes first: a share of all not seen.
    ``cut`` counts draws in which the cut to 1 bit, ``negative`` draws in which indirect routes
    alone exceed what the set says of a service.
    """

    behaviour: str
    e: Mapping[str, Array]
    retry: Array
    nothing: Array
    cut: int
    negative: int
    same_day_only: bool


def shares_of(
    behaviour: Behaviour,
    transfer: Mapping[tuple[str, str], Array | float],
    parameters: Mapping[str, Array],
    design: Design,
) -> Shares:
    """Return where people not seen go under ``behaviour``, at each point of the design.

    ``transfer[(j, k)]``: share of people at service j whom the model sends on to k, a number or
    one entry a draw. ``parameters``: drawn values, for ``amb_disp``.
    """
    _check_services(behaviour)
    totals = {service: _total(behaviour, service, design) for service in ORDER}
    retry = answers("retry", behaviour.retry, design)
    direct = {service: _direct(service, totals, transfer) for service in ORDER}
    negative = np.any(np.stack([b < 0 for b in direct.values()]), axis=0)
    leaving = 1.0 - retry if behaviour.per == "failed" else np.ones_like(retry)
    broken = break_stick({k: np.maximum(b, 0.0) / leaving for k, b in direct.items()})
    ambulance = np.minimum(parameters["amb_disp"], broken.rest)
    return Shares(
        behaviour=behaviour.id,
        e={**broken.shares, "ambulance": ambulance},
        retry=retry,
        nothing=broken.rest - ambulance,
        cut=int(broken.cut.sum()),
        negative=int(negative.sum()),
        same_day_only=behaviour.same_day_only,
    )


def answers(service: str, share: DShare, design: Design) -> Array:
    """Return the answer for one service at each point, 24-bit.

    The dimension is ``behaviour.<service>``, the same for every set, so that sets differ by what
    they say and not by luck.
    """
    pert = Pert(share.low, share.central, share.high)
    return rounded(pert.ppf(design.uniform(f"behaviour.{service}")))


def _total(behaviour: Behaviour, service: str, design: Design) -> Array:
    if service not in behaviour.shares:
        return np.zeros(len(design.points))
    return answers(service, behaviour.shares[service], design)


def _direct(
    service: str,
    totals: Mapping[str, Array],
    transfer: Mapping[tuple[str, str], Array | float],
) -> Array:
    indirect = np.zeros_like(totals[service])
    for (source, destination), share in transfer.items():
        if destination == service and source in totals:
            indirect = indirect + totals[source] * share
    return totals[service] - indirect


def _check_services(behaviour: Behaviour) -> None:
    strange = sorted(set(behaviour.shares) - set(ORDER))
    if strange:
        raise KnockonError(
            "K520",
            f"the behaviour set {behaviour.id!r} has a share for {strange[0]!r}",
            expected=f"shares for {', '.join(ORDER)} (and retry)",
            remedy="Name one of those services in the pack, or leave the share out.",
        )
