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
from knockon.impact.fitting_wards import beside, fit_ward
from knockon.impact.wards import FittedWard

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.blocks import Progress
    from knockon.system.values import System, Target, Volume, Ward

__all__ = ["CHECKED", "FORMAT", "NOTES", "Effort", "fit"]

FORMAT = "knockon/fit/1"
SITES = ("ed", "nhs111")
KINDS = (*SITES, "ward", "list")
NOTES = (
    "Wards are fitted first. Where one gives back the published waits for a bed (exit_block), its "
    "emergency departments are fitted with it beside them, people holding their space until they "
    "have a bed. Elsewhere boarding is inside the fit: the time people wait for a bed is part of "
    "the congestion the fitted spaces stand for.",
    "Urgent treatment centres: nothing is fitted; who is turned away is an assumption (grade D).",
    "999: crews are not modelled, so no performance is fitted; volumes only.",
)


@dataclass(frozen=True, slots=True, eq=False)
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
    how = How(catalogue.parameters, effort, threads)
    wards = _ward_jobs(system, how)
    others = len([s for s in system.sites if s.kind in SITES]) + len(system.lists)
    told = _Told(progress, len(wards) + others)
    of_wards = _solved(wards, told)
    of_sites = _solved(_site_jobs(system, how, of_wards), told)
    of_lists = _solved(_list_jobs(system), told)
    document: dict[str, Any] = {"format": FORMAT, "rows": [], "notes": list(NOTES)}
    document |= {kind: {} for kind in KINDS}
    for job, (fitted, rows) in (*of_sites.items(), *of_wards.items(), *of_lists.items()):
        document[job.kind][job.site] = fitted
        document["rows"] += [{**row, "site": job.site} for row in rows]
    return document


@dataclass(slots=True)
class _Told:
    """How far a fit has come, told after every service."""

    progress: Progress | None
    jobs: int
    done: int = 0

    def one_more(self) -> None:
        """Tell that another service is fitted."""
        self.done += 1
        if self.progress is not None:
            self.progress(self.done, self.jobs)


def _solved(jobs: list[_Job], told: _Told) -> dict[_Job, Solved]:
    """Return what each job gave, those alike in all but name solved once."""
    found: dict[tuple[Any, ...], Solved] = {}
    result = {}
    for job in jobs:
        like = (job.kind, *job.like)
        if like not in found:
            found[like] = job.solve()
        result[job] = found[like]
        told.one_more()
    return result


def _site_jobs(system: System, how: How, wards: Mapping[_Job, Solved]) -> list[_Job]:
    volumes = {volume.site: volume for volume in system.volumes}
    blocked = _blocked(system, wards)
    jobs = []
    for site in system.sites:
        if site.kind not in SITES:
            continue
        volume, targets = volumes[site.id], _targets(system, site.id)
        like: tuple[Any, ...] = (astuple(replace(volume, site="")), _told_by(targets))
        solve = partial(fit_line, volume, targets, how)
        if site.kind == "ed":
            solve = partial(fit_department, volume, targets, how)
        if site.id in blocked:
            ward, fitted = blocked[site.id]
            solve = partial(solve, ward=beside(ward, fitted, volume, how))
            like = (*like, site.id)
        jobs.append(_Job(site.kind, site.id, like, solve))
    return jobs


def _blocked(system: System, wards: Mapping[_Job, Solved]) -> dict[str, tuple[Ward, FittedWard]]:
    """Return the departments whose people board for a bed, each with its ward as fitted."""
    found = {job.site: FittedWard.told(fitted) for job, (fitted, _) in wards.items()}
    return {
        ed: (ward, found[ward.id])
        for ward in system.wards
        for ed in ward.departments
        if found[ward.id].exit_block
    }


def _ward_jobs(system: System, how: How) -> list[_Job]:
    jobs = []
    for ward in system.wards:
        targets = _targets(system, ward.id)
        nameless = replace(
            ward, id="", name="", provider="", departments=(), admissions=_nameless(ward)
        )
        like = (astuple(nameless), _told_by(targets))
        jobs.append(_Job("ward", ward.id, like, partial(fit_ward, ward, targets, how)))
    return jobs


def _list_jobs(system: System) -> list[_Job]:
    jobs = []
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
