"""Read a plan file: every refusal is one sentence that names the line.

The strict reader gives values with their lines, :mod:`knockon.plans.plan_shapes` their kinds; here
facts are held against the closed vocabulary of the packs and dates against the calendar, and they
become a :class:`~knockon.plans.plan.Plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from knockon.catalogue.answers import fact_called, read_answer
from knockon.catalogue.facts import Answer, Fact
from knockon.catalogue.values import Catalogue
from knockon.catalogue.yaml import Document, did_you_mean, load_strict
from knockon.errors import KnockonError
from knockon.plans.plan import USUAL_NATION, Evidence, Plan, PlannedAction
from knockon.plans.plan_shapes import EvidenceShape, PlannedActionShape, PlanShape, plan_shape_of
from knockon.plans.shaping import Path as Steps

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""Days a plan can speak of; anything outside is a slip of the keyboard."""


def read_plan(path: Path, catalogue: Catalogue) -> Plan:
    """Return the plan in a YAML or JSON file.

    K001 to K007: the file is not readable, not plain YAML, or has an unknown key; K022, K023: a
    fact nobody asks or an answer it does not allow; K101, K102, K106, K110, K116 and K120 to K125:
    a value that does not hold together or names nothing known.
    """
    return plan_from(load_strict(path), catalogue)


def plan_from(document: Document, catalogue: Catalogue) -> Plan:
    """Return the plan in a document already read (see :func:`read_plan`)."""
    return _Reader(document, plan_shape_of(document), catalogue).plan()


@dataclass(frozen=True)
class _Reader:
    document: Document
    shape: PlanShape
    catalogue: Catalogue

    def plan(self) -> Plan:
        """Return the whole, checked from top to bottom."""
        practice = self._facts(("practice",), "a practice", self.catalogue.practice_facts())
        self._check_day(("as_of",), self.shape.as_of)
        self._check_actions()
        return Plan(
            title=self.shape.plan.strip() or Path(self.document.name).stem,
            practice={"nation": USUAL_NATION, **practice},
            as_of=self.shape.as_of,
            actions=tuple(self._action(i, one) for i, one in enumerate(self.shape.actions)),
            evidence=tuple(self._evidence(i, one) for i, one in enumerate(self.shape.evidence)),
        )

    def _check_actions(self) -> None:
        """Refuse a plan without actions (K121), or a key that is empty or not its own (K120)."""
        if not self.shape.actions:
            remedy = "Add one; `knockon plan new` writes those of a menu."
            raise self._error(
                "K121", ("actions",), "the plan names no action", "one at least", remedy
            )
        seen: set[str] = set()
        for index, action in enumerate(self.shape.actions):
            if action.key in seen or not action.key.strip():
                found = "is used twice" if action.key in seen else "is empty"
                remedy = "Give the action another key."
                raise self._error(
                    "K120",
                    ("actions", index, "key"),
                    f"the key {action.key!r} {found}",
                    "a key of its own",
                    remedy,
                )
            seen.add(action.key)

    def _action(self, index: int, shape: PlannedActionShape) -> PlannedAction:
        path: Steps = ("actions", index)
        self._check_type((*path, "type"), shape.type)
        self._check_days(path, "start", shape.start, "end", shape.end)
        facts = self.catalogue.facts_of(shape.type)
        return PlannedAction(
            key=shape.key,
            type=shape.type,
            start=shape.start,
            end=shape.end,
            holder=shape.holder,
            source_menu=shape.source_menu,
            note=shape.note,
            params=self._facts((*path, "params"), shape.type, facts),
        )

    def _check_type(self, path: Steps, name: str) -> None:
        """Refuse a type the packs do not hold (K106) or judge (K123), or an item for it (K122)."""
        types = self.catalogue.types()
        if name in types and types[name].shown_only:
            raise self._error(
                "K123",
                path,
                f"{name} is shown among the actions and not judged",
                "a type of action that rules can judge",
                "Take it out of the plan, and take advice on the contract itself.",
            )
        if name in types:
            return
        if name in self.catalogue.actions:
            meant = self.catalogue.actions[name].type
            raise self._error(
                "K122",
                path,
                f"{name} is an item of a menu, not a type of action",
                f"the type it belongs to, {meant}",
                f"Write {meant}, and name the item under source_menu.",
            )
        remedy = did_you_mean(name, types)
        raise self._error("K106", path, f"no action is called {name!r}", "a type of action", remedy)

    def _evidence(self, index: int, shape: EvidenceShape) -> Evidence:
        path: Steps = ("evidence", index)
        self._check_days(path, "held_on", shape.held_on, "expires_on", shape.expires_on)
        return Evidence(shape.claim, shape.item, shape.held_on, shape.expires_on, shape.where)

    def _facts(self, path: Steps, asked_of: str, facts: Mapping[str, Fact]) -> dict[str, Answer]:
        """Return the answers under ``path``, each held against the fact it answers."""
        given: Any = self.document.value
        for step in path:
            given = given.get(step, {}) if isinstance(step, str) else given[step]
        return {name: self._fact((*path, name), asked_of, facts, given[name]) for name in given}

    def _fact(self, path: Steps, asked_of: str, facts: Mapping[str, Fact], value: Any) -> Answer:
        name, place = str(path[-1]), self.document.place(path)
        practice = self.catalogue.practice_facts()
        if name not in facts and name in practice:
            raise self._error(
                "K124",
                path,
                f"{name!r} is a fact of the practice",
                f"facts of {asked_of}",
                "Write it under practice.",
            )
        answer = read_answer(fact_called(name, facts, asked_of, place), value, place)
        self._check_day(path, answer)
        return answer

    def _check_days(
        self, path: Steps, first: str, starts: date | None, last: str, ends: date | None
    ) -> None:
        self._check_day((*path, first), starts)
        self._check_day((*path, last), ends)
        if starts is not None and ends is not None and ends < starts:
            raise self._error(
                "K110",
                (*path, last),
                f"{last} is {ends}, before {first}, {starts}",
                "the same day or a later one",
                "Correct one of the two dates.",
            )

    def _check_day(self, path: Steps, answer: Answer) -> None:
        """Refuse a date, or a date and time, that no plan can mean (K125)."""
        day = answer.date() if isinstance(answer, datetime) else answer
        if isinstance(day, date) and not EARLIEST <= day <= LATEST:
            raise self._error(
                "K125",
                path,
                f"{path[-1]} is {day}",
                f"a day from {EARLIEST} to {LATEST}",
                "Correct the year.",
            )

    def _error(
        self, code: str, path: Steps, found: str, expected: str, remedy: str
    ) -> KnockonError:
        place = self.document.place(path)
        return KnockonError(code, found, expected=expected, remedy=remedy, place=place)
