"""The summary of a run: what ``summary.json`` holds and ``knockon assess --json`` prints.

Keys are those of the file's reference page. Numbers carry nine significant figures, the same on the
report's page. Nothing here depends on when or where the run was made, ``run.seconds`` and
``run.workers`` aside.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from knockon.reports.numbers import exported

if TYPE_CHECKING:
    from knockon.impact.forecast import Accounting, Comparison, Forecast, Measure, Quantiles

FORMAT = "knockon/summary/1"
VARIES = ("seconds", "workers")
"""Keys of ``run`` that may differ between runs with the same result."""


def summary(forecast: Forecast) -> dict[str, Any]:
    """Return the summary of ``forecast`` as plain JSON values."""
    return {
        "format": FORMAT,
        "run": _run(forecast),
        "system": {
            "icb": forecast.icb_code,
            "name": forecast.icb_name,
            "practices": forecast.practices,
            "registered_patients": forecast.registered_patients,
            "synthetic": forecast.synthetic,
        },
        "horizon": {
            "from": forecast.start.isoformat(),
            "to": forecast.end.isoformat(),
            "weeks": forecast.weeks,
        },
        "headline": forecast.headline,
        "behaviour": [
            {"set": key, "title": title, "weight": exported(weight)}
            for key, title, weight in forecast.behaviour_weights
        ],
        "measures": [_measure(measure) for measure in forecast.measures],
        "accounting": _accounting(forecast.accounting),
        "cost": _cost(forecast),
        "breaches": _breaches(forecast),
        "horizons": _horizons(forecast),
        "groups": _groups(forecast),
        "compare": [_comparison(comparison) for comparison in forecast.compare],
    }


def as_json(document: Any) -> str:
    """Return ``document`` as it is written: sorted keys, two spaces, a newline at the end."""
    text = json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    return text + "\n"


def quantiles(values: Quantiles) -> dict[str, float | None]:
    """Return the five quantiles by name, None where withheld."""
    return {field.name: exported(getattr(values, field.name)) for field in fields(values)}


def _run(forecast: Forecast) -> dict[str, Any]:
    return {
        "title": forecast.title,
        "version": forecast.version,
        "results_version": forecast.results_version,
        "seed": forecast.seed,
        "draws": forecast.draws,
        "seconds": round(forecast.seconds, 1),
        "workers": forecast.workers,
    }


def _measure(measure: Measure) -> dict[str, Any]:
    total = measure.total_change
    return {
        "service": measure.service,
        "measure": measure.measure,
        "title": measure.title,
        "unit": measure.unit,
        "baseline": quantiles(measure.baseline),
        "scenario": quantiles(measure.scenario),
        "change": quantiles(measure.change),
        "total_change": None if total is None else quantiles(total),
        "drivers": [
            {"parameter": one.parameter, "name": one.name, "share": exported(one.share)}
            for one in measure.drivers
        ],
        "by_behaviour": [
            {"set": key, "change": quantiles(change)} for key, change in measure.by_behaviour
        ],
        "fit": measure.fit,
        "mc_se": exported(measure.mc_se),
        "luck_share": exported(measure.luck_share),
        "set_share": exported(measure.set_share),
    }


def _accounting(accounting: Accounting) -> dict[str, Any]:
    return {
        "contacts_sought": exported(accounting.contacts_sought),
        "seen_in_practice": exported(accounting.seen_in_practice),
        "went_to": {key: exported(count) for key, count in accounting.went_to.items()},
        "waiting_at_start": exported(accounting.waiting_at_start),
        "waiting_at_end": exported(accounting.waiting_at_end),
        "retrying_at_end": exported(accounting.retrying_at_end),
        "imbalance": accounting.imbalance,
    }


def _cost(forecast: Forecast) -> dict[str, Any]:
    cost = forecast.cost
    by_service = {key: quantiles(values) for key, values in cost.by_service}
    return quantiles(cost.total) | {
        "price_year": cost.price_year,
        "by_service": by_service,
        "note": cost.note,
    }


def _breaches(forecast: Forecast) -> list[dict[str, Any]]:
    return [
        {
            "service": one.service,
            "place": one.place,
            "measure": one.measure,
            "limit": exported(one.limit),
            "first_week": dict(zip(("p10", "p50", "p90"), one.first_week, strict=True)),
            "share_of_draws": exported(one.share_of_draws),
            "baseline_share_of_draws": exported(one.baseline_share_of_draws),
        }
        for one in forecast.breaches
    ]


def _horizons(forecast: Forecast) -> list[dict[str, Any]]:
    return [
        {
            "weeks": one.weeks,
            "service": one.service,
            "measure": one.measure,
            "total_change": quantiles(one.total_change),
        }
        for one in forecast.horizons
    ]


def _groups(forecast: Forecast) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind,
            "group": one.group,
            "registered_patients": one.registered_patients,
            "displaced": quantiles(one.displaced),
            "without_service": quantiles(one.without_service),
        }
        for one in forecast.groups
    ]


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "preset": comparison.preset,
        "title": comparison.title,
        "withheld": comparison.withheld,
        "measures": [
            {"service": service, "measure": measure, "change": quantiles(change)}
            for service, measure, change in comparison.measures
        ],
    }
