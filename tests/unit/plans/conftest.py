"""A catalogue of a few items, and assessments written as text."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from knockon.catalogue.facts import UNKNOWN, Fact
from knockon.catalogue.values import (
    Action,
    Behaviour,
    Catalogue,
    DShare,
    Parameter,
    Preset,
    Service,
    Source,
    UptakeRange,
)
from knockon.catalogue.yaml import load_strict_text
from knockon.plans.assessment import Assessment
from knockon.plans.reading import assessment_from

SURVEY = Source("survey", "A survey", "https://example.org")


def parameter(symbol: str, low: float, central: float, high: float) -> Parameter:
    return Parameter(
        symbol, "14", symbol, symbol, "share", low, central, high, "2024", "C", "survey"
    )


def behaviour(name: str, ed: DShare) -> Behaviour:
    return Behaviour(
        name,
        f"Title of {name}",
        "lost",
        "What did you do?",
        "people not seen",
        None,
        {"ed": ed},
        DShare(0.3, 0.4, 0.5),
        "as answered",
        ("survey",),
    )


def fact(name: str, **more: Any) -> Fact:
    return Fact("limit_daily_contacts", name, "What of it?", **more)


def action(name: str, effect: str, *facts: Fact) -> Action:
    usual = {asked.name: asked.default for asked in facts if asked.default is not UNKNOWN}
    words = (name, name, name, "Words", effect, (), "practice", "menu", ("survey",))
    return Action(*words, usual=usual)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    cap = fact("cap", kind="number", default=25)
    cut = fact("cut", kind="number")
    triage = fact("over_cap_triage", kind="choice", answers={"none": "", "all_contacts": ""})
    third = UptakeRange(0.3, 0.3, 0.3, {"cap": 20}, ramp_weeks=0, from_week=2, weeks=4)
    preset = Preset(
        "nhse_2024_30",
        "A third: the leaked case",
        {"limit_daily_contacts": third},
        {"implied-nhse-2024": 1.0},
        {"u_cap_nov": (0.1, 0.2, 0.3)},
        ("survey",),
        "as leaked",
    )
    return Catalogue(
        sources={"survey": SURVEY},
        parameters={"u_cap_nov": parameter("u_cap_nov", 0.37, 0.41, 0.45)},
        behaviours={
            name: behaviour(name, DShare(0.01, 0.03, 0.07))
            for name in ("gpps-2026", "implied-nhse-2024")
        },
        services={"dmard_monitoring": Service("dmard_monitoring", "Monitoring", "later")},
        actions={
            "limit_daily_contacts": action(
                "limit_daily_contacts", "limits_contacts", cap, cut, triage
            ),
            "stop_advice_and_guidance": action("stop_advice_and_guidance", "stops_advice"),
        },
        menus={},
        presets={preset.id: preset},
        conflicts=(),
        packs=(),
        overrides=(),
        effects={},
        dimensions=("u_cap_nov",),
        facts={asked.id: asked for asked in (cap, cut, triage)},
    )


OPENING = """\
assessment: Dorset, winter
system: systems/dorset
from: 2026-12-07
weeks: 26
behaviour: gpps-2026
"""


@pytest.fixture
def read(catalogue: Catalogue) -> Callable[..., Assessment]:
    """Read an assessment: the opening, with some of its lines changed, and more text after it."""

    def reader(more: str = "", **changed: str) -> Assessment:
        text = OPENING
        for key, line in changed.items():
            name = key.rstrip("_")
            lines = [
                f"{name}: {line}" if at.startswith(f"{name}:") else at for at in text.split("\n")
            ]
            text = "\n".join(lines)
        return assessment_from(load_strict_text(text + more, "winter.yaml"), catalogue)

    return reader


@pytest.fixture
def monday() -> date:
    return date(2026, 12, 7)
