"""Whom a committee asks each week: the practices, their networks and places."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knockon.catalogue.spreadsheets import rows_of
from knockon.catalogue.yaml import check_keys
from knockon.errors import KnockonError, placed_at
from knockon.returns.answers import check_practice

COLUMNS = ("practice", "pcn", "place", "name")
ALL = "all"
"""The place of practices for which none is given."""
_PAIR = ("pcn", "neighbour")


@dataclass(frozen=True, slots=True)
class Asked:
    """One practice that is asked: its network (or itself, where it is in none) and its place."""

    practice: str
    pcn: str
    place: str = ALL
    name: str = ""

    def __post_init__(self) -> None:
        check_practice(self.practice)


@dataclass(frozen=True, slots=True)
class AskedPractices:
    """Everybody asked, by code; and which networks are neighbours, where that is stated."""

    practices: Mapping[str, Asked]
    neighbours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, practices: Iterable[Asked]) -> AskedPractices:
        """Return the practices by code, sorted; K763 where one stands twice."""
        found: dict[str, Asked] = {}
        for one in sorted(practices, key=lambda asked: asked.practice):
            if one.practice in found:
                raise _twice(one.practice)
            found[one.practice] = one
        return cls(found)

    def with_neighbours(self, neighbours: Mapping[str, Iterable[str]]) -> AskedPractices:
        """Return the same with a list of neighbours, each pair taken both ways."""
        both: dict[str, set[str]] = {}
        for pcn, others in neighbours.items():
            for other in others:
                both.setdefault(pcn, set()).add(other)
                both.setdefault(other, set()).add(pcn)
        return AskedPractices(self.practices, {k: tuple(sorted(v)) for k, v in both.items()})

    def of_place(self, place: str) -> tuple[Asked, ...]:
        """Return the practices of a place."""
        return tuple(one for one in self.practices.values() if one.place == place)

    @property
    def places(self) -> tuple[str, ...]:
        """Return the places, sorted."""
        return tuple(sorted({one.place for one in self.practices.values()}))

    @property
    def pcns(self) -> tuple[str, ...]:
        """Return the networks, sorted."""
        return tuple(sorted({one.pcn for one in self.practices.values()}))


def read_asked(path: Path) -> AskedPractices:
    """Return the practices in a CSV table ``practice,pcn[,place,name]``.

    An empty ``pcn`` is a practice in no network, an empty ``place`` is no place. K762: a code that
    is none; K763: one that stands twice; K026: the table cannot be read.
    """
    columns, rows = rows_of(path, COLUMNS[:2])
    check_keys(dict.fromkeys(columns), COLUMNS, f"{path}:1")
    found: dict[str, Asked] = {}
    for line, row in rows:
        with placed_at(f"{path}:{line}"):
            if row["practice"] in found:
                raise _twice(row["practice"])
            found[row["practice"]] = _asked(row)
    return AskedPractices.of(found.values())


def _asked(row: Mapping[str, str]) -> Asked:
    practice = row["practice"]
    place, name = row.get("place") or ALL, row.get("name", "")
    return Asked(practice, row["pcn"] or practice, place, name)


def asked_table(asked: AskedPractices) -> str:
    """Return the practices as such a table."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([a.practice, a.pcn, a.place, a.name] for a in asked.practices.values())
    return stream.getvalue()


def read_neighbours(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the neighbours in a CSV table ``pcn,neighbour``, one pair a row."""
    columns, rows = rows_of(path, _PAIR)
    check_keys(dict.fromkeys(columns), _PAIR, f"{path}:1")
    found: dict[str, tuple[str, ...]] = {}
    for _, row in rows:
        found[row["pcn"]] = (*found.get(row["pcn"], ()), row["neighbour"])
    return found


def _twice(code: str) -> KnockonError:
    return KnockonError(
        "K763",
        f"{code} stands twice among the practices asked",
        expected="each practice once",
        remedy="Remove one of the rows.",
    )
