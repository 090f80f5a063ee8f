"""What practices and analysts ask for: assessments as values, and their files."""

from knockon.plans.assessment import (
    Assessment,
    KnownPosition,
    MitigationAsked,
    Phase,
    Range,
    Stopping,
    Uptake,
)

__all__ = [
    "Assessment",
    "KnownPosition",
    "MitigationAsked",
    "Phase",
    "Range",
    "Stopping",
    "Uptake",
]
