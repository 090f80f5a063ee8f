"""What an assessment is about: a system's folder, or a folder of systems told together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from knockon.impact.boards import Board
from knockon.system import folder, nation
from knockon.system.values import System


@dataclass(frozen=True, slots=True)
class OneSystem:
    """The system kept in a folder."""

    at: Path
    system: System
    digest: str
    """SHA-256 that stands for the whole system."""

    @property
    def systems(self) -> tuple[System, ...]:
        """The system, by itself."""
        return (self.system,)


@dataclass(frozen=True, slots=True)
class ManySystems:
    """The systems kept in a folder of systems, to be told of together."""

    at: Path
    boards: tuple[Board, ...]
    digest: str
    """SHA-256 of the index, which holds that of each system."""

    @property
    def systems(self) -> tuple[System, ...]:
        """The systems, in the order of the index."""
        return tuple(board.system for board in self.boards)


Subject = OneSystem | ManySystems


def subject(at: Path) -> Subject:
    """Return what a folder holds (K310 to K313, K331: it cannot be read)."""
    if not nation.is_nation(at):
        return OneSystem(at, folder.read(at), folder.digest(at))
    found = nation.read(at)
    boards = tuple(_board(at / one.folder) for one in found.systems)
    index = (at / nation.INDEX).read_bytes()
    return ManySystems(at, boards, hashlib.sha256(index).hexdigest())


def _board(at: Path) -> Board:
    return Board(folder.read(at), folder.read_fit(at))
