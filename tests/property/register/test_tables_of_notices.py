"""A ledger written out as a table and taken in again holds the same notices, standing the same."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from knockon.catalogue import load
from knockon.catalogue.facts import UNKNOWN
from knockon.errors import KnockonError
from knockon.register import (
    Agreement,
    Capacity,
    Condition,
    Decided,
    Deferred,
    Holder,
    Mistaken,
    Notice,
    Owed,
    Period,
    Recorded,
    Sender,
    State,
    Superseded,
    Withdrawn,
    new_ledger,
    read_ledger,
    writing,
)
from knockon.register.exporting import table_csv, table_rows
from knockon.register.importing import import_table, read_rows
from knockon.reports.ledger_workbook import workbook

BEGUN = datetime(2024, 9, 1, tzinfo=UTC)
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
SERVICES = load().local_services
# Words that mean something in a cell are no names.
words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=12
).filter(lambda text: text not in ("none", "unknown") and not text.startswith("'"))
days = st.integers(0, 200).map(lambda number: date(2024, 9, 16) + timedelta(days=number))
known_or_not = st.one_of(words, st.sampled_from((None, UNKNOWN)))
text_or_not = st.one_of(words, st.none())


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    basis: Any = draw(st.sampled_from(("signed", "implied", "unfunded", "unknown")))
    name = draw(st.one_of(words, st.just(UNKNOWN)) if basis == "signed" else known_or_not)
    return Agreement(basis, name, draw(known_or_not))


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    start, decide, end = sorted(draw(st.tuples(days, days, days)))
    patients: Any = draw(
        st.sampled_from((("new",), ("existing",), ("new", "existing"), ("beyond_capacity",)))
    )
    holder = Holder("practice", f"X1000{draw(st.integers(0, 9))}")
    alliance, itself = Sender("alliance", draw(words)), Sender("practice", "A name", holder.code)
    capacity: Any = None
    if patients == ("beyond_capacity",):
        per: Any = draw(st.sampled_from(("day", "week", "month", "year", "at_once")))
        capacity = draw(st.sampled_from((UNKNOWN, Capacity(12, per))))
    return Notice(
        sender=draw(st.sampled_from((alliance, itself))),
        holder=holder,
        service=draw(st.sampled_from(("dmard_monitoring", "phlebotomy"))),
        patients=patients,
        given_on=draw(st.sampled_from((start, None))),
        ends_on=draw(st.sampled_from((end, UNKNOWN))),
        agreement=draw(agreements()),
        owed=Owed(
            draw(st.sampled_from((None, UNKNOWN, Period(3, "months"), Period(1, "weeks")))),
            draw(st.one_of(words, st.just(UNKNOWN))),
        ),
        recipient=draw(st.one_of(words, st.just(UNKNOWN))),
        form=draw(st.sampled_from(("letter", UNKNOWN))),
        letter=draw(text_or_not),
        tier=draw(text_or_not),
        capacity=capacity,
        receiving=draw(known_or_not),
        condition=draw(
            st.sampled_from((None, Condition("it is funded", decide), Condition("talks succeed")))
        ),
        note=draw(text_or_not),
    )


def what_becomes(draw: st.DataObject, numbers: tuple[str, ...]) -> Any:
    "An act on one notice; the ledger refuses those that make no sense."
    one = (draw.draw(st.sampled_from(numbers)),)
    on = draw.draw(days)
    other = (draw.draw(st.sampled_from(numbers)),)
    return draw.draw(
        st.sampled_from(
            (
                Withdrawn(one, on, "by agreement"),
                Deferred(one, on, on + timedelta(days=300), "the PCN"),
                Decided(one, on, "lapsed"),
                Decided(one, on, "confirmed", "=no money"),
                Superseded(one, on, other),
                Mistaken(one, on),
            )
        )
    )


def standing(state: State) -> list[tuple[Any, ...]]:
    return [
        (one.id, one.notice, one.status, one.superseded_by)
        + ((one.since,) if not one.stands else ())
        for one in state.records.values()
    ]


@settings(max_examples=40)
@given(
    held=st.lists(notices(), min_size=1, max_size=5, unique=True),
    data=st.data(),
    form=st.sampled_from((".csv", ".xlsx")),
)
def test_out_and_in_again(held: list[Notice], data: st.DataObject, form: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first.jsonl"), Path(folder, "second.jsonl")
        for path in (first, second):
            new_ledger(path, "A county", by="x", at=BEGUN)
        with writing(first) as book:
            ids = book.record(Recorded(tuple(held)), by="x", at=NOW, services=SERVICES)
            for _ in range(data.draw(st.integers(0, 4))):
                try:
                    book.record(what_becomes(data, ids), by="x", at=NOW)
                except KnockonError:
                    continue
        state = read_ledger(first).state()
        if len({one.notice for one in state.records.values()}) < len(held):
            return  # what was put off became equal to another: told in the manual
        table = Path(folder, f"table{form}")
        if form == ".csv":
            table.write_text(table_csv(state), encoding="utf-8", newline="")
        else:
            table.write_bytes(workbook(SERVICES, table_rows(state), title=state.title))
        for again in (False, True):
            rows = read_rows(table, services=SERVICES, today=NOW.date())
            with writing(second) as book:
                found = import_table(book, rows, services=SERVICES, by="x", at=NOW)
            assert found.problems == ()
            assert len(found.added) == (0 if again else len(held))
            assert not (again and found.changed)
            assert standing(read_ledger(second).state()) == standing(state)
