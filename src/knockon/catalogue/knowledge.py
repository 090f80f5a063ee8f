"""What is known and where it was read, as values: sources, parameters, behaviours, services.

Each value is frozen and checks itself when made, so nothing later has to. A value that does not
hold together raises ``KnockonError`` (K008); the loader adds the file and the line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from knockon.catalogue._checks import GRADES, Grade, Standing, check_cited, check_range, require

SHA256_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read; ``url`` is None for an assumption of our own.

    ``short`` is how a law or contract is named in a citation (``GMS Regs 2015``), None for what is
    cited by its id. ``strength`` says what kind of text it is and whose; ``wants_checking`` what of
    it was not read in the original. ``paragraphs`` holds the SHA-256 of each numbered paragraph's
    text, white space made single, so that a quotation can be held against the original without the
    text itself being kept.
    """

    id: str
    title: str
    url: str | None
    publisher: str | None = None
    date: str | None = None
    note: str | None = None
    short: str | None = None
    strength: str | None = None
    checked_on: dt.date | None = None
    wants_checking: str | None = None
    paragraphs: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        item = f"source {self.id!r}"
        require(bool(self.id and self.title), item, "has no title", "a title")
        for number, digest in self.paragraphs.items():
            plain = len(digest) == SHA256_LETTERS and set(digest) <= set("0123456789abcdef")
            require(plain, item, f"has no digest of paragraph {number}", "a SHA-256 in hexadecimal")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number the model needs; low, central, high are 5th, middle and 95th percentiles of belief.

    ``relay``: the number was read second-hand. ``local``: its truth differs from system to system,
    so each system draws its own. ``off``: taken as its central value unless somebody overrides it,
    for nobody knows whether it is so at all. ``overridden``: the user or a later pack replaced the
    range.
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
    off: bool = False
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

    ``modelled``: simulated, or counted week by week; ``sink``: counted as it is reached and not
    followed; ``later``: named, with no number to go by.
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
