"""On what terms a service is offered: the agreement, and how much notice it asks for.

What is not known is :data:`~knockon.catalogue.facts.UNKNOWN`, what is known not to be there is
None. The two are never taken for one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.dates import notice_ends
from knockon.register._checks import require

Basis = Literal["signed", "implied", "unfunded", "unknown"]
Unit = Literal["days", "weeks", "months"]

BASES: tuple[Basis, ...] = get_args(Basis)
UNITS: tuple[Unit, ...] = get_args(Unit)

_DAYS: dict[str, int] = {"days": 1, "weeks": 7}
_MOST = 1200
_WRITTEN = re.compile(r"([0-9]{1,4}) +(day|week|month)s?")


@dataclass(frozen=True, slots=True)
class Period:
    """A length of notice: so many days, weeks or months, at least one."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        require(
            self.unit in UNITS,
            f"notice is of {self.count} {self.unit}",
            "days, weeks or months",
            "Write it as in the agreement, for instance: 3 months.",
        )
        require(
            0 < self.count <= _MOST,
            f"notice is of {self.count} {self.unit}",
            f"from 1 to {_MOST}",
            "Where no notice is owed, write none.",
        )

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period a text such as ``3 months`` or ``1 week`` names (K720 if none)."""
        found = _WRITTEN.fullmatch(text.strip())
        require(
            found is not None,
            f"{text!r} is not a length of notice",
            "a whole number and days, weeks or months",
            "Write it as in the agreement, for instance: 3 months.",
        )
        assert found is not None
        unit: Unit = next(unit for unit in UNITS if unit == f"{found[2]}s")
        return cls(int(found[1]), unit)

    def after(self, day: date) -> date:
        """Return the day notice given on a day ends.

        Months by the corresponding date (see :mod:`knockon.dates.notice`), weeks and days by
        count; bank holidays and weekends are days like any other. Notice that would outlast the
        calendar ends on its last day.
        """
        if self.unit == "months":
            return notice_ends(day, self.count)
        days = min(self.count * _DAYS[self.unit], (date.max - day).days)
        return day + timedelta(days=days)

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count > 1 else self.unit[:-1]}"


@dataclass(frozen=True, slots=True)
class Owed:
    """How much notice the agreement asks for, and where it says so.

    ``period``: None is known to be none, as for work nobody contracted. ``basis`` is the reason,
    in words: a clause, a local custom, the letter that set the terms.
    """

    period: Period | Unknown | None = UNKNOWN
    basis: str | Unknown = UNKNOWN


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the service is offered under.

    ``basis``: ``signed``, ``implied`` by delivery or payment, ``unfunded`` (nothing commissions
    it), or ``unknown``. ``name`` and ``clause`` None: there is none.
    """

    basis: Basis = "unknown"
    name: str | Unknown | None = UNKNOWN
    clause: str | Unknown | None = UNKNOWN

    def __post_init__(self) -> None:
        require(
            self.basis in BASES,
            f"the basis of an agreement is {self.basis!r}",
            ", ".join(BASES),
            "Where a contract is unsigned but worked to or paid, write implied.",
        )
        require(
            not (self.basis == "signed" and self.name is None),
            "an agreement is signed and there is none",
            "the name of a signed agreement, or unknown",
            "Name the agreement, or change its basis.",
        )
