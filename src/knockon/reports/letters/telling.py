"""How facts are spelt in letters, whatever they come from: days, numbers, groups of patients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from knockon.catalogue.facts import UNKNOWN
from knockon.compliance.wording import plain_date
from knockon.reports.letters.filling import gap

GROUPS: Mapping[str, str] = {
    "new": "new patients",
    "existing": "patients already in the service",
    "all": "all patients, new and existing",
    "beyond_capacity": "patients beyond what the practice can take on",
}
NOBODY = "nobody: no service is known that takes them"
UNFUNDED = "none: nothing commissions it"
UNCONDITIONAL = "nothing: it is given without condition"


def told(value: Any) -> str:
    """Return a stated value as text; what is unknown, or stated as nothing, is empty."""
    if value is None or value is UNKNOWN or value == "unknown":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return plain_date(value)
    if isinstance(value, (int, float)):
        return f"{value:,}"
    return str(value).strip()


def or_gap(value: Any, label: str) -> str:
    """Return a value as text, or the gap that stands where it is not stated."""
    return told(value) or gap(label)


def months(count: int) -> str:
    """Return a length of notice in months."""
    if count == 0:
        return "none"
    return "1 month" if count == 1 else f"{count} months"


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: a, b and c."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
