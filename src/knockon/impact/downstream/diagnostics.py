"""Diagnostic tests: how many are asked for, and how many people wait for one.

    T = T0 + a_r d Q

with T0 the key tests from every source in an ordinary week (published, or ``dm01`` N), Q those GPs
ask for directly (``gpda`` N), a_r the share of the week a practice no longer rations (effect
``ends_rationing``) and d ``d_ration``. No parameter tells how tests answer to contacts seen, so
they do not.

The list (people waiting, W0, where published) goes on as :mod:`knockon.impact.downstream.lists`
says with one age, h = T0/W0 and C = T0 (1 + ``list_head``): it stands still in the baseline. Where
fewer wait than are tested in a week there is no such list, and none is told of.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.lists import worked
from knockon.impact.downstream.ordinary import TESTS

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World

ASKED = ("diagnostics", "requests")
WAITING = ("diagnostics", "waiting_list")


def diagnostics(world: World, _: Found) -> Mapping[tuple[str, str], Both]:
    """Return tests asked for by practices' patients, and people waiting for one."""
    usual = world.in_every_week(TESTS.a_week(world))
    freed = world.moved_by("ends_rationing", "d_ration")
    more = freed * world.a_week("gpda") if freed.any() else freed
    asked = Both(usual, usual + more)
    return {ASKED: asked, **_waiting(world, asked)}


def _waiting(world: World, asked: Both) -> dict[tuple[str, str], Both]:
    there = world.system.baseline(*WAITING)
    tested = world.system.baseline(*ASKED)
    if there is None or tested is None or not 0.0 < tested <= there:
        return {}
    hazard = np.array([tested / there])
    most = tested * (1.0 + world.parameters["list_head"])
    more = asked.change.sum(axis=1)
    same, moved = (
        worked(tested + joined, hazard, tested, most).sum(axis=1) for joined in (0.0 * more, more)
    )
    return {WAITING: Both(same, moved, where="whole")}
