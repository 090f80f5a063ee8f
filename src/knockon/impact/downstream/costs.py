"""Money: what receiving services spend, week by week, each at the price year of its own source.

    cost of a service = unit cost x what it does        all = the sum over services

The change is gross: what services that receive people spend more. No saving is credited to
practices, and none where fewer are referred, since a clinic with a waiting list is as full
without them: referrals below the baseline's cost as many as the baseline's. Prescribing is the
savings lost themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.both import Both, Found
from knockon.impact.horizon import DAYS_A_WEEK

if TYPE_CHECKING:
    from knockon.impact.downstream.world import World
    from knockon.impact.measures import Key

COST = "cost"
EVERYTHING = "all"
AT_SITES: Mapping[Key, str] = {
    ("ed", "attendances"): "u_ed",
    ("nhs111", "calls"): "u_111",
    ("utc", "attendances"): "u_utc",
}
"""Unit costs of what sites do, by what is counted there."""
ELSEWHERE: Mapping[Key, str] = {
    ("pharmacy", "consultations"): "u_ph",
    ("ambulance", "incidents"): "u_amb",
    ("acute_beds", "occupied"): "u_bed",
}
"""Unit costs of what earlier flows count."""
NIGHTS = {("acute_beds", "occupied"): float(DAYS_A_WEEK)}
"""What a week holds of a count that is its mean: seven nights of each occupied bed."""
REFERRALS, PRICE_OF_A_REFERRAL = ("outpatients", "gp_referrals"), "u_op"
SAVINGS = ("prescribing", "savings_lost")


def costs(world: World, found: Found) -> Mapping[Key, Both]:
    """Return the cost of every service that receives people, and of all of them, pounds a week."""
    priced = {
        **_at_sites(world),
        **_elsewhere(world, found),
        **_referrals(world, found),
        **_savings(found),
    }
    before = np.sum([one.weekly("baseline") for one in priced.values()], axis=0)
    after = np.sum([one.weekly("scenario") for one in priced.values()], axis=0)
    return {**priced, (EVERYTHING, COST): Both(before, after, where="whole")}


def _at_sites(world: World) -> dict[Key, Both]:
    return {
        (key[0], COST): _times(
            world, Both(world.baseline.sites[key], world.scenario.sites[key], "sites"), symbol
        )
        for key, symbol in AT_SITES.items()
        if key in world.baseline.sites
    }


def _elsewhere(world: World, found: Found) -> dict[Key, Both]:
    return {
        (key[0], COST): _times(world, found[key], symbol, NIGHTS.get(key, 1.0))
        for key, symbol in ELSEWHERE.items()
        if key in found
    }


def _referrals(world: World, found: Found) -> dict[Key, Both]:
    if REFERRALS not in found:
        return {}
    sent = found[REFERRALS]
    gross = Both(sent.baseline, np.maximum(sent.scenario, sent.baseline), sent.where)
    return {(REFERRALS[0], COST): _times(world, gross, PRICE_OF_A_REFERRAL)}


def _savings(found: Found) -> dict[Key, Both]:
    return {(SAVINGS[0], COST): found[SAVINGS]} if SAVINGS in found else {}


def _times(world: World, count: Both, symbol: str, each: float = 1.0) -> Both:
    price = world.parameters[symbol] * each
    return Both(count.baseline * price, count.scenario * price, count.where)
