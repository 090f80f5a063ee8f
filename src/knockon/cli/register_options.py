"""What the commands of the ledger share: its file, who records, and what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knockon.cli.options import as_moment
from knockon.cli.telling import answer, answer_json, note

if TYPE_CHECKING:
    from knockon.register import Book, Ledger, State

LedgerFile = Annotated[Path, typer.Argument(metavar="LEDGER", help="The ledger's file.")]
By = Annotated[str, typer.Option(metavar="WHO", help="Who records it: a name or a role.")]
At = Annotated[
    datetime | None,
    typer.Option(
        metavar="MOMENT",
        parser=as_moment,
        help="When it was recorded, if not now: for what was kept on paper so far.",
    ),
]


@contextmanager
def open_book(ledger: Path) -> Iterator[Book]:
    """Hold a ledger for writing, and say so if a last line cut short was cleared away."""
    from knockon.register import writing

    with writing(ledger) as book:
        if book.torn is not None:
            note(f"Note: {book.torn.sentence()}.")
        yield book


def read(ledger: Path) -> Ledger:
    """Return a ledger, and say so if a last line cut short was left out."""
    from knockon.register import read_ledger

    held = read_ledger(ledger)
    if held.torn is not None:
        note(f"Note: {held.torn.sentence()}.")
    return held


def told(ids: Sequence[str], book: Book, *, json: bool) -> None:
    """Say which notices an act touched, and the number and hash of its entry."""
    if json:
        last = book.last
        document = {"entry": last.seq, "kind": last.kind, "hash": last.hash, "notices": list(ids)}
        answer_json(document)
        return
    count = f"{len(ids)} notices" if len(ids) > 1 else "1 notice"
    answer(f"{book.last.kind.capitalize()}: {count}, {spans(ids)} (entry {book.last.seq})")


def tell_short(ids: Sequence[str], state: State) -> None:
    """Say which notices end before the notice owed has run out: it is recorded all the same."""
    from knockon.register import days_short

    short: dict[int, list[str]] = {}
    for number in ids:
        days = days_short(state.records[number].notice)
        if isinstance(days, int) and days > 0:
            short.setdefault(days, []).append(number)
    for days, numbers in short.items():
        count = "1 day" if days == 1 else f"{days} days"
        verb = "ends" if len(numbers) == 1 else "end"
        note(f"Note: {spans(numbers)} {verb} {count} before the notice owed has run out.")


def spans(ids: Sequence[str]) -> str:
    """Return ids with runs of following numbers drawn together: ``N1-N45, N50``."""
    runs: list[list[int]] = []
    for number in sorted(int(one[1:]) for one in ids):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"N{first}" if first == last else f"N{first}-N{last}" for first, last in runs)
