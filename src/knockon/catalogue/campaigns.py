"""What can be done, as values: actions, menus that list them, presets to compare with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from knockon.catalogue._checks import STANDINGS, Standing, check_cited, check_range, require
from knockon.catalogue.rules import Citation

STILL = ("moves_nobody", "no_number")
"""Kinds of effect of actions nobody is moved by, or nobody knows how many are."""


@dataclass(frozen=True, slots=True)
class Effect:
    """A kind of effect an action can have in the model; the model maps the id to a function.

    ``listed`` is for a limit on contacts: of those over it whom nobody sees, the share put on the
    practice's own list, by the answer to what becomes of them. An answer that is not there, or
    none, leaves the share to be drawn.
    """

    id: str
    what: str
    listed: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for answer, share in self.listed.items():
            check_range(f"effect {self.id!r}, {answer}", 0.0, share, 1.0)


@dataclass(frozen=True, slots=True)
class Action:
    """A step practices (or others) can take.

    ``type`` is the action type a plan or assessment names (its own id, or that of the type it maps
    to). ``effect`` is the kind of effect in the model; for those in :data:`STILL`, which move
    nobody in it, ``because`` says why.
    ``moves`` the services whose use it changes, modelled or not. ``usual`` are the answers the
    model takes to facts of its type where none is given, the action's own before those of the
    facts; they decide no verdict. ``shown_only``:
    it is listed for what it is and judged by no rule, as what ends the contract itself.
    """

    id: str
    type: str
    title: str
    wording: str
    effect: str
    moves: tuple[str, ...]
    holder: str
    origin: str
    sources: tuple[str, ...]
    standing: Standing = "stated"
    known_from: dt.date | None = None
    shown_only: bool = False
    usual: Mapping[str, Any] = field(default_factory=dict)
    because: str = ""

    def __post_init__(self) -> None:
        item = f"action {self.id!r}"
        require(bool(self.title and self.wording and self.holder), item, "is bare", "words")
        reasoned = bool(self.because) or self.moves_people
        require(reasoned, item, "moves nobody for no reason", "a reason under because")
        check_cited(item, self.sources, self.standing)

    @property
    def moves_people(self) -> bool:
        """Return whether the model has an effect for this action."""
        return self.effect not in STILL


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One line of a menu: which action, in the issuer's order, with its wording in our words.

    ``params`` are what the line says of the action's facts; ``cites`` where it stands, empty where
    that is the menu's own place.
    """

    order: int
    action: str
    wording: str
    params: Mapping[str, Any] = field(default_factory=dict)
    standing: Standing = "stated"
    tier: str | None = None
    cites: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        words = len(self.wording.split())
        item = f"menu item {self.action!r}"
        require(0 < words <= 40, item, f"has a wording of {words} words", "1 to 40 words")
        require(self.standing in STANDINGS, item, f"is {self.standing!r}", ", ".join(STANDINGS))


@dataclass(frozen=True, slots=True)
class Menu:
    """A dated list of actions issued by a body.

    ``from_date`` is the day it took effect, ``known_from`` the day it was first known; ``to_date``
    the last day before another took its place, None where nothing has. ``cites`` is the paragraph
    in which a text prints the list.
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
    cites: tuple[Citation, ...] = ()

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

    def known_on(self, day: dt.date) -> bool:
        """Return whether the menu was known on ``day``, running or ended."""
        first = self.known_from or self.from_date
        return first is None or first <= day

    def cites_of(self, actions: Collection[str]) -> tuple[Citation, ...]:
        """Return where the menu lists any of these actions, as cited."""
        return tuple(
            cite
            for line in self.items
            if line.action in actions
            for cite in line.cites or self.cites
        )


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
