"""What judging a plan comes to, as values: findings, stretches of dates, effects, verdicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from knockon.catalogue.knowledge import Source
from knockon.catalogue.rules import VERDICTS, Citation, Holder, Instead, Reading, Verdict
from knockon.catalogue.values import Pack
from knockon.compliance.judging import Account

Basis = Literal["rule", "silent"]


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of some verdicts; of none, ``compatible``."""
    return min(verdicts, key=VERDICTS.index, default="compatible")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule judged against one action from ``begins`` to ``ends`` (None: without end).

    ``rule`` None: no rule was judged, because the packs do not cover the case; ``needs`` says what
    is missing. ``needs`` otherwise names facts whose answers would change the verdict, or the
    words of a text. ``notice``: the rule is announced and not yet in force on these dates.
    ``wants_checking``: its text was not read in the original. ``account`` is what the trace is told
    from, when somebody reads it.
    """

    rule: str | None
    title: str
    verdict: Verdict
    holder: Holder
    begins: dt.date
    ends: dt.date | None
    because: str
    cites: tuple[Citation, ...] = ()
    conditions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    account: Account | None = field(default=None, compare=False, repr=False)
    instead: Instead | None = None
    notice: bool = False
    disputed: bool = False
    wants_checking: bool = False

    @property
    def taken_so(self) -> tuple[str, ...]:
        """Return the facts presumed, each as a plan would spell it: ``nhs_service: true``."""
        return self.presumed if self.account is None else self.account.answers(self.presumed)

    @property
    def trace(self) -> tuple[str, ...]:
        """Return every sub-expression read, with its value and where each answer came from."""
        return () if self.account is None else self.account.lines()


@dataclass(frozen=True, slots=True)
class Segment:
    """Days over which an action has one verdict; ``ends`` is the last of them, None: no end."""

    begins: dt.date
    ends: dt.date | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Amount:
    """Pounds for this practice, low / central / high, in a unit such as "£ a year"."""

    low: float
    central: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class Effect:
    """A payment or practical effect of an action, beside its verdict.

    ``certain`` False: it follows only if what is not known turns out so. ``amount`` None for a
    payment: the amount is not known.
    """

    kind: Literal["payment", "practical", "notice"]
    id: str
    holder: Holder
    text: str
    cites: tuple[Citation, ...]
    certain: bool = True
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class ActionJudgement:
    """One action of a plan, judged: its verdict is its worst finding over its dates.

    ``basis`` is ``silent`` where no rule known speaks to actions of its type. ``listed_in`` says
    where menus list it.
    """

    key: str
    type: str
    begins: dt.date
    ends: dt.date | None
    verdict: Verdict
    basis: Basis
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    effects: tuple[Effect, ...]
    listed_in: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A plan, judged by what was known on ``as_of``: its verdict is its worst action.

    ``packs`` are those that speak for its nation; ``checked_to`` is set where an action runs past
    the day to which they were last checked. ``sources`` are what its citations name, by id.
    """

    title: str
    as_of: dt.date
    overall: Verdict
    packs: tuple[Pack, ...]
    actions: tuple[ActionJudgement, ...]
    checked_to: dt.date | None
    sources: Mapping[str, Source]
