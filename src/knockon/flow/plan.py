"""What both the kernel and the reference read off a network before a run.

Chains are turned into steps with conditional shares and named decisions; routes into cumulative
shares and the class a person has at the other end. Neither the kernel nor the reference decides
any of this for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knockon.flow import draws
from knockon.flow._checks import Floats
from knockon.flow.clinics import Above, Chain, Clinic, Join, Retry
from knockon.flow.destinations import Fan
from knockon.flow.draws import name_word
from knockon.flow.model import Network
from knockon.flow.results import CAUSES
from knockon.flow.sites import Route, Site
from knockon.flow.wards import Ward


@dataclass(frozen=True, slots=True, eq=False)
class OnwardPlan:
    """A way onward, its share ([lanes] or [1]) and the class at each station, -1 unknown.

    The share is conditional on not having gone an earlier way for a chain, and cumulative for a
    site's routes. `forced`: the class was named, so a site's own table is not used.
    """

    way: str
    share: Floats
    forced: bool
    class_at: tuple[int, ...]
    decision: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class InsidePlan:
    """A step that keeps people in the clinic: above, join (with its class) or retry."""

    kind: str
    target: int
    share: Floats
    decision: str


@dataclass(frozen=True, slots=True, eq=False)
class ChainPlan:
    """A chain as it is worked: steps inside, then ways onward, for people of one cause.

    `keeps_ages` says that who is taken matters later, as somebody retries or waits on.
    """

    cause: str
    inside: tuple[InsidePlan, ...]
    onward: tuple[OnwardPlan, ...]
    keeps_ages: bool


@dataclass(frozen=True, slots=True, eq=False)
class ChainsOfClass:
    """The chains of one class of a clinic; None where it has none (unseen: they wait)."""

    over_cap: ChainUse | None
    over_cap_rest: ChainUse | None
    unseen: ChainUse | None
    left_list: ChainUse | None

    def all(self) -> tuple[ChainUse, ...]:
        """Return every use of a chain there is."""
        uses = (self.over_cap, self.over_cap_rest, self.unseen, self.left_list)
        return tuple(use for use in uses if use is not None)


@dataclass(frozen=True, slots=True)
class ChainUse:
    """A chain and all of whoever has it that it depends on: alike for many clinics."""

    chain: Chain
    class_: str
    classes: tuple[str, ...]
    """Every class of the clinic."""
    decision: str
    """What its decisions are called by."""
    cause: str
    keeps_ages: bool


def chains_of(clinic: Clinic, class_: str) -> ChainsOfClass:
    """Return the chains of a class and how they are used."""
    unseen = clinic.unseen.get(class_)
    over_cap, leaving = clinic.over_cap.get(class_), clinic.when_leaving.get(class_)
    rest = unseen if isinstance(unseen, Chain) else None
    later_ages = rest is None or _retries(rest)

    def use(chain: Chain | None, decision: str, cause: str, ages: bool = False) -> ChainUse | None:
        if chain is None:
            return None
        ages = ages or _retries(chain)
        return ChainUse(chain, class_, clinic.classes, decision, cause, ages)

    return ChainsOfClass(
        over_cap=use(over_cap, "over_cap", "over_cap", later_ages),
        over_cap_rest=use(rest, "rest", "over_cap"),
        unseen=use(rest, "unseen", "unseen"),
        left_list=use(leaving, "left_list", "left_list"),
    )


def _retries(chain: Chain) -> bool:
    return any(isinstance(step, Retry) for step in chain.inside)


def chain_of(network: Network, use: ChainUse) -> ChainPlan:
    """Return a chain, ready to be worked."""
    chain, decision = use.chain, use.decision
    inside = tuple(
        _inside(use.classes, step, f"{decision}/{order}") for order, step in enumerate(chain.inside)
    )
    onward = tuple(
        OnwardPlan(
            step.destination,
            share,
            bool(step.as_class),
            _class_at(network, step.as_class or use.class_),
            f"{decision}/to/{step.destination}/{step.as_class or ''}",
        )
        for step, share in zip(chain.onward, chain.of_those_left, strict=True)
    )
    return ChainPlan(use.cause, inside, onward, use.keeps_ages)


def _inside(classes: tuple[str, ...], step: Above | Join | Retry, order: str) -> InsidePlan:
    if isinstance(step, Join):
        target = classes.index(step.class_)
        return InsidePlan("join", target, step.share, f"{order}/join/{step.class_}")
    kind = "above" if isinstance(step, Above) else "retry"
    return InsidePlan(kind, -1, step.share, f"{order}/{kind}")


def routes_of(network: Network, class_: str, routes: Sequence[Route]) -> tuple[OnwardPlan, ...]:
    """Return routes with cumulative shares: the first whose share passes the uniform is taken."""
    passed = np.zeros(1)
    planned = []
    for route in routes:
        passed = passed + route.share
        class_at = _class_at(network, route.as_class or class_)
        planned.append(OnwardPlan(route.to, passed, bool(route.as_class), class_at))
    return tuple(planned)


def closing_routes(network: Network, site: Site, class_: str) -> tuple[OnwardPlan, ...]:
    """Return what people of a class follow at closing; nothing if they wait or just leave."""
    if isinstance(site.at_closing, str):
        return ()
    return routes_of(network, class_, (site.at_closing,))


def _class_at(network: Network, class_: str) -> tuple[int, ...]:
    """Return a class's place at each station, -1 where there is none."""
    nowhere = (-1,) * len(network.stations)
    return network.class_places.get(class_, nowhere)


def cumulative(shares: Floats, lanes: int) -> Floats:
    """Return cumulative shares over the first axis, as [lanes, parts]."""
    given = np.broadcast_to(np.cumsum(shares, axis=0), (shares.shape[0], lanes))
    return np.ascontiguousarray(given.T)


def fan_shares(fan: Fan) -> Floats:
    """Return a fan's cumulative shares, [homes, sites, lanes or 1]."""
    return np.ascontiguousarray(np.cumsum(fan.shares, axis=1))


def start_origin(ward: Ward, age: int) -> int:
    """Return the word people share who are in a ward's beds at an age when the run starts."""
    return draws.origin(draws.cell(draws.stem(ward.name, ""), -1), "start", str(age))


def decision_word(decision: str) -> int:
    """Return the word of a decision about a cell."""
    return name_word("decision", decision)


def cause_place(cause: str) -> int:
    """Return a cause's place in the counts."""
    return CAUSES.index(cause)
