"""What practices and analysts ask for: plans and assessments as values, and their files."""

from knockon.plans.assessment import (
    Assessment,
    KnownPosition,
    MitigationAsked,
    Phase,
    Range,
    Stopping,
    Uptake,
)
from knockon.plans.plan import Evidence, Plan, PlannedAction

__all__ = [
    "Assessment",
    "Evidence",
    "KnownPosition",
    "MitigationAsked",
    "Phase",
    "Plan",
    "PlannedAction",
    "Range",
    "Stopping",
    "Uptake",
]
