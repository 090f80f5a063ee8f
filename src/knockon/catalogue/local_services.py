"""Local services and agreements as values: who is in them, what they need, who keeps the duty.

A local service is one that a practice can stop by notice: shared care, monitoring, a procedure, a
network role, an agreement on data, a piece of software. It has the id of a service of the
catalogue, so that an action, a notice and an assessment name the same thing.

Numbers stand in parameters and nowhere else: a local service names their symbols. Where no number
was found it says so in a sentence, and nobody may put one there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knockon.catalogue._checks import Standing, check_cited, require

__all__ = [
    "BASES",
    "DUTY_HOLDERS",
    "FAMILIES",
    "FLOWS",
    "PER",
    "REACHES",
    "LocalService",
    "NewPeople",
    "People",
]

Family = Literal[
    "shared_care", "monitoring", "local_enhanced", "network", "data_sharing", "software"
]
Flow = Literal["stock", "contacts", "none"]
Base = Literal["registered", "adults"]
Reach = Literal["counted", "at_least", "at_most"]
Per = Literal["patient", "registered"]
DutyHolder = Literal[
    "prescriber", "requester", "commissioner", "practice", "network", "other_party"
]

FAMILIES = (
    *("shared_care", "monitoring", "local_enhanced", "network", "data_sharing", "software"),
)
FLOWS = ("stock", "contacts", "none")
BASES = ("registered", "adults")
REACHES = ("counted", "at_least", "at_most")
PER = ("patient", "registered")
DUTY_HOLDERS = (*("prescriber", "requester", "commissioner", "practice", "network", "other_party"),)


@dataclass(frozen=True, slots=True)
class People:
    """How many people a service has, as the symbol of a rate per 1,000 people of its ``base``.

    Of a stock the rate is of people, of contacts it is of contacts a month. ``reach`` says how the
    rate stands to the service: it is ``counted`` in it, or the truth is ``at_least`` or
    ``at_most`` the rate. ``counts`` says in words who is counted.
    """

    symbol: str
    base: Base
    reach: Reach
    counts: str

    def __post_init__(self) -> None:
        item = f"people by {self.symbol!r}"
        require(self.base in BASES, item, f"are of {self.base!r}", " or ".join(BASES))
        require(self.reach in REACHES, item, f"are {self.reach!r}", ", ".join(REACHES))
        require(bool(self.counts), item, "do not say who is counted", "who is counted, in words")


@dataclass(frozen=True, slots=True)
class NewPeople:
    """How many people join a service in a year, as the symbol of a rate.

    Per ``patient`` already in it, or per 1,000 ``registered`` patients.
    """

    symbol: str
    per: Per

    def __post_init__(self) -> None:
        require(
            self.per in PER, f"new people by {self.symbol!r}", f"are per {self.per!r}", "a base"
        )


@dataclass(frozen=True, slots=True)
class LocalService:
    """A service or agreement that practices can end by notice.

    ``flow`` is what there is to count: a ``stock`` of people under monitoring, ``contacts`` a
    month, or ``none`` (an agreement on data, software, local services in general). ``people`` is
    None where no number is known, and ``no_number`` then says why. ``activity``, ``prices`` and
    ``related`` are symbols of parameters, whose units stand with them. ``duty_holder`` usually
    keeps the duty to the patient when the practice stops, ``duty`` says it in a sentence;
    ``agreement`` says on what such work usually stands; ``handover`` lists what a safe handover
    needs.
    """

    id: str
    name: str
    family: Family
    flow: Flow
    people: People | None
    no_number: str | None
    agreement: str
    duty_holder: DutyHolder
    duty: str
    handover: tuple[str, ...]
    sources: tuple[str, ...]
    new: NewPeople | None = None
    activity: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    note: str = ""
    standing: Standing = "stated"

    def __post_init__(self) -> None:
        item = f"local service {self.id!r}"
        require(self.family in FAMILIES, item, f"is {self.family!r}", ", ".join(FAMILIES))
        require(self.flow in FLOWS, item, f"has flow {self.flow!r}", ", ".join(FLOWS))
        holders = ", ".join(DUTY_HOLDERS)
        require(self.duty_holder in DUTY_HOLDERS, item, f"leaves {self.duty_holder!r}", holders)
        require(bool(self.duty and self.agreement), item, "is bare", "a duty and an agreement")
        require(bool(self.handover), item, "says nothing of handover", "what a handover needs")
        self._check_numbers(item)
        check_cited(item, self.sources, self.standing)

    def _check_numbers(self, item: str) -> None:
        """Refuse a number that is both given and missing, or one where nobody is counted."""
        either = (self.people is None) == bool(self.no_number)
        require(either, item, "has both or neither", "people, or why there is no number of them")
        counted = self.people is None or self.flow != "none"
        require(counted, item, "has people and no flow", "a stock or contacts where people are")
        joined = self.new is None or self.flow == "stock"
        require(joined, item, "is joined without a stock", "new people of a stock alone")
