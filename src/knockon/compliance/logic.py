"""Truth in three values: true, false, and not known (Kleene's strong logic).

What is not known never counts as false. ``and`` is false as soon as one part is false, ``or`` true
as soon as one part is true, whatever the rest; otherwise a part not known leaves the whole so.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Truth(enum.Enum):
    """A truth value. It has no truth of its own in Python, so none is taken for another."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("compare a Truth by `is`: it has three values")

    def __str__(self) -> str:
        return self.value


def truth(value: bool) -> Truth:
    """Return a Python bool as a truth value."""
    return Truth.TRUE if value else Truth.FALSE


def negated(value: Truth) -> Truth:
    """Return ``not value``."""
    if value is Truth.UNKNOWN:
        return value
    return Truth.FALSE if value is Truth.TRUE else Truth.TRUE


def conjunction(values: Iterable[Truth]) -> Truth:
    """Return the ``and`` of values; of none, true."""
    found = Truth.TRUE
    for value in values:
        if value is Truth.FALSE:
            return value
        if value is Truth.UNKNOWN:
            found = value
    return found


def disjunction(values: Iterable[Truth]) -> Truth:
    """Return the ``or`` of values; of none, false."""
    found = Truth.FALSE
    for value in values:
        if value is Truth.TRUE:
            return value
        if value is Truth.UNKNOWN:
            found = value
    return found
