"""Who is registered where: the lists of patients that coverage is counted over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from knockon.catalogue.spreadsheets import rows_of
from knockon.errors import KnockonError, placed_at
from knockon.places import is_practice_code

__all__ = ["NOBODY", "Heads", "PatientList", "adults_of", "by_holder", "heads", "read_lists"]


@dataclass(frozen=True, slots=True)
class PatientList:
    """A practice's list: how many people are registered, and in which place and network.

    ``place`` is the network unless the user has places of their own. ``adults`` is None where it
    is not known how many of the patients are; such a list is never taken for one without adults.

    Raises K740 for a code that is no practice's, or for counts that cannot be.
    """

    practice: str
    patients: int
    place: str
    pcn: str | None = None
    adults: int | None = None

    def __post_init__(self) -> None:
        adults = 0 if self.adults is None else self.adults
        if not is_practice_code(self.practice):
            raise _wrong(f"{self.practice!r} is not the code of a practice", "a code like X10001")
        if not 0 <= adults <= self.patients:
            found = f"{self.practice} has {self.patients} patients, {adults} of them adults"
            raise _wrong(found, "patients of 0 or more, and no more adults than patients")
        if not self.place:
            raise _wrong(f"{self.practice} is in no place", "a place for each practice")


@dataclass(frozen=True, slots=True)
class Heads:
    """So many practices and the people on their lists.

    ``known_adults`` are those of the lists that say; ``without_adults`` the lists that do not.
    """

    practices: int
    patients: int
    known_adults: int
    without_adults: int

    @property
    def adults(self) -> int | None:
        """The adults on the lists; None where a list does not say."""
        return None if self.without_adults else self.known_adults

    def __add__(self, other: Heads) -> Heads:
        return Heads(
            self.practices + other.practices,
            self.patients + other.patients,
            self.known_adults + other.known_adults,
            self.without_adults + other.without_adults,
        )

    def __sub__(self, other: Heads) -> Heads:
        return Heads(
            self.practices - other.practices,
            self.patients - other.patients,
            self.known_adults - other.known_adults,
            self.without_adults - other.without_adults,
        )


NOBODY = Heads(0, 0, 0, 0)


def heads(lists: Iterable[PatientList]) -> Heads:
    """Return how many practices and people some lists hold."""
    counted = list(lists)
    return Heads(
        len(counted),
        sum(one.patients for one in counted),
        sum(one.adults or 0 for one in counted),
        sum(one.adults is None for one in counted),
    )


def by_holder(lists: Iterable[PatientList]) -> Mapping[tuple[str, str], tuple[PatientList, ...]]:
    """Return the lists a holder answers for: its own, or those of the practices in a network.

    Keys are a kind of holder and a code. Raises K741 for a practice listed twice.
    """
    found: dict[tuple[str, str], tuple[PatientList, ...]] = {}
    for one in lists:
        if ("practice", one.practice) in found:
            raise _twice(one.practice)
        found["practice", one.practice] = (one,)
        if one.pcn is not None:
            found["pcn", one.pcn] = (*found.get(("pcn", one.pcn), ()), one)
    return found


NO_PLACE = "in no network"
COLUMNS = ("practice", "registered_patients", "place", "pcn", "adults")
NEEDED = COLUMNS[:2]
_LONGEST = 9
"""Digits of a number of people that can be: nowhere live a thousand million."""


def read_lists(path: Path) -> tuple[PatientList, ...]:
    """Return the practices of a CSV file with their registered patients.

    Columns ``practice`` and ``registered_patients``, and where known ``place`` (the network unless
    given), ``pcn`` and ``adults``. K026: the file is no table; K744: its columns are others, or a
    count in it is none; K740 as for :class:`PatientList`; K741: a practice stands twice.
    """
    names, rows = rows_of(path)
    if not set(NEEDED) <= set(names) <= set(COLUMNS):
        raise _no_lists(f"{path}:1", f"the columns are {', '.join(names)}")
    found: dict[str, PatientList] = {}
    for line, row in rows:
        with placed_at(f"{path}:{line}"):
            one = _list_of(row, f"{path}:{line}")
            if one.practice in found:
                raise _twice(one.practice)
            found[one.practice] = one
    return tuple(found.values())


def adults_of(ages: Mapping[str, int]) -> int:
    """Return how many of some people, by five-year band (``15_19``), are 18 or older.

    A band that holds both has its years taken as equal, so of ``15_19`` two fifths count.
    """
    older = sum(count for band, count in ages.items() if int(band.rstrip("+").split("_")[0]) >= 20)
    return older + round(ages.get("15_19", 0) * 2 / 5)


def _list_of(row: Mapping[str, str], place: str) -> PatientList:
    pcn, adults = row.get("pcn") or None, row.get("adults")
    return PatientList(
        row["practice"],
        _count(row["registered_patients"], place),
        row.get("place") or pcn or NO_PLACE,
        pcn,
        _count(adults, place) if adults else None,
    )


def _count(text: str, place: str) -> int:
    digits = text.replace(",", "")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST):
        raise _no_lists(place, f"{text[:40]!r} is no number of people")
    return int(digits)


def _no_lists(place: str, found: str) -> KnockonError:
    return KnockonError(
        "K744",
        found,
        expected=f"a CSV file with {', '.join(NEEDED)}, and where known {', '.join(COLUMNS[2:])}",
        remedy="Correct the file, or name a system.",
        place=place,
    )


def _twice(practice: str) -> KnockonError:
    return KnockonError(
        "K741",
        f"the practice {practice} is listed twice",
        expected="each practice once",
        remedy="Remove one of the two lines.",
    )


def _wrong(found: str, expected: str) -> KnockonError:
    return KnockonError("K740", found, expected=expected, remedy="Correct the list of practices.")
