"""Which practices stop which local service, for whom, from which day, in each simulated future.

An entry of ``stopping`` names practices known to stop (a notice says it) and a share of the others;
practice p of the others stops on the first day of an entry whose share s reaches its lateness,

    s >= N(sqrt(rho) M_p + sqrt(1 - rho) e_p)

the same lateness as for actions (:mod:`knockon.impact.uptake`), so a practice that takes actions
early stops services early. Shares of later entries hold those of earlier ones. Notices are dated:
there is no ramp. Actions that stop a service say by their answers for whom, and the catalogue which
services they are about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.impact.uptake import NEVER, Members, latent
from knockon.plans.parameters import with_usual

if TYPE_CHECKING:
    from knockon.catalogue.values import Action, Catalogue
    from knockon.impact.draws import Design
    from knockon.impact.horizon import Array, Ints
    from knockon.impact.uptake import Taking
    from knockon.plans.assessment import Assessment, Stopping

STOPS_SERVICE = "stops_service"
SERVICE, PATIENTS, CAPACITY, RECEIVING = "service", "patients", "capacity", "receiving_service"
"""Facts of a service that is stopped."""
TAKEN_ON_BY_ANOTHER = "available"


@dataclass(frozen=True, slots=True)
class Stop:
    """A local service no longer offered to some patients, by whom and between which days.

    Days count from the assessment's first; a practice has stopped on ``starts <= day < ends``,
    shape [practices, draws]. ``patients`` is ``new``, ``existing``, ``all`` or
    ``beyond_capacity``; ``capacity`` then says how many people (or procedures a month) a practice
    goes on serving, None where nobody says. ``taken_up`` is how many people a week another
    service takes on: infinite where it takes them all, 0 where nobody is known to.
    """

    service: str
    patients: str
    starts: Ints
    ends: Ints
    capacity: float | None = None
    taken_up: float = 0.0


def stops(
    assessment: Assessment,
    members: Members,
    parameters: Mapping[str, Array],
    design: Design,
    streams: Ints,
) -> tuple[Stop, ...]:
    """Return the stops an assessment's ``stopping`` asks for, at each point of the design."""
    entries = sorted(assessment.stopping, key=lambda one: (*_about(one), one.start))
    made = _Made(assessment, members, parameters, design, streams)
    return tuple(made.stop(list(mine)) for _, mine in groupby(entries, key=_about))


def by_actions(
    taking: Taking, actions: Mapping[str, Action], catalogue: Catalogue
) -> tuple[Stop, ...]:
    """Return the stops that actions come to, one a local service and way of taking the action."""
    found = []
    for name, episodes in taking.episodes.items():
        action = actions[name]
        if action.effect != STOPS_SERVICE:
            continue
        for episode in episodes:
            params = with_usual(action, episode.params)
            for service in services_of(action, params, catalogue):
                found.append(_by_action(service, params, episode.starts, episode.ends))
    return tuple(stop for stop in found if stop is not None)


def services_of(action: Action, params: Mapping[str, Any], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the local services an action is about: the one its answers name, else its own."""
    named = params.get(SERVICE)
    if named in catalogue.local_services:
        return (str(named),)
    return tuple(service for service in action.moves if service in catalogue.local_services)


def _by_action(service: str, params: Mapping[str, Any], starts: Ints, ends: Ints) -> Stop | None:
    patients = params.get(PATIENTS)
    if patients is None:
        return None
    capacity = params.get(CAPACITY)
    taken = np.inf if params.get(RECEIVING) == TAKEN_ON_BY_ANOTHER else 0.0
    limit = None if capacity is None else float(capacity)
    return Stop(service, str(patients), starts, ends, limit, taken)


def _about(one: Stopping) -> tuple[str, str]:
    return (one.service, one.patients)


@dataclass(frozen=True, slots=True)
class _Made:
    assessment: Assessment
    members: Members
    parameters: Mapping[str, Array]
    design: Design
    streams: Ints

    def stop(self, entries: Sequence[Stopping]) -> Stop:
        """Return one stop from the entries about a service and its patients, by date."""
        service, patients = _about(entries[0])
        name = f"stopping.{service}.{patients}"
        late = latent(name, self.members, self.parameters, self.design.seed, self.streams)
        named = {code for one in entries for code in one.practices}
        others = np.array([code not in named for code in self.members.codes])[:, None]
        starts = np.full(late.shape, NEVER, dtype=np.int64)
        for one in reversed(entries):
            day = (one.start - self.assessment.start).days
            share = self.design.sample(name, one.uptake.low, one.uptake.likely, one.uptake.high)
            starts = np.where(others & (share >= late) & (share > 0.0), day, starts)
            known = np.isin(self.members.codes, one.practices)[:, None]
            starts = np.where(known, day, starts)
        taken = sum(one.taken_up_a_week for one in entries)
        return Stop(service, patients, starts, np.full_like(starts, NEVER), taken_up=taken)
