"""What a practice tells its committee in words: read on its own, released never.

Notes lie in files named ``….note.yaml``. No function that counts or releases takes a
:class:`Note`, and the readers of returns pass such files by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knockon.catalogue.yaml import load_strict
from knockon.plans.shaping import Day, Shape, fit
from knockon.returns.answers import check_practice, check_week

NOTE_ENDING = ".note.yaml"
FORMAT = "knockon/return-note/1"


@dataclass(frozen=True, slots=True)
class Note:
    """What a practice wrote for the committee's eyes, for the week that begins on ``week``."""

    practice: str
    week: date
    text: str

    def __post_init__(self) -> None:
        check_practice(self.practice)
        check_week(self.week)


class _NoteShape(Shape):
    made_by = "knockon returns new --note"

    format: str = FORMAT
    practice: str
    week: Day
    note: str


def read_note(path: Path) -> Note:
    """Return the note in a file; K001 to K007, K101 and K102 as for any file."""
    shape = fit(load_strict(path), _NoteShape, {})
    return Note(shape.practice, shape.week, shape.note)


def is_note(path: Path) -> bool:
    """Return whether a file holds a note and no return, by its name."""
    return path.name.endswith(NOTE_ENDING)
