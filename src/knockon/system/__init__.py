"""The local health system: published files in, practices, services and their activity out.

`system.build.build` makes a system from a folder of published files, `system.synth.synth` makes
one up, `system.folder` keeps one on disc, `system.quality` says what it rests on. Nothing here
simulates or knows of behaviour.
"""

from knockon.system.values import (
    AGE_BANDS,
    Ambulance,
    Observation,
    PracticeBaseline,
    ServiceBaseline,
    Site,
    System,
    Target,
    Telephone111,
    Volume,
    WaitingList,
    Ward,
)

__all__ = [
    "AGE_BANDS",
    "Ambulance",
    "Observation",
    "PracticeBaseline",
    "ServiceBaseline",
    "Site",
    "System",
    "Target",
    "Telephone111",
    "Volume",
    "WaitingList",
    "Ward",
]
