"""From both arms of a run to the forecast: quantiles, drivers, accounts, words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from knockon.impact.consequences import breaches, cost, groups, horizons
from knockon.impact.downstream.ordinary import by_englands_rates, rated
from knockon.impact.downstream.unmoved import not_known_to_move, unmoved
from knockon.impact.forecast import (
    Accounting,
    Assumption,
    Comparison,
    FitRow,
    Forecast,
)
from knockon.impact.left_out import not_modelled, waits_for_a_bed
from knockon.impact.measured import change_of, doubt_of, measured
from knockon.impact.measures import HEADLINE, MeasureOf
from knockon.impact.quantiles import WITHHELD, quantiles
from knockon.impact.sensitivity import sensitivity
from knockon.impact.tables import by_place, by_weekday, every_draw, parameters_drawn, weekly
from knockon.impact.tally import place_of, places_of
from knockon.impact.told import Run, Told
from knockon.impact.wording import (
    cautions,
    headline,
    interval,
)
from knockon.plans.parameters import action_called

if TYPE_CHECKING:
    from knockon.catalogue.values import Behaviour, DShare, Preset
    from knockon.impact.forecast import Quantiles
    from knockon.impact.horizon import Horizon
    from knockon.system.values import System

HEADLINE_NUMBERS = (
    ("A&E attendances", ("ed", "attendances"), "a week"),
    ("111 calls", ("nhs111", "calls"), "a week"),
    ("Contacts that go elsewhere or nowhere", ("practice", "contacts_displaced"), "a week"),
)
SENSITIVE = (*(key for _, key, _ in HEADLINE_NUMBERS), ("all", "cost"))
"""Measures of which it is told what moves them, and what would settle it."""
COST_YEAR_SYMBOL = "u_ed"
NETWORKS = "practice"
"""Whose places are networks of practices (:attr:`MeasureOf.places`)."""
MOST_LOWERED = 0.05
"""Share of a set's draws in which the baseline overflow may be lowered."""


def accounting(told: Run) -> Accounting:
    """Return where every contact of the scenario went: mean over draws, whole horizon."""
    arm, weights = told.arms.scenario, told.weights
    a = {name: float(values @ weights) for name, values in arm.accounts.items()}
    went = {name: float(values @ weights) for name, values in arm.went_to.items()}
    for unused in ("hub", "out_of_hours"):
        went.setdefault(unused, 0.0)
    imbalance = max(arm.imbalance(), told.arms.baseline.imbalance())
    return Accounting(went_to=went, imbalance=imbalance, **a)


def assumptions(told: Run) -> tuple[Assumption, ...]:
    """Return every parameter used, and every answer of the behaviour sets used."""
    rows = [_assumption(told, symbol) for symbol in told.symbols()]
    for name in told.future.plan.sets:
        b = told.catalogue.behaviours[name]
        answers = (*sorted(b.shares.items()), ("retry", b.retry))
        rows += [_answer(told, b, service, share) for service, share in answers]
    return tuple(rows)


def _answer(told: Run, b: Behaviour, service: str, share: DShare) -> Assumption:
    """Return one answer of a behaviour set; one that is a parameter has that one's source."""
    symbol = f"behaviour.{b.id}.{service}"
    p = told.catalogue.parameters[share.symbol] if share.symbol else None
    source = told.catalogue.sources[b.sources[0] if p is None else p.source]
    return Assumption(
        symbol=symbol,
        name=f"{b.title}: {service}",
        low=share.low,
        central=share.central,
        high=share.high,
        unit=f"share of contacts {b.per}",
        grade="D" if p is None else p.grade,
        source=source.title,
        url=source.url or "",
        relay=p is not None and p.relay,
        overridden=symbol in told.assessment.overrides or (p is not None and p.overridden),
        note=b.how,
    )


def _assumption(told: Run, symbol: str) -> Assumption:
    p = told.catalogue.parameters[symbol]
    source = told.catalogue.sources[p.source]
    return Assumption(
        symbol=p.symbol,
        name=p.name,
        low=p.low,
        central=p.central,
        high=p.high,
        unit=p.unit,
        grade=p.grade,
        source=source.title,
        url=source.url or "",
        relay=p.relay,
        overridden=p.overridden,
        note=p.note,
    )


def behaviour_notes(told: Told) -> tuple[str, ...]:
    """Return how often shares were cut, what indirect routes did, and the share of nothing."""
    notes = []
    for name in told.future.plan.sets:
        s = told.future.shares[name]
        total = told.future.count
        notes.append(
            f"{told.catalogue.behaviours[name].title}: of those who stop trying, "
            f"{float(np.median(s.nothing)):.0%} (median) do nothing; shares were cut to one in "
            f"{s.cut / total:.0%} of draws; routes through other services alone exceeded an "
            f"answer in {s.negative / total:.0%}."
        )
    lowered = int(told.arms.lowered[~told.future.plan.twin].sum())
    notes.append(
        f"The baseline share of same-day contacts not seen was limited by the ceiling on practice "
        f"inflow to A&E in {told.future.limited} of {told.future.count} draws, and lowered so that "
        f"no service's own arrivals fall below zero in {lowered} of {told.future.plan.draws}."
    )
    below, over = (
        int(draws[~told.future.plan.twin].sum())
        for draws in (told.arms.refused, told.arms.over_ceiling)
    )
    left_out = float(told.arms.left_out[~told.future.plan.twin].max())
    notes.append(
        f"In a mean week own arrivals would still have been below zero in {below} draws; in single "
        f"hours where they would be they were taken as none, at most {left_out:.2%} of arrivals in "
        f"any draw; in {over} draws some hour passed the ceiling on arrivals and was cut."
    )
    return tuple(notes)


def uptake_notes(told: Told) -> tuple[str, ...]:
    """Return the share of practices acting by the end, and what an unknown position means."""
    last = told.setting.horizon.weeks * 7 - 1
    notes = []
    for action in told.assessment.actions:
        share = told.future.taking.share_acting(action, last)
        q = quantiles(share, told.weights)
        title = action_called(told.catalogue, action).title
        notes.append(
            f"{title}: {q.p50:.0%} of practices act in the last week "
            f"(90% of simulated futures: {q.p5:.0%} to {q.p95:.0%})."
        )
    known = len(told.assessment.known)
    total = len(told.setting.system.practices)
    notes.append(
        f"The position of {known} of {total} practices is known; silence is not read as not acting."
    )
    return tuple(notes)


def fit_rows(fit: Mapping[str, Any]) -> tuple[FitRow, ...]:
    """Return fitted performance with its verdict, and what is assumed."""
    rows = [
        FitRow(
            service=r["service"],
            site=r["site"],
            measure=r["measure"],
            target=r["target"],
            achieved=r["achieved"],
            tolerance=r["tolerance"],
            verdict=r["verdict"],
            months=r["months"],
            unit=r.get("unit", "share"),
            tolerance_is=r.get("tolerance_is", "difference"),
        )
        for r in fit["rows"]
    ]
    return (*rows, FitRow("utc", "all", "turned_away", None, None, None, "assumed", ""))


def forecast(
    told: Told, compare: tuple[Comparison, ...], provenance: Mapping[str, Any]
) -> Forecast:
    """Return the whole forecast; ``provenance`` holds versions, digests, timing, quality."""
    arms, rows, system = told.arms, told.rows, told.setting.system
    sites = sites_of(system, told.setting.horizon)
    common = of_all(told, compare)
    paid = cost(arms, rows, price_year(told))
    # From here no further parameter is looked at: what was is listed.
    return Forecast(
        **common,
        icb_code=" ".join(icb.code for icb in system.icbs),
        icb_name=", ".join(icb.name for icb in system.icbs),
        weekly=weekly(arms, told.measures, rows, sites),
        by_place=by_place(arms, told.measures, rows, sites),
        draw_parameters=parameters_drawn(told.drawn(), told.future.plan),
        cost=paid,
        breaches=breaches(arms, rows, sites),
        groups=groups(arms, system, rows),
        behaviour_notes=behaviour_notes(told),
        uptake_notes=uptake_notes(told),
        places=places_called(system),
        digests=system.digests,
        **standing(told, [system]),
        **provenance,
    )


def of_all(run: Run, compare: tuple[Comparison, ...]) -> dict[str, Any]:
    """Return the parts of a forecast that are about everything together, by name."""
    assessment, arms, rows = run.assessment, run.arms, run.rows
    found = measured(run)
    by_key = {(m.service, m.measure): m for m in found.measures}
    main = by_key[HEADLINE.key]
    moved = sensitivity(run, found, SENSITIVE)
    return {
        "title": assessment.title,
        "seed": assessment.seed,
        "draws": run.future.plan.draws,
        "start": run.setting.horizon.start,
        "end": run.setting.horizon.end,
        "weeks": run.setting.horizon.weeks,
        "headline": headline(assessment, run.catalogue, main, doubt_of(main, moved)),
        "headline_numbers": tuple(
            (label, interval(by_key[key].change, unit)) for label, key, unit in HEADLINE_NUMBERS
        ),
        "measures": found.measures,
        "sensitivity": moved,
        "weekdays": by_weekday(arms, run.measures, rows),
        "draws_table": every_draw(arms, run.measures, run.future.plan, rows),
        "accounting": accounting(run),
        "horizons": horizons(arms, run.measures, rows),
        "compare": compare,
        "behaviour_weights": tuple(
            (name, run.catalogue.behaviours[name].title, weight)
            for name, weight in assessment.behaviours
        ),
    }


def standing(run: Run, systems: Sequence[System]) -> dict[str, Any]:
    """Return what a forecast of these systems stands on, by name."""
    used = assumptions(run)
    return {
        "synthetic": any(one.synthetic for one in systems),
        "practices": sum(len(one.practices) for one in systems),
        "registered_patients": sum(b.registered_patients for s in systems for b in s.practices),
        "assumptions": used,
        "fits": fit_rows(run.fit),
        "not_modelled": (
            *not_modelled(run.assessment, run.catalogue),
            *waits_for_a_bed(run.fit, {w.id: w.name for one in systems for w in one.wards}),
            *unmoved(run.catalogue),
        ),
        "cautions": (
            *cautions(systems, sum(a.grade == "D" for a in used), sum(a.relay for a in used)),
            *by_englands_rates(systems),
        ),
        "packs": tuple((p.id, p.version, p.digest) for p in run.catalogue.packs),
        "overrides": _overrides(run),
        "by_englands_rate": rated(systems),
        "not_known_to_move": not_known_to_move(run.catalogue),
    }


def price_year(told: Run) -> int:
    """Return the year of the prices most of the cost is counted in."""
    year = told.catalogue.parameters[COST_YEAR_SYMBOL].year
    return int(year[:4])


def sites_of(system: System, horizon: Horizon) -> dict[str, tuple[str, ...]]:
    """Return the places things are counted by, by :attr:`MeasureOf.places`."""
    kinds = ("ed", "utc", "nhs111")
    by_kind = {k: tuple(s.id for s in system.sites if s.kind == k) for k in kinds}
    return {
        **by_kind,
        "practice": places_of(system, horizon).pcns,
        "acute_beds": tuple(ward.id for ward in system.wards),
        "lists": tuple(one.id for one in system.lists),
        "whole": (),
    }


def places_called(system: System) -> tuple[tuple[str, str], ...]:
    """Return the code and name of every place of a system."""
    names = {pcn.code: pcn.name for pcn in system.pcns}
    pcns = {place_of(b): names.get(place_of(b), b.practice.name) for b in system.practices}
    sites = {s.id: s.name for s in system.sites}
    trusts = {one.id: one.name for one in system.wards}
    lists = {one.id: one.name for one in system.lists}
    return tuple(sorted({**pcns, **sites, **trusts, **lists}.items()))


def _overrides(told: Run) -> tuple[str, ...]:
    found = told.catalogue.overrides
    packs = [f"{one.kind} {one.item}, by {one.by}" for one in found if one.by != "assessment"]
    own = [f"{symbol}, by the assessment" for symbol in sorted(told.assessment.overrides)]
    return (*packs, *own)


def comparison(
    preset: Preset, told: Run, sites: Mapping[str, Sequence[str]] | None = None
) -> Comparison:
    """Return the changes a week of a preset run in the same setting.

    ``sites`` (:func:`sites_of`) are the places it is told of besides; None for the whole alone.
    """
    found = []
    for m in told.measures:
        change = change_of(told, m)
        shown = WITHHELD if change is None else quantiles(change, told.weights)
        found.append((*m.key, shown))
    local = tuple(_at_sites(told, sites or {}))
    return Comparison(preset.id, preset.title, tuple(found), by_place=local)


def _at_sites(
    told: Run, sites: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, str, Quantiles]]:
    """Yield each measure's change at each place that is no network of practices."""
    rows = told.rows
    for m in told.measures:
        names = () if m.places == NETWORKS else sites.get(m.places, ())
        if names:
            change = m.of_places(told.arms.scenario) - m.of_places(told.arms.baseline)
            for place, one in zip(names, rows.shown(m, change), strict=True):
                yield *m.key, place, quantiles(one, rows.weights)


def withheld(preset: Preset, measures: Sequence[MeasureOf], why: str) -> Comparison:
    """Return a preset's place in the comparison with the reason its numbers are not shown."""
    return Comparison(preset.id, preset.title, tuple((*m.key, WITHHELD) for m in measures), why)


def not_netted(told: Run) -> str | None:
    """Return why a behaviour set does not fit this system's volumes, or None where all do.

    Source: a set that needs the baseline overflow lowered in more than ``MOST_LOWERED`` of its
    draws, or whose own arrivals are below zero even without any, sends more than is published.
    """
    plan = told.future.plan
    for name in plan.sets:
        mine = plan.of_set(name)
        draws, lowered = int(mine.sum()), int(told.arms.lowered[mine].sum())
        below = int(told.arms.refused[mine].sum())
        if max(lowered, below) > MOST_LOWERED * draws:
            return (
                f"the behaviour set {name!r} sends more people than this system's published "
                f"volumes hold: the baseline overflow had to be lowered in {lowered} of {draws} "
                f"draws, and in {below} no overflow at all was low enough"
            )
    return None
