"""A made-up England on disc: one system a board, fitted and written one after another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from knockon.cli.telling import progress

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.system.nation import Nation


def write_england(out: Path, seed: int, held: Catalogue, *, force: bool) -> Nation:
    """Make up every board's system, fit it, and write the folder of them whole or not at all."""
    import knockon
    from knockon.cli.systems import fitted_and_written
    from knockon.keeping import whole_folder
    from knockon.system.england import boards, england
    from knockon.system.nation import Nation, entry, write_index

    count = len(boards())
    entries = []
    with whole_folder(out, force=force) as folder, progress("Making up England") as advance:
        for done, (system, quality) in enumerate(england(seed=seed, catalogue=held)):
            advance(done, count)
            at = folder / system.icbs[0].code
            fitted_and_written(system, quality, held, at)
            entries.append(entry(system, at))
        advance(count, count)
        nation = Nation(knockon.__version__, True, seed, tuple(entries))
        write_index(nation, folder)
    return nation
