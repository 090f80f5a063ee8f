"""What anybody may know of a practice: notices served and positions it chose to show.

Whoever reads a release knows these too and can take them away from its numbers. So a practice
whose position on an action is public is left out of what is told of that action, and stays out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from knockon.catalogue.yaml import load_strict
from knockon.plans.assessment import KnownPosition
from knockon.plans.shaping import Day, Shape, fit
from knockon.returns.answers import POSITIONS, check_practice, no_such_answer


@dataclass(frozen=True, slots=True)
class PublicPosition:
    """What is publicly known of one practice and one action: a notice, or a disclosure.

    ``known_from`` is the day it became public, ``since`` the day the practice acts from.
    """

    practice: str
    action: str
    position: str
    known_from: date
    since: date | None = None
    source: str = ""

    def __post_init__(self) -> None:
        check_practice(self.practice)
        if self.position not in POSITIONS[:3]:
            raise no_such_answer(self.action, self.position, POSITIONS[:3])


def public_on(positions: Iterable[PublicPosition], day: date) -> dict[str, frozenset[str]]:
    """Return by action the practices whose position is public by ``day``."""
    found: dict[str, set[str]] = {}
    for one in positions:
        if one.known_from <= day:
            found.setdefault(one.action, set()).add(one.practice)
    return {action: frozenset(practices) for action, practices in sorted(found.items())}


def known_positions(
    positions: Iterable[PublicPosition],
) -> Mapping[str, Mapping[str, KnownPosition]]:
    """Return public positions as an assessment's ``known:``; considering is not yet a position."""
    found: dict[str, dict[str, KnownPosition]] = {}
    for one in sorted(positions, key=lambda p: (p.practice, p.action, p.known_from)):
        if one.position != "considering":
            taking = one.position == "taking"
            found.setdefault(one.practice, {})[one.action] = KnownPosition(taking, {}, one.since)
    return found


class _PositionShape(Shape):
    practice: str
    action: str
    position: str
    known_from: Day
    since: Day | None = None
    source: str = ""


class _PublicShape(Shape):
    format: Literal["knockon/public/1"] = "knockon/public/1"
    positions: list[_PositionShape]


def read_public(path: Path) -> tuple[PublicPosition, ...]:
    """Return the public positions in a file of format ``knockon/public/1``."""
    shape = fit(load_strict(path), _PublicShape, {"positions": (1, _PositionShape)})
    return tuple(
        PublicPosition(p.practice, p.action, p.position, p.known_from, p.since, p.source)
        for p in shape.positions
    )
