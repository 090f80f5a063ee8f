"""The draws of a run over many systems, on disc: a file a board, so that one is held at a time.

A nation's draws are many times a board's. Each board's are written as soon as they are in and read
again when the run is made longer, be it by a rule that asks for more or by a later command.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knockon.impact.kept import MAIN, read, read_plan, write

if TYPE_CHECKING:
    from knockon.impact.draws import DrawPlan
    from knockon.impact.kept import Kept

FOLDER = "counts"
"""The name of such a folder within that of a run."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder with the draws of each board of a run, and of the presets set beside it.

    ``earlier`` is that of a finished run of the same with fewer draws, which is only read.
    """

    at: Path
    earlier: Path | None = None

    def slot(self, run: str, board: str) -> Slot:
        """Return where the draws of a board are; ``run`` is the preset, or the run itself."""
        name = f"{board}.npz" if run == MAIN else f"{board}.{run}.npz"
        return Slot(self.at / name, None if self.earlier is None else self.earlier / name, run)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one board's draws on a shelf; what is read is what was put there last."""

    path: Path
    earlier: Path | None
    run: str

    def plan(self) -> DrawPlan | None:
        """Return which draws are here, None if there are none (K510: they cannot be read)."""
        path = self._found()
        return None if path is None else read_plan(path, self.run)

    def kept(self) -> Kept | None:
        """Return the draws that are here, None if there are none (K510: they cannot be read)."""
        path = self._found()
        return None if path is None else read(path)[self.run]

    def keep(self, draws: Kept) -> None:
        """Put draws here, in place of fewer."""
        self.path.parent.mkdir(exist_ok=True)
        write({self.run: draws}, self.path)

    def _found(self) -> Path | None:
        return next((path for path in (self.path, self.earlier) if path and path.is_file()), None)
