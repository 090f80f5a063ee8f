"""Which letters a plan and a ledger call for, each with everything it is told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from knockon.catalogue.letters import Letter
from knockon.catalogue.reading import known
from knockon.catalogue.values import Catalogue
from knockon.compliance import Judgement
from knockon.errors import KnockonError
from knockon.plans.plan import Plan
from knockon.register import NoticeRecord, State
from knockon.reports.letters.details import BY_RULE, NOTHING, Details, agreed, values_of
from knockon.reports.letters.filling import Filled, Values, fill
from knockon.reports.letters.of_notices import (
    action_values,
    change_rows,
    ledger_values,
    notice_values,
)
from knockon.reports.letters.of_plans import (
    answers_asked_for,
    plan_values,
    provision_rows,
    remedial_values,
)
from knockon.reports.letters.telling import told

_STOPS = "stop_service"


@dataclass(frozen=True, slots=True)
class Ground:
    """What letters are written from: a plan with its judgement, a ledger, details, the day.

    ``date`` is the day letters bear; each of the others may be absent.
    """

    catalogue: Catalogue
    date: date
    plan: Plan | None = None
    judgement: Judgement | None = None
    state: State | None = None
    details: Details = NOTHING

    def records(self) -> tuple[NoticeRecord, ...]:
        """Return the notices of the ledger that stand: those of the plan's practice, or all."""
        standing = () if self.state is None else self.state.standing()
        if self.plan is None:
            return standing
        own = told(self.plan.practice.get("ods_code"))
        return tuple(one for one in standing if one.notice.holder.code == own)


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be written, about one notice or action (``subject``) or about the whole.

    ``by_alliance``: it is about a notice that an alliance sent for the practice.
    """

    letter: Letter
    subject: str
    values: Values = field(default_factory=dict)
    by_alliance: bool = False

    @property
    def name(self) -> str:
        """Return what its files are called, without their ending: letters and figures alone."""
        if not self.subject:
            return self.letter.id
        safe = re.sub(r"[^A-Za-z0-9_]+", "-", self.subject).strip("-")
        if safe != self.subject:
            safe += f"-{hashlib.sha256(self.subject.encode()).hexdigest()[:6]}"
        return f"{self.letter.id}-{safe}"

    def filled(self, template: bytes | None = None) -> Filled:
        """Return the letter as it can be sent; errors are those of ``filling.fill``."""
        return fill(self.letter, self.values, template)


def drafts(ground: Ground, asked: Sequence[str] = ()) -> tuple[Draft, ...]:
    """Return the letters asked for by id; where none is, those that plan and ledger call for.

    K011: no such letter, or none of the notices and actions the details name; K625: details
    contradict plan or ledger; K626: plan and ledger call for no letter.
    """
    letters = ground.catalogue.letters
    for subject in ground.details.subjects:
        known(subject, subjects_of(ground), "notice or action", "details, under for")
    if asked:
        chosen = [letters[known(one, letters, "letter", "--letter")] for one in asked]
        found = [draft for letter in chosen for draft in _asked_for(letter, ground)]
    else:
        found = [draft for letter in letters.values() for draft in _called_for(letter, ground)]
    if not found:
        raise _nothing_to_write()
    return tuple(_with_details(draft, ground) for draft in found)


def _called_for(letter: Letter, ground: Ground) -> Iterator[Draft]:
    """Yield the letters of one kind that plan and ledger call for.

    An alliance's notices go out in its one letter; each practice's own letters are written from
    its plan, or where they are asked for.
    """
    if letter.once_for == "notice":
        alone = ground.plan is None
        yield from (one for one in _of_notices(letter, ground) if not (alone and one.by_alliance))
    elif letter.once_for == "plan" and _fits(letter, ground):
        yield Draft(letter, "", _of_plan(ground))
    elif letter.once_for == "ledger" and ground.state is not None and ground.plan is None:
        yield Draft(letter, "", ledger_values(ground.state, ground.catalogue))


def _asked_for(letter: Letter, ground: Ground) -> Iterator[Draft]:
    """Yield letters of a kind asked for by name: one at least, were it all gaps."""
    unbound = replace(letter, actions=(), families=(), groups=())
    by_notice = letter.once_for == "notice"
    every = _of_notices(unbound, ground) if by_notice else _called_for(unbound, ground)
    found = [replace(draft, letter=letter) for draft in every]
    yield from found or [Draft(letter, "", {} if ground.plan is None else _of_plan(ground))]


def _fits(letter: Letter, ground: Ground) -> bool:
    if ground.plan is None:
        return False
    types = {action.type for action in ground.plan.actions}
    return not letter.actions or not types.isdisjoint(letter.actions)


def _of_notices(letter: Letter, ground: Ground) -> Iterator[Draft]:
    """Yield a letter for each notice of the ledger, or without one for each service a plan stops.

    A notice that is only considered is no notice yet, and nothing is written of it.
    """
    if ground.state is not None:
        for record in ground.records():
            notice = record.notice
            if notice.given_on and _is_for(letter, notice.service, notice.patients, ground):
                values = notice_values(record, ground.catalogue)
                yield Draft(letter, record.id, values, notice.sender.kind == "alliance")
    elif ground.plan is not None:
        for action in ground.plan.actions:
            service, group = (told(action.params.get(key)) for key in ("service", "patients"))
            if action.type == _STOPS and _is_for(letter, service, (group,), ground):
                values = action_values(action, ground.plan, ground.catalogue)
                yield Draft(letter, action.key, values)


def _is_for(letter: Letter, service: str, groups: Sequence[str], ground: Ground) -> bool:
    """Whether a letter is meant for such a service and such patients."""
    local = ground.catalogue.local_services
    family = local[service].family if service in local else ""
    right = not letter.families or family in letter.families
    return right and (not letter.groups or not set(letter.groups).isdisjoint(groups))


def _of_plan(ground: Ground) -> Values:
    if ground.plan is None or ground.judgement is None:
        return {}
    found = plan_values(ground.plan, ground.judgement, ground.catalogue)
    changes = change_rows(ground.records(), ground.catalogue)
    return {**found, "changes": changes} if changes else found


def _with_details(draft: Draft, ground: Ground) -> Draft:
    """Return a draft with what its sender states, what is counted from that, and the date."""
    letter = draft.letter
    stated = dict(ground.details.stated(letter, draft.subject))
    values = agreed(draft.values, _stated_values(letter, stated, ground), letter)
    if letter.sender == "practice":
        own = told(ground.details.everywhere.get("practice_name"))
        values = {**({"sender_name": own} if own else {}), **values}
    if letter.numbers:
        values = agreed(remedial_values(letter, stated, ground.catalogue), values, letter)
    if "date" in letter.says and "date" not in values:
        values = {**values, "date": told(ground.date)}
    told_here = {name: value for name, value in values.items() if name in letter.says}
    return replace(draft, values=answers_asked_for(told_here))


def _stated_values(letter: Letter, stated: dict[str, Any], ground: Ground) -> Values:
    """Return the details as values; provisions named by their rules are told from the packs."""
    provisions = stated.get(BY_RULE)
    by_rule = isinstance(provisions, list) and all(isinstance(one, str) for one in provisions)
    if not (provisions and by_rule):
        return values_of(letter, stated)
    stated.pop(BY_RULE)
    rows = provision_rows(provisions, ground.catalogue, BY_RULE)
    return {**values_of(letter, stated), BY_RULE: rows}


def subjects_of(ground: Ground) -> Mapping[str, str]:
    """Return the notices or actions letters may be about, by id, with the service of each."""
    if ground.state is not None:
        return {one.id: one.notice.service for one in ground.records()}
    actions = () if ground.plan is None else ground.plan.actions
    return {one.key: told(one.params.get("service")) for one in actions if one.type == _STOPS}


def _nothing_to_write() -> KnockonError:
    return KnockonError(
        "K626",
        "plan and ledger call for no letter",
        expected="a plan that stops a service, a ledger with notices given, or a letter's name",
        remedy="Name one with --letter; `knockon letters list` lists them.",
    )
