"""How the catalogue's values check themselves when they are made."""

from __future__ import annotations

import math
from typing import Literal

from knockon.errors import KnockonError

Grade = Literal["A", "B", "C", "D"]
Standing = Literal["stated", "inferred", "unverified"]

GRADES = ("A", "B", "C", "D")
STANDINGS = ("stated", "inferred", "unverified")


def wrong(item: str, found: str, expected: str, remedy: str = "Correct the pack.") -> KnockonError:
    """Return the error for an item of a pack that does not hold together (K008)."""
    return KnockonError("K008", f"{item} {found}", expected=expected, remedy=remedy)


def require(holds: bool, item: str, found: str, expected: str) -> None:
    """Refuse an item for which something does not hold."""
    if not holds:
        raise wrong(item, found, expected)


def check_range(item: str, low: float, central: float, high: float) -> None:
    """Refuse a range that is not three finite numbers in rising order."""
    numbers = (low, central, high)
    require(all(math.isfinite(n) for n in numbers), item, "has no finite range", "three numbers")
    require(
        low <= central <= high,
        item,
        f"has low {low:g}, central {central:g}, high {high:g}",
        "low, central and high in rising order",
    )


def check_cited(item: str, sources: tuple[str, ...], standing: str) -> None:
    """Refuse an item without a source, or of no known standing."""
    require(bool(sources), item, "cites no source", "at least one source id")
    require(standing in STANDINGS, item, f"is {standing!r}", ", ".join(STANDINGS))
