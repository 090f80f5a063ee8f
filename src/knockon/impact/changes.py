"""What actions change inside a block's network: slots, who waits, what 111 may book.

*Slots* of a practice are a multiple of the baseline's, day by day. A cap or a stated cut lowers
them (:mod:`knockon.impact.cap`; of two limits the tighter counts). Where contacts take longer, as
many fewer fit in: with d minutes a contact and m more of them for a share s of contacts,

    slots left = d / (d + m s)

in person by rule: d = ``dur_f2f``, m = ``f2f_min``, s = 1 - ``p_f2f``; a message for each
pharmacy consultation while pharmacies write nothing into records: m = ``ur_min``, s = messages a
contact seen.

*Who waits*: of contacts over a limit that nobody sees, the share put on the practice's own list is
drawn (``w_list``) unless the plan says what becomes of them; the pack says which answers mean all
and which none. *111*: where nothing may be booked, those it would have booked telephone the
practice (``w111_call``), or go to a treatment centre (``w111_utc``), out of hours (``w111_ooh``) or
A&E (the rest); the slots kept for them are the practice's again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from knockon.impact.cap import contacts_a_day, limits_now, slots_left
from knockon.impact.horizon import WARM_UP_DAYS, Array, Bools, Horizon, Ints
from knockon.impact.sent_back import PER_THOUSAND
from knockon.plans.parameters import with_usual

if TYPE_CHECKING:
    from knockon.catalogue.values import Action
    from knockon.impact.futures import Futures
    from knockon.impact.uptake import Taking
    from knockon.system.values import System

LIMITS_CONTACTS, BOOKS_NO_111 = "limits_contacts", "books_no_111"
IN_PERSON, NO_RECORDS = "sees_in_person", "sends_no_records"
OUTCOME = "over_cap_outcome"
"""The fact that says what becomes of contacts over a limit."""
WORKING_DAYS_A_MONTH = 365.25 / 12.0 * 5.0 / 7.0


@dataclass(frozen=True)
class Changes:
    """What actions change in a block, all from the first Monday on."""

    slots: Array
    """Slots as a multiple of the baseline's, [practices, days, lanes]."""
    listed: Array
    """Share of contacts over a limit put on the list; not a number: drawn, [practices, lanes]."""
    unbooked: Bools
    """Where 111 may book nothing, [practices, days, lanes]."""

    @property
    def nothing(self) -> bool:
        """Return whether the scenario is the baseline."""
        return not (np.any(self.slots < 1.0) or self.unbooked.any())


def changes(future: Futures, system: System, horizon: Horizon, block: Ints) -> Changes:
    """Return what the actions of an assessment change in some of its draws."""
    days = _Days(future, system, horizon, block)
    slots = days.slots()
    slots *= days.minutes_left()
    return Changes(
        slots=slots,
        listed=days.listed(),
        unbooked=days.anywhere(days.ways(BOOKS_NO_111)),
    )


Way: TypeAlias = "tuple[Action, Mapping[str, Any], Bools]"
"""An action, the answers with which it is taken, and where: [practices, days, lanes]."""


@dataclass(frozen=True)
class _Days:
    """Who does what on each day of some draws."""

    future: Futures
    system: System
    horizon: Horizon
    block: Ints

    @cached_property
    def parameters(self) -> Mapping[str, Array]:
        return self.future.parameters.block(self.block)

    @cached_property
    def taking(self) -> Taking:
        return self.future.taking.of_draws(self.block)

    @cached_property
    def limits(self) -> list[Way]:
        """Every way contacts are limited (:meth:`ways`)."""
        return self.ways(LIMITS_CONTACTS)

    @property
    def shape(self) -> tuple[int, int, int]:
        return (len(self.system.practices), self.horizon.days, len(self.block))

    def ways(self, effect: str) -> list[Way]:
        """Return every way an action of this effect is taken, and where: [practices, days, lanes].

        The warm-up comes before everything.
        """
        days = np.arange(self.horizon.days, dtype=np.int64) - WARM_UP_DAYS
        taking = self.taking
        found: list[Way] = []
        for name, episodes in taking.episodes.items():
            action = self.future.actions[name]
            if action.effect != effect:
                continue
            in_force = taking.in_force(name, days)
            in_force[:WARM_UP_DAYS] = -1
            for index, episode in enumerate(episodes):
                acting = (in_force == index).transpose(1, 0, 2)
                found.append((action, with_usual(action, episode.params), acting))
        return found

    def anywhere(self, ways: list[Way]) -> Bools:
        """Return where an action is taken in any of these ways, [practices, days, lanes]."""
        found = np.zeros(self.shape, dtype=np.bool_)
        for _, _, acting in ways:
            found |= acting
        return found

    def slots(self) -> Array:
        """Return slots under the limits in force, 1 where there is none."""
        ways, p = self.limits, self.parameters
        factors = np.ones(self.shape)
        if not ways:
            return factors
        codes = self.future.taking.members.codes
        contacts = contacts_a_day(np.array([b.recorded_rate for b in self.system.practices]), p)
        now = limits_now(codes, p, self.future.design.seed, self.future.plan.stream[self.block])
        for _, params, acting in ways:
            factor = slots_left(params, contacts, now, p)[:, None, :]
            np.minimum(factors, factor, out=factors, where=acting)
        return factors

    def minutes_left(self) -> Array:
        """Return slots where contacts take longer, 1 where they do not; 1 alone where nowhere."""
        p, left = self.parameters, np.ones((1, 1, 1))
        for effect, longer in ((IN_PERSON, self._in_person), (NO_RECORDS, self._messages)):
            ways = self.ways(effect)
            if ways:
                usual = p["dur_f2f"]
                fewer = usual / (usual + longer(p))
                left = np.where(self.anywhere(ways), left * fewer[:, None, :], left)
        return left

    def _in_person(self, p: Mapping[str, Array]) -> Array:
        """Return minutes more a contact where all are in person, [practices, lanes]."""
        return np.asarray(np.ones(self.shape[::2]) * p["f2f_min"] * (1.0 - p["p_f2f"]))

    def _messages(self, p: Mapping[str, Array]) -> Array:
        """Return minutes of messages from pharmacies a contact seen, [practices, lanes]."""
        seen = np.array([b.gp_seen for b in self.system.practices])[:, None]
        lists = np.array([b.registered_patients for b in self.system.practices])[:, None]
        messages = lists * p["pf"] / PER_THOUSAND / WORKING_DAYS_A_MONTH
        return np.asarray(p["ur_min"] * messages / seen)

    def listed(self) -> Array:
        """Return the share put on the list where the plan says it, else not a number.

        A practice's answer is that of the limit it keeps last.
        """
        found = np.full(self.shape[::2], np.nan)
        for action, params, acting in self.limits:
            settled = self.future.effects[action.effect].listed
            share = settled.get(str(params.get(OUTCOME)), np.nan)
            found = np.where(acting.any(axis=1), share, found)
        return found
