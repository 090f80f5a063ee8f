"""Acute beds: emergency admissions, how full the beds are, and who waits twelve hours for one.

By ward and week, from what the engine counted at the ward and its door:

    emergency_admissions = A + D
    occupancy            = mean over midnights of people in bed / beds as published
    needed               = mean over midnights of people in bed and waiting for a bed

with A people who come to departments to be admitted and D other emergency admissions, the
published carried forward (the same in both arms). By department:

    waits_over_12_hours = A x (1 - zero) x late / door

``late`` of the ``door`` people given a bed at the ward's door had waited twelve hours for it, and
``1 - zero`` of A stay a night. Beds go to whoever has waited longest, so people who board in the
department wait as those at the door do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.admissions import direct_admissions
from knockon.impact.downstream.both import Both
from knockon.impact.horizon import DAYS_A_WEEK, WARM_UP_DAYS
from knockon.impact.wards import BEDS

if TYPE_CHECKING:
    from knockon.impact.downstream.both import Found
    from knockon.impact.downstream.world import Arm, World
    from knockon.impact.horizon import Array

ED = "ed"
Counted = Mapping[tuple[str, str], "Array"]


def beds(world: World, found: Found) -> dict[tuple[str, str], Both]:
    """Return counts of wards and of people who wait for a bed; none without wards."""
    del found
    if (BEDS, "at_door") not in world.baseline.sites:
        return {}
    goes, direct = _goes(world), _direct(world)
    first, second = (_of(arm, world, goes, direct) for arm in (world.baseline, world.scenario))
    return {key: Both(first[key], second[key], "sites") for key in first}


def _goes(world: World) -> Array:
    """Return which ward each department's people go to, 0 or 1, [wards, departments]."""
    eds = [site.id for site in world.system.sites if site.kind == ED]
    return np.array([[float(ed in w.departments) for ed in eds] for w in world.system.wards])


def _of(arm: Arm, world: World, goes: Array, direct: Array) -> dict[tuple[str, str], Array]:
    counted = arm.sites
    admitted, door = counted[ED, "admitted"], counted[BEDS, "at_door"]
    occupied = counted[BEDS, "occupied_nights"] / DAYS_A_WEEK
    published = np.array([ward.beds for ward in world.system.wards])
    late = np.divide(counted[BEDS, "late"], door, out=np.zeros_like(door), where=door > 0.0)
    by_department = np.einsum("ve,wvl->wel", goes, late)
    return {
        (BEDS, "emergency_admissions"): np.einsum("ve,wel->wvl", goes, admitted) + direct,
        (BEDS, "occupied"): occupied,
        (BEDS, "needed"): counted[BEDS, "needed_nights"] / DAYS_A_WEEK,
        (BEDS, "beds"): np.broadcast_to(published[None, :, None], occupied.shape),
        (ED, "waits_over_12_hours"): admitted * (1.0 - world.parameters["zero"]) * by_department,
    }


def _direct(world: World) -> Array:
    """Return other emergency admissions by week, [weeks, wards, draws]."""
    shape = (world.weeks, DAYS_A_WEEK, world.draws)
    days = [direct_admissions(w, world.horizon, world.luck) for w in world.system.wards]
    return np.stack([d[WARM_UP_DAYS:].reshape(shape).sum(axis=1) for d in days], axis=1)
