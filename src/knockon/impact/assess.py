"""The main job: an assessment and a system in, a forecast out."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from knockon import __version__
from knockon.catalogue.overriding import parameters as overridden
from knockon.errors import KnockonError
from knockon.impact.blocks import Progress
from knockon.impact.capacities import fitted_from
from knockon.impact.draws import plan_draws
from knockon.impact.forecasting import (
    MOST_LOWERED,
    comparison,
    forecast,
    not_netted,
    withheld,
)
from knockon.impact.futures import futures
from knockon.impact.horizon import Horizon
from knockon.impact.simulate import Setting, simulate
from knockon.impact.told import Told
from knockon.plans.presets import as_preset

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue, Preset
    from knockon.impact.forecast import Comparison, Forecast
    from knockon.plans.assessment import Assessment
    from knockon.system.values import System

RESULTS_VERSION = 3
"""Rises whenever numbers change for the same inputs."""


def assess(  # noqa: PLR0913 - what is asked, of what, and how it is run
    assessment: Assessment,
    system: System,
    fit: Mapping[str, Any],
    quality: Mapping[str, Any],
    catalogue: Catalogue,
    *,
    workers: int = 2,
    progress: Progress | None = None,
    command: str = "",
    python: str = "",
) -> Forecast:
    """Return the forecast of an assessment.

    ``catalogue`` is as the packs have it; the assessment's overrides are put in here. ``fit`` and
    ``quality`` are the system's ``fit.json`` and ``quality.json``. Everything but ``seconds`` and
    ``workers`` is the same whatever the number of workers.
    """
    started = time.perf_counter()
    runs = 1 + len(assessment.compare)
    told = tell(assessment, system, fit, catalogue, workers, _part(progress, 0, runs))
    _refuse_if_not_netted(told)
    compared = tuple(
        _compared(catalogue.presets[preset], told, catalogue, workers, _part(progress, i + 1, runs))
        for i, preset in enumerate(assessment.compare)
    )
    provenance = {
        "version": __version__,
        "results_version": RESULTS_VERSION,
        "workers": workers,
        "quality": quality,
        "command": command,
        "python": python,
    }
    made = forecast(told, compared, {**provenance, "seconds": 0.0})
    return replace(made, seconds=round(time.perf_counter() - started, 3))


def tell(  # noqa: PLR0913, PLR0917 - the same, for one scenario
    assessment: Assessment,
    system: System,
    fit: Mapping[str, Any],
    catalogue: Catalogue,
    workers: int,
    progress: Progress | None = None,
    *,
    netting: bool = True,
    routes_back: bool = True,
) -> Told:
    """Return both arms of an assessment with all they were made from.

    ``netting`` and ``routes_back`` are off in test builds only.
    """
    catalogue = overridden(catalogue, assessment.overrides)
    setting = Setting(
        system=system,
        fitted=fitted_from(fit),
        horizon=Horizon(assessment.start, assessment.weeks),
        seed=assessment.seed,
        netting=netting,
        routes_back=routes_back,
    )
    plan = plan_draws(assessment.draws, [name for name, _ in assessment.behaviours])
    future = futures(assessment, system, catalogue, plan)
    arms = simulate(setting, future, workers=workers, progress=progress)
    return Told(assessment, catalogue, setting, future, arms, fit)


def _compared(
    preset: Preset, told: Told, catalogue: Catalogue, workers: int, progress: Progress | None
) -> Comparison:
    asked = as_preset(told.assessment, preset, catalogue)
    other = tell(asked, told.setting.system, told.fit, catalogue, workers, progress)
    why = not_netted(other)
    return comparison(preset, other) if why is None else withheld(preset, why)


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
