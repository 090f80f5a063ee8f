"""A ledger and a file of notices of the first version are read for ever, to the same values.

``golden.jsonl`` holds one entry of every kind. ``standing.json`` is what it comes to,
``due.json`` what came due in it in October.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from knockon.cli.register_due import Coming
from knockon.cli.register_page import document
from knockon.register import (
    KINDS,
    Capacity,
    Decided,
    Deferred,
    Given,
    Learned,
    Mistaken,
    Period,
    Recorded,
    Superseded,
    Withdrawn,
    new_ledger,
    read_ledger,
    read_notices,
    writing,
)

HERE = Path(__file__).parent
NOTICES, LEDGER, STANDING = HERE / "golden.yaml", HERE / "golden.jsonl", HERE / "standing.json"
DUE = HERE / "due.json"
SEPTEMBER, OCTOBER = date(2024, 9, 16), date(2024, 10, 1)


def written(path: Path) -> None:
    "The ledger of the sample, recorded anew."
    first, second, third, *rest = read_notices(NOTICES)
    new_ledger(path, "Sample", by="A. Clerk", at=datetime(2024, 9, 16, 9, tzinfo=UTC))
    services = {notice.service for notice in (first, third, *rest)}
    acts: list[Any] = [
        Recorded((first, second, third, *rest)),
        Given(("N3",), OCTOBER, "email", date(2025, 1, 31), "decided at the meeting"),
        Deferred(("N1", "N3"), OCTOBER, date(2025, 3, 31), "the PCN"),
        Learned(("N3",), OCTOBER, owed=Period(6, "months"), receiving="a hub"),
        Decided(("N3",), OCTOBER, "confirmed"),
        Superseded(("N2",), OCTOBER, ("N1",)),
        Mistaken(("N4",), OCTOBER),
        Withdrawn(("N1",), OCTOBER, "funded"),
    ]
    with writing(path) as book:
        for nth, act in enumerate(acts):
            moment = datetime(2024, 10, 1, 9, nth, tzinfo=UTC)
            book.record(act, by="B. Partner", at=moment, services=services)


def test_it_holds_one_entry_of_every_kind() -> None:
    assert {entry.kind for entry in read_ledger(LEDGER).entries} == set(KINDS)


def test_it_is_read_to_the_same_values() -> None:
    standing = json.loads(STANDING.read_text("utf-8"))
    assert document(read_ledger(LEDGER).state()) == standing


def test_it_is_written_to_the_same_bytes(tmp_path: Path) -> None:
    written(tmp_path / "ledger.jsonl")
    assert (tmp_path / "ledger.jsonl").read_bytes() == LEDGER.read_bytes()


def test_what_comes_due_is_told_in_the_same_words() -> None:
    state = read_ledger(LEDGER).state(seq=5)
    found = Coming(state, OCTOBER, (14, 30, 90, 200)).document()
    assert found == json.loads(DUE.read_text("utf-8"))


def test_the_file_of_notices_is_read_to_the_same_values() -> None:
    first = [record.first for record in read_ledger(LEDGER).state().records.values()]
    assert first == list(read_notices(NOTICES))
    assert first[2].capacity == Capacity(40, "week")
