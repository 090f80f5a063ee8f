"""What a run says: paired quantiles by service, place and week, the accounting, the doubt.

Plain values handed to :mod:`knockon.reports`, which does no arithmetic. Quantiles of a change are
quantiles of per-draw paired differences, never differences of quantiles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from knockon.impact.kept import Kept
    from knockon.impact.sensitivity import Sensitivity
    from knockon.impact.stopping import Stopped


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Five quantiles over draws; None where a service's performance is withheld."""

    p5: float | None
    p10: float | None
    p50: float | None
    p90: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Driver:
    """A parameter and the share of the variance of the paired change that goes with it."""

    parameter: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of one service for the whole system over the horizon."""

    service: str
    measure: str
    title: str
    unit: str
    baseline: Quantiles
    scenario: Quantiles
    change: Quantiles
    total_change: Quantiles | None
    """Sum over the horizon; None for shares."""
    drivers: tuple[Driver, ...]
    by_behaviour: tuple[tuple[str, Quantiles], ...]
    fit: str
    """``ok``, ``outside`` or ``assumed``."""
    mc_se: float | None
    """Monte Carlo standard error of the median of ``change``."""
    luck_share: float | None
    """Share of the variance of the paired change due to luck (twins), 0 to 1."""
    set_share: float | None
    """Share due to the behaviour sets: between-set variance / total, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Accounting:
    """Where every contact of the scenario went: mean over draws, whole horizon.

    waiting_at_start + contacts_sought = seen_in_practice + sum of went_to + waiting_at_end +
    retrying_at_end, in integers in every draw; ``imbalance`` is the largest breach.
    """

    contacts_sought: float
    seen_in_practice: float
    went_to: Mapping[str, float]
    waiting_at_start: float
    waiting_at_end: float
    retrying_at_end: float
    imbalance: int


@dataclass(frozen=True, slots=True)
class Breach:
    """The first week in which demand passes a capacity or a stated limit."""

    service: str
    place: str
    measure: str
    limit: float
    first_week: tuple[str | None, str | None, str | None]
    """ISO Monday at p10, p50, p90 over the draws that pass it; None if none does."""
    share_of_draws: float
    baseline_share_of_draws: float


@dataclass(frozen=True, slots=True)
class Horizon:
    """Total change of a measure within a span of weeks: short, medium, long."""

    weeks: str
    service: str
    measure: str
    total_change: Quantiles


@dataclass(frozen=True, slots=True)
class Group:
    """Displaced contacts by deprivation fifth or age band of the practices' lists."""

    kind: str
    """``deprivation_fifth`` or ``age_band``."""
    group: str
    registered_patients: int
    displaced: Quantiles
    """Change in contacts displaced a week."""
    without_service: Quantiles
    """People without a service that monitored them, at the end of the horizon."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same system, dates and seed under a preset from the packs."""

    preset: str
    title: str
    measures: tuple[tuple[str, str, Quantiles], ...]
    """(service, measure, change a week)."""
    withheld: str | None = None
    """Why the numbers are not shown, or None where they are."""
    by_place: tuple[tuple[str, str, str, Quantiles], ...] = ()
    """(service, measure, place, change a week) at each site, ward and list; of networks none."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Gross cost on receiving services over the horizon, pounds, mixed prices."""

    total: Quantiles
    by_service: tuple[tuple[str, Quantiles], ...]
    price_year: int
    note: str


@dataclass(frozen=True, slots=True)
class Assumption:
    """A parameter as used in this run."""

    symbol: str
    name: str
    low: float
    central: float
    high: float
    unit: str
    grade: str
    source: str
    url: str
    relay: bool
    overridden: bool
    note: str


@dataclass(frozen=True, slots=True)
class FitRow:
    """A fitted or assumed performance: target, achieved, verdict.

    ``unit`` is that of target and achieved; of the tolerance too, unless that is a factor.
    """

    service: str
    site: str
    measure: str
    target: float | None
    achieved: float | None
    tolerance: float | None
    verdict: str
    months: str
    unit: str = ""
    tolerance_is: str = "difference"
    """``difference`` from the target or ``factor`` of it."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Everything a report, a page or a file of results needs, and nothing to be computed."""

    title: str
    version: str
    results_version: int
    seed: int
    draws: int
    seconds: float
    workers: int
    icb_code: str
    icb_name: str
    synthetic: bool
    practices: int
    registered_patients: int
    start: date
    end: date
    weeks: int
    headline: str
    headline_numbers: tuple[tuple[str, str], ...]
    """Three (label, 'text with interval') pairs for the top of the report."""
    measures: tuple[Measure, ...]
    weekly: pl.DataFrame
    """week (date), service, place, practice (null), measure, quantile, baseline, scenario, change.
    place null = the whole system."""
    by_place: pl.DataFrame
    """service, measure, place, quantile, baseline, scenario, change over the whole horizon."""
    weekdays: pl.DataFrame
    """service, measure, weekday (0 Monday), quantile, baseline, scenario, change."""
    draws_table: pl.DataFrame
    """draw, set, point, week, service, measure, baseline, scenario (whole system)."""
    draw_parameters: pl.DataFrame
    """draw, symbol, value."""
    accounting: Accounting
    cost: Cost
    breaches: tuple[Breach, ...]
    horizons: tuple[Horizon, ...]
    groups: tuple[Group, ...]
    compare: tuple[Comparison, ...]
    behaviour_weights: tuple[tuple[str, str, float], ...]
    """(set id, title, weight)."""
    behaviour_notes: tuple[str, ...]
    """How often sharing bit, indirect routes negative, share of nothing, per set."""
    uptake_notes: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    fits: tuple[FitRow, ...]
    not_modelled: tuple[str, ...]
    cautions: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    """(place code, name)."""
    quality: Mapping[str, object]
    """The system's quality.json, as read."""
    digests: Mapping[str, str]
    packs: tuple[tuple[str, str, str], ...]
    """(pack id, version, digest)."""
    overrides: tuple[str, ...]
    command: str
    python: str
    assessment: Mapping[str, object] = field(default_factory=dict)
    design: str = "sobol"
    """How the draws are spread over what is not known."""
    stopped: Stopped | None = None
    """Why no more draws were added; None where their number was asked for."""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    """Both arms of every draw, by run: what makes a longer forecast without repeating any."""
    by_englands_rate: Sequence[tuple[str, str]] = ()
    """(service, measure) no file here counts: England's rate per 1,000 patients stands in."""
    not_known_to_move: Sequence[tuple[str, str]] = ()
    """(service, measure) shown and left as it is, since nobody knows whether an action moves it."""
    sensitivity: Sequence[Sensitivity] = ()
    """What moves the headline's measures and the cost, and what would settle it."""
    past_scores: Sequence[str] = ()
