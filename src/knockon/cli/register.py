"""The ledger of notices: begin one, add to it, see how it stands, prove that it is whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from knockon.cli import coverage, register_changes
from knockon.cli.listing import Commands
from knockon.cli.options import AsOf, Json, Packs, example
from knockon.cli.page import answer_page
from knockon.cli.register_options import At, By, LedgerFile, open_book, read, tell_short, told
from knockon.cli.telling import answer, answer_json, answer_table

Option = typer.Option


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(
        cls=Commands, help="The ledger of notices: which run, when they end, what became of them."
    )
    group.command(
        epilog=example('knockon register new ledger.jsonl --title "Dorset" --by "A. Clerk"')
    )(new)
    group.command(
        epilog=example(
            'knockon register add ledger.jsonl --from letter.yaml --by "A. Clerk"',
            "knockon register add ledger.jsonl --practice X10001 --service phlebotomy"
            ' --patients all --given-on 2024-09-16 --ends-on 2024-12-31 --by "A. Clerk"',
        )
    )(add)
    register_changes.add_to(group)
    group.command(
        epilog=example(
            "knockon register show ledger.jsonl --as-of 2024-11-01",
            "knockon register show ledger.jsonl N12",
        )
    )(show)
    group.command(epilog=example("knockon register due ledger.jsonl --as-of 2024-11-20"))(due)
    group.command(epilog=example("knockon register verify ledger.jsonl"))(verify)
    coverage.add_to(group)
    app.add_typer(group, name="register", no_args_is_help=True)


def new(
    ledger: LedgerFile,
    title: Annotated[str, Option(help="Whose notices it keeps.")],
    by: By,
    at: At = None,
    json: Json = False,
) -> None:
    """Begin a ledger in a new file."""
    from knockon.register import new_ledger

    entry = new_ledger(ledger, title, by=by, at=at)
    if json:
        answer_json({"ledger": str(ledger), "entry": entry.seq, "hash": entry.hash})
    else:
        answer(f"Ledger: {ledger}")


def add(
    ledger: LedgerFile,
    by: By,
    source: Annotated[
        Path | None,
        Option("--from", metavar="FILE", help="A file of notices, YAML or JSON; or say it here:"),
    ] = None,
    system: Annotated[
        Path | None,
        Option(metavar="DIR", help="A system: its practices hold what the file names nobody for."),
    ] = None,
    practice: Annotated[
        list[str] | None, Option(metavar="ODS", help="Who holds it; may be given again.")
    ] = None,
    pcn: Annotated[
        list[str] | None, Option(metavar="ODS", help="A PCN that holds it; may be given again.")
    ] = None,
    service: Annotated[
        str | None, Option(metavar="ID", help="A service, as `knockon services` lists it.")
    ] = None,
    patients: Annotated[
        str | None,
        Option(metavar="GROUPS", help="all, or of new, existing, beyond_capacity with commas."),
    ] = None,
    given_on: Annotated[
        str | None, Option(metavar="DAY", help="When it was given; none: only considered so far.")
    ] = None,
    ends_on: Annotated[
        str | None, Option(metavar="DAY", help="The last day of the service, or unknown.")
    ] = None,
    sender: Annotated[
        str | None, Option(metavar="NAME", help="The alliance that sends it, if not the holder.")
    ] = None,
    recipient: Annotated[str | None, Option(metavar="NAME", help="To whom it is given.")] = None,
    form: Annotated[
        str | None, Option(metavar="FORM", help="letter, email, portal, meeting or other.")
    ] = None,
    letter: Annotated[
        str | None, Option(metavar="REF", help="What the notices of one letter share.")
    ] = None,
    basis: Annotated[
        str | None, Option(metavar="BASIS", help="signed, implied, unfunded or unknown.")
    ] = None,
    agreement: Annotated[
        str | None, Option(metavar="NAME", help="The agreement's name, or none.")
    ] = None,
    clause: Annotated[str | None, Option(metavar="CLAUSE", help="Its clause, or none.")] = None,
    owed: Annotated[
        str | None, Option(metavar="LENGTH", help="Notice it asks for: 3 months, or none.")
    ] = None,
    owed_basis: Annotated[
        str | None, Option(metavar="WHY", help="Where the length of notice comes from.")
    ] = None,
    capacity: Annotated[
        str | None, Option(metavar="NUMBER", help="For beyond_capacity: 40 a week, 12 at once.")
    ] = None,
    receiving: Annotated[
        str | None, Option(metavar="WHO", help="Who takes the patients, or none.")
    ] = None,
    lapses_if: Annotated[
        str | None, Option(metavar="WHAT", help="What would make it lapse.")
    ] = None,
    decide_on: Annotated[str | None, Option(metavar="DAY", help="When that is decided.")] = None,
    note: Annotated[str | None, Option(help="Anything else.")] = None,
    at: At = None,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Record notices: those of a file, or one said here for each holder."""
    from knockon import catalogue
    from knockon.cli.register_said import notices_said
    from knockon.register import Recorded, read_notices

    said = {
        "practices": practice,
        "pcns": pcn,
        "service": service,
        "patients": patients,
        "given_on": given_on,
        "ends_on": ends_on,
        "sender": sender,
        "recipient": recipient,
        "form": form,
        "letter": letter,
        "basis": basis,
        "agreement": agreement,
        "clause": clause,
        "owed": owed,
        "owed_basis": owed_basis,
        "capacity": capacity,
        "receiving": receiving,
        "lapses_if": lapses_if,
        "decide_on": decide_on,
        "note": note,
    }
    services = catalogue.load(packs or ()).local_services
    given = {name: value for name, value in said.items() if value}
    holders = _practices_of(system)
    if source is None:
        notices = notices_said(given, holders)
    elif given:
        raise typer.BadParameter(f"a file of notices says it all: leave out {', '.join(given)}")
    else:
        notices = read_notices(source, holders)
    with open_book(ledger) as book:
        ids = book.record(Recorded(notices), by=by, at=at, services=services)
        told(ids, book, json=json)
        tell_short(ids, book.state())


def show(
    ledger: LedgerFile,
    notice: Annotated[
        str | None, typer.Argument(metavar="NOTICE", help="One notice and what became of it: N12.")
    ] = None,
    as_of: AsOf = None,
    each: Annotated[
        bool, Option("--each", help="A row for each notice, not for those that are alike.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the notices and how each stands, as known now or on a day."""
    from knockon.cli import register_page

    state = read(ledger).state(known_on=as_of)
    if notice is not None:
        record = state.record(notice)
        if json:
            answer_json(register_page.described(record))
        else:
            answer_page(register_page.page(record))
    elif json:
        answer_json(register_page.document(state))
    else:
        answer_page(register_page.heading(state))
        answer_table(register_page.COLUMNS, register_page.rows(state, each=each))


def due(
    ledger: LedgerFile,
    as_of: AsOf = None,
    within: Annotated[
        int | None, Option(min=1, metavar="DAYS", help="Days ahead; 14, 30 and 90 if not given.")
    ] = None,
    json: Json = False,
) -> None:
    """List what ends and what is to be decided in the days ahead, and what is overdue."""
    from knockon.cli import register_due
    from knockon.register import HORIZONS

    day = as_of or date.today()
    coming = register_due.Coming(
        read(ledger).state(known_on=day), day, HORIZONS if within is None else (within,)
    )
    if json:
        answer_json(coming.document())
    else:
        answer_table(register_due.COLUMNS, coming.rows())
        answer_page(coming.notes())


def verify(
    ledger: LedgerFile,
    noted: Annotated[
        str | None,
        Option(metavar="HASH", help="A hash noted earlier: say up to where nothing was changed."),
    ] = None,
    json: Json = False,
) -> None:
    """Check every entry of a ledger, and give the hash that stands for all of them."""
    held = read(ledger)
    state = held.state()
    found = None if noted is None else held.entry_noted(noted)
    if json:
        answer_json(
            {
                "entries": len(held.entries),
                "notices": len(state.records),
                "last": held.entries[-1].at.isoformat(),
                "hash": held.head,
                "left_out_bytes": held.torn.size if held.torn else 0,
                "noted_at_entry": found,
            }
        )
        return
    answer(f"Whole: {len(held.entries)} entries, {len(state.records)} notices")
    answer(f"Last entry: {held.entries[-1].at.isoformat()}")
    answer(f"Hash: {held.head}")
    if found is not None:
        answer(f"The hash noted is that of entry {found}: nothing up to it was changed.")


def _practices_of(system: Path | None) -> list[str]:
    """Return the codes of a system's practices; none where no system is named."""
    if system is None:
        return []
    from knockon.system import folder

    return [one.practice.ods_code for one in folder.read(system).practices]
