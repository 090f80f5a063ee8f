"""Read what a safe day is reckoned from: ``knockon/safe-day/1``, YAML or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from knockon.catalogue.facts import UNKNOWN, Unknown
from knockon.catalogue.yaml import Document, did_you_mean, load_strict
from knockon.errors import KnockonError
from knockon.plans.shaping import Number, Shape, Within, fit
from knockon.safeday.demand import Stated
from knockon.safeday.exceptions import Group
from knockon.safeday.rota import WORKING_WEEK, Clinician, Rota
from knockon.safeday.urgent import Held, Of

FORMAT = "knockon/safe-day/1"
_DAYS = tuple(day.capitalize() for day in WORKING_WEEK)


def _known(value: object) -> object:
    """Take the word unknown for nothing known; anything else as it stands."""
    return None if value == UNKNOWN.value else value


NumberOrUnknown = Annotated[Number | None, BeforeValidator(_known)]


@dataclass(frozen=True, slots=True)
class Practice:
    """What a practice says of its days: its rota, its demand, what it holds, who is excepted."""

    rota: Rota
    stated: Stated
    held: Held
    list_now: float | Unknown
    exceptions: tuple[Group, ...]


class ClinicianShape(Shape):
    """A clinician: a label, and sessions by weekday; a day left out is not worked."""

    name: str
    sessions: dict[str, Number]


class HeldShape(Shape):
    """What is held for urgent contacts."""

    seen: Number
    of: Literal["contacts", "days"] = "contacts"
    unused: Literal["released", "lost"] = "released"


class AgesShape(Shape):
    """Ages in years, both ends included."""

    first: int | None = Field(default=None, alias="from")
    last: int | None = Field(default=None, alias="to")


class GroupShape(Shape):
    """A group that is seen over the limit."""

    inner: ClassVar[Mapping[str, type[Shape]]] = {"ages": AgesShape}
    name: str
    ages: AgesShape | None = None


class SafeDayShape(Shape):
    """The whole file."""

    made_by = "knockon safe-day new"
    inner: ClassVar[Mapping[str, type[Shape]]] = {"held": HeldShape}
    format: Literal["knockon/safe-day/1"] = "knockon/safe-day/1"
    full_day: Number
    clinicians: list[ClinicianShape]
    asked: NumberOrUnknown = None
    asked_by_weekday: Annotated[dict[str, Number] | None, BeforeValidator(_known)] = None
    urgent_share: NumberOrUnknown = None
    held: HeldShape
    list_now: NumberOrUnknown = None
    exceptions: list[GroupShape] = Field(default_factory=list)


def read_safe_day(path: Path) -> Practice:
    """Return what the file says.

    K001 to K007, K101 and K102 as for any file; K130: the rota; K133: a number; K134: an exception.
    """
    return safe_day_from(load_strict(path))


def safe_day_from(document: Document) -> Practice:
    """Return what a document already read says (see :func:`read_safe_day`)."""
    within: Within = {"clinicians": (1, ClinicianShape), "exceptions": (1, GroupShape)}
    shape = fit(document, SafeDayShape, within)
    with _placed_at(document, "clinicians"):
        rota = Rota(tuple(_clinicians(shape, document)), shape.full_day)
    with _placed_at(document, "held"):
        of: Of = shape.held.of
        held = Held(shape.held.seen, of, shape.held.unused == "released")
    return Practice(
        rota=rota,
        stated=_stated(shape, document),
        held=held,
        list_now=_or_unknown(shape.list_now),
        exceptions=tuple(_groups(shape, document)),
    )


def _clinicians(shape: SafeDayShape, document: Document) -> Iterator[Clinician]:
    for number, one in enumerate(shape.clinicians):
        sessions = _by_weekday(one.sessions, document, ("clinicians", number, "sessions"))
        with _placed_at(document, "clinicians", number):
            yield Clinician(one.name, tuple(sessions.get(day, 0.0) for day in _DAYS))


def _stated(shape: SafeDayShape, document: Document) -> Stated:
    by_weekday: tuple[float, ...] | Unknown = UNKNOWN
    if shape.asked_by_weekday is not None:
        path = ("asked_by_weekday",)
        counts = _by_weekday(shape.asked_by_weekday, document, path)
        by_weekday = tuple(counts.get(day, 0.0) for day in _DAYS)
    key = next((k for k in ("asked_by_weekday", "asked") if k in document.value), "clinicians")
    with _placed_at(document, key):
        return Stated(_or_unknown(shape.asked), by_weekday, _or_unknown(shape.urgent_share))


def _by_weekday(
    given: Mapping[str, float], document: Document, path: tuple[str | int, ...]
) -> Mapping[str, float]:
    """Return numbers by weekday; K133 for a day that is none of the five."""
    for day in given:
        if day not in _DAYS:
            raise KnockonError(
                "K133",
                f"{day!r} is not a weekday",
                expected=", ".join(_DAYS),
                remedy=did_you_mean(day, _DAYS) or "Saturdays and Sundays are left out here.",
                place=document.place((*path, day)),
            )
    return given


def _groups(shape: SafeDayShape, document: Document) -> Iterator[Group]:
    for number, one in enumerate(shape.exceptions):
        with _placed_at(document, "exceptions", number):
            yield Group(one.name, (one.ages.first, one.ages.last) if one.ages else None)


def _or_unknown(value: float | None) -> float | Unknown:
    return UNKNOWN if value is None else value


@contextmanager
def _placed_at(document: Document, *path: Any) -> Iterator[None]:
    """Say of a problem where in the file it lies."""
    try:
        yield
    except KnockonError as problem:
        if problem.place is None:
            problem.place = document.place(path)
        raise


def new_safe_day() -> str:
    """Return the text of a commented file to fill in, which runs as it stands with a system."""
    days = "{" + ", ".join(f"{day}: 2" for day in _DAYS) + "}"
    return f"""\
# What a safe day is reckoned from. Names are labels: leave out people's own.
format: {FORMAT}
# Sessions that make a full day, to which the plan's limit applies whole.
full_day: 2
# Everyone to whom the limit applies, with the sessions of a usual week; a day left out is free.
clinicians:
  - name: GP 1
    sessions: {days}
  - name: GP 2
    sessions: {{Monday: 2, Tuesday: 2, Thursday: 1}}
# Contacts asked for on a usual working day, brief and informal ones too. unknown: from --system.
asked: unknown
# Or, better, by weekday in place of `asked`:
# asked_by_weekday: {{Monday: 80, Tuesday: 62, Wednesday: 60, Thursday: 58, Friday: 60}}
# Share of them that cannot wait for another day. unknown: from --system, the share booked same-day.
urgent_share: unknown
# Slots held back so that 95% of urgent contacts are seen the same day (of: contacts), or so that on
# 95% of days all of them are (of: days). unused: released goes to the list, lost goes to nobody.
held: {{seen: 0.95, of: contacts, unused: released}}
# People on the routine list today. unknown: only what is added to them is told.
list_now: unknown
# Who is seen over the limit all the same. Practices differ; these are examples.
exceptions:
  - name: Children under 5
    ages: {{to: 4}}
  - name: People aged 65 and over
    ages: {{from: 65}}
  - name: Under treatment for cancer
  - name: Palliative care
"""
