"""A catalogue with a small vocabulary, one rule and one menu; plans written as text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from knockon.catalogue.expressions import parse
from knockon.catalogue.facts import Fact
from knockon.catalogue.rules import Bearing, Citation, Rule, RuleException, Words
from knockon.catalogue.values import Action, Catalogue, Menu, MenuItem, Source
from knockon.catalogue.yaml import load_strict_text
from knockon.plans.plan import Plan
from knockon.plans.plan_reading import plan_from

CITED = (Citation("guidance", paragraph=8),)


def vocabulary() -> dict[str, Fact]:
    calls = "divert_incoming_calls"
    facts = [
        Fact("practice", "ods_code", "What is the practice's code?", "text"),
        Fact(
            "practice",
            "nation",
            "In which nation is the practice?",
            "choice",
            {"England": "", "Wales": ""},
        ),
        Fact(
            "practice",
            "contract",
            "Which contract does the practice hold?",
            "choice",
            {"GMS": "General Medical Services", "PMS": "Personal Medical Services"},
        ),
        Fact("practice", "registered_patients", "How many patients are registered?", "whole"),
        Fact(
            calls,
            "days",
            "On which days?",
            "choices",
            {"monday": "", "saturday": ""},
        ),
        Fact(calls, "from", "From what time?", "time"),
        Fact(calls, "to", "Until what time?", "time"),
        Fact(
            calls,
            "touches_core_hours",
            "Does any part fall within core hours?",
            "bool",
            derived="overlaps_core_hours",
            inputs=("days", "from", "to", "start"),
        ),
        Fact(calls, "exceptional", "Is it exceptional and short?", "bool"),
        Fact(calls, "bank_holiday", "Is it on bank holidays alone?", "bool", presumed=False),
        Fact(calls, "agreed_on", "When was it agreed?", "date"),
        Fact(calls, "first_call_at", "When does the first call come?", "moment"),
        Fact("any", "note", "Anything to remember?", "text", label=True),
    ]
    return {fact.id: fact for fact in facts}


def action(name: str, action_type: str, holder: str = "practice") -> Action:
    return Action(
        name, action_type, name, "Words", "limits_contacts", (), holder, "menu", ("guidance",)
    )


def rule(name: str, breach: str, until: date | None = None, end_known: date | None = None) -> Rule:
    bearing = Bearing(
        types=("divert_incoming_calls",),
        scope=parse("touches_core_hours and not bank_holiday"),
        breach=parse(breach),
        unless=(RuleException("short", parse("exceptional"), "It is short.", CITED),),
        keep=(),
        evidence=(),
        because=Words("Broken.", "Met.", "Outside."),
    )
    return Rule(
        id=name,
        title=name,
        holder="practice",
        claimant="commissioner",
        kind="contract",
        cites=CITED,
        bearings=(bearing,),
        in_force_to=until,
        end_known_from=end_known,
    )


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    menu = Menu(
        id="ten",
        title="Ten actions",
        issuer="A union",
        from_date=date(2024, 8, 1),
        to_date=None,
        status="in force",
        items=(
            MenuItem(1, "forward_calls", "Forward calls on Saturdays", {"days": ["saturday"]}),
            MenuItem(2, "stop_advice", "Stop giving advice"),
            MenuItem(3, "forward_calls", "Forward calls on Mondays", {"days": ["monday"]}),
            MenuItem(4, "resign", "Hand in resignations"),
        ),
        sources=("guidance",),
    )
    actions = [
        action("divert_incoming_calls", "divert_incoming_calls"),
        action("forward_calls", "divert_incoming_calls"),
        action("stop_advice", "stop_advice", holder="trust"),
        replace(action("resign", "resign"), shown_only=True),
    ]
    rules = [
        rule("ACC-DIVERT", "days == 'monday'"),
        rule("ENDED", "agreed_on == '2020-01-01'", until=date(2020, 12, 31)),
    ]
    return Catalogue(
        sources={"guidance": Source("guidance", "Guidance", "https://example.org")},
        parameters={},
        effects={},
        behaviours={},
        services={},
        actions={one.id: one for one in actions},
        menus={menu.id: menu},
        presets={},
        conflicts=(),
        packs=(),
        overrides=(),
        dimensions=(),
        facts=vocabulary(),
        rules={one.id: one for one in rules},
        consequences={},
    )


@pytest.fixture
def read(catalogue: Catalogue) -> Callable[[str], Plan]:
    """Read a plan from text."""
    return lambda text: plan_from(load_strict_text(text, "autumn.yaml"), catalogue)


@pytest.fixture
def whole() -> str:
    """A plan with everything a plan can have."""
    return """\
format: knockon/plan/1
plan: Autumn steps
practice: {ods_code: J81002, contract: GMS, registered_patients: 8662}
as_of: 2024-08-20
actions:
  - key: calls
    type: divert_incoming_calls
    start: 2024-09-02
    end: 2024-12-31
    holder: reception
    source_menu: Ten actions, item 1
    note: The partners agreed
    params:
      days: [monday, saturday]
      from: "08:00"
      to: unknown
      agreed_on: null
      first_call_at: "2024-09-02T08:05"
      note: Saturdays first
  - key: advice
    type: stop_advice
    start: 2024-09-02
evidence:
  - claim: Patients can reach us
    item: Call log
    held_on: 2024-09-01
    expires_on: 2025-08-31
    where: Safe
"""
