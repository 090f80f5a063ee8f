"""Book-keeping: every contact lost chooses at once. No list, no trying again, nothing simulated.

It is how planners' own sums are made, and what they can be compared with. With L contacts lost,
e_k the share of those who stop trying that choose service k and T what services send one another,

    first_k = L e_k,        reached = first + first T + first T T

(no path through the services is longer). Lost contacts are the seen ones times the part of the
slots the actions take away; what a cap puts on a list or sees all the same is lost here too.
Everything is proportional to the practices' lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.catalogue.overriding import parameters as overridden
from knockon.flow import blocks_of
from knockon.impact.behaviour import ORDER
from knockon.impact.changes import changes
from knockon.impact.demand import CLASSES, demand
from knockon.impact.draws import plan_draws
from knockon.impact.drivers import draw_weights
from knockon.impact.futures import futures
from knockon.impact.horizon import Array, Horizon, Ints
from knockon.impact.transfer import after_the_call, transfer_shares
from knockon.impact.volumes import Luck, practice_scale

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.futures import Futures
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System

Transfer = Mapping[tuple[str, str], Array]


@dataclass(frozen=True)
class Booked:
    """Contacts lost over the horizon and where they come up, draw by draw."""

    lost: Array
    """Contacts lost, [practices, draws]."""
    first: Mapping[str, Array]
    """First choices by service, ``nothing`` among them; they add up to those lost, [draws]."""
    reached: Mapping[str, Array]
    """Everybody a service sees for it, by whatever way, [draws]."""
    weights: Array
    """Weight of each draw when behaviour sets are pooled, adding to 1."""

    def mean(self, service: str) -> float:
        """Return the mean over draws of those a service sees."""
        return float(self.reached[service] @ self.weights)


def book_keeping(assessment: Assessment, system: System, catalogue: Catalogue) -> Booked:
    """Return where the contacts come up that an assessment's actions take away.

    ``catalogue`` is as the packs have it; the assessment's overrides are put in here.
    """
    plan = plan_draws(assessment.draws, [n for n, _ in assessment.behaviours], twins=False)
    future = futures(assessment, system, overridden(catalogue, assessment.overrides), plan)
    horizon = Horizon(assessment.start, assessment.weeks)
    blocks = [np.asarray(b.draws, dtype=np.int64) for b in blocks_of(future.count)]
    lost = np.concatenate([_lost(future, system, horizon, b) for b in blocks], axis=-1)
    chosen = future.lanes(np.arange(future.count)).chosen
    first = chose(lost.sum(axis=0), {k: chosen[k] for k in ORDER})
    p = future.parameters
    after = after_the_call(p, system.telephone.triaged_of_answered)
    transfer = transfer_shares(after, p, system.telephone.answered)
    weights = draw_weights(plan, dict(assessment.behaviours))
    return Booked(lost, first, reached(first, transfer), weights)


def _lost(future: Futures, system: System, horizon: Horizon, block: Ints) -> Array:
    """Return contacts seen in the baseline for which there is no slot, [practices, lanes]."""
    lanes = future.lanes(block)
    luck = Luck(future.design.seed, lanes.points, lanes.streams)
    wanted = demand(system, horizon, practice_scale(horizon, system, luck), lanes)
    seen = sum(wanted.seen(class_) for class_ in CLASSES)
    left = changes(future, system, horizon, block).slots
    return np.asarray((seen * (1.0 - left)).sum(axis=1))


def chose(lost: Array, shares: Mapping[str, Array]) -> dict[str, Array]:
    """Return first choices of those lost, ``nothing`` the rest; ``shares`` add to 1 at most."""
    first = {service: lost * share for service, share in shares.items()}
    return {**first, "nothing": lost - sum(first.values(), np.zeros_like(lost))}


def reached(first: Mapping[str, Array], transfer: Transfer) -> dict[str, Array]:
    """Return everybody each service sees: by choice, and sent on by the services before it."""
    total = {service: people.copy() for service, people in first.items()}
    wave: Mapping[str, Array] = first
    while wave:
        sent: dict[str, Array] = {}
        for (source, service), share in transfer.items():
            if source in wave:
                sent[service] = sent.get(service, 0.0) + wave[source] * share
        for service, people in sent.items():
            total[service] = total.get(service, np.zeros_like(people)) + people
        wave = sent
    return total
