"""Values of the packs as plain JSON, for the commands that list them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any

from knockon.catalogue.expressions import All, Always, Comparison, Fact, Not, Some
from knockon.catalogue.facts import UNKNOWN

_CONDITIONS = (All, Always, Comparison, Fact, Not, Some)


def plain(value: Any) -> Any:
    """Return ``value`` as plain JSON: values as mappings, dates and conditions as their text."""
    if isinstance(value, _CONDITIONS):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return _word(value)


def _word(value: Any) -> Any:
    """Return a single value as a plan would spell it."""
    if value is UNKNOWN:
        return UNKNOWN.value
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
