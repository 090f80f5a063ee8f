"""The main job: an assessment and a system in, a forecast out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from knockon import __version__
from knockon.errors import KnockonError
from knockon.impact.blocks import Progress
from knockon.impact.executors import Executor, Threads
from knockon.impact.forecasting import (
    MOST_LOWERED,
    comparison,
    forecast,
    not_netted,
    sites_of,
    withheld,
)
from knockon.impact.kept import MAIN, Kept
from knockon.impact.runs import longer, stopwatch, tell, until_enough
from knockon.impact.told import Told
from knockon.plans.presets import as_preset

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.forecast import Comparison, Forecast
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System

RESULTS_VERSION = 4
"""Rises whenever numbers change for the same inputs."""


def assess(  # noqa: PLR0913 - what is asked, of what, and how it is run
    assessment: Assessment,
    system: System,
    fit: Mapping[str, Any],
    quality: Mapping[str, Any],
    catalogue: Catalogue,
    *,
    workers: int = 2,
    executor: Executor | None = None,
    progress: Progress | None = None,
    command: str = "",
    python: str = "",
    kept: Mapping[str, Kept] | None = None,
) -> Forecast:
    """Return the forecast of an assessment.

    ``catalogue`` is as the packs have it; the assessment's overrides are put in here. ``fit`` and
    ``quality`` are the system's ``fit.json`` and ``quality.json``. ``kept`` holds the draws of an
    earlier forecast of the same (:attr:`Forecast.kept`), which are not run again. ``executor``
    is where blocks are run; left out, on so many threads as ``workers`` says. Everything but
    ``seconds`` and ``workers`` is the same wherever it is run, unless the assessment says for how
    many seconds draws are added.
    """
    elapsed, where = stopwatch(), executor or Threads(workers)
    runs, earlier = 1 + len(assessment.compare), kept or {}
    first = _part(progress, 0, runs)
    told = tell(assessment, system, fit, catalogue, where, first, kept=earlier.get(MAIN))
    stopped = None
    if assessment.enough is not None:
        told, stopped = until_enough(
            told, assessment.enough, lambda run, n: longer(run, n, where, first), elapsed=elapsed
        )
    _refuse_if_not_netted(told)
    others = {
        preset: tell(
            as_preset(told.assessment, catalogue.presets[preset], catalogue),
            *(system, fit, catalogue, where, _part(progress, i + 1, runs)),
            kept=earlier.get(preset),
        )
        for i, preset in enumerate(assessment.compare)
    }
    provenance = {
        "version": __version__,
        "results_version": RESULTS_VERSION,
        "workers": where.workers,
        "quality": quality,
        "command": command,
        "python": python,
        "design": assessment.design,
        "stopped": stopped,
        "kept": {MAIN: told.kept, **{name: other.kept for name, other in others.items()}},
    }
    compared = tuple(_compared(catalogue, name, other) for name, other in others.items())
    made = forecast(told, compared, {**provenance, "seconds": 0.0})
    return replace(made, seconds=round(elapsed(), 3))


def _compared(catalogue: Catalogue, name: str, told: Told) -> Comparison:
    why, preset = not_netted(told), catalogue.presets[name]
    if why is not None:
        return withheld(preset, told.measures, why)
    return comparison(preset, told, sites_of(told.setting.system, told.setting.horizon))


def _part(progress: Progress | None, index: int, runs: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, blocks: progress(index * blocks + done, runs * blocks)


def _refuse_if_not_netted(told: Told) -> None:
    why = not_netted(told)
    if why is not None:
        raise KnockonError(
            "K504",
            why,
            expected=f"either in at most {MOST_LOWERED:.0%} of draws",
            remedy="Leave this set out, or look at the system's volumes and call shares.",
        )
