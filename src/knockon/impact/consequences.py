"""What follows from the weekly figures: cost, capacity passed, horizons, whose access changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from knockon.impact.downstream.costs import COST, EVERYTHING
from knockon.impact.forecast import Breach, Cost, Group, Horizon
from knockon.impact.horizon import DAYS_A_WEEK
from knockon.impact.quantiles import WITHHELD, quantiles, weighted
from knockon.system.values import AGE_BANDS

if TYPE_CHECKING:
    from knockon.impact.horizon import Array, Bools
    from knockon.impact.measures import MeasureOf
    from knockon.impact.simulate import Arms
    from knockon.impact.tables import Rows
    from knockon.system.values import PracticeBaseline, System

SPANS = ((1, 4), (5, 13), (14, 26), (27, None))
"""Short, medium and long horizons in weeks, and beyond."""
FIFTHS = 5
ENDS = {0: " (most deprived)", 4: " (least deprived)"}
WATCHED = {
    "ed": "attendances",
    "nhs111": "calls",
    "utc": "attendances",
    "acute_beds": "needed",
}
"""What is held against what each site could serve, and each ward's beds (people in bed at midnight
and waiting for one, a week's mean, against every bed that can be opened)."""
AGE_GROUPS = (("0 to 14", 0, 3), ("15 to 64", 3, 13), ("65 and over", 13, 20))
COST_NOTE = (
    "Gross cost on the services that receive people, each at the price year of its own source "
    "(mixed prices); no saving is credited to practices, nor where fewer people are referred."
)


def horizons(arms: Arms, measures: Sequence[MeasureOf], rows: Rows) -> tuple[Horizon, ...]:
    """Return the total change of every count within each span the run reaches."""
    found = []
    for first, last in SPANS:
        if first > rows.horizon.weeks:
            continue
        until = min(last or rows.horizon.weeks, rows.horizon.weeks)
        span = slice(first - 1, until)
        for m in measures:
            if m.is_total:
                change = (m.of(arms.scenario) - m.of(arms.baseline))[span].sum(axis=0)
                told = WITHHELD if m.key in rows.withheld else quantiles(change, rows.weights)
                found.append(Horizon(f"{first}-{until}", *m.key, told))
    return tuple(found)


def extra_costs(arms: Arms) -> dict[str, Array]:
    """Return the gross cost on each receiving service over the horizon, pounds, [draws]."""
    paid = [service for service, count in arms.baseline.weekly if count == COST]
    return {
        service: (arms.scenario.weekly[service, COST] - arms.baseline.weekly[service, COST]).sum(
            axis=0
        )
        for service in paid
        if service != EVERYTHING
    }


def cost(arms: Arms, rows: Rows, price_year: int) -> Cost:
    """Return the gross cost on receiving services over the horizon, pounds."""
    return priced(extra_costs(arms), rows, price_year)


def priced(by_service: Mapping[str, Array], rows: Rows, price_year: int) -> Cost:
    """Return costs by service and together: summed within draws, then ranked."""
    total = np.sum(list(by_service.values()), axis=0)
    return Cost(
        total=quantiles(total, rows.weights),
        by_service=tuple((s, quantiles(v, rows.weights)) for s, v in by_service.items()),
        price_year=price_year,
        note=COST_NOTE,
    )


def breaches(arms: Arms, rows: Rows, sites: Mapping[str, Sequence[str]]) -> tuple[Breach, ...]:
    """Return, site by site, when the week's demand first passes what could be served."""
    found = []
    for service, measure in WATCHED.items():
        for i, site in enumerate(sites.get(service, ())):
            if site not in arms.capacity:
                continue
            limit = arms.capacity[site]
            passed = arms.scenario.by_place[service, measure][:, i] > limit
            before = arms.baseline.by_place[service, measure][:, i] > limit
            found.append(
                Breach(
                    service=service,
                    place=site,
                    measure=measure,
                    limit=float(weighted(limit.mean(axis=0), rows.weights)[2]),
                    first_week=_first_weeks(passed, rows),
                    share_of_draws=float(passed.any(axis=0) @ rows.weights),
                    baseline_share_of_draws=float(before.any(axis=0) @ rows.weights),
                )
            )
    return tuple(found)


def _first_weeks(passed: Bools, rows: Rows) -> tuple[str | None, str | None, str | None]:
    ever = passed.any(axis=0)
    weights = np.where(ever, rows.weights, 0.0)
    if weights.sum() <= 0.0:
        return (None, None, None)
    found = weighted(np.argmax(passed, axis=0).astype(np.float64), weights)
    days = [rows.horizon.start + timedelta(days=DAYS_A_WEEK * round(found[i])) for i in (1, 2, 3)]
    return (days[0].isoformat(), days[1].isoformat(), days[2].isoformat())


@dataclass(frozen=True, slots=True)
class Grouping:
    """Some of the people of some practices: what share of each practice's contacts are theirs."""

    kind: str
    group: str
    registered_patients: int
    shares: Array
    """[practices]"""


def groupings(practices: Sequence[PracticeBaseline]) -> tuple[Grouping, ...]:
    """Return the deprivation fifths and age bands of the practices' lists.

    Fifths hold a fifth of all registered patients each, most deprived first. A practice's contacts
    are spread over its list, so groups say whose access changes, not who fell ill.
    """
    return (*_by_fifth(practices), *_by_age(practices))


def groups(arms: Arms, system: System, rows: Rows) -> tuple[Group, ...]:
    """Return the change in displaced contacts a week by deprivation fifth and age band."""
    found = groupings(system.practices)
    return changes_of(found, by_group(arms, shares_of(found, len(system.practices))), rows)


def shares_of(found: Sequence[Grouping], practices: int) -> Array:
    """Return the share of each practice's contacts that are each group's, [groups, practices]."""
    return np.array([one.shares for one in found]).reshape(len(found), practices)


def changes_of(found: Sequence[Grouping], arms: Arms, rows: Rows) -> tuple[Group, ...]:
    """Return what changes for each group: contacts displaced a week, and people without a service.

    The arms have both by group.
    """
    moved = (arms.scenario.displaced - arms.baseline.displaced) / rows.horizon.weeks
    without = arms.scenario.without - arms.baseline.without
    return tuple(
        Group(
            one.kind,
            one.group,
            one.registered_patients,
            quantiles(moved[place], rows.weights),
            quantiles(without[place], rows.weights),
        )
        for place, one in enumerate(found)
    )


def by_group(arms: Arms, shares: Array) -> Arms:
    """Return the arms with what they have by practice by group."""
    first, second = (
        replace(
            arm,
            displaced=np.einsum("gp,pd->gd", shares, arm.displaced),
            without=np.einsum("gp,pd->gd", shares, arm.without),
        )
        for arm in (arms.baseline, arms.scenario)
    )
    return replace(arms, baseline=first, scenario=second)


def _by_fifth(practices: Sequence[PracticeBaseline]) -> list[Grouping]:
    lists = np.array([b.registered_patients for b in practices], dtype=np.float64)
    scored = [i for i, b in enumerate(practices) if b.imd_score is not None]
    if not scored:
        return []
    order = sorted(scored, key=lambda i: -(practices[i].imd_score or 0.0))
    people = np.cumsum(lists[order])
    fifth = np.minimum((people - lists[order] / 2.0) * FIFTHS // people[-1], FIFTHS - 1)
    members = {
        f"{number + 1}{ENDS.get(number, '')}": [
            i for i, f in zip(order, fifth, strict=True) if f == number
        ]
        for number in range(FIFTHS)
    }
    members["not known"] = sorted(set(range(len(lists))) - set(scored))
    found = []
    for name, mine in members.items():
        if mine:
            shares = np.zeros(len(lists))
            shares[mine] = 1.0
            found.append(Grouping("deprivation_fifth", name, int(lists[mine].sum()), shares))
    return found


def _by_age(practices: Sequence[PracticeBaseline]) -> list[Grouping]:
    if any(b.ages is None for b in practices):
        return []
    ages = np.array([b.ages for b in practices], dtype=np.float64)
    assert ages.shape[1] == len(AGE_BANDS)
    found = []
    for name, first, last in AGE_GROUPS:
        people = ages[:, first:last].sum(axis=1)
        found.append(Grouping("age_band", name, int(people.sum()), people / ages.sum(axis=1)))
    return found
