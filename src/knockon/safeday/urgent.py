"""How many slots to hold back each day for contacts that cannot wait.

Urgent contacts of a day, U, are Poisson with mean m. Two readings of "95% are seen the same day":

*contacts*: the least n with E[(U - n)+] <= 5% of m, so that of all urgent contacts 95% are seen;
*days*: the least n with P(U <= n) >= 95%, so that on 95% of days all of them are. Some see more
urgent contacts on some days, so the second asks for more slots wherever m is not tiny.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import pdtr

from knockon.errors import KnockonError
from knockon.impact.queues import expected_overflow

Of = Literal["contacts", "days"]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held back for urgent contacts.

    ``seen``: the share wanted, of urgent ``contacts`` or of ``days`` on which all are seen.
    ``released``: whether a held slot that no urgent contact takes goes to somebody who waits.
    """

    seen: float
    of: Of = "contacts"
    released: bool = True

    def __post_init__(self) -> None:
        if not 0 < self.seen < 1:
            raise KnockonError(
                "K133",
                f"the share of urgent contacts to be seen is {self.seen:g}",
                expected="a share above 0 and below 1",
                remedy="Write 0.95 for 95%; no number of slots makes certain of all.",
            )

    def slots(self, urgent: float) -> int:
        """Return the slots to hold on a day with ``urgent`` urgent contacts on average."""
        if self.of == "days":
            return slots_by_days(urgent, self.seen)
        return slots_by_contacts(urgent, self.seen)


def slots_by_contacts(urgent: float, seen: float) -> int:
    """Return the fewest slots that see the share ``seen`` of urgent contacts."""
    slots = np.arange(_most(urgent), dtype=float)
    unseen = expected_overflow(slots, np.full_like(slots, urgent))
    return int(np.argmax(unseen <= (1.0 - seen) * urgent))


def slots_by_days(urgent: float, seen: float) -> int:
    """Return the fewest slots that see every urgent contact on the share ``seen`` of days."""
    return int(np.argmax(pdtr(np.arange(_most(urgent)), urgent) >= seen))


def contacts_seen(urgent: float, slots: float) -> float:
    """Return the share of urgent contacts that ``slots`` see; 1 where there are none."""
    if urgent == 0:
        return 1.0
    return 1.0 - float(expected_overflow(np.array([slots]), np.array([urgent]))[0]) / urgent


def days_all_seen(urgent: float, slots: float) -> float:
    """Return the share of days on which ``slots`` see every urgent contact."""
    return float(pdtr(np.floor(slots), urgent))


def _most(urgent: float) -> int:
    """Return more slots than any share asks for: fifteen spreads above the mean."""
    return int(np.ceil(urgent + 15.0 * np.sqrt(urgent) + 30.0))
