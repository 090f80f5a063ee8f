"""What would tell: files and surveys that would settle numbers now believed.

An inquiry names the numbers it would tell; how much of a forecast's doubt it would take away
follows from how much goes with those numbers, so no pack says that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knockon.catalogue._checks import require

Kind = Literal["file", "survey", "count"]

KINDS = ("file", "survey", "count")
OF_ALL = ".*"
"""How a family of what is drawn is named: ``uptake.*`` is the uptake of every action."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A file, a survey or a count of one's own that would tell some of what is believed.

    ``kind``: a ``file`` somebody has or publishes, a ``survey`` of what people did or will do, a
    ``count`` to be made for a while. ``tells`` are symbols of parameters, ``behaviour.<service>``,
    ``uptake.<action>``, or a family of the last two (``uptake.*``). ``accounts``: it would also
    tell which account of what patients do is right.
    """

    id: str
    title: str
    kind: Kind
    how: str
    tells: tuple[str, ...]
    accounts: bool = False

    def __post_init__(self) -> None:
        item = f"inquiry {self.id!r}"
        require(bool(self.title and self.how), item, "lacks a title or how", "both")
        require(self.kind in KINDS, item, f"is of the kind {self.kind!r}", "file, survey or count")
        require(bool(self.tells or self.accounts), item, "would tell nothing", "what it tells")

    def would_tell(self, symbol: str) -> bool:
        """Return whether it would tell this number."""
        family = f"{symbol.split('.', maxsplit=1)[0]}{OF_ALL}"
        return symbol in self.tells or ("." in symbol and family in self.tells)
