"""Letters as values: what each must say, and the words of its template.

The words stand in a pack with placeholders (``{{ service }}``); a Word file made from them, which
its owner may edit, is what letters are filled from. ``must_say`` is held against the finished
letter, so that an edited template cannot lose a fact in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from knockon.catalogue._checks import STANDINGS, Standing, require
from knockon.catalogue.rules import Citation

Party = Literal["practice", "alliance", "ICB", "trust"]
OnceFor = Literal["notice", "action", "plan", "ledger", "asked"]
PassageKind = Literal["title", "heading", "paragraph", "quiet", "numbered", "bullet", "table"]

PARTIES: tuple[Party, ...] = ("practice", "alliance", "ICB", "trust")
ONCE_FOR: tuple[OnceFor, ...] = ("notice", "action", "plan", "ledger", "asked")
GROUPS = ("new", "existing", "beyond_capacity", "all")
PASSAGES: tuple[PassageKind, ...] = (
    *("title", "heading", "paragraph", "quiet", "numbered", "bullet", "table"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something a letter says: its name in the template, and what it is called where it is missing.

    ``of`` names the parts of each row where it is a list; a single thing has none. ``must``: a
    letter without it has a visible gap, and whoever writes it is told.
    """

    name: str
    label: str
    of: tuple[str, ...] = ()
    must: bool = True

    def __post_init__(self) -> None:
        item = f"what a letter says, {self.name!r},"
        require(self.name.isidentifier(), item, "is no name", "letters, figures and underscores")
        require(bool(self.label), item, "has no label", "words")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a letter's words, with placeholders.

    ``text`` is its words, or a table's caption; ``columns`` and ``rows`` a table's. ``each``
    (``ask in asks``) repeats it, ``when`` (``reference``) keeps it only where that is stated.
    """

    kind: PassageKind
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    each: str | None = None
    when: str | None = None

    def __post_init__(self) -> None:
        item = f"a letter's {self.kind}"
        even = all(len(row) == len(self.columns) for row in self.rows)
        require(even, item, "has rows of unequal length", "a cell for each column")
        words = bool(self.rows) if self.kind == "table" else bool(self.text)
        require(words, item, "says nothing", "words")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter or message somebody sends, as a pack holds it.

    ``once_for`` says what there is one letter for: each notice of a ledger (or each service a plan
    stops), each action of a plan, a whole plan, a whole ledger, or only where it is asked for by
    name. ``actions`` are the types a plan must have for it. ``template`` is the Word file. ``text``
    are the words that file was first made from; ``sources`` where its shape was read.
    """

    id: str
    title: str
    use: str
    sender: Party
    recipient: str
    once_for: OnceFor
    says: Mapping[str, Said]
    text: tuple[Passage, ...]
    template: Path
    sources: tuple[str, ...]
    actions: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    cites: tuple[Citation, ...] = ()
    standing: Standing = "stated"

    def __post_init__(self) -> None:
        item = f"letter {self.id!r}"
        require(bool(self.title and self.use), item, "is bare", "a title and its use")
        require(any(one.must for one in self.says.values()), item, "must say nothing", "must_say")
        require(bool(self.sources), item, "cites no source", "at least one source id")
        require(self.standing in STANDINGS, item, f"is {self.standing!r}", ", ".join(STANDINGS))

    @property
    def must_say(self) -> tuple[Said, ...]:
        """Return what the letter must say, in the order of its pack."""
        return tuple(one for one in self.says.values() if one.must)
