"""What packs hold, as values: sources, parameters, behaviours, actions, menus, presets.

Each value is frozen and checks itself when made, so nothing later has to. A value that does not
hold together raises ``KnockonError``; the loader adds the file and the line.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from knockon.errors import KnockonError

Grade = Literal["A", "B", "C", "D"]
Standing = Literal["stated", "inferred", "unverified"]

GRADES = ("A", "B", "C", "D")
STANDINGS = ("stated", "inferred", "unverified")


def wrong(item: str, found: str, expected: str, remedy: str = "Correct the pack.") -> KnockonError:
    """Return the error for an item of a pack that does not hold together (K008)."""
    return KnockonError("K008", f"{item} {found}", expected=expected, remedy=remedy)


def _require(holds: bool, item: str, found: str, expected: str) -> None:
    if not holds:
        raise wrong(item, found, expected)


def _check_range(item: str, low: float, central: float, high: float) -> None:
    numbers = (low, central, high)
    _require(all(math.isfinite(n) for n in numbers), item, "has no finite range", "three numbers")
    _require(
        low <= central <= high,
        item,
        f"has low {low:g}, central {central:g}, high {high:g}",
        "low, central and high in rising order",
    )


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
        _require(bool(self.id and self.title), f"source {self.id!r}", "has no title", "a title")


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
        _check_range(item, self.low, self.central, self.high)
        _require(self.grade in GRADES, item, f"has grade {self.grade!r}", "A, B, C or D")
        _require(bool(self.unit), item, "has no unit", "a unit")
        _require(bool(self.source), item, "has no source", "the id of a source")

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
        _check_range(item, self.low, self.central, self.high)
        _require(self.low >= 0 and self.high <= 1, item, "lies outside 0 to 1", "0 to 1")


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
        _require(self.per in ("lost", "failed"), item, f"is per {self.per!r}", "lost or failed")
        _require(bool(self.shares), item, "has no share", "a share of at least one service")
        _require(self.retry.high < 1, item, "has everyone trying again for ever", "retry below 1")
        _require(bool(self.question and self.base and self.how), item, "is bare", "how it was made")
        _check_cited(item, self.sources, self.standing)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something counted of a service: ``contacts_seen``, per week."""

    id: str
    unit: str
    kind: Literal["count", "share", "stock", "money"]

    def __post_init__(self) -> None:
        kinds = ("count", "share", "stock", "money")
        _require(
            self.kind in kinds, f"measure {self.id!r}", f"is a {self.kind!r}", ", ".join(kinds)
        )


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
        _require(self.kind in kinds, f"service {self.id!r}", f"is {self.kind!r}", ", ".join(kinds))


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
        _require(bool(self.title and self.wording and self.holder), item, "is bare", "words")
        names = [parameter.name for parameter in self.parameters]
        _require(len(names) == len(set(names)), item, "asks one thing twice", "each name once")
        _check_cited(item, self.sources, self.standing)

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
        _require(0 < words <= 40, item, f"has a wording of {words} words", "1 to 40 words")
        _require(self.standing in STANDINGS, item, f"is {self.standing!r}", ", ".join(STANDINGS))


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
        _require(in_order, item, "ends before it begins", "from no later than to")
        _require(bool(self.items), item, "has no items", "at least one item")
        orders = [line.order for line in self.items]
        _require(orders == sorted(set(orders)), item, "is out of order", "rising item numbers")
        _check_cited(item, self.sources, self.standing)

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
        _check_range("uptake", self.low, self.likely, self.high)
        _require(self.low >= 0 and self.high <= 1, "uptake", "lies outside 0 to 1", "0 to 1")


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
        _require(all(w > 0 for w in self.behaviour.values()), item, "weighs a set 0", "weights > 0")
        for symbol, numbers in self.parameters.items():
            _check_range(f"{item}, {symbol}", *numbers)
        _check_cited(item, self.sources, self.standing)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that disagree, and what is done about it."""

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


def _check_cited(item: str, sources: tuple[str, ...], standing: str) -> None:
    _require(bool(sources), item, "cites no source", "at least one source id")
    _require(standing in STANDINGS, item, f"is {standing!r}", ", ".join(STANDINGS))
