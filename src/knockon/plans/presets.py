"""A case from the packs in place of an assessment's own: same system, dates, draws and seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from knockon.catalogue.values import Catalogue, Preset, UptakeRange
from knockon.plans.assessment import Assessment, Phase, Uptake
from knockon.plans.parameters import action_called, with_usual


def as_preset(assessment: Assessment, preset: Preset, catalogue: Catalogue) -> Assessment:
    """Return the assessment with a preset's uptake, behaviour and parameters.

    Known positions, stopped services and mitigations are the asker's and are left out. A preset
    that names no behaviour keeps the asker's; the asker's overrides stay where the preset has none.
    """
    return replace(
        assessment,
        title=preset.title,
        behaviours=tuple(sorted(preset.behaviour.items())) or assessment.behaviours,
        uptake={
            action: (_phase(assessment, action, asked, catalogue),)
            for action, asked in preset.uptake.items()
        },
        known={},
        stopping=(),
        mitigations=(),
        compare=(),
        overrides={**assessment.overrides, **preset.parameters},
    )


def _phase(assessment: Assessment, action: str, asked: UptakeRange, catalogue: Catalogue) -> Phase:
    start = assessment.start + timedelta(weeks=asked.from_week - 1)
    until = None if asked.weeks is None else start + timedelta(weeks=asked.weeks)
    return Phase(
        uptake=Uptake(asked.low, asked.likely, asked.high),
        start=start,
        until=until,
        params=with_usual(action_called(catalogue, action), asked.params),
        ramp_weeks=asked.ramp_weeks,
    )
