"""One notice: a dated statement that a service ends for some patients of one holder."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import Literal, get_args

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.register._checks import require, wrong
from knockon.register.parties import Holder, Sender
from knockon.register.terms import Agreement, Owed

Form = Literal["letter", "email", "portal", "meeting", "other"]
PatientGroup = Literal["new", "existing", "beyond_capacity", "all"]
Per = Literal["day", "week", "month", "year", "at_once"]

FORMS: tuple[Form, ...] = get_args(Form)
PATIENT_GROUPS: tuple[PatientGroup, ...] = get_args(PatientGroup)
PERS: tuple[Per, ...] = get_args(Per)

_CAPACITY = re.compile(r"([0-9]{1,6}) +(a (?:day|week|month|year)|at once)")
_DAY = timedelta(days=1)
_FOR_WHOM = frozenset(
    ("all",) if size == 0 else chosen
    for size in range(len(PATIENT_GROUPS))
    for chosen in combinations(PATIENT_GROUPS[:-1], size)
)
"""The groups a notice may be for: all alone, or some of the others in their order."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many patients a holder goes on seeing: so many a day, week, month or year, or at once."""

    count: int
    per: Per

    def __post_init__(self) -> None:
        require(
            self.count >= 0 and self.per in PERS,
            f"a capacity is {self.count} per {self.per}",
            f"a whole number, and one of {', '.join(PERS)}",
            "Correct the capacity, or write unknown.",
        )

    @classmethod
    def parse(cls, text: str) -> Capacity:
        """Return the capacity a text names: ``40 a week``, ``12 at once`` (K720 if none)."""
        found = _CAPACITY.fullmatch(text.strip())
        if found is None:
            raise wrong(
                f"{text!r} is not a capacity",
                "a whole number and a day, a week, a month, a year or at once",
                "Write it like: 40 a week.",
            )
        per = next(per for per in PERS if per == found[2].removeprefix("a ").replace(" ", "_"))
        return cls(int(found[1]), per)

    def __str__(self) -> str:
        return f"{self.count} {'at once' if self.per == 'at_once' else f'a {self.per}'}"


@dataclass(frozen=True, slots=True)
class Condition:
    """What would make a notice lapse (``the service is funded``), and when that is decided."""

    lapses_if: str
    decide_on: date | Unknown = UNKNOWN

    def __post_init__(self) -> None:
        require(
            bool(self.lapses_if.strip()),
            "a condition does not say what makes the notice lapse",
            "it in a few words",
            "Write it, for instance: the service is funded.",
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """A dated statement that a service ends for some patients of one holder.

    ``given_on`` None: it is considered and not given yet. ``ends_on`` is the last day the service
    is offered; from the next day it is not. ``patients`` is who it ends for: ``new`` patients are
    no longer taken on, ``existing`` ones are handed back, those ``beyond_capacity`` are not seen
    once ``capacity`` is reached, or ``all``. ``receiving`` names who takes them: None is known to
    be nobody, UNKNOWN is not known. ``letter`` is what notices sent in one letter share, ``tier``
    the heading they stand under there.

    Raises K720 where it does not hold together.
    """

    sender: Sender
    holder: Holder
    service: str
    patients: tuple[PatientGroup, ...]
    given_on: date | None
    ends_on: date | Unknown
    agreement: Agreement = field(default_factory=Agreement)
    owed: Owed = field(default_factory=Owed)
    recipient: str | Unknown = UNKNOWN
    form: Form | Unknown = UNKNOWN
    letter: str | None = None
    tier: str | None = None
    capacity: Capacity | Unknown | None = None
    receiving: str | Unknown | None = UNKNOWN
    condition: Condition | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        self._check_parties()
        self._check_patients()
        self._check_days()

    @property
    def first_day_without(self) -> date | Unknown:
        """The first day the service is no longer offered under this notice."""
        if self.ends_on is UNKNOWN or self.ends_on == date.max:
            return UNKNOWN
        return self.ends_on + _DAY

    def ends_for(self, group: PatientGroup) -> bool:
        """Whether the service ends for a group of patients; ``all`` is new and existing ones."""
        return group in self.patients or ("all" in self.patients and group != "beyond_capacity")

    def _check_parties(self) -> None:
        if not self.service:
            raise wrong("a notice names no service", "a service", "Name the service.")
        if self.sender.kind == "practice" and self.sender.code != self.holder.code:
            raise wrong(
                f"{self.sender.code} gives notice for {self.holder.code}",
                "a practice to give notice of its own services",
                "Name the PCN or alliance that sends it, or the practice itself.",
            )
        if self.form is not UNKNOWN and self.form not in FORMS:
            raise wrong(
                f"the form of a notice is {self.form!r}",
                ", ".join(FORMS),
                "Choose one of these, or unknown.",
            )
        for name in (self.recipient, self.receiving):
            if isinstance(name, str) and name.strip() in ("", UNKNOWN.value):
                raise wrong(
                    f"{name!r} stands where a name belongs",
                    "a name; what is not known has a value of its own",
                    "Name it or leave it out.",
                )

    def _check_patients(self) -> None:
        if self.patients not in _FOR_WHOM:
            raise wrong(
                f"a notice is for {', '.join(self.patients) or 'nobody'}",
                f"one or more of {', '.join(PATIENT_GROUPS[:-1])}, in this order, or all alone",
                "Say for which patients the service ends.",
            )
        if (self.capacity is not None) != ("beyond_capacity" in self.patients):
            raise wrong(
                f"a notice for {', '.join(self.patients)} "
                f"{'has no' if self.capacity is None else 'states a'} capacity",
                "a capacity, or unknown, where it ends for those beyond it, and only there",
                "Add the capacity or take it out.",
            )

    def _check_days(self) -> None:
        if self.ends_on is UNKNOWN:
            return
        if self.given_on is not None and self.given_on > self.ends_on:
            raise wrong(
                f"notice given on {self.given_on} ends the service on {self.ends_on}",
                "an end on that day or later",
                "Correct one of the two days.",
            )
        decide_on = self.condition.decide_on if self.condition else UNKNOWN
        if decide_on is not UNKNOWN and decide_on > self.ends_on:
            raise wrong(
                f"it is decided on {decide_on} whether notice ending on {self.ends_on} lapses",
                "a decision by the day it ends",
                "Correct one of the two days.",
            )
