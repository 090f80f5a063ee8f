"""What becomes of notices, recorded: each command is one act, for one notice or for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.options import Json, as_day, example
from knockon.cli.register_options import At, By, LedgerFile, open_book, tell_short, told

if TYPE_CHECKING:
    from knockon.register import Change, NoticeRecord, State

Option = typer.Option
MOST_IN_A_RUN = 1_000_000
"""No ledger has more notices; a longer run is a slip of the keyboard."""

Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="NOTICE...", help="Numbers as `show` lists them: N3, N5-N9."),
]
Letter = Annotated[
    str | None, Option(metavar="REF", help="Every notice that stands of this letter.")
]
Service = Annotated[
    str | None, Option(metavar="ID", help="Every notice that stands on this service.")
]
Holder = Annotated[
    list[str] | None,
    Option(metavar="ODS", help="Every notice that stands of this practice or PCN; again for more."),
]
On = Annotated[
    date | None,
    Option("--on", metavar="DAY", parser=as_day, help="The day; that of recording if not."),
]
Why = Annotated[str | None, Option(help="The reason, in a few words.")]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which notices an act is about: those named, or those that stand and fit.

    With ``running_on`` those that fit and ended before that day are left out.
    """

    ids: Sequence[str]
    letter: str | None
    service: str | None
    holders: Sequence[str] | None
    running_on: date | None = None

    def among(self, state: State) -> tuple[str, ...]:
        """Return their ids."""
        if self.ids:
            return tuple(number for text in self.ids for number in _run(text))
        if not (self.letter or self.service or self.holders):
            raise typer.BadParameter("name notices, or a --letter, --service or --holder")
        return tuple(record.id for record in state.standing() if self._fits(record))

    def _fits(self, record: NoticeRecord) -> bool:
        notice = record.notice
        return (
            self.letter in (None, notice.letter)
            and self.service in (None, notice.service)
            and (not self.holders or notice.holder.code in self.holders)
            and (self.running_on is None or record.runs_on(self.running_on))
        )


@dataclass(frozen=True, slots=True)
class Recording:
    """Where an act is recorded, by whom and when, and how to say so."""

    ledger: Path
    by: str
    at: datetime | None
    json: bool

    def day(self, on: date | None) -> date:
        """Return the day of an act: the one said, else that of recording, else today."""
        return on or (date.today() if self.at is None else self.at.date())

    def of(self, chosen: Chosen, change: Callable[[tuple[str, ...]], Change]) -> None:
        """Record one act on the notices chosen; nobody else writes meanwhile."""
        with open_book(self.ledger) as book:
            ids = chosen.among(book.state())
            told(book.record(change(ids), by=self.by, at=self.at), book, json=self.json)
            tell_short(ids, book.state())


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group ``register``."""
    start = "knockon register"
    end = '--by "A. Clerk"'
    group.command(epilog=example(f"{start} give ledger.jsonl N12 --on 2024-10-01 {end}"))(give)
    group.command(epilog=example(f"{start} withdraw ledger.jsonl N3 --why funded {end}"))(withdraw)
    group.command(
        epilog=example(
            f"{start} defer ledger.jsonl --letter 2024-09-19 --to 2025-03-31"
            f' --decided-by "the PCN" {end}'
        )
    )(defer)
    group.command(epilog=example(f"{start} decide ledger.jsonl N4-N9 --outcome lapsed {end}"))(
        decide
    )
    group.command(epilog=example(f"{start} supersede ledger.jsonl N3 --with N12 {end}"))(supersede)
    group.command(epilog=example(f'{start} learn ledger.jsonl N3 --owed "3 months" {end}'))(learn)
    group.command(epilog=example(f"{start} mistake ledger.jsonl N3 {end}"))(mistake)


def give(
    ledger: LedgerFile,
    by: By,
    notices: Ids = None,
    letter: Letter = None,
    service: Service = None,
    holder: Holder = None,
    on: On = None,
    form: Annotated[
        str | None, Option(metavar="FORM", help="letter, email, portal, meeting or other.")
    ] = None,
    ends_on: Annotated[
        date | None,
        Option(metavar="DAY", parser=as_day, help="The last day, if not as considered."),
    ] = None,
    why: Why = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Record that notices only considered so far are given."""
    from knockon.catalogue.facts import UNKNOWN
    from knockon.register import Given

    last = ends_on or UNKNOWN
    how: Any = form or UNKNOWN
    chosen = Chosen(notices or (), letter, service, holder)
    recording = Recording(ledger, by, at, json)
    recording.of(chosen, lambda ids: Given(ids, recording.day(on), how, last, why))


def withdraw(
    ledger: LedgerFile,
    by: By,
    notices: Ids = None,
    letter: Letter = None,
    service: Service = None,
    holder: Holder = None,
    on: On = None,
    why: Why = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Record that whoever gave notices takes them back."""
    from knockon.register import Withdrawn

    recording = Recording(ledger, by, at, json)
    chosen = Chosen(notices or (), letter, service, holder, recording.day(on))
    recording.of(chosen, lambda ids: Withdrawn(ids, recording.day(on), why))


def defer(
    ledger: LedgerFile,
    by: By,
    to: Annotated[date, Option(metavar="DAY", parser=as_day, help="The last day as it is now.")],
    decided_by: Annotated[str, Option(metavar="WHO", help="Who decided it: the PCN, a practice.")],
    notices: Ids = None,
    letter: Letter = None,
    service: Service = None,
    holder: Holder = None,
    on: On = None,
    why: Why = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Record that the end of notices is put off."""
    from knockon.register import Deferred

    recording = Recording(ledger, by, at, json)
    chosen = Chosen(notices or (), letter, service, holder, recording.day(on))
    recording.of(chosen, lambda ids: Deferred(ids, recording.day(on), to, decided_by, why))


def decide(
    ledger: LedgerFile,
    by: By,
    outcome: Annotated[str, Option(metavar="WORD", help="lapsed, or confirmed.")],
    notices: Ids = None,
    letter: Letter = None,
    service: Service = None,
    holder: Holder = None,
    on: On = None,
    why: Why = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Record whether conditional notices lapse or are confirmed."""
    from knockon.register import Decided

    word: Any = outcome
    chosen = Chosen(notices or (), letter, service, holder)
    recording = Recording(ledger, by, at, json)
    recording.of(chosen, lambda ids: Decided(ids, recording.day(on), word, why))


def supersede(
    ledger: LedgerFile,
    by: By,
    with_ids: Annotated[
        list[str],
        Option("--with", metavar="NOTICE", help="What takes their place; recorded first."),
    ],
    notices: Ids = None,
    letter: Letter = None,
    service: Service = None,
    holder: Holder = None,
    on: On = None,
    why: Why = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Record that other notices of the ledger take the place of some."""
    from knockon.register import Superseded

    new = tuple(number for text in with_ids for number in _run(text))
    chosen = Chosen(notices or (), letter, service, holder)
    recording = Recording(ledger, by, at, json)
    recording.of(chosen, lambda ids: Superseded(ids, recording.day(on), new, why))


def learn(
    ledger: LedgerFile,
    by: By,
    notices: Ids = None,
    letter: Letter = None,
    service: Service = None,
    holder: Holder = None,
    ends_on: Annotated[
        date | None, Option(metavar="DAY", parser=as_day, help="The last day.")
    ] = None,
    recipient: Annotated[str | None, Option(metavar="NAME", help="To whom it was given.")] = None,
    form: Annotated[str | None, Option(metavar="FORM", help="letter, email, …")] = None,
    basis: Annotated[
        str | None, Option(metavar="BASIS", help="signed, implied or unfunded.")
    ] = None,
    agreement: Annotated[str | None, Option(metavar="NAME", help="Its name, or none.")] = None,
    clause: Annotated[str | None, Option(metavar="CLAUSE", help="Its clause, or none.")] = None,
    owed: Annotated[
        str | None, Option(metavar="LENGTH", help="Notice it asks for: 3 months, or none.")
    ] = None,
    owed_basis: Annotated[str | None, Option(metavar="WHY", help="Where that comes from.")] = None,
    capacity: Annotated[str | None, Option(metavar="NUMBER", help="40 a week, 12 at once.")] = None,
    receiving: Annotated[
        str | None, Option(metavar="WHO", help="Who takes the patients, or none.")
    ] = None,
    decide_on: Annotated[
        date | None, Option(metavar="DAY", parser=as_day, help="When it is decided.")
    ] = None,
    on: On = None,
    why: Why = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Record what was not known of notices and now is; what is known is never changed."""
    from knockon.register import Capacity, Learned, Period

    facts: dict[str, Any] = {
        "ends_on": ends_on,
        "recipient": recipient,
        "form": form,
        "basis": basis,
        "owed_basis": owed_basis,
        "capacity": capacity and Capacity.parse(capacity),
        "decide_on": decide_on,
    }
    learned = {name: value for name, value in facts.items() if value is not None}
    for name, text in {"agreement": agreement, "clause": clause, "receiving": receiving}.items():
        if text is not None:
            learned[name] = None if text == "none" else text
    if owed is not None:
        learned["owed"] = None if owed == "none" else Period.parse(owed)
    chosen = Chosen(notices or (), letter, service, holder)
    recording = Recording(ledger, by, at, json)
    recording.of(chosen, lambda ids: Learned(ids, recording.day(on), why=why, **learned))


def mistake(
    ledger: LedgerFile,
    by: By,
    notices: Ids = None,
    letter: Letter = None,
    service: Service = None,
    holder: Holder = None,
    on: On = None,
    why: Why = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Record that notices were entered by mistake; the entries stay, and they count no more."""
    from knockon.register import Mistaken

    chosen = Chosen(notices or (), letter, service, holder)
    recording = Recording(ledger, by, at, json)
    recording.of(chosen, lambda ids: Mistaken(ids, recording.day(on), why))


def _run(text: str) -> list[str]:
    """Return the numbers a text names: N5, or N5-N9."""
    first, dash, last = text.partition("-")
    if not (dash and first[1:].isdecimal() and last[1:].isdecimal()):
        return [text]
    begin, end = int(first[1:]), int(last[1:])
    if not begin <= end < begin + MOST_IN_A_RUN:
        return [text]
    return [f"N{number}" for number in range(begin, end + 1)]
