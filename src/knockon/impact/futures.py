"""All draws of a run: what is uncertain in each, who acts, where those not seen go.

Made once for a run, cut into blocks of lanes for the engine. Nothing here is simulated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.behaviour import ORDER, Shares, shares_of
from knockon.impact.draws import Design, DrawPlan, draw_parameters
from knockon.impact.horizon import Array, Ints
from knockon.impact.lanes import Lanes
from knockon.impact.stops import Stop, stops
from knockon.impact.transfer import after_the_call, transfer_shares
from knockon.impact.uptake import Members, Taking, takes
from knockon.impact.used import Used
from knockon.plans.parameters import action_called

if TYPE_CHECKING:
    from knockon.catalogue.values import Action, Catalogue, Effect, Parameter
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System

CHOSEN_AFTER_WAITING = ("ed", "nhs111")
"""Where people who leave a waiting list go, each at ``late_f`` of its share; the rest nowhere."""
TARGETS_OF_THE_FIT = ("lwbs",)
ONE_FOR_ALL_DRAWS = ("arr_before12", "arr_12_18", "arr_18_24", "arr_next", "four_h")
"""Rules every draw shares: the hours people come in, and the standard they are held to."""
HELD = (*TARGETS_OF_THE_FIT, *ONE_FOR_ALL_DRAWS)
"""Parameters taken at their middle value, whatever range an override gives them."""


@dataclass(frozen=True)
class Drawn:
    """What is drawn for a run whatever its systems; arrays have one entry a draw, twins too."""

    plan: DrawPlan
    design: Design
    parameters: Used


@dataclass(frozen=True)
class Futures(Drawn):
    """Every draw of a run of one system."""

    shares: Mapping[str, Shares]
    overflow: Array
    """Baseline overflow share o0 after the ceiling on practice inflow to A&E."""
    limited: int
    """Draws in which that ceiling bit."""
    taking: Taking
    actions: Mapping[str, Action]
    """Each action asked for, by the name the assessment gives it."""
    effects: Mapping[str, Effect]
    """Every kind of effect an action can have."""
    stops: tuple[Stop, ...]
    """Local services stopped beside what actions stop."""

    @property
    def count(self) -> int:
        """Draws, twins included."""
        return len(self.plan.point)

    def lanes(self, block: Ints) -> Lanes:
        """Return one block of draws side by side."""
        chosen = {k: self._by_set(itemgetter_of(k), block) for k in (*ORDER, "ambulance")}
        waiting = self._by_set(lambda s: np.full(self.count, float(not s.same_day_only)), block)
        late = {k: np.zeros(len(block)) for k in chosen}
        for service in CHOSEN_AFTER_WAITING:
            late[service] = chosen[service] * waiting * self.parameters["late_f"][block]
        return Lanes(
            indices=block,
            points=self.plan.point[block],
            streams=self.plan.stream[block],
            parameters=self.parameters.block(block),
            chosen=chosen,
            late=late,
            retry=self._by_set(lambda s: s.retry, block),
            overflow=self.overflow[block],
        )

    def _by_set(self, pick: Callable[[Shares], Array], block: Ints) -> Array:
        stacked = np.stack([pick(self.shares[name]) for name in self.plan.sets])
        return np.asarray(stacked[self.plan.set_index[block], block])


def futures(
    assessment: Assessment, system: System, catalogue: Catalogue, plan: DrawPlan
) -> Futures:
    """Return every draw of an assessment; ``catalogue`` holds the assessment's overrides."""
    design = Design(
        seed=assessment.seed,
        dimensions=catalogue.dimensions,
        points=plan.point,
        system=" ".join(icb.code for icb in system.icbs),
        way=assessment.design,
    )
    parameters = Used(draw_parameters(held_at_middle(catalogue.parameters), design))
    shares = _shares(system, catalogue, parameters, design, plan)
    overflow, limited = _overflow(system, parameters, shares, plan)
    members = Members(
        codes=tuple(b.practice.ods_code for b in system.practices),
        pcns=tuple(b.practice.pcn_code for b in system.practices),
        baseline=system.practice_middle,
    )
    return Futures(
        plan=plan,
        design=design,
        parameters=parameters,
        shares=shares,
        overflow=overflow,
        limited=limited,
        taking=takes(assessment, members, parameters, design, plan.stream),
        actions={a: action_called(catalogue, a) for a in assessment.actions},
        effects=catalogue.effects,
        stops=stops(assessment, members, parameters, design, plan.stream),
    )


def itemgetter_of(service: str) -> Callable[[Shares], Array]:
    """Return what picks a service's share out of a behaviour set's."""
    return lambda shares: shares.e[service]


def held_at_middle(parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Return the parameters with those of :data:`HELD`, and those that are off, at their middle."""
    held = {*HELD, *(symbol for symbol, p in parameters.items() if p.off and not p.overridden)}
    middle = {
        symbol: replace(parameters[symbol], low=centre, high=centre)
        for symbol in sorted(held)
        for centre in (parameters[symbol].central,)
    }
    return {**parameters, **middle}


def _shares(
    system: System,
    catalogue: Catalogue,
    parameters: Mapping[str, Array],
    design: Design,
    plan: DrawPlan,
) -> dict[str, Shares]:
    after = after_the_call(parameters, system.telephone.triaged_of_answered)
    transfer = transfer_shares(after, parameters, system.telephone.answered)
    return {
        name: shares_of(catalogue.behaviours[name], transfer, parameters, design)
        for name in plan.sets
    }


def _overflow(
    system: System,
    parameters: Mapping[str, Array],
    shares: Mapping[str, Shares],
    plan: DrawPlan,
) -> tuple[Array, int]:
    """Return o0: drawn, then cut so that practices send A&E no more than ``cow_frac`` of it.

    Of S contacts seen, S o0 / (1 - o0) are unseen beside them; ``going`` of those reach A&E.
    """
    stacked = np.stack([(1 - s.retry) * (s.e["ed"] + s.e["utc"]) for s in shares.values()])
    going = stacked[plan.set_index, np.arange(len(plan.point))]
    a_and_e = 7.0 * sum(v.level for v in system.volumes if v.service in ("ed", "utc"))
    seen = 5.0 * sum(b.gp_seen * b.same_day_share for b in system.practices)
    drawn = parameters["call_again"]
    most = parameters["cow_frac"] * a_and_e
    cut = np.minimum(drawn, most / (most + seen * going))
    return cut, int(np.count_nonzero(cut < drawn))
