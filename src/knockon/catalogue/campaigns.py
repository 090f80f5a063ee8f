"""What can be done, as values: actions, menus that list them, presets to compare with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from knockon.catalogue._checks import STANDINGS, Standing, check_cited, check_range, require


@dataclass(frozen=True, slots=True)
class Effect:
    """A kind of effect an action can have in the model; the model maps the id to a function."""

    id: str
    what: str


@dataclass(frozen=True, slots=True)
class ActionParameter:
    """One thing to settle about an action, as the question that asks it."""

    name: str
    question: str
    unit: str
    default: Any = None


@dataclass(frozen=True, slots=True)
class Action:
    """A step practices (or others) can take.

    ``type`` is the action type a plan or assessment names (its own id, or that of the type it maps
    to). ``effect`` is the kind of effect in the model (``none_yet``: it moves nobody yet);
    ``moves`` the services whose use it changes, modelled or not.
    """

    id: str
    type: str
    title: str
    wording: str
    effect: str
    parameters: tuple[ActionParameter, ...]
    moves: tuple[str, ...]
    holder: str
    origin: str
    sources: tuple[str, ...]
    standing: Standing = "stated"
    known_from: dt.date | None = None

    def __post_init__(self) -> None:
        item = f"action {self.id!r}"
        require(bool(self.title and self.wording and self.holder), item, "is bare", "words")
        names = [parameter.name for parameter in self.parameters]
        require(len(names) == len(set(names)), item, "asks one thing twice", "each name once")
        check_cited(item, self.sources, self.standing)

    @property
    def moves_people(self) -> bool:
        """Return whether the model has an effect for this action."""
        return self.effect != "none_yet"

    def defaults(self) -> dict[str, Any]:
        """Return the parameters that have a usual value, by name."""
        return {p.name: p.default for p in self.parameters if p.default is not None}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu: which action, in the issuer's order, with its wording in our words."""

    order: int
    action: str
    wording: str
    params: Mapping[str, Any] = field(default_factory=dict)
    standing: Standing = "stated"
    tier: str | None = None

    def __post_init__(self) -> None:
        words = len(self.wording.split())
        item = f"menu item {self.action!r}"
        require(0 < words <= 40, item, f"has a wording of {words} words", "1 to 40 words")
        require(self.standing in STANDINGS, item, f"is {self.standing!r}", ", ".join(STANDINGS))


@dataclass(frozen=True, slots=True)
class Menu:
    """A dated list of actions issued by a body.

    ``from_date`` is the day it took effect, ``known_from`` the day it was first known; ``to_date``
    the last day before another took its place, None where nothing has.
    """

    id: str
    title: str
    issuer: str
    from_date: dt.date | None
    to_date: dt.date | None
    status: str
    items: tuple[MenuItem, ...]
    sources: tuple[str, ...]
    nation: str = "England"
    area: str | None = None
    known_from: dt.date | None = None
    standing: Standing = "stated"
    note: str = ""

    def __post_init__(self) -> None:
        item = f"menu {self.id!r}"
        dates = (self.from_date, self.to_date)
        in_order = dates[0] is None or dates[1] is None or dates[0] <= dates[1]
        require(in_order, item, "ends before it begins", "from no later than to")
        require(bool(self.items), item, "has no items", "at least one item")
        orders = [line.order for line in self.items]
        require(orders == sorted(set(orders)), item, "is out of order", "rising item numbers")
        check_cited(item, self.sources, self.standing)

    def in_force(self, day: dt.date) -> bool:
        """Return whether the menu was known and running on ``day``."""
        begins = self.from_date or self.known_from
        return (begins is None or begins <= day) and (self.to_date is None or day <= self.to_date)


@dataclass(frozen=True, slots=True)
class UptakeRange:
    """Share of practices taking an action, low / likely / high, with the action's parameters."""

    low: float
    likely: float
    high: float
    params: Mapping[str, Any] = field(default_factory=dict)
    ramp_weeks: float | None = None
    from_week: int = 1
    weeks: int | None = None

    def __post_init__(self) -> None:
        check_range("uptake", self.low, self.likely, self.high)
        require(self.low >= 0 and self.high <= 1, "uptake", "lies outside 0 to 1", "0 to 1")


@dataclass(frozen=True, slots=True)
class Preset:
    """A case to compare with, as parts of an assessment: uptake, behaviour sets, parameters."""

    id: str
    title: str
    uptake: Mapping[str, UptakeRange]
    behaviour: Mapping[str, float]
    parameters: Mapping[str, tuple[float, float, float]]
    sources: tuple[str, ...]
    how: str
    standing: Standing = "stated"

    def __post_init__(self) -> None:
        item = f"preset {self.id!r}"
        require(all(w > 0 for w in self.behaviour.values()), item, "weighs a set 0", "weights > 0")
        for symbol, numbers in self.parameters.items():
            check_range(f"{item}, {symbol}", *numbers)
        check_cited(item, self.sources, self.standing)
