"""What ends before a replacement could be procured, by an ICB's own lead times.

The ICB writes how long it takes to put another service in place; nothing is assumed where it does
not say. Format ``knockon/lead-times/1``::

    icb: NHS Dorset
    lead_times:
      dmard_monitoring: {takes: 6 months, started_on: 2024-10-01, source: procurement plan}
      phlebotomy: {takes: unknown}
      any_other: {takes: 9 months}
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.catalogue.local_services import LocalService
from knockon.catalogue.yaml import did_you_mean, load_strict
from knockon.errors import KnockonError
from knockon.plans.shaping import Day, Shape, Within, fit
from knockon.register.state import NoticeRecord, State, Status
from knockon.register.terms import Period

__all__ = [
    "ANY_OTHER",
    "LeadTime",
    "LeadTimes",
    "Shortfall",
    "new_lead_times",
    "read_lead_times",
    "shortfalls",
]

ANY_OTHER = "any_other"
"""The key under which an ICB says how long it takes for whatever it does not name."""


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How long a replacement takes, and when work on it began; None: not begun.

    ``takes`` UNKNOWN: the ICB does not know yet.
    """

    takes: Period | Unknown
    started_on: date | None = None
    source: str | None = None

    def ready(self, today: date) -> date | Unknown:
        """Return the first day a replacement could run, begun today if not begun before."""
        if not isinstance(self.takes, Period):
            return UNKNOWN
        return self.takes.after(self.started_on or today)


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """An ICB's lead times by service, with what holds for any other."""

    icb: str
    by_service: Mapping[str, LeadTime]
    any_other: LeadTime | None = None

    def of(self, service: str) -> LeadTime:
        """Return the lead time of a service; unknown where the ICB says nothing."""
        return self.by_service.get(service, self.any_other or LeadTime(UNKNOWN))


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A service that ends on a day for some holders, and when a replacement could be there.

    ``days`` without one: UNKNOWN where the end or the lead time is; 0 where it comes in time.
    ``status`` is that of the notices: only firm ones are certain to end.
    """

    service: str
    status: Status
    ends_on: date | Unknown
    ready_on: date | Unknown
    days: int | Unknown
    holders: tuple[str, ...]
    lead_time: LeadTime


def shortfalls(state: State, leads: LeadTimes, today: date) -> tuple[Shortfall, ...]:
    """Return every end to come of a notice that stands, soonest first, with its shortfall.

    Notices on one service with the same end and status are told together. A service whose patients
    a notice names a taker for is left out: it is replaced already.
    """
    together: dict[tuple[str, Status, date | Unknown], list[NoticeRecord]] = {}
    for record in state.standing():
        notice = record.notice
        over = isinstance(notice.ends_on, date) and notice.ends_on < today
        if not over and not isinstance(notice.receiving, str):
            key = (notice.service, record.status, notice.ends_on)
            together.setdefault(key, []).append(record)
    found = [_shortfall(key, records, leads, today) for key, records in together.items()]
    return tuple(sorted(found, key=_order))


def _shortfall(
    key: tuple[str, Status, date | Unknown],
    records: Collection[NoticeRecord],
    leads: LeadTimes,
    today: date,
) -> Shortfall:
    service, status, ends_on = key
    lead_time = leads.of(service)
    ready_on = lead_time.ready(today)
    days: int | Unknown = UNKNOWN
    if isinstance(ends_on, date) and isinstance(ready_on, date):
        days = max(0, (ready_on - ends_on).days - 1)
    return Shortfall(
        service,
        status,
        ends_on,
        ready_on,
        days=days,
        holders=tuple(sorted({record.notice.holder.code for record in records})),
        lead_time=lead_time,
    )


def _order(one: Shortfall) -> tuple[date, str, str]:
    ends_on = one.ends_on if isinstance(one.ends_on, date) else date.max
    return ends_on, one.service, one.status


def new_lead_times(services: Mapping[str, LocalService]) -> str:
    """Return the text of a file of lead times to fill in, every service there and unknown."""
    lines = [
        "# How long it takes to put another service in place, by your own reckoning: 6 months,",
        "# 20 weeks, 90 days, or unknown. started_on is the day work on it began, where it has.",
        "format: knockon/lead-times/1",
        "icb: your ICB",
        "lead_times:",
        *(f"  {key}: {{takes: unknown}}  # {one.name}" for key, one in sorted(services.items())),
        f"  {ANY_OTHER}: {{takes: unknown}}",
    ]
    return "\n".join(lines) + "\n"


class _LeadTimeShape(Shape):
    """How long one service's replacement takes."""

    takes: str
    started_on: Day | None = None
    source: str | None = None


class _LeadTimesShape(Shape):
    """A file of lead times."""

    made_by: ClassVar[str] = "knockon register lead-times --new"

    form: Annotated[Literal["knockon/lead-times/1"], Field(alias="format")] = "knockon/lead-times/1"
    icb: str
    lead_times: dict[str, _LeadTimeShape]


_WITHIN: Within = {"lead_times": (1, _LeadTimeShape)}


def read_lead_times(path: Path, services: Collection[str]) -> LeadTimes:
    """Return an ICB's lead times from a YAML or JSON file.

    K001 to K007, K101, K102: the file is not readable or has another shape; K721: a service that
    is none of ``services``; K720: a length of time that is none; each with its line.
    """
    document = load_strict(path)
    shape = fit(document, _LeadTimesShape, _WITHIN)
    found: dict[str, LeadTime] = {}
    for service, one in shape.lead_times.items():
        place = document.place(("lead_times", service))
        if service != ANY_OTHER and service not in services:
            raise KnockonError(
                "K721",
                f"no local service is called {service!r}",
                expected=f"a local service of the packs, or {ANY_OTHER}",
                remedy=did_you_mean(service, [*services, ANY_OTHER]),
                place=place,
            )
        found[service] = LeadTime(_takes(one.takes, place), one.started_on, one.source)
    any_other = found.pop(ANY_OTHER, None)
    return LeadTimes(shape.icb, found, any_other)


def _takes(text: str, place: str) -> Period | Unknown:
    if text == UNKNOWN.value:
        return UNKNOWN
    try:
        return Period.parse(text)
    except KnockonError as problem:
        raise problem.at(place) from None
