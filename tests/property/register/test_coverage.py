"""Coverage against another way to it: one practice, one notice and one Sunday at a time."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knockon.catalogue.facts import UNKNOWN
from knockon.register import Capacity, Holder, Notice, NoticeRecord, Sender, State, Step
from knockon.register.coverage import EVERYWHERE, coverage
from knockon.register.coverage_lists import PatientList
from knockon.register.coverage_runs import COVERS, GROUPS, MIGHTS

MONDAY = date(2024, 9, 16)
WEEKS = 12
MIDNIGHT = datetime(2024, 9, 16, tzinfo=UTC)
SERVICES = ("dmard_monitoring", "physiotherapy")
STATUSES = ("considered", "conditional", "firm", "withdrawn", "lapsed", "superseded", "mistaken")
PATIENTS = (("new",), ("existing",), ("new", "existing"), ("beyond_capacity",), ("all",))

lists = st.lists(
    st.builds(
        lambda number, patients, place, pcn, adults: PatientList(
            f"X1000{number}", patients, place, pcn, None if adults is None else patients // adults
        ),
        number=st.integers(0, 5),
        patients=st.integers(0, 9_999),
        place=st.sampled_from(("Hill", "Vale")),
        pcn=st.sampled_from(("U00001", "U00002", None)),
        adults=st.sampled_from((None, 1, 2)),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one.practice,
)
days = st.integers(-40, 7 * WEEKS + 40).map(lambda number: MONDAY + timedelta(days=number))


@st.composite
def standing(draw: st.DrawFn) -> tuple[str, Notice]:
    status = draw(st.sampled_from(STATUSES))
    start, end = sorted((draw(days), draw(days)))
    patients = draw(st.sampled_from(PATIENTS))
    beyond = "beyond_capacity" in patients
    holder = draw(
        st.one_of(
            st.integers(0, 6).map(lambda number: Holder("practice", f"X1000{number}")),
            st.sampled_from(("U00001", "U00002", "U00003")).map(lambda code: Holder("pcn", code)),
        )
    )
    return status, Notice(
        sender=Sender("alliance", "The Alliance"),
        holder=holder,
        service=draw(st.sampled_from(SERVICES)),
        patients=patients,  # type: ignore[arg-type]
        given_on=None if status == "considered" else start,
        ends_on=draw(st.sampled_from((end, end, end, UNKNOWN))),
        capacity=draw(st.sampled_from((UNKNOWN, Capacity(3, "week")))) if beyond else None,
        receiving=draw(st.sampled_from((None, UNKNOWN, "A clinic"))),
    )


def state_of(notices: list[tuple[str, Notice]]) -> State:
    step = Step(1, "recorded", MONDAY, MIDNIGHT, "the LMC")
    records = {
        f"N{number}": NoticeRecord(f"N{number}", one, one, status, (step,))  # type: ignore[arg-type]
        for number, (status, one) in enumerate(notices, start=1)
    }
    return State("Made up", records, len(records), MIDNIGHT)


def concerns(notice: Notice, one: PatientList, service: str, group: str) -> bool:
    mine = (notice.holder.kind, notice.holder.code) in (
        ("practice", one.practice),
        ("pcn", one.pcn),
    )
    everybody = notice.patients in (("all",), ("new", "existing"))
    named = group in notice.patients or everybody
    return mine and notice.service == service and named


def on_a_day(notices: list[tuple[str, Notice]], day: date) -> tuple[str, str | None]:
    "How a group stands on a day, told from the notices alone."
    over = [n for s, n in notices if s == "firm" and n.ends_on is not UNKNOWN and n.ends_on < day]
    if over:
        if any(isinstance(n.receiving, str) for n in over):
            return "somewhere", None
        return ("nowhere" if all(n.receiving is None for n in over) else "where_unknown"), None
    running = [
        n for s, n in notices if s == "firm" and n.given_on is not None and n.given_on <= day
    ]
    cover = "covered"
    if running:
        if any(n.ends_on is UNKNOWN for n in running):
            return "end_unknown", None
        cover = "ending"
    for status in ("conditional", "considered"):
        for each, n in notices:
            if each == status and n.ends_on is not UNKNOWN and n.ends_on < day:
                return cover, status
    for each, n in notices:
        begun = n.given_on is None or n.given_on <= day
        if each in ("conditional", "considered") and n.ends_on is UNKNOWN and begun:
            return cover, "undated"
    return cover, None


@given(known=lists, notices=st.lists(standing(), max_size=10))
def test_the_same_as_day_by_day(
    known: list[PatientList], notices: list[tuple[str, Notice]]
) -> None:
    found = coverage(state_of(notices), known, first=MONDAY, weeks=WEEKS)
    for service in SERVICES:
        for group in GROUPS:
            for place in (EVERYWHERE, *found.places):
                cell = found.cell(service, group, place)
                for week in range(WEEKS):
                    sunday = MONDAY + timedelta(days=7 * week + 6)
                    practices: Counter[str | None] = Counter()
                    patients: Counter[str | None] = Counter()
                    for one in known:
                        if place in (EVERYWHERE, one.place):
                            own = [(s, n) for s, n in notices if concerns(n, one, service, group)]
                            for word in on_a_day(own, sunday):
                                practices[word] += 1
                                patients[word] += one.patients
                    for cover in COVERS:
                        heads = cell.heads(week, cover)
                        assert (heads.practices, heads.patients) == (
                            practices[cover],
                            patients[cover],
                        )
                    for might in MIGHTS:
                        heads = cell.might(week, might)
                        assert (heads.practices, heads.patients) == (
                            practices[might],
                            patients[might],
                        )


@given(known=lists, notices=st.lists(standing(), max_size=8))
def test_every_practice_stands_somewhere_every_week(
    known: list[PatientList], notices: list[tuple[str, Notice]]
) -> None:
    found = coverage(state_of(notices), known, first=MONDAY, weeks=WEEKS)
    for cell in found.cells.values():
        for week in range(WEEKS):
            assert cell.heads(week, *COVERS) == cell.registered


@given(known=lists, notices=st.lists(standing(), max_size=8), later=st.integers(1, 60))
def test_putting_a_notice_off_never_takes_cover_away(
    known: list[PatientList], notices: list[tuple[str, Notice]], later: int
) -> None:
    firm = [
        (status, one)
        for status, one in notices
        if status == "firm" and isinstance(one.ends_on, date)
    ]
    put_off = [
        (status, dataclasses.replace(one, ends_on=one.ends_on + timedelta(days=later)))
        for status, one in firm
    ]
    sooner = coverage(state_of(firm), known, first=MONDAY, weeks=WEEKS)
    after = coverage(state_of(put_off), known, first=MONDAY, weeks=WEEKS)
    for (service, place, group), cell in sooner.cells.items():
        for week in range(WEEKS):
            moved = after.cell(service, group, place)
            assert moved.gone(week).practices <= cell.gone(week).practices
