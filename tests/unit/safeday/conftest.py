"""What tests of a safe day share: the packs, a made-up system, a day that is easy to reckon."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from knockon import catalogue as packs
from knockon.catalogue.facts import UNKNOWN
from knockon.catalogue.values import Catalogue
from knockon.safeday import Clinician, Demand, Held, Rota, SafeDay
from knockon.system.synth import synth
from knockon.system.values import System

LEVEL = (1.0,) * 5
EVEN = (1.0,) * 12


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return packs.load(())


@pytest.fixture(scope="session")
def system(catalogue: Catalogue) -> System:
    return synth(practices=4, catalogue=catalogue)[0]


@pytest.fixture
def one_gp(catalogue: Catalogue) -> Callable[..., SafeDay]:
    """One GP, every day, 25 contacts at most; 40 are asked for and all of them can wait."""

    def made(**other: Any) -> SafeDay:
        asked = other.pop("asked", 40.0)
        urgent = other.pop("urgent_share", 0.0)
        parts: dict[str, Any] = {
            "title": "One GP",
            "practice": None,
            "rota": Rota((Clinician("GP 1", (2, 2, 2, 2, 2)),), full_day=2),
            "cap": 25.0,
            "cap_said": "The limit is the plan's.",
            "demand": Demand(asked, LEVEL, EVEN, urgent),
            "held": Held(0.95),
            "leaving": catalogue.parameters["leave_r"],
            "first": date(2026, 12, 7),
            "list_now": UNKNOWN,
        }
        return SafeDay(**{**parts, **other})

    return made
