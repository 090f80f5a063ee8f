"""Carrying out what was asked: whether it has been run before, where to, and what is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knockon import keeping
from knockon.cli import extending, runs
from knockon.cli.executing import executing
from knockon.cli.telling import note, progress
from knockon.reports.wanted import NOTHING_MORE, Wanted

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.cli.runs import Asked
    from knockon.impact.forecast import Forecast


@dataclass(frozen=True, slots=True)
class Machine:
    """What a run is made on: threads of this machine (0: one a processor), or a cluster."""

    cluster: str | None = None
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run is put, as it was typed; nothing typed, it is under ``runs/`` by its content."""

    out: Path | None
    extend: Path | None
    force: bool
    needed: tuple[Path, ...] = ()
    """What is read while the run is made, which no folder may replace."""

    def folder(self, asked: Asked) -> Path:
        """Return the run's folder."""
        return self.out or self.extend or Path("runs") / asked.key

    def holds_the_same(self, folder: Path) -> bool:
        """Return whether a folder named by what was asked is there, and may stay."""
        typed = self.out is not None or self.extend is not None
        return not typed and not self.force and folder.exists()


def carry_out(
    asked: Asked, held: Catalogue, wanted: Wanted, place: Place, machine: Machine
) -> Path:
    """Return the folder of a run that holds what is ``wanted``; what has been run is not again.

    A run that lacks only further files is filled anew from its own draws.
    """
    folder, earlier = place.folder(asked), place.extend
    keeping.put_back(folder)
    if place.holds_the_same(folder):
        if runs.has(folder, wanted):
            runs.summary_of(folder)
            note("This has been run before, with the same result: nothing was run again.")
            return folder
        earlier = folder
    if earlier is not None:
        asked = extending.longer_than(earlier, asked, held, as_long=wanted != NOTHING_MORE)
    force = place.force or folder == earlier
    keeping.make_way(folder, force=force, needed=place.needed)
    with keeping.whole_folder(folder, force=force) as filling:
        write(simulate(asked, held, machine, filling, earlier), filling, wanted)
    return folder


def simulate(
    asked: Asked, held: Catalogue, machine: Machine, filling: Path, earlier: Path | None = None
) -> Forecast:
    """Return the forecast, telling how far it is; ``earlier`` is a run it builds on."""
    with (
        progress("Simulating") as advance,
        executing(machine.cluster, machine.workers) as executor,
    ):
        return runs.forecast(
            asked, held, executor=executor, progress=advance, filling=filling, earlier=earlier
        )


def write(made: Forecast, filling: Path, wanted: Wanted = NOTHING_MORE) -> None:
    """Write the files of a run, telling how many of those ``wanted`` besides are done."""
    with progress("Writing") as advance:
        runs.write(made, filling, wanted, progress=advance)
