"""Community services: referrals from every source, which no action moves here.

    referrals = ``chs`` N in both arms

How many of them are GPs', and what becomes of them when GPs see fewer people, nobody has published;
so the ordinary week is shown and no change of it is modelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from knockon.impact.downstream.both import Both, Found
from knockon.impact.downstream.ordinary import COMMUNITY

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World


def community(world: World, _: Found) -> Mapping[tuple[str, str], Both]:
    """Return referrals by practice and week, the same in both arms."""
    usual = world.in_every_week(COMMUNITY.a_week(world))
    return {("community", "referrals"): Both(usual, usual)}
