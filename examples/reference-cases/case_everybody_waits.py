"""Case 2: a reader's sum. Forty people a day want to be seen, twenty-five are, and all others wait.

The list grows by w - s a day; it is ten months' work when it is as long as ten months' seen, so
after t months with (w - s) t = 10 s, t = 10 s / (w - s) = 16.7. Where a share h of those waiting
leave on a working day the list has a ceiling instead,

    L(t) = (w - s) (1 - h) (1 - (1 - h)^t) / h

(t in working days; who leaves does so after the day's work), and never gets there where even its
longest is less than ten months' work.
The engine's clinic works it through with whole people; ``leave_r`` is what the packs have for h.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from case_tables import table

from knockon.flow import run
from knockon.flow.model import WAIT, Clinic, DailyArrivals, Network

if TYPE_CHECKING:
    from knockon.catalogue.values import Catalogue
    from knockon.impact.horizon import Array

WANTED, SEEN = 40, 25
MONTHS_OF_WORK = 10
WORKING_DAYS_A_MONTH = 365.25 / 12 * 5 / 7
MONTHS = 36
"""How long the list is followed."""
DRAWS = 32
EVERYBODY = "everybody"


@dataclass(frozen=True)
class Waited:
    """A list over months: people waiting at the end of each working day."""

    leaving: float
    waiting: Array

    @property
    def months_to_get_there(self) -> float | None:
        """Months until the list is ten months' work, None if it is not within those followed."""
        there = np.flatnonzero(self.waiting >= ten_months_work())
        return None if not there.size else float(there[0] + 1) / WORKING_DAYS_A_MONTH

    def months_of_work(self, month: float) -> float:
        """Return how many months' work the list is after so many months."""
        day = round(month * WORKING_DAYS_A_MONTH) - 1
        return float(self.waiting[day]) / SEEN / WORKING_DAYS_A_MONTH


def ten_months_work() -> float:
    """Return how many are seen in ten months."""
    return MONTHS_OF_WORK * SEEN * WORKING_DAYS_A_MONTH


def waited(leaving: float) -> Waited:
    """Return the list where such a share of those waiting leaves on a working day."""
    days = round(MONTHS * WORKING_DAYS_A_MONTH)
    clinic = Clinic(
        "practice",
        (EVERYBODY,),
        arrivals={EVERYBODY: DailyArrivals(np.full((1, 1), WANTED), "fixed")},
        capacity=np.full((1, 1), SEEN),
        leaving={EVERYBODY: np.full(1, leaving)},
        unseen={EVERYBODY: WAIT},
    )
    network = Network(1.0, (clinic,), lanes=DRAWS)
    counts = run(network, seed=2, streams=np.arange(DRAWS), days=days, bins=np.arange(days))
    return Waited(leaving, counts.clinic("practice", EVERYBODY, "waiting").mean(axis=-1))


def closed_form(leaving: float, days: float) -> float:
    """Return the list after so many working days by the formula."""
    if leaving == 0.0:
        return (WANTED - SEEN) * days
    return float(longest(leaving) * -np.expm1(days * np.log1p(-leaving)))


def longest(leaving: float) -> float:
    """Return how long the list gets in the end where such a share leaves a day."""
    return (WANTED - SEEN) * (1.0 - leaving) / leaving


def results(catalogue: Catalogue) -> str:
    """Return the case's table."""
    leave = catalogue.parameters["leave_r"]
    after = MONTHS_OF_WORK * SEEN / (WANTED - SEEN)
    rows = []
    for words, share in (
        ("Nobody", 0.0),
        ("Low", leave.low),
        ("Central", leave.central),
        ("High", leave.high),
    ):
        found = waited(share)
        months = found.months_to_get_there
        ceiling = MONTHS_OF_WORK * longest(share) / ten_months_work() if share else None
        rows.append(
            (
                f"{words}: {share:.1%} a working day" if share else words,
                f"after {months:.1f} months" if months else "never",
                f"{found.months_of_work(after):.1f} months",
                f"{ceiling:.1f} months" if ceiling else "none",
            )
        )
    columns = ("Who leaves the list", "Ten months' list", f"List after {after:.1f} months")
    return table((*columns, "Longest it gets"), rows)
