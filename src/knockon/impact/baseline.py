"""One block's baseline: volumes, demand, and what is each service's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.catchment import Catchment, arrival_bands
from knockon.impact.choices import choices, streaming
from knockon.impact.demand import Demand, demand
from knockon.impact.horizon import Array, Horizon
from knockon.impact.netting import Known, Netted, not_netted, own_arrivals
from knockon.impact.sent_back import SentBack, sent_back, slots_for_111
from knockon.impact.transfer import after_the_call
from knockon.impact.volumes import Luck, ceiling, hourly, practice_scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knockon.impact.lanes import Lanes
    from knockon.system.values import System

ARRIVAL_SHARES = ("arr_before12", "arr_12_18", "arr_18_24", "arr_next")


@dataclass(frozen=True)
class Baseline:
    """A block's baseline, with the overflow it was lowered to."""

    lanes: Lanes
    known: Known
    demand: Demand
    netted: Netted
    back: SentBack
    slots_for_111: Array
    """Slots a working day 111 may fill, [practices, lanes]."""

    def fresh(self) -> Mapping[str, Array]:
        """Return first arrivals of each class but planned care, [practices, days, lanes].

        None are below zero. Same-day: those offered less yesterday's retries and who is sent back;
        a retry is the same contact, so offered = fresh + r x unseen + sent back.
        """
        asked, back, lanes = self.demand, self.back, self.lanes
        first = 1.0 - lanes.retry * lanes.overflow
        same_day, week, routine = (np.empty_like(back.booked) for _ in range(3))
        for i in range(len(same_day)):
            others = back.booked[i] + back.from_pharmacy[i]
            np.maximum(asked.offered(i) * first - others, 0.0, out=same_day[i])
            np.maximum(asked.arrivals("week", i) - back.from_ed[i], 0.0, out=week[i])
            routine[i] = asked.arrivals("routine", i)
        return {"same_day": same_day, "week": week, "routine": routine}


@dataclass(frozen=True)
class Ground:
    """What every block of a run shares."""

    system: System
    horizon: Horizon
    reach: Catchment
    seed: int
    netting: bool = True
    """Off only in tests, to show that agreement with the published volumes depends on it."""


def baseline(ground: Ground, lanes: Lanes) -> Baseline:
    """Return the baseline of a block of draws."""
    system, horizon = ground.system, ground.horizon
    luck = Luck(ground.seed, lanes.points, lanes.streams)
    scale = practice_scale(horizon, system, luck)
    known = _known(ground, lanes, luck)
    wanted = demand(system, horizon, scale, lanes)
    netted = own_arrivals(known, wanted, lanes) if ground.netting else not_netted(known, lanes)
    lowered = lanes.with_overflow(netted.overflow)
    offered = wanted.with_overflow(netted.overflow)
    registered = np.array([b.registered_patients for b in system.practices], dtype=np.float64)
    slots = slots_for_111(registered, lanes.parameters)
    return Baseline(
        lanes=lowered,
        known=known,
        demand=offered,
        netted=netted,
        back=sent_back(known, offered, lowered, slots),
        slots_for_111=slots,
    )


def _known(ground: Ground, lanes: Lanes, luck: Luck) -> Known:
    system, reach = ground.system, ground.reach
    p = lanes.parameters
    streamed = streaming(reach, lanes)
    fixed = {name: float(p[name][0]) for name in ARRIVAL_SHARES}
    return Known(
        horizon=ground.horizon,
        reach=reach,
        published={v.site: hourly(ground.horizon, v, luck) for v in system.volumes},
        ceilings={v.site: ceiling(v) for v in system.volumes},
        admitted={v.site: v.admitted_share or 0.0 for v in system.volumes if v.service == "ed"},
        answered=system.telephone.answered,
        after=after_the_call(p, system.telephone.triaged_of_answered),
        bands={
            kind: arrival_bands(fixed, sites, _curve(system, kind))
            for kind, sites in reach.sites.items()
        },
        choices=choices(lanes.chosen, streamed, p["conv"]),
        late=choices(lanes.late, streamed, p["conv"]),
    )


def _curve(system: System, kind: str) -> Array:
    """Return the share of a kind of site's persons who come in each hour, shape [24]."""
    volumes = [v for v in system.volumes if v.service == kind]
    hours = np.sum([v.level * np.asarray(v.hour) for v in volumes], axis=0)
    return np.asarray(hours / hours.sum())
