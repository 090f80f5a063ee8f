"""Who and where: practices, networks, sub-ICB locations and boards, as values.

Codes are those of the Organisation Data Service (ODS) as NHS England publishes them in the map of
"Patients Registered at a GP Practice". Values check themselves; reading files is elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from knockon.errors import KnockonError

__all__ = [
    "NO_PCN",
    "Icb",
    "Pcn",
    "Practice",
    "SubIcb",
    "is_icb_code",
    "is_ods_code",
    "is_practice_code",
]

NO_PCN = "U"
"""The code the map prints for a practice in no network; it spans boards and is not a network."""

_ODS = re.compile(r"[A-Z0-9]{3,6}")
_PRACTICE = re.compile(r"[A-Z][0-9]{5}")
_ICB = re.compile(r"Q[A-Z0-9]{2}|[A-Z][A-Z0-9]{4}")
_ICB_FORMS = "Q and two, or five, capitals and digits"


def is_ods_code(code: str) -> bool:
    """Whether this could be an ODS code of any organisation: three to six capitals and digits."""
    return _ODS.fullmatch(code) is not None


def is_practice_code(code: str) -> bool:
    """Whether this could be a practice's code: one capital letter and five digits (J81002)."""
    return _PRACTICE.fullmatch(code) is not None


def is_icb_code(code: str) -> bool:
    """Whether this could be an integrated care board's code: Q and two more (QVV), or five.

    Boards formed by the mergers of 2026 have codes of five (D7T5G in the map of July 2026).
    """
    return _ICB.fullmatch(code) is not None


def _require_code(code: str, whose: str, holds: Callable[[str], bool], expected: str) -> None:
    if not holds(code):
        raise KnockonError(
            "K290",
            f"'{code}' is not the code of {whose}",
            expected=expected,
            remedy="Codes are listed in the map of Patients Registered at a GP Practice.",
        )


def _require_name(name: str, code: str) -> None:
    if not name.strip():
        raise KnockonError(
            "K291",
            f"{code} has no name",
            expected="a name for every organisation",
            remedy="Copy the name from the map of Patients Registered at a GP Practice.",
        )


@dataclass(frozen=True, slots=True)
class Practice:
    """A general practice, its network (None when it is in none) and its record system's supplier.

    Raises K290 for a code that cannot be a practice's, K291 for an empty name.
    """

    ods_code: str
    name: str
    postcode: str
    pcn_code: str | None
    supplier: str | None = None

    def __post_init__(self) -> None:
        _require_code(
            self.ods_code, "a practice", is_practice_code, "a capital letter and five digits"
        )
        _require_name(self.name, self.ods_code)
        if self.pcn_code is not None:
            _require_code(
                self.pcn_code, "a primary care network", is_ods_code, "three to six capitals/digits"
            )


@dataclass(frozen=True, slots=True)
class Pcn:
    """A primary care network."""

    code: str
    name: str

    def __post_init__(self) -> None:
        _require_code(
            self.code, "a primary care network", is_ods_code, "three to six capitals/digits"
        )
        _require_name(self.name, self.code)


@dataclass(frozen=True, slots=True)
class SubIcb:
    """A sub-ICB location (formerly a clinical commissioning group) and the board it belongs to."""

    code: str
    name: str
    icb_code: str

    def __post_init__(self) -> None:
        _require_code(self.code, "a sub-ICB location", is_ods_code, "three to six capitals/digits")
        _require_code(self.icb_code, "an ICB", is_icb_code, _ICB_FORMS)
        _require_name(self.name, self.code)


@dataclass(frozen=True, slots=True)
class Icb:
    """An integrated care board and its region."""

    code: str
    name: str
    region: str

    def __post_init__(self) -> None:
        _require_code(self.code, "an ICB", is_icb_code, _ICB_FORMS)
        _require_name(self.name, self.code)
