"""What a flow may look at: one block of draws, both arms as counted, who takes which action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.impact.horizon import DAYS_A_WEEK, WARM_UP_DAYS
from knockon.impact.stops import by_actions
from knockon.plans.parameters import with_usual

if TYPE_CHECKING:
    from knockon.catalogue.values import Action, Catalogue
    from knockon.impact.horizon import Array, Horizon
    from knockon.impact.stops import Stop
    from knockon.impact.tally import Places
    from knockon.impact.uptake import Taking
    from knockon.impact.volumes import Luck
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System

WEEKS_A_YEAR = 52.0
MONTHS_A_YEAR = 12.0
A_THOUSAND = 1000.0


@dataclass(frozen=True)
class Arm:
    """What one arm's run of a block counted; draws last in every array."""

    practice: Mapping[str, Array]
    """Of practices, by count: [weeks, practices, draws]; ``contacts_seen`` and the like."""
    sites: Mapping[tuple[str, str], Array]
    """Of sites, by (service, count): [weeks, sites of the service, draws]."""
    ends: Mapping[str, Array]
    """Everybody who reached a counted end: [weeks, draws]."""


@dataclass(frozen=True)
class Doing:
    """One way of taking an action: with which answers, and who does it how much of each week."""

    action: Action
    params: Mapping[str, Any]
    share: Array
    """Share of each week's seven days on which a practice does it, [weeks, practices, draws]."""


@dataclass(frozen=True)
class World:
    """One block of draws of a scenario, run in both arms."""

    system: System
    horizon: Horizon
    assessment: Assessment
    catalogue: Catalogue
    parameters: Mapping[str, Array]
    """Every drawn parameter by symbol, [draws]; reading one lists it as used."""
    taking: Taking
    actions: Mapping[str, Action]
    """The action of each name the assessment gives."""
    places: Places
    luck: Luck
    """What volumes carried forward are hashed from."""
    baseline: Arm
    scenario: Arm
    stopping: tuple[Stop, ...] = ()
    """Local services stopped beside what actions stop."""

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """Every local service stopped, by an entry of its own or by an action."""
        return (*self.stopping, *by_actions(self.taking, self.actions, self.catalogue))

    @property
    def weeks(self) -> int:
        """Weeks of the run."""
        return self.horizon.weeks

    @property
    def draws(self) -> int:
        """Draws of the block."""
        return int(self.baseline.practice["contacts_seen"].shape[-1])

    @cached_property
    def registered(self) -> Array:
        """Registered patients, [1, practices, 1]: multiplies with [weeks, practices, draws]."""
        lists = [b.registered_patients for b in self.system.practices]
        return np.array(lists, dtype=np.float64)[None, :, None]

    @cached_property
    def working_days(self) -> Array:
        """Days practices are open in each week, [weeks]."""
        run = self.horizon.open[WARM_UP_DAYS:].reshape(self.weeks, DAYS_A_WEEK)
        return np.asarray(run.sum(axis=1), dtype=np.float64)

    def a_week(self, symbol: str) -> Array:
        """Return a rate per 1,000 patients a month as persons a week, [1, practices, draws]."""
        monthly = self.parameters[symbol][None, None, :]
        return self.registered / A_THOUSAND * monthly * MONTHS_A_YEAR / WEEKS_A_YEAR

    def doing(self, effect: str) -> tuple[Doing, ...]:
        """Return every way in which an action of this effect is taken."""
        return self._doing.get(effect, ())

    def share_doing(self, effect: str) -> Array:
        """Return the share of each week a practice does anything of this effect, at most 1."""
        shape = (self.weeks, len(self.system.practices), self.draws)
        total = sum((way.share for way in self.doing(effect)), np.zeros(shape))
        return np.minimum(total, 1.0)

    def moved_by(self, effect: str, symbol: str) -> Array:
        """Return the share doing it times a parameter, [weeks, practices, draws].

        Where nobody does anything of this effect the parameter is not looked at, and so not listed
        among the assumptions.
        """
        share = self.share_doing(effect)
        return share * self.parameters[symbol] if share.any() else share

    def in_every_week(self, ordinary: Array) -> Array:
        """Return an ordinary week of practices, one axis of which may be 1, in every week."""
        shape = (self.weeks, len(self.system.practices), self.draws)
        return np.array(np.broadcast_to(ordinary, shape))

    @cached_property
    def contacts_kept(self) -> Array:
        """Contacts seen over those of the baseline, [weeks, practices, draws]; 1 where none are."""
        first, second = (arm.practice["contacts_seen"] for arm in (self.baseline, self.scenario))
        return np.divide(second, first, out=np.ones_like(first), where=first > 0.0)

    @cached_property
    def _doing(self) -> dict[str, tuple[Doing, ...]]:
        days = np.arange(DAYS_A_WEEK * self.weeks, dtype=np.int64)
        found: dict[str, list[Doing]] = {}
        for name, episodes in self.taking.episodes.items():
            action, in_force = self.actions[name], self.taking.in_force(name, days)
            for index, episode in enumerate(episodes):
                on = (in_force == index).reshape(self.weeks, DAYS_A_WEEK, *in_force.shape[1:])
                share = on.mean(axis=1)
                if share.any():
                    way = Doing(action, with_usual(action, episode.params), share)
                    found.setdefault(action.effect, []).append(way)
        return {effect: tuple(ways) for effect, ways in found.items()}
