"""A folder of systems: one a board, and an index that lists them.

``england.json`` holds for each board its code, name, folder (beside the index), practices,
registered patients and the digest of its system, in order of code. Each folder is a system's own
(:mod:`knockon.system.folder`), complete by itself: systems are read one at a time, so that a run
over all of them never holds more than it is working on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knockon.errors import KnockonError
from knockon.system import folder as system_folder
from knockon.system.values import System

FORMAT = "knockon/england/1"
INDEX = "england.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One board's system in a folder of systems."""

    icb: str
    name: str
    folder: str
    """The system's folder, relative to the index."""
    practices: int
    registered_patients: int
    digest: str
    """SHA-256 that stands for the whole system (:func:`knockon.system.folder.digest`)."""


@dataclass(frozen=True, slots=True)
class Nation:
    """A folder of systems: what they were made with, and one entry a board."""

    version: str
    synthetic: bool
    seed: int | None
    """What a made-up nation was made up from; None where systems were built from files."""
    systems: tuple[Entry, ...]


def entry(system: System, at: Path) -> Entry:
    """Return the entry of a system kept in the folder ``at``, which has its board's name."""
    (icb,) = system.icbs
    return Entry(
        icb=icb.code,
        name=icb.name,
        folder=at.name,
        practices=len(system.practices),
        registered_patients=sum(b.registered_patients for b in system.practices),
        digest=system_folder.digest(at),
    )


def is_nation(folder: Path) -> bool:
    """Whether a folder is one of systems, by its index."""
    return (Path(folder) / INDEX).is_file()


def write_index(nation: Nation, folder: Path) -> None:
    """Write the index of a folder whose systems are already there."""
    content = {"format": FORMAT, **asdict(nation)}
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    (Path(folder) / INDEX).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Nation:
    """Return what a folder of systems holds.

    Raises K330 where there is no index, K331 where it cannot be read or a system is not as listed.
    """
    path = Path(folder) / INDEX
    if not path.is_file():
        raise KnockonError(
            "K330",
            f"{folder} holds no {INDEX}",
            expected="a folder of systems, one a board",
            remedy="Make one with `knockon system synth --england`.",
        )
    try:
        nation = _nation(json.loads(path.read_bytes()))
    except (ValueError, KeyError, TypeError):
        raise _damaged(f"{path} is not as it was written") from None
    for one in nation.systems:
        if system_folder.digest(path.parent / one.folder) != one.digest:
            raise _damaged(f"the system of {one.icb} is not the one {path} lists")
    return nation


def _nation(content: Mapping[str, Any]) -> Nation:
    if content["format"] != FORMAT:
        raise ValueError(content["format"])
    systems: Sequence[Mapping[str, Any]] = content["systems"]
    return Nation(
        version=content["version"],
        synthetic=content["synthetic"],
        seed=content["seed"],
        systems=tuple(Entry(**one) for one in systems),
    )


def _damaged(found: str) -> KnockonError:
    return KnockonError(
        "K331",
        found,
        expected=f"an index of the format {FORMAT} and the systems it was written with",
        remedy="Make the folder of systems again.",
    )
