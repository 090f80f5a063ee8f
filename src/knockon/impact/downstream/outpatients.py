"""Outpatient lists by trust: one referral is one clock start, a week later.

    joining(w) = s + dR(w-1) - dB(w-1) + dB(w-2)

with s a list's clock starts in an ordinary week, dR the referrals its practices make more or fewer
than in the baseline, dB the letters among them that come back: they are sent again, and join, a
week later than they would have. A practice's referrals are divided over lists as its people are
over the trusts' emergency departments. Each list then goes on as
:mod:`knockon.impact.downstream.lists` says, with the hazards of 0-17, 18-51 and 52 weeks and over
that give back its published counts, and C = s (1 + ``list_head``). The list stands in its published
state in the baseline. Where no hazards give the counts back, the list is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.lists import worked
from knockon.impact.downstream.referrals import MADE, RETURNED
from knockon.impact.waiting_lists import TO_18, fitted

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World
    from knockon.impact.horizon import Array
    from knockon.system.values import System, WaitingList

WAITING = ("outpatients", "waiting_list")
WITHIN = ("outpatients", "within_18_weeks")


def outpatients(world: World, found: Found) -> Mapping[tuple[str, str], Both]:
    """Return pathways waiting at each week's end, and those under 18 weeks, by list."""
    if not world.system.lists:
        return {}
    more = _by_list(
        joining(found[MADE].change, found[RETURNED].change), shares_of_lists(world.system)
    )
    usual = [_of_list(one, world, 0.0 * extra) for one, extra in _each(world, more)]
    moved = [_of_list(one, world, extra) for one, extra in _each(world, more)]
    return {
        WAITING: Both(_waiting(usual), _waiting(moved), where="sites"),
        WITHIN: Both(_within(usual), _within(moved), where="sites"),
    }


def joining(referred: Array, returned: Array) -> Array:
    """Return the change in clock starts by practice, [weeks, practices, draws], of two changes."""
    return np.asarray(_later(referred - returned, 1) + _later(returned, 2))


def shares_of_lists(system: System) -> Array:
    """Return how each practice's referrals are divided over the lists, [lists, practices].

    By the share of its people using the departments of each list's trust; by clock starts where
    none of those is theirs.
    """
    starts = np.array([one.starts_a_week for one in system.lists])
    usage = np.zeros((len(system.lists), len(system.practices)))
    for i, one in enumerate(system.lists):
        for site in system.sites:
            if site.kind == "ed" and site.provider == one.provider:
                usage[i] += system.catchment["ed"][site.id]
    total = usage.sum(axis=0)
    by_starts = np.repeat((starts / starts.sum())[:, None], len(total), axis=1)
    divided: Array = np.divide(usage, total, out=by_starts, where=total > 0.0)
    return divided


def _by_list(extra: Array, split: Array) -> list[Array]:
    """Return counts by practice added up by list, each [weeks, draws]."""
    return [np.asarray((extra * mine[None, :, None]).sum(axis=1)) for mine in split]


def _later(weekly: Array, weeks: int) -> Array:
    """Return weekly counts so many weeks later, with nothing before them."""
    moved = np.zeros_like(weekly)
    moved[weeks:] = weekly[:-weeks]
    return moved


def _each(world: World, more: list[Array]) -> zip[tuple[WaitingList, Array]]:
    return zip(world.system.lists, more, strict=True)


def _of_list(one: WaitingList, world: World, more: Array) -> Array:
    """Return who waits on one list by week of age, [weeks, ages, draws]; not numbers if unknown."""
    hazards = fitted(one)
    if hazards is None:
        return np.full((len(more), 1, more.shape[-1]), np.nan)
    most = one.starts_a_week * (1.0 + world.parameters["list_head"])
    joined = np.maximum(one.starts_a_week + more, 0.0)
    return worked(joined, hazards.by_week(), one.starts_a_week, most)


def _waiting(by_age: list[Array]) -> Array:
    return np.stack([one.sum(axis=1) for one in by_age], axis=1)


def _within(by_age: list[Array]) -> Array:
    return np.stack([one[:, :TO_18].sum(axis=1) for one in by_age], axis=1)
