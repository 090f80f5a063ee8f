"""What was read, what was not, and why: the facts behind a system's data-quality page.

Values only. File names are relative to the folder that was read, so a page can be shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = [
    "NOT_TRIED",
    "TRIED",
    "FileUsed",
    "Joined",
    "Missing",
    "NotReported",
    "NotUsed",
    "Quality",
    "RefusedRow",
    "SetAside",
]

TRIED = "tried on real files"
NOT_TRIED = "this layout has not been tried on a real file"


@dataclass(frozen=True, slots=True)
class FileUsed:
    """A published file that gave at least one row.

    ``rows`` gave values; ``passed_over`` are good rows of no use here (a network's total in a file
    of practices). ``first`` and ``last`` bound the periods inside; None when the file states none.
    ``layout`` says whether its layout has been tried on a real file.
    """

    file: str
    publication: str
    first: date | None
    last: date | None
    rows: int
    passed_over: int
    refused: int
    sha256: str
    layout: str = TRIED

    def age_in_days(self, on: date) -> int | None:
        """Days from the file's last period to a date; None when the file states no period."""
        return None if self.last is None else (on - self.last).days


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row that could not be read, where it stands and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Rows not used because another file holds the same organisation and period."""

    file: str
    publication: str
    rows: int
    differing: int
    in_favour_of: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotUsed:
    """A file that was seen and left alone."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotReported:
    """Values that are missing although the file may print a number: never read as zero."""

    publication: str
    organisation: str
    measure: str
    first: date | None
    last: date | None
    values: int
    reason: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Predecessors whose months were added up and counted under the organisation that followed."""

    successor: str
    predecessors: tuple[str, ...]
    last_month: date
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A publication that was not found, and what stands in for it."""

    publication: str
    title: str
    stands_in: str


@dataclass(frozen=True, slots=True)
class Quality:
    """Everything a reader needs to judge the files behind a system."""

    used: tuple[FileUsed, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    not_used: tuple[NotUsed, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    not_reported: tuple[NotReported, ...] = ()
    joined: tuple[Joined, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of every file that gave a value, by file name."""
        return {used.file: used.sha256 for used in self.used}
