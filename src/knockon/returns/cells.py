"""What is told of some practices and one question, and sums of what was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knockon.returns.told import Told


@dataclass(frozen=True, slots=True)
class Cell:
    """What is told of some practices and one question.

    ``counted`` practices, ``public`` more left out since their position is public. ``told`` is by
    answer, in order; None where nothing is told, and ``withheld`` says why.
    """

    counted: int
    public: int
    told: Mapping[str, Told] | None
    withheld: str | None = None

    def __post_init__(self) -> None:
        if (self.told is None) == (self.withheld is None):
            raise ValueError("a cell tells something, or says why it does not")


@dataclass(frozen=True, slots=True)
class Levels:
    """One question told at its three levels: by group, by place, and of all groups shown."""

    groups: Mapping[str, Cell]
    places: Mapping[str, Cell]
    all: Cell


def summed(cells: Sequence[Cell]) -> Cell:
    """Return the sum of what was told of groups: of those shown, and of nothing else."""
    shown = [cell for cell in cells if cell.told is not None]
    if not shown:
        reasons = {cell.withheld for cell in cells}
        return Cell(0, 0, None, reasons.pop() if len(reasons) == 1 else "no group of it is shown")
    totals: dict[str, Told] = {}
    for cell in shown:
        for answer, number in (cell.told or {}).items():
            totals[answer] = totals.get(answer, Told(0, 0)) + number
    return Cell(sum(c.counted for c in shown), sum(c.public for c in shown), totals)
