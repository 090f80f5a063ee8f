"""What a practice means to do and from when: a plan as plain values.

The values check themselves and know nothing of files; :mod:`knockon.plans.plan_reading` makes them
from YAML or JSON. A fact that a plan leaves out is absent from its mapping; one given as
``unknown`` is there as :data:`~knockon.catalogue.facts.UNKNOWN`. The two differ: what is left out
may be presumed where the packs say so, an explicit ``unknown`` never is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from knockon.catalogue.facts import Answer

USUAL_NATION = "England"
"""The nation of a plan that names none."""

USUAL_HOLDER = "practice"
"""Who carries out an action that does not say."""


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """One action of a plan: what is done, from which day to which, and what is known of how.

    ``start`` and ``end`` are the first and the last day; ``end`` None is open-ended. ``holder`` is
    who carries it out, in the plan's own words; it decides no verdict, since each rule names who
    answers for it. ``params`` holds the facts stated, by name.
    """

    key: str
    type: str
    start: date
    end: date | None = None
    holder: str = USUAL_HOLDER
    source_menu: str | None = None
    note: str | None = None
    params: Mapping[str, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.key or not self.type:
            raise ValueError(f"an action has a key and a type; these are {self.key, self.type}")
        if self.end is not None and self.end < self.start:
            raise ValueError(f"the action {self.key!r} ends on {self.end}, before {self.start}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something held that shows what a plan claims.

    ``claim`` is what it shows, ``item`` what it is, ``where`` where it is kept. It counts up to
    and including ``expires_on``; None is for good.
    """

    claim: str
    item: str
    held_on: date | None = None
    expires_on: date | None = None
    where: str | None = None

    def __post_init__(self) -> None:
        held, expires = self.held_on, self.expires_on
        if held is not None and expires is not None and expires < held:
            raise ValueError(f"the evidence {self.item!r} expires on {expires}, before {held}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one practice (or trust, or board) means to do, with the facts it states.

    ``practice`` holds the facts about the practice, by name; ``as_of`` is the day whose knowledge
    the plan is judged by, None where the plan names none.
    """

    title: str
    practice: Mapping[str, Answer] = field(default_factory=dict)
    as_of: date | None = None
    actions: tuple[PlannedAction, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        keys = [action.key for action in self.actions]
        if len(keys) != len(set(keys)):
            raise ValueError(f"each action of a plan has a key of its own; these are {keys}")
