"""Who comes to lie in a trust's beds, and the stations they come through.

A share ``zero`` of emergency admissions leave the same day and need no bed. Of the others,

- those admitted through an emergency department want a bed when the department has done with them;
- other emergency admissions, ``1 - through_ed`` of the published, come directly;
- planned admissions take what the beds have room for: on each day as many as, with the emergencies
  expected that day, keep the beds as full as published (``T x weekday - emergencies``, T the mean
  of both, from :mod:`knockon.impact.wards`). In a busy month they give way, in a quiet one they
  make good; none on a day when emergencies alone are more.

People from a department come through the ward's *door*, which keeps nobody and counts who had
waited twelve hours before they had a bed. Where the ward has an exit block they do not: they board,
each holding a space, until they have a bed. Then the direct ones come through the door, as beds go
to whoever has waited longest and they wait as those who board do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from knockon.flow.model import Arrivals, Law, Route, Site
from knockon.flow.model import Ward as EngineWard
from knockon.impact.horizon import WARM_UP_DAYS, Array
from knockon.impact.netting import ADMITTED
from knockon.impact.volumes import Luck, ceiling, daily

if TYPE_CHECKING:
    from knockon.flow.model import Network
    from knockon.flow.sites import Site as EngineSite
    from knockon.impact.horizon import Horizon
    from knockon.impact.netting import Known
    from knockon.impact.wards import FittedWard, Stays
    from knockon.system.values import Ward

DIRECT = "direct"
DOOR = "{ward}-door"
LATE_HOURS = 12.0
"""What a 12-hour wait is, from the decision to admit: it is in the name of what is published."""

PLANNED_CEILING = 0.25
"""The ceiling of planned admissions as a part of that of emergency admissions."""


def door(ward: str) -> str:
    """Return the name of a ward's door."""
    return DOOR.format(ward=ward)


@dataclass(frozen=True)
class Coming:
    """A ward in a block's baseline, and who comes to it not through a department, an hour."""

    stays: Stays
    direct: Array
    """Other emergency admissions that stay a night, [days, 24, lanes]."""
    planned: Array
    """Planned admissions that stay a night, [days, 24, lanes]."""
    most: float
    """The most of both an hour in any draw: fixed in the system, as every ceiling is."""


def coming(
    ward: Ward, fitted: FittedWard, known: Known, p: Mapping[str, Array], luck: Luck
) -> Coming:
    """Return who comes to a ward, as drawn."""
    horizon, hours = known.horizon, np.asarray(ward.admissions.hour)
    direct = direct_admissions(ward, horizon, luck)
    through = sum(known.published[ed].sum(axis=1) * known.admitted[ed] for ed in ward.departments)
    emergencies = direct + through
    found = fitted.at(p, emergencies[WARM_UP_DAYS:].mean(axis=0))
    week = np.asarray(ward.admissions.weekday)[horizon.weekday]
    room = (found.overnight + found.planned) * week[:, None]
    stay = 1.0 - p["zero"]
    planned = np.maximum(room - emergencies * stay, 0.0)
    return Coming(
        stays=found,
        direct=(direct * stay)[:, None, :] * hours[None, :, None],
        planned=planned[:, None, :] * hours[None, :, None],
        most=ceiling(ward.admissions) * (1.0 - ward.through_ed + PLANNED_CEILING),
    )


def direct_admissions(ward: Ward, horizon: Horizon, luck: Luck) -> Array:
    """Return emergency admissions a day not through a department, as drawn, [days, lanes]."""
    return (1.0 - ward.through_ed) * daily(horizon, ward.admissions, luck)


def stations(ward: Ward, fitted: FittedWard, who: Coming) -> tuple[EngineSite, EngineWard]:
    """Return a ward's door and the ward."""
    direct = _by_hour(who.direct, who.most)
    classes = (ADMITTED, DIRECT)
    entrance = Site(
        name=door(ward.id),
        classes=classes,
        arrivals={DIRECT: direct} if fitted.exit_block else {},
        service={c: Law.constant(0.0) for c in classes},
        when_served={c: (Route(ward.id, np.ones(1)),) for c in classes},
        limit=LATE_HOURS,
    )
    others = who.planned if fitted.exit_block else who.direct + who.planned
    beds = EngineWard(
        name=ward.id,
        hazard=who.stays.hazard,
        beds=who.stays.beds,
        arrivals=_by_hour(others, who.most),
        discharge_hours=np.asarray(ward.discharge_hour)[:, None],
        start=who.stays.start,
    )
    return entrance, beds


def way_to_bed(ward: Ward, fitted: FittedWard, zero: Array) -> Route:
    """Return how people admitted by a department come to a bed of its ward."""
    return Route(ward.id if fitted.exit_block else door(ward.id), 1.0 - zero)


def slower(beds: EngineWard, slowed: Array) -> EngineWard:
    """Return a ward whose people leave more slowly, by a share of every hazard, [lanes]."""
    return replace(beds, hazard=beds.hazard * (1.0 - slowed))


def _by_hour(rates: Array, most: float) -> Arrivals:
    return Arrivals(np.minimum(rates, most).reshape(-1, rates.shape[-1]), 1.0, most)


def with_slower_discharge(net: Network, slowed: Array | None) -> Network:
    """Return a network whose wards let people go more slowly; the same where nobody asks for it."""
    if slowed is None:
        return net
    return net.changed(slower(s, slowed) if isinstance(s, EngineWard) else s for s in net.stations)
