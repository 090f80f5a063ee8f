"""A safe day put together: capacity against demand, slots to hold, and the list over a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.dates import is_working_day, months_after
from knockon.errors import KnockonError
from knockon.impact.queues import expected_overflow
from knockon.safeday.demand import MONTHS, Demand
from knockon.safeday.rota import WORKING_WEEK, Rota
from knockon.safeday.simulation import DaysAhead, SimulatedYears, simulate
from knockon.safeday.urgent import (
    Held,
    contacts_seen,
    days_all_seen,
    slots_by_contacts,
    slots_by_days,
)
from knockon.safeday.waiting import (
    Array,
    days_to_settle,
    list_by_day,
    settled_list,
    wait_in_days,
)

if TYPE_CHECKING:
    from knockon.catalogue.knowledge import Parameter

YEARS, SEED = 1000, 1
NOBODY, LOW, CENTRAL, HIGH = "nobody", "low", "central", "high"


@dataclass(frozen=True, slots=True)
class SafeDay:
    """What a safe day is reckoned from.

    ``cap``: contacts each full day of a clinician, and ``cap_said`` what says so. ``leaving``: the
    share of those waiting that gives up each working day. ``list_now`` UNKNOWN: what follows is
    what is added to whoever waits already. The year begins on ``first``.
    """

    title: str
    practice: str | None
    rota: Rota
    cap: float
    cap_said: str
    demand: Demand
    held: Held
    leaving: Parameter
    first: date
    list_now: float | Unknown = UNKNOWN

    def __post_init__(self) -> None:
        if not self.cap > 0:
            raise _cannot_be(f"the limit is {self.cap:g} contacts", "a number above 0")
        if not isinstance(self.list_now, Unknown) and self.list_now < 0:
            raise _cannot_be(f"{self.list_now:g} people wait now", "0 or more, or unknown")

    def give_up(self) -> dict[str, float]:
        """Return the shares giving up a working day that are told side by side."""
        low, central, high = self.leaving.low, self.leaving.central, self.leaving.high
        return {NOBODY: 0.0, LOW: low, CENTRAL: central, HIGH: high}


@dataclass(frozen=True, slots=True)
class UrgentSlots:
    """Slots for urgent contacts on a weekday: ``urgent`` of them come on average.

    ``by_contacts`` and ``by_days`` are what the two readings want, ``wanted`` that of the reading
    chosen. ``held`` of them the day has room for; they see ``share_seen`` of urgent contacts, and
    all of them on ``days_whole`` of days.
    """

    urgent: float
    by_contacts: int
    by_days: int
    wanted: int
    held: int
    share_seen: float
    days_whole: float

    @property
    def short(self) -> bool:
        """Whether the day has no room for the slots wanted."""
        return self.held < self.wanted


@dataclass(frozen=True, slots=True)
class WeekdayOutlook:
    """One weekday of a usual month: room, what is asked for, and what does not fit.

    ``unfitting`` is the mean of contacts beyond the day's slots; ``busiest`` the slots to hold in
    the busiest month. UNKNOWN where the urgent share is.
    """

    weekday: str
    sessions: float
    slots: float
    asked: float
    unfitting: float
    urgent: UrgentSlots | Unknown
    busiest: UrgentSlots | Unknown


@dataclass(frozen=True, slots=True)
class YearDay:
    """One working day of the year, in means: ``slots``, of which ``held`` for urgent contacts.

    ``beyond_held`` of the ``urgent`` are not seen in them; ``joining`` contacts can wait and join
    the list; up to ``seen`` people are seen from it.
    """

    day: date
    slots: float
    urgent: float
    joining: float
    held: float
    beyond_held: float
    seen: float

    @property
    def asked(self) -> float:
        """Return all contacts asked for."""
        return self.urgent + self.joining


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """Who waits at the end of a month: by how many give up, and by chance on average.

    ``wait`` is how long, in working days, somebody joining that day waits at the central share.
    """

    day: date
    waiting: dict[str, float]
    by_chance: float
    wait: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a safe day comes to.

    ``unfitting``: mean contacts a day beyond its slots, by month (January first) and weekday.
    ``waiting``: people waiting at the end of each day of ``year``, by share giving up. ``joining``
    and ``seen``: means a working day of those who join the list and of slots for them;
    ``beyond_held``: urgent contacts a working day beyond the held slots, to be met another way.
    """

    plan: SafeDay
    weekdays: tuple[WeekdayOutlook, ...]
    unfitting: tuple[tuple[float, ...], ...]
    year: tuple[YearDay, ...]
    waiting: dict[str, tuple[float, ...]]
    month_ends: tuple[MonthEnd, ...]
    joining: float
    seen: float
    beyond_held: float | Unknown
    by_chance: SimulatedYears

    @property
    def days(self) -> tuple[date, ...]:
        """Return the working days of the year."""
        return tuple(one.day for one in self.year)

    @property
    def room(self) -> float:
        """Return the contacts there is room for on a usual working day, the mean of weekdays."""
        return fmean(day.slots for day in self.weekdays)

    @property
    def asked(self) -> float:
        """Return the contacts asked for on a usual working day, the mean of weekdays."""
        return fmean(day.asked for day in self.weekdays)

    @property
    def over(self) -> float:
        """Return the contacts that do not fit a usual working day, the mean of weekdays."""
        return fmean(day.unfitting for day in self.weekdays)

    @property
    def excess(self) -> float:
        """Return how many more join the list than are seen from it, each working day."""
        return self.joining - self.seen

    def settled(self, share: str) -> float:
        """Return the list that the year's mean excess would tend to if it went on."""
        return settled_list(self.excess, self.plan.give_up()[share])

    def settles_in(self, share: str) -> float:
        """Return the working days in which it goes two thirds of the way there."""
        return days_to_settle(self.plan.give_up()[share])

    def wait_at_end(self, share: str) -> float:
        """Return the working days somebody joining at the year's end waits."""
        return wait_in_days(self.waiting[share][-1], self.seen, self.plan.give_up()[share])


def outlook(plan: SafeDay, *, years: int = YEARS, seed: int = SEED) -> Outlook:
    """Return what a safe day comes to over the year from its first day.

    ``years`` are simulated beside the formulas; the same ``seed`` gives the same.
    """
    dates = _working_days(plan.first)
    ahead = _days_ahead(plan, dates)
    joining, slots, beyond = _means(ahead)
    start = 0.0 if isinstance(plan.list_now, Unknown) else float(plan.list_now)
    lists = {
        name: list_by_day(joining, slots, share, start) for name, share in plan.give_up().items()
    }
    chance = simulate(ahead, leaving=plan.leaving.central, start=start, years=years, seed=seed)
    known = not isinstance(plan.demand.urgent_share, Unknown)
    means = (ahead.slots, ahead.urgent, joining, ahead.held, beyond, slots)
    return Outlook(
        plan=plan,
        weekdays=tuple(_weekday(plan, day) for day in range(len(WORKING_WEEK))),
        unfitting=_unfitting(plan),
        year=tuple(
            YearDay(day, *map(float, of_day)) for day, *of_day in zip(dates, *means, strict=True)
        ),
        waiting={name: tuple(map(float, one)) for name, one in lists.items()},
        month_ends=_month_ends(plan, dates, lists, chance, float(slots.mean())),
        joining=float(joining.mean()),
        seen=float(slots.mean()),
        beyond_held=float(beyond.mean()) if known else UNKNOWN,
        by_chance=chance,
    )


def _working_days(first: date) -> tuple[date, ...]:
    """Return the working days of a year from a day."""
    whole = (months_after(first, MONTHS) - first).days
    days = (first + timedelta(days=nth) for nth in range(whole))
    return tuple(day for day in days if is_working_day(day))


def _weekday(plan: SafeDay, day: int) -> WeekdayOutlook:
    slots = plan.rota.slots(plan.cap)[day]
    asked = plan.demand.usual(day)
    busiest = plan.demand.on(day, plan.demand.busiest_month())
    return WeekdayOutlook(
        weekday=WORKING_WEEK[day],
        sessions=plan.rota.sessions()[day],
        slots=slots,
        asked=asked,
        unfitting=float(expected_overflow(np.array([slots]), np.array([asked]))[0]),
        urgent=_urgent_slots(plan, asked, slots),
        busiest=_urgent_slots(plan, busiest, slots),
    )


def _urgent_slots(plan: SafeDay, asked: float, slots: float) -> UrgentSlots | Unknown:
    if isinstance(plan.demand.urgent_share, Unknown):
        return UNKNOWN
    urgent = asked * plan.demand.urgent_share
    wanted = plan.held.slots(urgent)
    held = min(wanted, int(slots))
    return UrgentSlots(
        urgent=urgent,
        by_contacts=slots_by_contacts(urgent, plan.held.seen),
        by_days=slots_by_days(urgent, plan.held.seen),
        wanted=wanted,
        held=held,
        share_seen=contacts_seen(urgent, held),
        days_whole=days_all_seen(urgent, held),
    )


def _unfitting(plan: SafeDay) -> tuple[tuple[float, ...], ...]:
    """Return the mean contacts beyond each day's slots, by month and weekday."""
    days = range(len(WORKING_WEEK))
    asked = np.array(
        [[plan.demand.on(day, month) for day in days] for month in range(1, MONTHS + 1)]
    )
    slots = np.broadcast_to(np.array(plan.rota.slots(plan.cap)), asked.shape)
    return tuple(tuple(map(float, row)) for row in expected_overflow(slots, asked))


def _days_ahead(plan: SafeDay, dates: tuple[date, ...]) -> DaysAhead:
    """Return every day's slots and contacts; nothing is held where urgent contacts are unknown."""
    share = plan.demand.urgent_share
    part = 0.0 if isinstance(share, Unknown) else share
    asked = np.array([plan.demand.on(day.weekday(), day.month) for day in dates])
    of_week = plan.rota.slots(plan.cap)
    slots = np.array([of_week[day.weekday()] for day in dates])
    urgent = asked * part
    wanted = [plan.held.slots(mean) if mean > 0 else 0 for mean in urgent]
    held = np.minimum(wanted, np.floor(slots))
    return DaysAhead(slots, urgent, asked - urgent, held, plan.held.released)


def _means(ahead: DaysAhead) -> tuple[Array, Array, Array]:
    """Return by day: who joins the list, slots for the list, urgent contacts beyond those held."""
    beyond = expected_overflow(ahead.held, ahead.urgent)
    taken = ahead.urgent - beyond if ahead.released else ahead.held
    return ahead.other, ahead.slots - taken, beyond


def _month_ends(
    plan: SafeDay,
    dates: tuple[date, ...],
    lists: dict[str, Array],
    chance: SimulatedYears,
    slots: float,
) -> tuple[MonthEnd, ...]:
    last = [nth for nth in range(len(dates)) if _ends_month(dates, nth)]
    return tuple(
        MonthEnd(
            day=dates[nth],
            waiting={name: float(one[nth]) for name, one in lists.items()},
            by_chance=chance.mean_list[nth],
            wait=wait_in_days(float(lists[CENTRAL][nth]), slots, plan.leaving.central),
        )
        for nth in last
    )


def _ends_month(dates: tuple[date, ...], nth: int) -> bool:
    return nth + 1 == len(dates) or dates[nth + 1].month != dates[nth].month


def _cannot_be(found: str, expected: str) -> KnockonError:
    return KnockonError("K133", found, expected=expected, remedy="Correct the number.")
