"""A small made-up law to judge by: one kind of shop, a few rules, nothing from any real text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from knockon.catalogue.campaigns import Action, Menu, MenuItem
from knockon.catalogue.expressions import parse
from knockon.catalogue.facts import Answer, Fact
from knockon.catalogue.knowledge import Parameter, Source
from knockon.catalogue.rules import (
    Bearing,
    Citation,
    Covers,
    Rule,
    RuleException,
    Words,
)
from knockon.catalogue.values import Catalogue, Pack
from knockon.plans.plan import Plan, PlannedAction

SEPTEMBER = dt.date(2024, 9, 2)
AUGUST = dt.date(2024, 8, 20)
CHECKED_TO = dt.date(2026, 5, 31)

PAPER = Citation("paper", paragraph=7)
RULEBOOK = Citation("rulebook", at="rule 4")

_CONTRACTS = dict.fromkeys(("GMS", "PMS", "APMS", "GMS or PMS"), "")
_COLOURS = {"red": "as red", "blue": "as blue", "green": "as green"}


def fact(name: str, kind: str = "bool", owner: str = "close_early", **more: Any) -> Fact:
    """A fact of the made-up action, asked in as few words as can be."""
    return Fact(owner, name, f"What of {name}?", kind, **more)  # type: ignore[arg-type]


FACTS = (
    fact("nation", "choice", "practice", answers={"England": "", "Wales": ""}),
    fact("contract", "choice", "practice", answers=_CONTRACTS),
    fact("registered_patients", "whole", "practice"),
    fact("member", "bool", "practice"),
    fact("shut"),
    fact("told"),
    fact("agreed"),
    fact("plan_each", answers={"not_applicable": "nobody is there"}),
    fact("usual", presumed=True),
    fact("colour", "choice", answers=_COLOURS),
    fact("covers", "choices", answers=_COLOURS),
    fact("names", "texts"),
    fact("words", "text"),
    fact("slots", "whole"),
    fact("share", "number"),
    fact("days", "choices", answers=dict.fromkeys(("monday", "saturday"), "")),
    fact("from", "time"),
    fact("to", "time"),
    fact("contact_at", "moment"),
    fact("response_at", "moment"),
    fact("months", "whole"),
    fact("given_on", "date"),
    fact("year", "text"),
    fact("completed_on", "date"),
    fact("touches", derived="overlaps_core_hours", inputs=("days", "from", "to")),
    fact("in_time", derived="answered_in_time", inputs=("contact_at", "response_at")),
    fact("long_enough", derived="notice_long_enough", inputs=("given_on", "months", "start")),
    fact("enough", derived="slots_for_111_enough(3000)", inputs=("slots", "registered_patients")),
    fact("usually_so", derived="waits_for_a_text('the text itself')", inputs=("usual",)),
    fact("shut", owner="send_back"),
    fact("note", "text", "any", label=True),
)

ACTIONS = (
    Action(
        "close_early",
        "close_early",
        "Close",
        "Close.",
        "limits_contacts",
        (),
        "practice",
        "",
        ("paper",),
    ),
    Action(
        "send_back", "send_back", "Send", "Send.", "limits_contacts", (), "trust", "", ("paper",)
    ),
)

SOURCES = (
    Source("paper", "A paper", None, paragraphs={6: "a" * 64, 7: "b" * 64}),
    Source("rulebook", "The Rule Book 2015", None, short="Rule Book 2015"),
)

EACH = Parameter("fee", "money", "Fee", "A fee", "£ a patient", 1, 1.5, 2, "2024", "B", "paper")

MENU = Menu(
    "menu",
    "A menu",
    "somebody",
    dt.date(2024, 8, 1),
    None,
    "open",
    (MenuItem(1, "close_early", "Close early"),),
    ("paper",),
    cites=(Citation("paper", paragraph=6),),
)


def pack(pack_id: str = "law", **more: Any) -> Pack:
    """A pack that speaks for GMS and PMS contracts in England."""
    made: dict[str, Any] = {
        "published": dt.date(2024, 8, 1),
        "verified_to": CHECKED_TO,
        "covers": Covers(("England",), ("GMS", "PMS")),
    }
    return Pack(pack_id, "1", needs=(), changes=(), digest="0", **{**made, **more})


def unless(name: str, when: str, *keep: str) -> RuleException:
    """An exception, relied on by keeping something up or by nothing more."""
    return RuleException(name, parse(when), f"Let through: {name}.", (Citation("paper", 6),), keep)


def bearing(
    breach: str | None = None,
    scope: str | None = None,
    *exceptions: RuleException,
    keep: Iterable[str] = (),
    types: tuple[str, ...] = ("close_early",),
    **more: Any,
) -> Bearing:
    """What a rule asks, its expressions as text."""
    return Bearing(
        types,
        None if scope is None else parse(scope),
        None if breach is None else parse(breach),
        exceptions,
        tuple(keep),
        more.pop("evidence", ()),
        Words("It is broken.", "It is met.", more.pop("outside", "It is outside.")),
        **more,
    )


def rule(rule_id: str = "R-1", *bearings: Bearing, **more: Any) -> Rule:
    """A rule a practice holds; without a bearing, shutting breaks it."""
    made: dict[str, Any] = {
        "title": f"Title of {rule_id}",
        "holder": "practice",
        "claimant": "commissioner",
        "kind": "contract",
        "cites": (PAPER,),
        "pack": "law",
    }
    return Rule(rule_id, bearings=bearings or (bearing("shut"),), **{**made, **more})


def catalogue(*rules: Rule, **more: Any) -> Catalogue:
    """A catalogue of these rules and the made-up facts."""
    made: dict[str, Any] = {
        "sources": {one.id: one for one in SOURCES},
        "parameters": {},
        "actions": {one.id: one for one in ACTIONS},
        "menus": {MENU.id: MENU},
        "packs": (pack(),),
        "facts": {one.id: one for one in FACTS},
        "rules": {one.id: one for one in rules},
    }
    empty: dict[str, Any] = {key: {} for key in ("effects", "behaviours", "services", "presets")}
    empty |= dict.fromkeys(("conflicts", "overrides", "dimensions"), ())
    return Catalogue(**{**empty, **made, **more})


def action(key: str = "early", type: str = "close_early", **more: Any) -> PlannedAction:
    """An action from 2 September 2024 on, with no end unless one is given; the rest are facts."""
    dates = {name: more.pop(name) for name in ("start", "end") if name in more}
    return PlannedAction(key, type, **{"start": SEPTEMBER, **dates}, params=more)


def plan(*actions: PlannedAction, **practice: Answer) -> Plan:
    """A plan of a GMS practice, judged on 20 August 2024."""
    return Plan("A plan", {"contract": "GMS", **practice}, AUGUST, actions or (action(),))


__all__ = [name for name in globals() if not name.startswith("_")]
