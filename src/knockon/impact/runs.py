"""Runs that can be made longer: both arms of an assessment, and the same with more draws.

A draw is the same in a run of any length, so a longer run simulates only what is missing and
equals, to the bit, one run of that length.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from knockon.catalogue.overriding import parameters as overridden
from knockon.impact.capacities import fitted_from
from knockon.impact.draws import plan_draws
from knockon.impact.horizon import Horizon
from knockon.impact.kept import Kept, lacking, put_together
from knockon.impact.simulate import Scenario, Setting, simulate
from knockon.impact.stopping import Stopped, half_width, next_draws
from knockon.impact.told import Run, Told

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.blocks import Progress
    from knockon.impact.draws import DrawPlan
    from knockon.impact.executors import Executor
    from knockon.impact.simulate import Arms
    from knockon.plans.assessment import Assessment, Enough
    from knockon.system.values import System

R = TypeVar("R", bound=Run)


def tell(  # noqa: PLR0913, PLR0917 - what is asked, of what, and how it is run
    assessment: Assessment,
    system: System,
    fit: Mapping[str, Any],
    catalogue: Catalogue,
    executor: Executor,
    progress: Progress | None = None,
    *,
    kept: Kept | None = None,
    netting: bool = True,
    routes_back: bool = True,
) -> Told:
    """Return both arms of an assessment with all they were made from.

    ``catalogue`` is as the packs have it. Draws in ``kept`` are not run again. ``netting`` and
    ``routes_back`` are off in test builds only.
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
    return _told(Scenario(assessment, catalogue, setting), fit, kept, executor, progress)


def longer(told: Told, draws: int, executor: Executor, progress: Progress | None = None) -> Told:
    """Return the same run with ``draws`` draws, of which only those it lacks are simulated."""
    asked = replace(told.assessment, draws=draws)
    scenario = Scenario(asked, told.catalogue, told.setting)
    return _told(scenario, told.fit, told.kept, executor, progress)


def until_enough(
    run: R, enough: Enough, longer: Callable[[R, int], R], *, elapsed: Callable[[], float]
) -> tuple[R, Stopped]:
    """Return the run with as many draws as the rule asks for, and why there are no more.

    ``longer`` makes the same run with so many draws; ``elapsed`` tells the seconds since it began.
    """
    while True:
        width = half_width(run)
        following = next_draws(run.assessment.draws, width, elapsed(), enough)
        if isinstance(following, str):
            return run, Stopped(following, width, enough)
        run = longer(run, following)


def stopwatch() -> Callable[[], float]:
    """Return what tells the seconds since now."""
    started = time.perf_counter()
    return lambda: time.perf_counter() - started


def _told(
    scenario: Scenario,
    fit: Mapping[str, Any],
    kept: Kept | None,
    executor: Executor,
    progress: Progress | None,
) -> Told:
    asked = scenario.assessment
    plan = plan_draws(asked.draws, [name for name, _ in asked.behaviours])
    arms = _both_arms(scenario, plan, kept, executor, progress)
    future = scenario.future(plan)
    future.parameters.note(arms.seen)
    return Told(asked, scenario.catalogue, scenario.setting, future, arms, fit)


def _both_arms(
    scenario: Scenario,
    plan: DrawPlan,
    kept: Kept | None,
    executor: Executor,
    progress: Progress | None,
) -> Arms:
    """Return both arms of every draw of the plan: those kept, and those missing, simulated."""
    if kept is None:
        return simulate(scenario, plan, executor, progress)
    part = lacking(plan, kept.plan)
    if part is None:
        return put_together(plan, kept, kept).arms
    made = Kept(part, simulate(scenario, part, executor, progress))
    return put_together(plan, kept, made).arms
