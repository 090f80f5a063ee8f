"""Rules as values: obligations in force between dates, each with its clause.

A :class:`Rule` is one obligation: who owes it, to whom, where it is written, from when to when it
is in force and since when it has been known. Its :class:`Bearing` values say what it asks of an
action of certain types: the scope it reaches, what breaches it, which named exceptions let an
action through, what must be kept up meanwhile. Judging is ``compliance``'s; nothing here decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from typing import Literal as OneOf

from knockon.catalogue._checks import STANDINGS, Standing, require
from knockon.catalogue.expressions import Node
from knockon.catalogue.facts import UNKNOWN, Answer

Holder = OneOf["practice", "PCN", "trust", "ICB", "NHS England", "all"]
RuleKind = OneOf[
    "contract", "des", "payment", "standard_contract", "expectation", "advice", "local", "statute"
]
Verdict = OneOf["not_in_accordance", "undetermined", "conditional", "compatible"]

HOLDERS: tuple[Holder, ...] = ("practice", "PCN", "trust", "ICB", "NHS England", "all")
RULE_KINDS: tuple[RuleKind, ...] = (
    *("contract", "des", "payment", "standard_contract", "expectation", "advice", "local"),
    "statute",
)
VERDICTS: tuple[Verdict, ...] = ("not_in_accordance", "undetermined", "conditional", "compatible")
"""Worst first."""

LONGEST_QUOTE = 15

MONTHLY: Final = "per 1,000 a month"
"""The unit of a parameter that counts something by 1,000 registered patients and by the month."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something is written: a numbered paragraph of a source, or a provision of a law.

    ``contracts``: cited only for practices under these contracts; empty for all.
    """

    source: str
    paragraph: int | None = None
    at: str | None = None
    quote: str | None = None
    contracts: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        item = f"citation of {self.source!r}"
        words = len((self.quote or "").split())
        require(words <= LONGEST_QUOTE, item, f"quotes {words} words", f"at most {LONGEST_QUOTE}")
        whole = self.quote is None or self.paragraph is not None
        require(whole, item, "quotes no paragraph", "the paragraph the quotation stands in")


@dataclass(frozen=True, slots=True)
class Reading:
    """Another tenable reading: whose it is and what it would change. Shown, not resolved."""

    note: str
    whose: str
    changes: str
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleException:
    """A named exception, with its own citation; ``keep`` is what must be kept up to rely on it."""

    id: str
    when: Node
    words: str
    cites: tuple[Citation, ...]
    keep: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require(bool(self.cites), f"exception {self.id!r}", "cites nothing", "a citation")


@dataclass(frozen=True, slots=True)
class Presumption:
    """What a rule takes of a fact that a plan leaves out; never of one given as unknown.

    ``where`` None: always; otherwise only where that is true. Of a fact worked out of others it is
    taken where all that is missing of them was left out.
    """

    fact: str
    answer: Answer
    where: Node | None = None

    def __post_init__(self) -> None:
        known = self.answer is not UNKNOWN
        require(known, f"presumption of {self.fact!r}", "presumes nothing known", "an answer")


@dataclass(frozen=True, slots=True)
class Instead:
    """The nearest way that keeps to the rule: facts to change, in words, with its citation."""

    change: Mapping[str, Answer]
    words: str
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleCase:
    """A worked example beside the rule: facts and the verdict of this rule alone."""

    name: str
    type: str
    params: Mapping[str, Answer]
    practice: Mapping[str, Answer]
    start: dt.date
    end: dt.date | None
    as_of: dt.date
    verdict: Verdict
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Why, in a sentence: when the rule is broken, when it is met, when it does not reach."""

    broken: str
    met: str
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a rule asks of actions of some types.

    ``scope`` None reaches every such action; ``breach`` None: nothing in such an action breaks the
    rule, it only asks for ``keep`` or ``evidence``. ``presumes``: the usual case, for this rule
    alone, of facts left out; a finding lists what it presumed.
    """

    types: tuple[str, ...]
    scope: Node | None
    breach: Node | None
    unless: tuple[RuleException, ...]
    keep: tuple[str, ...]
    evidence: tuple[str, ...]
    because: Words
    cites: tuple[Citation, ...] = ()
    instead: Instead | None = None
    presumes: tuple[Presumption, ...] = ()

    def __post_init__(self) -> None:
        item = f"bearing on {', '.join(self.types)}"
        require(bool(self.types), "bearing", "names no action type", "at least one")
        ids = [exception.id for exception in self.unless]
        require(len(ids) == len(set(ids)), item, "names two exceptions alike", "each id once")


@dataclass(frozen=True, slots=True)
class Rule:
    """One obligation, with its dates, its clause and what it asks of which actions.

    ``known_from`` None: known before anything here; ``in_force_from`` None: in force before.
    ``in_force_to`` is the last day; ``end_known_from`` the day that ending became known.
    ``standing``: whether the text was read, inferred, or still wants checking.
    """

    id: str
    title: str
    holder: Holder
    claimant: str
    kind: RuleKind
    cites: tuple[Citation, ...]
    bearings: tuple[Bearing, ...]
    known_from: dt.date | None = None
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    end_known_from: dt.date | None = None
    readings: tuple[Reading, ...] = ()
    cases: tuple[RuleCase, ...] = ()
    disputed: bool = False
    standing: Standing = "stated"
    note: str = ""
    pack: str = ""

    def __post_init__(self) -> None:
        item = f"rule {self.id!r}"
        require(self.holder in HOLDERS, item, f"is owed by {self.holder!r}", ", ".join(HOLDERS))
        require(self.kind in RULE_KINDS, item, f"is {self.kind!r}", ", ".join(RULE_KINDS))
        require(bool(self.cites), item, "cites nothing", "a citation")
        require(self.standing in STANDINGS, item, f"is {self.standing!r}", ", ".join(STANDINGS))
        begins, ends = self.in_force_from, self.in_force_to
        ordered = begins is None or ends is None or begins <= ends
        require(ordered, item, "ends before it begins", "from no later than to")
        types = [action_type for bearing in self.bearings for action_type in bearing.types]
        once = len(types) == len(set(types))
        require(once, item, "bears twice on one action type", "each type once")

    def known_on(self, day: dt.date) -> bool:
        """Return whether the rule was known on ``day``."""
        return self.known_from is None or self.known_from <= day

    def bearing_on(self, action_type: str) -> Bearing | None:
        """Return what the rule asks of an action of this type, or None where it asks nothing."""
        return next((one for one in self.bearings if action_type in one.types), None)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money at risk: a parameter of the packs, counted per something the practice states.

    ``parameter`` None: the amount is not known, and the consequence says so. ``times``: a parameter
    counted :data:`MONTHLY`, how often the other is paid; the money is then that of a year.
    """

    parameter: str | None
    per: OneOf["practice", "registered_patients"] = "practice"
    times: str | None = None

    def __post_init__(self) -> None:
        counted = self.times is None or (self.parameter and self.per == "registered_patients")
        expected = "a parameter, per: registered_patients"
        require(bool(counted), "payment", "says how often, and not of what or for whom", expected)


@dataclass(frozen=True, slots=True)
class Consequence:
    """A payment or practical effect beside the verdict; it never is one.

    Shown where ``when`` is true; where it is unknown, worded as something that may follow. ``rule``
    is the obligation it comes of, its own id where it is one.
    """

    id: str
    kind: OneOf["payment", "practical", "notice"]
    types: tuple[str, ...]
    when: Node | None
    text: str
    cites: tuple[Citation, ...]
    holder: Holder = "practice"
    known_from: dt.date | None = None
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    payment: Payment | None = None
    rule: str = ""
    pack: str = ""

    def __post_init__(self) -> None:
        require(bool(self.cites), f"consequence {self.id!r}", "cites nothing", "a citation")
        require(bool(self.types), f"consequence {self.id!r}", "follows nothing", "action types")


@dataclass(frozen=True, slots=True)
class Covers:
    """Which nations and contracts a pack's rules speak for; empty for a pack without rules."""

    nations: tuple[str, ...] = ()
    contracts: tuple[str, ...] = field(default=())
