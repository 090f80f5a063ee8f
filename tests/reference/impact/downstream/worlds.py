"""Small worlds made by hand, in which a flow can be held against its equation.

Six practices, a few weeks and draws; every parameter at its middle unless a test moves it; who acts
from which day, and what both arms' contacts and people sent to pharmacies are, as a test says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from tests.reference.impact.boards import MONDAY, capped

from knockon.catalogue import Catalogue
from knockon.impact.downstream import World, downstream
from knockon.impact.downstream.both import Both
from knockon.impact.downstream.world import Arm
from knockon.impact.horizon import Horizon
from knockon.impact.tally import places_of
from knockon.impact.uptake import NEVER, Episode, Members, Taking
from knockon.impact.volumes import Luck
from knockon.plans.assessment import Phase, Uptake
from knockon.system.services import ServiceBaseline, WaitingList
from knockon.system.synth import synth
from knockon.system.values import PracticeBaseline, System

Array = npt.NDArray[np.float64]
WEEKS, DRAWS, PRACTICES = 8, 3, 6
CONTACTS, GP_CONTACTS, TO_PHARMACIES = 1000.0, 400.0, 50.0
EVERYONE = 1.0


@dataclass(frozen=True)
class Way:
    """How an action is taken: by the practices told, from and to a day of the run."""

    params: Mapping[str, Any] = field(default_factory=dict)
    practices: tuple[int, ...] | None = None
    """By their place in the system; None is every practice."""
    start: int = 0
    end: int = NEVER


@dataclass(frozen=True)
class Setting:
    """A system and what both arms counted in it, before anybody acts."""

    system: System
    catalogue: Catalogue
    weeks: int = WEEKS

    @property
    def practices(self) -> int:
        """How many practices there are."""
        return len(self.system.practices)

    def world(
        self,
        actions: Mapping[str, Way | tuple[Way, ...]] | None = None,
        *,
        kept: float | Array = 1.0,
        to_pharmacies: float | Array = 0.0,
        **values: float | Array,
    ) -> World:
        """Return a world in which these actions are taken.

        ``kept``: contacts seen over the baseline's; ``to_pharmacies``: people more sent there a
        week; ``values``: parameters not at their middle.
        """
        ways = {a: w if isinstance(w, tuple) else (w,) for a, w in (actions or {}).items()}
        horizon = Horizon(MONDAY, self.weeks)
        return World(
            system=self.system,
            horizon=horizon,
            assessment=_asked(ways, self.weeks),
            catalogue=self.catalogue,
            parameters=_at_their_middle(self.catalogue) | {s: _drawn(v) for s, v in values.items()},
            taking=self._taking(ways),
            actions={a: self.catalogue.actions[a] for a in ways},
            places=places_of(self.system, horizon),
            luck=Luck(1, np.arange(DRAWS), np.arange(DRAWS)),
            baseline=self._arm(1.0, 0.0),
            scenario=self._arm(kept, to_pharmacies),
        )

    def _arm(self, kept: float | Array, more: float | Array) -> Arm:
        shape = (self.weeks, self.practices, DRAWS)
        return Arm(
            practice={
                "contacts_seen": np.full(shape, CONTACTS) * kept,
                "gp_contacts": np.full(shape, GP_CONTACTS) * kept,
            },
            sites={},
            ends={
                "pharmacy": np.full((self.weeks, DRAWS), TO_PHARMACIES) + more,
                "ambulance": np.zeros((self.weeks, DRAWS)),
            },
        )

    def _taking(self, ways: Mapping[str, tuple[Way, ...]]) -> Taking:
        codes = tuple(b.practice.ods_code for b in self.system.practices)
        pcns = tuple(b.practice.pcn_code for b in self.system.practices)
        episodes = {a: tuple(self._episode(a, w) for w in given) for a, given in ways.items()}
        return Taking(Members(codes, pcns, MONDAY), episodes)

    def _episode(self, action: str, way: Way) -> Episode:
        starts = np.full((self.practices, DRAWS), NEVER, dtype=np.int64)
        starts[slice(None) if way.practices is None else list(way.practices)] = way.start
        return Episode(action, way.params, starts, np.full_like(starts, way.end))

    def with_baselines(self, **values: float) -> Setting:
        """Return the same where these are published, a week or waiting: ``service__measure=``."""
        icb = self.system.icbs[0].code
        rows = [_published(key, value, icb) for key, value in sorted(values.items())]
        return replace(self, system=replace(self.system, baselines=tuple(rows)))


def made(catalogue: Catalogue, **other: Any) -> Setting:
    """Return a made-up setting of six practices with one trust."""
    return Setting(synth(practices=PRACTICES, seed=7, catalogue=catalogue)[0], catalogue, **other)


def doubled(setting: Setting) -> Setting:
    """Return a system of two copies of a setting's: practices, sites and lists, and no ward."""
    one = setting.system
    codes = {b.practice.ods_code: f"Y{b.practice.ods_code[1:]}" for b in one.practices}
    practices = tuple(_renamed(b, codes[b.practice.ods_code]) for b in one.practices)
    sites = tuple(replace(s, id=f"{s.id}-2", provider=f"{s.provider}-2") for s in one.sites)
    nobody = (0.0,) * len(one.practices)
    catchment = {
        kind: {
            **{site: (*shares, *nobody) for site, shares in of.items()},
            **{f"{site}-2": (*nobody, *shares) for site, shares in of.items()},
        }
        for kind, of in one.catchment.items()
    }
    both = replace(
        one,
        practices=(*one.practices, *practices),
        sites=(*one.sites, *(replace(s, co_located_with=None) for s in sites)),
        volumes=(*one.volumes, *(replace(v, site=f"{v.site}-2") for v in one.volumes)),
        catchment=catchment,
        lists=(*one.lists, *(_second(x) for x in one.lists)),
        wards=(),
        ambulances=(),
        baselines=tuple(replace(b, value=2 * b.value) for b in one.baselines),
    )
    return replace(setting, system=both)


def _second(one: WaitingList) -> WaitingList:
    return replace(one, id=f"{one.id}-2", provider=f"{one.provider}-2")


def _renamed(one: PracticeBaseline, code: str) -> PracticeBaseline:
    pcn = f"Y{one.practice.pcn_code[1:]}" if one.practice.pcn_code else None
    return replace(one, practice=replace(one.practice, ods_code=code, pcn_code=pcn))


def found(world: World, service: str, count: str) -> Both:
    """Return one count of every flow's."""
    return downstream(world)[service, count]


def a_week(world: World, symbol: str) -> Array:
    """Return a rate per 1,000 patients a month as so many a week, by practice, by hand."""
    monthly = world.catalogue.parameters[symbol].central
    return np.asarray(monthly * world.registered / 1000 * 12 / 52)


def _published(key: str, value: float, icb: str) -> ServiceBaseline:
    service, measure = key.split("__")
    unit = "people waiting" if measure == "waiting_list" else "a week"
    unit = "pharmacies" if measure == "pharmacies" else unit
    return ServiceBaseline(service, measure, "XT01", icb, value, unit, ("2026-06",), "made up")


def _at_their_middle(catalogue: Catalogue) -> dict[str, Array]:
    return {s: _drawn(p.central) for s, p in catalogue.parameters.items()}


def _drawn(value: float | Array) -> Array:
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (DRAWS,))


def _asked(ways: Mapping[str, tuple[Way, ...]], weeks: int) -> Any:
    share = Uptake(EVERYONE, EVERYONE, EVERYONE)
    uptake = {
        action: tuple(Phase(share, MONDAY, params=way.params) for way in given)
        for action, given in ways.items()
    }
    return capped(uptake=uptake, weeks=weeks)
