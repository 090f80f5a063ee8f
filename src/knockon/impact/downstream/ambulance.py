"""999: incidents, people taken to an emergency department, and hours lost at its door.

For the whole system, by week. Crews are not modelled, so nobody waits for one.

    incidents   = I + (E1 - E0) / (1 - conv)
    conveyances = I x c + (E1 - E0) x conv / (1 - conv)
    hours_lost  = conveyances x ho_lost

I are the published incidents carried forward, c the published share of them taken to a department;
they hold everybody whom practices and NHS 111 send to 999 in the baseline. E are incidents of
displaced people (``amb_disp``) and of callers to 111 (``x_amb`` x ``val_amb``) from which nobody is
taken to a department, as the engine counts them in the baseline (E0) and the scenario (E1): a share
``1 - conv`` of all of theirs. ``ho_lost`` is the published mean of hours lost beyond 15 minutes for
each person taken; that a fuller department loses more of them is not followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both
from knockon.impact.horizon import DAYS_A_WEEK, WARM_UP_DAYS
from knockon.impact.volumes import daily

if TYPE_CHECKING:
    from knockon.impact.downstream.both import Found
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array
    from knockon.system.values import Volume

SERVICE, NOBODY_TAKEN = "ambulance", "ambulance"


def ambulance(world: World, found: Found) -> dict[tuple[str, str], Both]:
    """Return 999's counts; none where no file gives incidents and no rate stands in."""
    del found
    if not world.system.ambulances:
        return {}
    volumes = np.stack([_weekly(world, a.incidents) for a in world.system.ambulances])
    conveyed = np.array([a.conveyed for a in world.system.ambulances])
    taken = np.einsum("a,awd->wd", conveyed, volumes)
    conv, lost = world.parameters["conv"], world.parameters["ho_lost"]
    more = world.scenario.ends[NOBODY_TAKEN] - world.baseline.ends[NOBODY_TAKEN]
    incidents = volumes.sum(axis=0)
    everyone = (incidents, incidents + more / (1.0 - conv))
    to_ed = (taken, taken + more * conv / (1.0 - conv))
    return {
        (SERVICE, "incidents"): Both(*everyone, "whole"),
        (SERVICE, "conveyances"): Both(*to_ed, "whole"),
        (SERVICE, "hours_lost"): Both(to_ed[0] * lost, to_ed[1] * lost, "whole"),
    }


def _weekly(world: World, volume: Volume) -> Array:
    """Return a volume carried forward, by week, [weeks, draws]."""
    run = daily(world.horizon, volume, world.luck)[WARM_UP_DAYS:]
    return np.asarray(run.reshape(world.weeks, DAYS_A_WEEK, world.draws).sum(axis=1))
