"""The closed vocabulary of facts a plan states, as values.

A fact belongs to an action type (``limit_daily_contacts``), to the practice, or to any action
(labels). A fact left out, or given as ``unknown``, is :data:`UNKNOWN`: never false, never zero.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from typing import Literal as OneOf

from knockon.catalogue._checks import require

PRACTICE: Final = "practice"
"""Owner of the facts that stand under ``practice:`` in a plan."""

ANY: Final = "any"
"""Owner of the labels every action accepts; they say what is meant and decide nothing."""

AnswerKind = OneOf[
    "bool", "choice", "whole", "number", "date", "moment", "time", "text", "choices", "texts"
]
"""How a fact is answered: ``moment`` is a local date and time, ``choices`` a list of answers."""

KINDS: tuple[AnswerKind, ...] = (
    *("bool", "choice", "whole", "number", "date", "moment", "time", "text", "choices", "texts"),
)


class Unknown(enum.Enum):
    """The answer that is not known."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN: Final = Unknown.UNKNOWN

Answer: TypeAlias = (
    bool | int | float | str | dt.date | dt.datetime | dt.time | tuple[str, ...] | Unknown | None
)
"""What a plan says of a fact. None: a date known not to have happened."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a rule or the model asks about an action or a practice.

    ``answers`` are the allowed answers with what each means (for ``choice`` and ``choices``; for
    ``bool`` the answers allowed beside true and false). ``presumed`` is taken where the fact is
    left out, and shown; ``default`` is what the model takes, and decides no verdict. ``derived``
    names the function that works the fact out of others (``inputs``, raw facts of the same owner,
    of the practice, or ``start`` and ``end`` of the action); it is never stated. ``numbers``
    are symbols of the packs' parameters that function counts with, so that no number of a document
    stands in code. A ``label`` says what is meant and decides nothing; what belongs to any action
    is a label.
    """

    owner: str
    name: str
    question: str
    kind: AnswerKind
    answers: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    presumed: Answer = UNKNOWN
    default: Answer = UNKNOWN
    derived: str | None = None
    inputs: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    label: bool = False

    def __post_init__(self) -> None:
        item = f"fact {self.id!r}"
        require(bool(self.question), item, "asks nothing", "a question")
        require(self.kind in KINDS, item, f"is answered by {self.kind!r}", ", ".join(KINDS))
        chosen = self.kind in ("choice", "choices")
        require(not chosen or bool(self.answers), item, "has no answers to choose", "answers")
        halves = (self.derived is None) == (not self.inputs)
        require(halves, item, "is half derived", "derived and inputs, or neither")
        counts = self.derived is not None or not self.numbers
        require(counts, item, "counts with numbers and is not derived", "derived, or no numbers")
        stated = self.derived is None or (self.presumed is UNKNOWN and self.default is UNKNOWN)
        require(stated, item, "is derived and presumed", "one of the two")
        require(self.label or self.owner != ANY, item, "is any action's and no label", "a label")

    @property
    def id(self) -> str:
        """Return owner and name: ``stop_service.commissioned``."""
        return f"{self.owner}.{self.name}"
