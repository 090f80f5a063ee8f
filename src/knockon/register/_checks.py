"""How the register's values check themselves when they are made."""

from __future__ import annotations

from knockon.errors import KnockonError


def wrong(found: str, expected: str, remedy: str) -> KnockonError:
    """Return the error for a notice, or part of one, that does not hold together (K720)."""
    return KnockonError("K720", found, expected=expected, remedy=remedy)


def require(holds: bool, found: str, expected: str, remedy: str) -> None:
    """Refuse a notice, or part of one, for which something does not hold (K720)."""
    if not holds:
        raise wrong(found, expected, remedy)
