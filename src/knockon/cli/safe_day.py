"""A safe day from the command line: a plan's limit, a practice's rota, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knockon.cli.options import AsOf, Force, Json, OutFile, Packs, as_day, example
from knockon.cli.page import Line, answer_page
from knockon.cli.telling import answer, answer_file, answer_json, answer_table, note, working
from knockon.cli.usual import WritesByDefault

if TYPE_CHECKING:
    from knockon.catalogue import Catalogue
    from knockon.plans.plan import Plan
    from knockon.reports.parts import Table
    from knockon.safeday import Demand, Exceptions, Limit, Outlook, Practice
    from knockon.system.values import System

WAYS = "What everybody else could get over the limit, by the rules loaded:"
PAGE, SHEET, VALUES = "safe-day.html", "safe-day.xlsx", "safe-day.json"


def add_to(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    group = typer.Typer(cls=WritesByDefault, help="What a limit leaves room for, and who waits.")
    group.command(
        "write",
        epilog=example(
            "knockon safe-day plan.yaml",
            "knockon safe-day plan.yaml --day day.yaml",
            "knockon safe-day plan.yaml --day day.yaml --system systems/dorset --practice J81002"
            " --out safe-day",
        ),
    )(write)
    group.command("new", epilog=example("knockon safe-day new --out day.yaml"))(new)
    app.add_typer(group, name="safe-day", no_args_is_help=True)


def write(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan that limits contacts.")],
    day: Annotated[
        Path | None,
        typer.Option(
            "--day",
            metavar="FILE",
            help="Rota, demand, exceptions (`safe-day new`); else as usual for so many patients.",
        ),
    ] = None,
    system: Annotated[
        Path | None,
        typer.Option(
            "--system", metavar="DIR", help="A system, for what the practice leaves open."
        ),
    ] = None,
    practice: Annotated[
        str | None,
        typer.Option(metavar="ODS", help="The practice in it; else the plan's `ods_code`."),
    ] = None,
    start: Annotated[
        date | None,
        typer.Option(
            "--from", metavar="DAY", parser=as_day, help="First day; else the plan's start."
        ),
    ] = None,
    as_of: AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to; left out, it is printed."),
    ] = None,
    force: Force = False,
    json: Json = False,
    packs: Packs = None,
) -> None:
    """Reckon what fits under a limit, what does not, how long the list grows, who is excepted."""
    from knockon import catalogue, keeping

    needed = [one for one in (plan, day, system) if one is not None]
    if out is not None:
        keeping.make_way(out, force=force, needed=needed)
    asked = _asked(plan, day, catalogue.load(packs or ()))
    with working("Reckoning a year"):
        found, tested = _reckon(
            asked,
            system=system,
            practice=practice,
            first=start,
            as_of=as_of,
        )
    if out is not None:
        with keeping.whole_folder(out, force=force) as folder:
            _write(found, tested, folder)
    _tell(found, tested, out, json=json)


def new(
    out: OutFile = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Write a commented file of rota, demand and exceptions to fill in."""
    from knockon.safeday import new_safe_day

    answer_file(new_safe_day(), "safe day", out, force=force, json=json)


@dataclass(frozen=True)
class _Asked:
    """What a safe day is reckoned from, as read."""

    held: Catalogue
    plan: Plan
    limit: Limit
    practice: Practice | None
    """None where no file says: then what is usual is taken, and told."""


def _asked(plan: Path, day: Path | None, held: Catalogue) -> _Asked:
    from knockon.plans.plan_reading import read_plan
    from knockon.safeday import limit_of, read_safe_day

    read = read_plan(plan, held)
    own = read_safe_day(day) if day is not None else None
    return _Asked(held, read, limit_of(read, held), own)


def _reckon(
    asked: _Asked,
    *,
    system: Path | None,
    practice: str | None,
    first: date | None,
    as_of: date | None,
) -> tuple[Outlook, Exceptions]:
    from knockon.safeday import SafeDay, demand, judged, outlook, usual_practice
    from knockon.safeday.demand import baseline_of

    code = practice or _code(asked.plan)
    place = _system(system, code) if system is not None else None
    baseline = baseline_of(place, code) if place is not None else None
    own = asked.practice
    said: tuple[str, ...] = ()
    if own is None:
        own, said = usual_practice(asked.plan, asked.held, baseline)
    for one in said:
        note(one)
    wanted: Demand = demand(own.stated, asked.held, place, code).told_after(said)
    day = SafeDay(
        title=asked.plan.title,
        practice=code,
        rota=own.rota,
        cap=asked.limit.cap,
        cap_said=asked.limit.said,
        demand=wanted,
        held=own.held,
        leaving=asked.held.parameters["leave_r"],
        first=first or asked.limit.action.start,
        list_now=own.list_now,
    )
    ages = baseline.ages if baseline is not None else None
    tested = judged(own.exceptions, asked.plan, asked.limit, asked.held, ages=ages, as_of=as_of)
    return outlook(day), tested


def _code(plan: Plan) -> str | None:
    code = plan.practice.get("ods_code")
    return code if isinstance(code, str) else None


def _system(folder: Path, code: str | None) -> System:
    """Return the system in a folder, or of a folder of systems the one that has the practice."""
    from knockon.cli.subjects import subject

    systems = subject(folder).systems
    for one in systems:
        if any(each.practice.ods_code == code for each in one.practices):
            return one
    return systems[0]


def _write(found: Outlook, tested: Exceptions, folder: Path) -> None:
    import knockon
    from knockon.reports.safe_day import safe_day_page
    from knockon.reports.safe_day_json import safe_day_document
    from knockon.reports.safe_day_workbook import safe_day_workbook
    from knockon.reports.summary import as_json

    page = safe_day_page(found, tested, knockon.__version__)
    (folder / PAGE).write_bytes(page.encode("utf-8"))
    (folder / SHEET).write_bytes(safe_day_workbook(found))
    (folder / VALUES).write_bytes(as_json(safe_day_document(found, tested)).encode("utf-8"))


def _tell(found: Outlook, tested: Exceptions, out: Path | None, *, json: bool) -> None:
    from knockon.reports.safe_day_json import safe_day_document

    if json:
        answer_json(safe_day_document(found, tested))
    elif out is not None:
        answer_page(_sentences(found))
        answer(f"Page: {out / PAGE}")
        answer(f"Sheet: {out / SHEET}")
    else:
        _tell_all(found, tested)


def _sentences(found: Outlook) -> Iterator[Line]:
    from knockon.reports import safe_day_wording as words

    yield Line(words.fits(found), style="bold")
    yield Line(words.after_a_year(found))


def _tell_all(found: Outlook, tested: Exceptions) -> None:
    """Print the sentences and tables of the page."""
    from knockon.reports import safe_day_wording as words
    from knockon.reports.safe_day import ends_table, urgent_table, ways_table, week_table

    answer_page(_sentences(found))
    _table(week_table(found))
    urgent = urgent_table(found)
    if urgent is not None:
        _table(urgent)
        answer_page([Line(words.held_reading(found))])
    _table(ends_table(found))
    told = (words.outside_the_list(tested), words.as_it_stands(tested))
    answer_page([Line(), *map(Line, told), Line(), Line(WAYS)])
    answer_page(
        Line(f"{row[0].text}: {row[1].text}.", bullet="- ") for row in ways_table(tested).rows
    )
    answer_page(_reckoning(found))


def _reckoning(found: Outlook) -> Iterator[Line]:
    from knockon.compliance import wording

    yield Line()
    for one in (found.plan.cap_said, *found.plan.demand.said):
        yield Line(one, bullet="- ")
    yield Line()
    yield Line(wording.ADVICE)


def _table(table: Table) -> None:
    answer("")
    answer(f"{table.caption}:")
    answer_table(table.columns, [[cell.text for cell in row] for row in table.rows])
