"""Capacities fitted by simulation, so that the baseline performs as published.

Congestion cannot be told from monthly figures, so its driver is drawn and the rest fitted: spaces
and patience of emergency departments (:mod:`fitting_departments`), lines of NHS 111
(:mod:`fitting_lines`), the load on wards (:mod:`fitting_wards`); hazards of outpatient lists follow
exactly (:mod:`fitting_lists`). Volumes are the published mean week; no behaviour and no netting
enter. What a fit achieves is measured on streams it has not seen.

Services alike in all but name are fitted once: the same numbers ask for the same capacities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from knockon.impact.fitting import FULL_EFFORT, Effort, How, Solved
from knockon.impact.fitting_departments import fit_department
from knockon.impact.fitting_lines import CHECKED, fit_line
from knockon.impact.fitting_lists import fit_list
from knockon.impact.fitting_wards import fit_ward

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.blocks import Progress
    from knockon.system.values import System, Target, Volume, Ward

__all__ = ["CHECKED", "FORMAT", "NOTES", "Effort", "fit"]

FORMAT = "knockon/fit/1"
KINDS = ("ed", "nhs111", "ward", "list")
NOTES = (
    "Emergency departments are fitted with boarding inside the fit: the time people wait there for "
    "a bed is part of the congestion the fitted spaces stand for. They are not fitted again with "
    "their ward, whose own waits for a bed are judged apart.",
    "Urgent treatment centres: nothing is fitted; who is turned away is an assumption (grade D).",
    "999: crews are not modelled, so no performance is fitted; volumes only.",
)


@dataclass(frozen=True, slots=True)
class _Job:
    """One service to fit: where its fit is kept, what it is told by, and how it is solved."""

    kind: str
    site: str
    like: tuple[Any, ...]
    solve: Callable[[], Solved]


def fit(
    system: System,
    catalogue: Catalogue,
    *,
    threads: int = 2,
    progress: Progress | None = None,
    effort: Effort = FULL_EFFORT,
) -> Mapping[str, Any]:
    """Return the ``fit.json`` document of a system: fitted capacities, targets, achieved."""
    jobs = _jobs(system, How(catalogue.parameters, effort, threads))
    document: dict[str, Any] = {"format": FORMAT, "rows": [], "notes": list(NOTES)}
    document |= {kind: {} for kind in KINDS}
    solved: dict[tuple[Any, ...], Solved] = {}
    for done, job in enumerate(jobs):
        if progress is not None:
            progress(done, len(jobs))
        like = (job.kind, *job.like)
        if like not in solved:
            solved[like] = job.solve()
        fitted, rows = solved[like]
        document[job.kind][job.site] = fitted
        document["rows"] += [{**row, "site": job.site} for row in rows]
    if progress is not None:
        progress(len(jobs), len(jobs))
    return document


def _jobs(system: System, how: How) -> list[_Job]:
    """Return what there is to fit: sites in their order, then wards, then lists."""
    volumes = {volume.site: volume for volume in system.volumes}
    jobs = []
    for site in system.sites:
        if site.kind not in ("ed", "nhs111"):
            continue
        volume, targets = volumes[site.id], _targets(system, site.id)
        solve = fit_department if site.kind == "ed" else fit_line
        like = (astuple(replace(volume, site="")), _told_by(targets))
        jobs.append(_Job(site.kind, site.id, like, partial(solve, volume, targets, how)))
    for ward in system.wards:
        targets = _targets(system, ward.id)
        nameless = replace(
            ward, id="", name="", provider="", departments=(), admissions=_nameless(ward)
        )
        like = (astuple(nameless), _told_by(targets))
        jobs.append(_Job("ward", ward.id, like, partial(fit_ward, ward, targets, how)))
    for one in system.lists:
        like = astuple(replace(one, id="", name="", provider=""))
        jobs.append(_Job("list", one.id, like, partial(fit_list, one)))
    return jobs


def _targets(system: System, site: str) -> dict[str, Target]:
    return {target.measure: target for target in system.targets if target.site == site}


def _told_by(targets: Mapping[str, Target]) -> tuple[Any, ...]:
    return tuple((name, one.value, one.months) for name, one in sorted(targets.items()))


def _nameless(ward: Ward) -> Volume:
    return replace(ward.admissions, site="")
