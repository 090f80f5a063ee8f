"""What packs hold, as values: sources, parameters, behaviours, actions, menus, presets.

Each value is frozen and checks itself when made, so nothing later has to. A value that does not
hold together raises ``KnockonError`` (K008); the loader adds the file and the line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knockon.catalogue._checks import GRADES, Grade, Standing, check_cited, check_range, require
from knockon.catalogue.campaigns import (
    Action,
    ActionParameter,
    Effect,
    Menu,
    MenuItem,
    Preset,
    UptakeRange,
)

__all__ = [
    "Action",
    "ActionParameter",
    "Behaviour",
    "Catalogue",
    "Conflict",
    "DShare",
    "Effect",
    "Measure",
    "Menu",
    "MenuItem",
    "Override",
    "Pack",
    "Parameter",
    "Preset",
    "Service",
    "Source",
    "UptakeRange",
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read; ``url`` is None for an assumption of our own."""

    id: str
    title: str
    url: str | None
    publisher: str | None = None
    date: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        require(bool(self.id and self.title), f"source {self.id!r}", "has no title", "a title")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number the model needs; low, central, high are 5th, middle and 95th percentiles of belief.

    ``relay``: the number was read second-hand. ``local``: its truth differs from system to system,
    so each system draws its own. ``overridden``: the user or a later pack replaced the range.
    """

    symbol: str
    area: str
    name: str
    meaning: str
    unit: str
    low: float
    central: float
    high: float
    year: str
    grade: Grade
    source: str
    note: str = ""
    relay: bool = False
    local: bool = False
    overridden: bool = False

    def __post_init__(self) -> None:
        item = f"parameter {self.symbol!r}"
        check_range(item, self.low, self.central, self.high)
        require(self.grade in GRADES, item, f"has grade {self.grade!r}", "A, B, C or D")
        require(bool(self.unit), item, "has no unit", "a unit")
        require(bool(self.source), item, "has no source", "the id of a source")

    @property
    def constant(self) -> bool:
        """Return whether low and high are the same, so that nothing is drawn."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class DShare:
    """What share of people not seen use one service, low / central / high as answered."""

    low: float
    central: float
    high: float
    symbol: str | None = None

    def __post_init__(self) -> None:
        item = f"share {self.symbol!r}" if self.symbol else "share"
        check_range(item, self.low, self.central, self.high)
        require(self.low >= 0 and self.high <= 1, item, "lies outside 0 to 1", "0 to 1")


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What patients do when a practice does not see them, from one survey, study or model.

    ``per`` says what the shares are shares of: contacts ``lost`` for good, or attempts that
    ``failed``. ``how`` tells how the source's answers became shares; ``total`` what the published
    answers add to (several answers are allowed), or None where there is one answer only.
    """

    id: str
    title: str
    per: Literal["lost", "failed"]
    question: str
    base: str
    total: float | None
    shares: Mapping[str, DShare]
    retry: DShare
    how: str
    sources: tuple[str, ...]
    same_day_only: bool = False
    standing: Standing = "stated"

    def __post_init__(self) -> None:
        item = f"behaviour {self.id!r}"
        require(self.per in ("lost", "failed"), item, f"is per {self.per!r}", "lost or failed")
        require(bool(self.shares), item, "has no share", "a share of at least one service")
        require(self.retry.high < 1, item, "has everyone trying again for ever", "retry below 1")
        require(bool(self.question and self.base and self.how), item, "is bare", "how it was made")
        check_cited(item, self.sources, self.standing)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted of a service: ``contacts_seen``, per week."""

    id: str
    unit: str
    kind: Literal["count", "share", "stock", "money"]

    def __post_init__(self) -> None:
        kinds = ("count", "share", "stock", "money")
        require(self.kind in kinds, f"measure {self.id!r}", f"is a {self.kind!r}", ", ".join(kinds))


@dataclass(frozen=True, slots=True)
class Service:
    """Something patients use, and what is counted of it.

    ``modelled``: simulated; ``sink``: counted as it is reached and not followed; ``later``: named,
    not modelled yet.
    """

    id: str
    name: str
    kind: Literal["modelled", "sink", "later"]
    measures: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        kinds = ("modelled", "sink", "later")
        require(self.kind in kinds, f"service {self.id!r}", f"is {self.kind!r}", ", ".join(kinds))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that disagree, and what is done about it."""

    id: str
    about: str
    seen: str
    treatment: str
    symbols: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One folder of pack files: who it is, which version, and the digest of every byte in it."""

    id: str
    version: str
    published: dt.date
    verified_to: dt.date
    needs: tuple[str, ...]
    changes: tuple[str, ...]
    digest: str


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
    dimension in the low-discrepancy sequence, so it never changes.
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
