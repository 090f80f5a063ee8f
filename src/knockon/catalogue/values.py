"""The catalogue: everything packs hold, as values found by their ids.

The values themselves are made in ``knowledge`` (what is known), ``campaigns`` (what can be done),
``facts`` and ``rules`` (what is asked of it); they can all be had from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from knockon.catalogue.campaigns import Action, Effect, Menu, MenuItem, Preset, UptakeRange
from knockon.catalogue.facts import Fact
from knockon.catalogue.inquiries import Inquiry
from knockon.catalogue.knowledge import (
    Behaviour,
    Conflict,
    DShare,
    Measure,
    Parameter,
    Service,
    Source,
)
from knockon.catalogue.letters import Letter
from knockon.catalogue.local_services import LocalService
from knockon.catalogue.rules import Citation, Consequence, Covers, Rule
from knockon.catalogue.vocabulary import Vocabulary, by_owner, facts_of, practice_facts

__all__ = [
    "Action",
    "Behaviour",
    "Catalogue",
    "Citation",
    "Conflict",
    "Consequence",
    "Covers",
    "DShare",
    "Effect",
    "Fact",
    "Inquiry",
    "Letter",
    "LocalService",
    "Measure",
    "Menu",
    "MenuItem",
    "Override",
    "Pack",
    "Parameter",
    "Preset",
    "Rule",
    "Service",
    "Source",
    "UptakeRange",
    "main_actions",
]


@dataclass(frozen=True, slots=True)
class Pack:
    """One folder of pack files: who it is, which version, and the digest of every byte in it.

    ``covers`` says for which nations and contracts its rules speak.
    """

    id: str
    version: str
    published: dt.date
    verified_to: dt.date
    needs: tuple[str, ...]
    changes: tuple[str, ...]
    digest: str
    covers: Covers = field(default_factory=Covers)


@dataclass(frozen=True, slots=True)
class Override:
    """An item of an earlier pack (or a parameter) that something later replaced."""

    kind: str
    item: str
    by: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the packs hold, by id, after overrides.

    ``dimensions`` is the append-only registry of what is drawn: the position of a name is its
    dimension in the low-discrepancy sequence, so it never changes. ``vocabulary`` are the facts
    again, by whom they are asked.
    """

    sources: Mapping[str, Source]
    parameters: Mapping[str, Parameter]
    effects: Mapping[str, Effect]
    behaviours: Mapping[str, Behaviour]
    services: Mapping[str, Service]
    actions: Mapping[str, Action]
    menus: Mapping[str, Menu]
    presets: Mapping[str, Preset]
    conflicts: tuple[Conflict, ...]
    packs: tuple[Pack, ...]
    overrides: tuple[Override, ...]
    dimensions: tuple[str, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    consequences: Mapping[str, Consequence] = field(default_factory=dict)
    local_services: Mapping[str, LocalService] = field(default_factory=dict)
    letters: Mapping[str, Letter] = field(default_factory=dict)
    inquiries: Mapping[str, Inquiry] = field(default_factory=dict)
    vocabulary: Vocabulary = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "vocabulary", by_owner(self.facts))

    def as_of(self, day: dt.date) -> Mapping[str, Menu]:
        """Return the menus known and running on ``day``, by id."""
        return {key: menu for key, menu in self.menus.items() if menu.in_force(day)}

    def menus_of(self, action: str) -> tuple[str, ...]:
        """Return the ids of the menus that list ``action``."""
        return tuple(
            menu.id
            for menu in self.menus.values()
            if any(line.action == action for line in menu.items)
        )

    def actions_of_type(self, action_type: str) -> tuple[Action, ...]:
        """Return every action that maps to ``action_type``, its own first."""
        found = [action for action in self.actions.values() if action.type == action_type]
        return tuple(sorted(found, key=lambda action: action.id != action_type))

    def types(self) -> Mapping[str, Action]:
        """Return every action type with its main action: its own, or the first that maps to it."""
        return main_actions(self.actions)

    def facts_of(self, action_type: str) -> Mapping[str, Fact]:
        """Return the facts asked of an action type by name: its own, then the labels of any."""
        return facts_of(self.vocabulary, action_type)

    def practice_facts(self) -> Mapping[str, Fact]:
        """Return the facts asked of a practice, by name."""
        return practice_facts(self.vocabulary)

    def rules_on(self, action_type: str) -> tuple[Rule, ...]:
        """Return every rule that asks something of an action type, in the order of the packs."""
        return tuple(rule for rule in self.rules.values() if rule.bearing_on(action_type))

    def listed_in(self, action_type: str, known_on: dt.date) -> tuple[Citation, ...]:
        """Return where menus known on a day list actions of a type, each place once.

        Menus that cite a paragraph come alone; where none does, the sources of the menus do.
        """
        known = [menu for menu in self.menus.values() if menu.known_on(known_on)]
        names = {action.id for action in self.actions_of_type(action_type)}
        cited = [cite for menu in known for cite in menu.cites_of(names)]
        if not cited:
            listing = [menu for menu in known if any(line.action in names for line in menu.items)]
            cited = [Citation(source) for menu in listing for source in menu.sources]
        return tuple(one for position, one in enumerate(cited) if one not in cited[:position])


def main_actions(actions: Mapping[str, Action]) -> dict[str, Action]:
    """Return each action type with the action of that id, or else the first of that type."""
    found: dict[str, Action] = {}
    for action in actions.values():
        if action.type not in found or action.id == action.type:
            found[action.type] = action
    return found
