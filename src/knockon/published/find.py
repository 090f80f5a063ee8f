"""What lies in a folder: each CSV, ZIP or JSON known by its header, whatever its name and place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knockon.errors import KnockonError
from knockon.published.layout import Layout
from knockon.published.load import header_of
from knockon.published.publications import LAYOUTS, known_other
from knockon.published.quality import NotUsed
from knockon.published.source import Source, cannot_open, sources_in

__all__ = ["Found", "Recognised", "find", "recognise"]

_NEARLY = 0.6
_ENOUGH = 3
_START = 1 << 20
_READ = frozenset({".csv", ".zip", ".json", ".xlsx", ".xlsm"})
_NOTES = frozenset({".md", ".txt"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file and the layout it is of."""

    source: Source
    layout: Layout


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a folder that can be read, and those left alone with the reason."""

    recognised: tuple[Recognised, ...]
    not_used: tuple[NotUsed, ...]


def find(folder: Path) -> Found:
    """Look at every file under a folder, hidden ones apart, in order of name.

    Raises K201 when there is no such folder, K203 for a damaged ZIP, K205 for a file that is
    plainly of a known publication but lacks one of its columns, K213 for what cannot be opened,
    K214 for JSON of a known publication that is damaged.
    """
    if not folder.is_dir():
        raise KnockonError(
            "K201",
            f"there is no folder '{folder}'",
            expected="a folder of published files",
            remedy="Give the folder the files were downloaded to.",
        )
    recognised: list[Recognised] = []
    not_used: list[NotUsed] = []
    for path, name in _files(folder):
        sources = _sources(path, name)
        if isinstance(sources, NotUsed):
            not_used.append(sources)
            continue
        for source in sources:
            known = recognise(source)
            if isinstance(known, Recognised):
                recognised.append(known)
            else:
                not_used.append(known)
    return Found(tuple(recognised), tuple(not_used))


def _sources(path: Path, name: str) -> tuple[Source, ...] | NotUsed:
    """Return the tables of a file, or why it is left alone."""
    if path.exists() and not path.is_file():
        return NotUsed(name, "not an ordinary file")
    if path.suffix.lower() not in _READ:
        return NotUsed(name, "neither CSV, ZIP, workbook nor JSON")
    try:
        return sources_in(path, name) or NotUsed(name, "no table inside")
    except KnockonError as problem:
        if problem.code != "K214" or _speaks_of_a_publication(path):
            raise
        return NotUsed(name, "JSON that cannot be read, of no publication known to this version")


def _speaks_of_a_publication(path: Path) -> bool:
    """Whether a file's start names most keys of a layout: then its damage matters."""
    with path.open("rb") as file:
        start = file.read(_START).decode("utf-8", errors="replace")
    found = [
        [f'"{column.header}"' in start for column in layout.columns]
        for layout in LAYOUTS
        if layout.others_allowed
    ]
    return any(sum(keys) >= max(_ENOUGH, _NEARLY * len(keys)) for keys in found)


def recognise(source: Source) -> Recognised | NotUsed:
    """Return which layout a file is of, or why it is left alone.

    Where several fit, the one with most columns is meant. Raises K205 when a file has most columns
    of a layout but not all.
    """
    headers = header_of(source, LAYOUTS)
    fitting = [layout for layout in LAYOUTS if layout.fits(headers)]
    if fitting:
        return Recognised(source, max(fitting, key=lambda layout: len(layout.columns)))
    other = known_other(headers)
    if other is not None:
        return NotUsed(source.label, f"{other}: not used by this version")
    nearly = [layout for layout in LAYOUTS if _nearly(layout, headers)]
    if nearly:
        max(nearly, key=lambda layout: layout.likeness(headers)).find_columns(headers, source.label)
    return NotUsed(source.label, "its header is of no publication known to this version")


def _nearly(layout: Layout, headers: list[str]) -> bool:
    likeness = layout.likeness(headers)
    if not layout.others_allowed and len(headers) > len(layout.columns):
        return False
    return _NEARLY <= likeness < 1 and likeness * len(layout.columns) >= _ENOUGH


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    def refuse(problem: OSError) -> None:
        raise cannot_open(Path(problem.filename).name, problem) from problem

    for where, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            path = Path(where, file)
            if not file.startswith(".") and path.suffix.lower() not in _NOTES:
                yield path, path.relative_to(folder).as_posix()
