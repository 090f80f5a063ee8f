"""Case 3: a reader's idea. Every practice refers every patient its GPs see for a month.

Each contact of a GP becomes one referral, a clock start a week later. With G contacts a week, R0
usual referrals and a capacity of C = s (1 + ``list_head``) against s clock starts, the list grows
by the month's E = sum (G - R0), and once everybody who may be treated that week is,

    weeks to recover = E / (s list_head)

The recurrence of :mod:`knockon.impact.downstream.lists` works it through with the hazards of the
published list. How many contacts are with the same people nobody has published: an upper end. To
run the whole model on it: ``knockon assess everybody-referred.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from case_tables import percent, table

from knockon.impact.downstream.lists import worked
from knockon.impact.waiting_lists import fitted
from knockon.system.synth import synth

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.horizon import Array
    from knockon.system.values import System, WaitingList

PLAN = Path(__file__).with_name("everybody-referred.yaml")
ROOM = (0.01, 0.03, 0.05)
"""Values of ``list_head`` the case asks for."""
WEEKS_OF_A_MONTH = 4
LATER = 1
"""Weeks from a referral to its clock start."""
WEEKS_A_YEAR = 365.25 / 7
WORKING_DAYS = 5
RECOVERED = 0.001
"""A list is back when it is within this share of where it stood."""
YEARS = 100
"""How long the list is followed."""


@dataclass(frozen=True)
class Referred:
    """What a month of referring everybody does to a list, for each value of ``list_head``."""

    usual: float
    extra: float
    """Referrals more than usual in the month."""
    starts: float
    """Usual clock starts a week."""
    waiting: Array
    """Pathways waiting in each week, [weeks, values of list_head]."""

    def weeks_to_recover(self) -> tuple[int | None, ...]:
        """Return weeks from the month's end until the list is back, None if it is not."""
        over = self.waiting > self.usual * (1.0 + RECOVERED)
        month = WEEKS_OF_A_MONTH + LATER
        last = [int(np.flatnonzero(mine)[-1]) for mine in over.T]
        return tuple(None if week + 1 == len(over) else week + 1 - month for week in last)

    def by_formula(self) -> tuple[float, ...]:
        """Return the same by the formula."""
        return tuple(self.extra / (self.starts * room) for room in ROOM)


def referred(system: System, catalogue: Catalogue) -> Referred:
    """Return what the idea does to the first list of a board, everybody's people on it."""
    one, hazards = system.lists[0], _hazards(system.lists[0])
    patients = sum(b.registered_patients for b in system.practices)
    usual = catalogue.parameters["ref"].central * 12.0 / WEEKS_A_YEAR * patients / 1000.0
    contacts = WORKING_DAYS * sum(b.gp_seen for b in system.practices)
    joining = np.full((round(YEARS * WEEKS_A_YEAR), len(ROOM)), one.starts_a_week)
    joining[LATER : LATER + WEEKS_OF_A_MONTH] += contacts - usual
    most = one.starts_a_week * (1.0 + np.array(ROOM))
    waiting = worked(joining, hazards, one.starts_a_week, most).sum(axis=1)
    extra = WEEKS_OF_A_MONTH * (contacts - usual)
    return Referred(one.waiting, extra, one.starts_a_week, waiting)


def _hazards(one: WaitingList) -> Array:
    found = fitted(one)
    if found is None:
        raise ValueError(f"no hazards give back {one.name}")
    return found.by_week()


def results(catalogue: Catalogue) -> str:
    """Return the case's table, of a made-up board at England's rates."""
    system, _ = synth(practices=20, seed=1, catalogue=catalogue)
    found = referred(system, catalogue)
    month = WEEKS_OF_A_MONTH + LATER
    rows = []
    for i, (room, weeks, formula) in enumerate(
        zip(ROOM, found.weeks_to_recover(), found.by_formula(), strict=True)
    ):
        grown = found.waiting[month - 1, i] / found.usual - 1.0
        years = f"{weeks:,} ({weeks / WEEKS_A_YEAR:.0f} years)" if weeks else f"over {YEARS} years"
        rows.append((f"{room:g}", percent(grown), years, f"{formula:,.0f}"))
    columns = ("`list_head`", "List at the month's end", "Weeks to recover", "By the formula")
    return table(columns, rows)
