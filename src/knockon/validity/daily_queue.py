r"""What theory says of people who wait whole days for a fixed number of places a day.

Each day a Poisson number A join, up to C are seen, and each person still waiting leaves with a
small chance:

.. math:: Q' = \mathrm{Binomial}((Q + A - C)^+,\ 1 - \text{leaving})

Q is a Markov chain. Its long-run law is found here by writing the chain out on 0…n and solving
the balance equations, with n doubled until the last state is out of reach. By Little's law the
mean wait of a first-come class is E[Q] a person arriving, in whole days.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

_OUT_OF_REACH = 1e-10
_LARGEST = 4096


@dataclass(frozen=True, slots=True)
class DailyQueue:
    """The number still waiting at the end of a day, in the long run."""

    queue: float
    deviation: float
    p_empty: float
    left: float
    """People a day who give up."""


def daily_queue(arrivals: float, places: int, leaving: float = 0.0) -> DailyQueue:
    """Return the queue left at the end of a day.

    ``arrivals`` are Poisson with this mean a day, ``places`` are taken each day, and each person
    still waiting leaves with chance ``leaving``. Without leaving the places must exceed the mean.
    """
    if leaving == 0 and arrivals >= places:
        raise ValueError(f"{arrivals} a day never settle with {places} places")
    chance = _long_run(arrivals, places, leaving)
    count = np.arange(len(chance))
    mean = float(chance @ count)
    return DailyQueue(
        queue=mean,
        deviation=float(np.sqrt(chance @ (count - mean) ** 2)),
        p_empty=float(chance[0]),
        left=mean * leaving / (1 - leaving),
    )


def _long_run(arrivals: float, places: int, leaving: float) -> Floats:
    """Return the chance of each number 0…n, with n doubled until it is out of reach.

    Out of reach on the evening before people leave: leaving hides a cut made too early.
    """
    states = 128
    while states <= _LARGEST:
        evening = _before_leaving(arrivals, places, states)
        chance = _balance(evening @ _leaving(leaving, states))
        if (chance @ evening)[-1] < _OUT_OF_REACH:
            return chance
        states *= 2
    raise ValueError(f"{arrivals} a day with {places} places is too close to full")


def _balance(chain: Floats) -> Floats:
    """Return the law that one more day leaves as it is."""
    equations = chain.T - np.eye(len(chain))
    equations[-1] = 1.0
    right = np.zeros(len(chain))
    right[-1] = 1.0
    return np.asarray(np.linalg.solve(equations, right), dtype=np.float64)


def _before_leaving(arrivals: float, places: int, states: int) -> Floats:
    """Return the chance of going from q to (q + Poisson − places)+, cut off at the last state."""
    start = np.arange(states)[:, None]
    joined = np.arange(states)[None, :] - start + places
    chance = np.exp(special.xlogy(joined, arrivals) - arrivals - special.gammaln(joined + 1.0))
    chain = np.where(joined < 0, 0.0, chance)
    room = places - start[:, 0]
    chain[:, 0] = np.where(room < 0, 0.0, special.pdtr(np.maximum(room, 0), arrivals))
    chain[:, -1] += special.pdtrc(joined[:, -1], arrivals)
    return np.asarray(chain, dtype=np.float64)


def _leaving(leaving: float, states: int) -> Floats:
    """Return the chance that of q people r stay."""
    start = np.arange(states, dtype=np.float64)[:, None]
    stay = np.arange(states, dtype=np.float64)[None, :]
    gone = np.maximum(start - stay, 0)
    logs = (
        special.gammaln(start + 1) - special.gammaln(stay + 1) - special.gammaln(gone + 1)
        + special.xlogy(gone, leaving) + stay * np.log1p(-leaving)
    )  # fmt: skip
    return np.asarray(np.where(stay > start, 0.0, np.exp(logs)), dtype=np.float64)
