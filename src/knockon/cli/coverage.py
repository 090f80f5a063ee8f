"""Coverage, calendar, tables and assessments from a ledger of notices."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knockon.cli.options import AsOf, Force, Json, Packs, as_day, example
from knockon.cli.register_options import At, By, LedgerFile, open_book, read, spans
from knockon.cli.telling import answer, answer_json, answer_table, note

if TYPE_CHECKING:
    from knockon.register import State
    from knockon.register.coverage import Coverage
    from knockon.register.coverage_lists import PatientList

Option = typer.Option
USUAL_WEEKS = 52
CSV, HTML, XLSX = ".csv", ".html", ".xlsx"

SystemDir = Annotated[
    Path | None, Option("--system", metavar="DIR", help="A system: its practices and patients.")
]
PracticesFile = Annotated[
    Path | None,
    Option("--practices", metavar="CSV", help="Or a list: practice, registered_patients, …"),
]


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group of the register's."""
    group.command(
        epilog=example(
            "knockon register coverage ledger.jsonl --system systems/dorset --from 2024-09-16"
            " --weeks 30 --html coverage.html"
        )
    )(coverage)
    group.command(epilog=example("knockon register calendar ledger.jsonl --out notices.ics"))(
        calendar
    )
    group.command(
        "lead-times",
        epilog=example(
            "knockon register lead-times ledger.jsonl --from lead-times.yaml",
            "knockon register lead-times --new --out lead-times.yaml",
        ),
    )(lead_times)
    group.command(epilog=example("knockon register stopping ledger.jsonl --system systems/dorset"))(
        stopping
    )
    group.command(
        "import",
        epilog=example('knockon register import ledger.jsonl notices.xlsx --by "A. Clerk"'),
    )(import_)
    group.command(epilog=example("knockon register export ledger.jsonl --out notices.csv"))(export)
    group.command(epilog=example("knockon register template --out notices.xlsx"))(template)


def coverage(
    ledger: LedgerFile,
    system: SystemDir = None,
    practices: PracticesFile = None,
    start: Annotated[
        date | None,
        Option("--from", metavar="DAY", parser=as_day, help="The first week; now if absent."),
    ] = None,
    weeks: Annotated[int, Option(help="How many weeks.")] = USUAL_WEEKS,
    as_of: AsOf = None,
    html: Annotated[
        Path | None, Option("--html", metavar="FILE", help="Write a page with charts and tables.")
    ] = None,
    table: Annotated[
        Path | None, Option("--csv", metavar="FILE", help="Write every week as a table.")
    ] = None,
    by_place: Annotated[
        bool, Option("--by-place", help="In --csv and --json, also place by place.")
    ] = False,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Tell who still has which service in each week, and who has lost it."""
    import knockon
    from knockon import catalogue, keeping
    from knockon.register.coverage import coverage as count

    held = catalogue.load(packs or ())
    state = _state(ledger, as_of)
    day = start or date.today()
    monday = day - timedelta(days=day.weekday())
    found = count(state, _lists(system, practices), first=monday, weeks=weeks)
    rows = _rows(found, held, by_place=by_place) if json or table else []
    if html is not None:
        from knockon.reports.coverage import coverage_page

        page = coverage_page(found, held, knockon.__version__)
        keeping.write_whole_file(html, page.encode("utf-8"), force=force)
    if table is not None:
        keeping.write_whole_file(table, _csv(rows).encode("utf-8"), force=force)
    if found.not_listed:
        note(f"Note: no patients are listed of {', '.join(found.not_listed)}: in no number here.")
    if json:
        answer_json(_document(found, rows))
    else:
        _tell(found, held, [path for path in (html, table) if path is not None])


def calendar(
    ledger: LedgerFile,
    out: Annotated[
        Path | None, Option(metavar="FILE", help="The calendar to write (.ics).")
    ] = None,
    as_of: AsOf = None,
    force: Force = False,
    packs: Packs = None,
) -> None:
    """Write the last days and the decisions due as a calendar (.ics)."""
    from knockon import catalogue, keeping
    from knockon.reports.calendar import calendar as written

    local = catalogue.load(packs or ()).local_services
    text = written(_state(ledger, as_of), {key: one.name for key, one in local.items()})
    if out is None:
        answer(text.replace("\r\n", "\n").rstrip("\n"))
        return
    keeping.write_whole_file(out, text.encode("utf-8"), force=force)
    answer(f"Calendar: {out}")


def lead_times(
    ledger: Annotated[Path | None, typer.Argument(metavar="LEDGER", help="The ledger.")] = None,
    source: Annotated[
        Path | None, Option("--from", metavar="FILE", help="The ICB's lead times (YAML).")
    ] = None,
    new: Annotated[bool, Option("--new", help="Write a file of lead times to fill in.")] = False,
    out: Annotated[Path | None, Option(metavar="FILE", help="The file to write.")] = None,
    as_of: AsOf = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Warn of what ends before another service could be in place, by the ICB's own lead times."""
    from knockon import catalogue
    from knockon.cli.telling import answer_file
    from knockon.register.leads import new_lead_times, read_lead_times, shortfalls

    services = catalogue.load(packs or ()).local_services
    if new:
        answer_file(new_lead_times(services), "lead times", out, force=force, json=json)
        return
    if ledger is None or source is None:
        raise typer.BadParameter("a ledger and --from are needed, or --new")
    day = as_of or date.today()
    found = shortfalls(_state(ledger, as_of), read_lead_times(source, services), day)
    if json:
        answer_json(
            {
                "format": "knockon/shortfalls/1",
                "as_of": day.isoformat(),
                "shortfalls": [_shortfall(one) for one in found],
            }
        )
        return
    answer_table(
        ("Service", "Stands", "Last day", "Another could run from", "Days without", "Held by"),
        [_shortfall_row(one) for one in found],
    )


def stopping(
    ledger: LedgerFile,
    system: SystemDir = None,
    practices: PracticesFile = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Print what an assessment reads of a ledger: its `stopping:` part."""
    from knockon.register.stopping import stopping as part_of
    from knockon.register.stopping import stopping_text

    state = _state(ledger, as_of)
    part = part_of(state, _lists(system, practices))
    for left in part.left_out:
        note(f"Note: left out {spans(left.ids)}: {left.why}.")
    heading = f"From the ledger {state.title!r} as of entry {state.seq}, {state.at.date()}."
    if json:
        from knockon.cli.plain import plain

        answer_json({"stopping": plain(part.stopping), "left_out": plain(part.left_out)})
    else:
        answer(stopping_text(part, heading).rstrip("\n"))


def import_(
    ledger: LedgerFile,
    table: Annotated[Path, typer.Argument(metavar="TABLE", help="A CSV file or a workbook.")],
    by: By,
    all_or_none: Annotated[
        bool, Option("--all-or-none", help="Record nothing unless every row is good.")
    ] = False,
    at: At = None,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Record the notices of a table: good rows come in, bad ones are told, nothing twice."""
    from knockon import catalogue
    from knockon.cli.plain import plain
    from knockon.register.importing import import_table, read_rows

    services = catalogue.load(packs or ()).local_services
    today = date.today() if at is None else at.date()
    rows = read_rows(table, services=services, today=today)
    with open_book(ledger) as book:
        found = import_table(
            book,
            rows,
            services=services,
            by=by,
            at=at,
            all_or_none=all_or_none,
        )
    for problem in found.problems:
        note(f"{problem.code}: {problem.sentence()}")
    if json:
        answer_json(plain(found))
    else:
        bad = len({problem.row for problem in found.problems})
        answer(
            f"Recorded: {len(found.added)} notices; there already: {found.there}; "
            f"changed: {len(found.changed)}; rows left out: {bad}"
        )
    if found.problems:
        raise typer.Exit(1)


def export(
    ledger: LedgerFile,
    out: Annotated[Path, Option(metavar="FILE", help="A .csv file or an .xlsx workbook.")],
    as_of: AsOf = None,
    force: Force = False,
    packs: Packs = None,
) -> None:
    """Write the notices as a table that can be taken in again."""
    from knockon import catalogue, keeping
    from knockon.register.exporting import table_csv, table_rows
    from knockon.reports.ledger_workbook import workbook

    state = _state(ledger, as_of)
    if out.suffix.lower() == XLSX:
        services = catalogue.load(packs or ()).local_services
        content = workbook(services, table_rows(state), title=state.title)
    else:
        content = table_csv(state).encode("utf-8")
    keeping.write_whole_file(out, content, force=force)
    answer(f"Table: {out}")


def template(
    out: Annotated[Path, Option(metavar="FILE", help="An .xlsx workbook, or a .csv file.")],
    force: Force = False,
    packs: Packs = None,
) -> None:
    """Write an empty table to fill in; the workbook checks what is entered."""
    from knockon import catalogue, keeping
    from knockon.register.importing_columns import COLUMNS
    from knockon.reports.ledger_workbook import workbook

    if out.suffix.lower() == XLSX:
        content = workbook(catalogue.load(packs or ()).local_services, [], title="New notices")
    else:
        content = (",".join(column.name for column in COLUMNS) + "\n").encode("utf-8")
    keeping.write_whole_file(out, content, force=force)
    answer(f"Template: {out}")


def _state(ledger: Path, as_of: date | None) -> State:
    return read(ledger).state(known_on=as_of)


def _lists(system: Path | None, practices: Path | None) -> tuple[PatientList, ...]:
    """Return the lists of a system's practices, or of a file."""
    from knockon.register.coverage_lists import read_lists

    if (system is None) == (practices is None):
        raise typer.BadParameter("name either --system or --practices")
    return read_lists(practices) if practices is not None else _of_system(system)


def _of_system(folder: Path | None) -> tuple[PatientList, ...]:
    from knockon.cli.subjects import subject
    from knockon.register.coverage_lists import NO_PLACE, PatientList, adults_of
    from knockon.system.values import AGE_BANDS

    assert folder is not None
    return tuple(
        PatientList(
            one.practice.ods_code,
            one.registered_patients,
            names.get(one.practice.pcn_code or "", one.practice.pcn_code or NO_PLACE),
            one.practice.pcn_code,
            adults_of(dict(zip(AGE_BANDS, one.ages, strict=True))) if one.ages else None,
        )
        for system in subject(folder).systems
        for names in [{pcn.code: pcn.name for pcn in system.pcns}]
        for one in system.practices
    )


def _rows(found: Coverage, held: Any, *, by_place: bool) -> list[dict[str, Any]]:
    from knockon.register.coverage_rows import coverage_rows

    return [row.values() for row in coverage_rows(found, held, by_place=by_place)]


def _csv(rows: list[dict[str, Any]]) -> str:
    from knockon.register.coverage_rows import COLUMNS

    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _document(found: Coverage, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "format": "knockon/coverage/1",
        "title": found.title,
        "entry": found.seq,
        "from": found.first.isoformat(),
        "weeks": found.weeks,
        "not_listed": list(found.not_listed),
        "rows": rows,
    }


def _tell(found: Coverage, held: Any, written: list[Path]) -> None:
    from knockon.reports.coverage import coverage_table

    table = coverage_table(found, held)
    answer(f"{table.caption}:")
    answer_table(table.columns, [[cell.text for cell in row] for row in table.rows])
    for path in written:
        answer(f"Written: {path}")


def _shortfall(one: Any) -> dict[str, Any]:
    from knockon.cli.plain import plain

    return {
        "service": one.service,
        "stands": one.status,
        "ends_on": plain(one.ends_on),
        "ready_on": plain(one.ready_on),
        "days_without": plain(one.days),
        "holders": list(one.holders),
        "takes": "unknown"
        if not hasattr(one.lead_time.takes, "after")
        else str(one.lead_time.takes),
    }


def _shortfall_row(one: Any) -> tuple[str, ...]:
    from knockon.cli.plain import plain

    held = one.holders[0] if len(one.holders) == 1 else f"{len(one.holders)} holders"
    told = (str(plain(value)) for value in (one.ends_on, one.ready_on, one.days))
    ends_on, ready_on, days = told
    return (one.service, one.status, ends_on, ready_on, days, held)
