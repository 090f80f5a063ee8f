"""How long the register takes with much in it: ``python benchmarks/register.py [DIR]``.

Makes up 100,000 notices of one board (300 practices in 40 places) and of England (6,139 practices
in 106 places), and a workbook of 50,000 rows; prints seconds of processor time.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from knockon.catalogue import load
from knockon.register import (
    Holder,
    Notice,
    NoticeRecord,
    Sender,
    State,
    Step,
    new_ledger,
    read_ledger,
    writing,
)
from knockon.register.coverage import coverage
from knockon.register.coverage_lists import PatientList
from knockon.register.exporting import table_rows
from knockon.register.importing import import_table, read_rows
from knockon.reports.ledger_workbook import workbook

MONDAY = date(2024, 9, 16)
BEGUN = datetime(2024, 9, 1, tzinfo=UTC)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NOTICES, ROWS, WEEKS = 100_000, 50_000, 52
SERVICES = load().local_services
T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    """Return what work gives and print how long it took."""
    begun = time.process_time()
    found = work()
    print(f"{what}: {time.process_time() - begun:.1f} s")
    return found


def lists(practices: int, places: int) -> list[PatientList]:
    """Return made-up practices spread over places."""
    return [
        PatientList(f"X{10_000 + n}", 5_000 + n % 9_000, f"Place {n % places}", f"U{n % 1_250:05d}")
        for n in range(practices)
    ]


def notices(practices: int, count: int) -> list[Notice]:
    """Return made-up notices, no two the same."""
    dice = random.Random(20240916)
    sender, found = Sender("alliance", "The Alliance"), {}
    while len(found) < count:
        given_on = MONDAY + timedelta(days=dice.randrange(-60, 300))
        notice = Notice(
            sender=sender,
            holder=Holder("practice", f"X{10_000 + dice.randrange(practices)}"),
            service=dice.choice(list(SERVICES)),
            patients=dice.choice((("new",), ("existing",), ("all",))),
            given_on=given_on,
            ends_on=given_on + timedelta(days=90),
            note=f"notice {len(found)}",
        )
        found[notice] = None
    return list(found)


def state(held: list[Notice]) -> State:
    """Return a state in which three in four notices are firm and the rest conditional."""
    step = Step(1, "recorded", MONDAY, NOW, "the LMC")
    records = {
        f"N{n}": NoticeRecord(f"N{n}", one, one, "conditional" if n % 4 == 0 else "firm", (step,))
        for n, one in enumerate(held, start=1)
    }
    return State("Made up", records, len(records), NOW)


def main(folder: Path) -> None:
    """Measure."""
    for where, practices, places in (("a board", 300, 40), ("England", 6_139, 106)):
        known, held = lists(practices, places), state(notices(practices, NOTICES))
        timed(
            f"coverage, {where}: {NOTICES:,} notices, {WEEKS} weeks, {places} places",
            lambda held=held, known=known: coverage(held, known, first=MONDAY, weeks=WEEKS),
        )
    table, ledger = folder / "notices.xlsx", folder / "ledger.jsonl"
    rows = table_rows(state(notices(300, ROWS)))
    natural = [[*row[:-5], "", "", "", "", ""] for row in rows]
    table.write_bytes(workbook(SERVICES, natural, title="Made up"))
    read = timed(
        f"reading a workbook of {ROWS:,} rows",
        lambda: read_rows(table, services=SERVICES, today=NOW.date()),
    )
    new_ledger(ledger, "Made up", by="x", at=BEGUN)

    def record() -> None:
        with writing(ledger) as book:
            import_table(book, read, services=SERVICES, by="x", at=NOW)

    timed("recording them", record)
    timed("reading the ledger again", lambda: read_ledger(ledger).state())


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            main(Path(made))
